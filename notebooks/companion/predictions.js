// Predictions: the reader commits to a guess first; then the controls unlock, and guess and truth stand together.
(() => {
  const page = window.companionPage;
  const { make, svg, parsed } = page;

  Object.assign(page.Player.prototype, {
    buildQuestion(question) {
      const result = make("div", { role: "status" });
      const legend = make("legend", {}, question.question);
      const fieldset = make("fieldset", {}, legend);
      const box = make("form", { class: "companion-question" }, fieldset, result);
      let guess;
      if (question.kind === "pick")
        question.options.forEach((option, number) => {
          const input = make("input", { type: "radio", name: this.id, value: number, onchange: () => (guess = number) });
          fieldset.append(make("label", { class: "companion-option" }, input, option));
        });
      if (question.kind === "estimate") {
        const field = make("input", { type: "text", inputmode: "decimal", class: "companion-number", "aria-label": "Your guess" });
        fieldset.append(field, " ");
        field.addEventListener("input", () => (guess = Number.isNaN(parsed(field.value)) ? undefined : parsed(field.value)));
      }
      if (question.kind === "sketch") {
        fieldset.append(make("p", {}, "Draw in the picture, or choose it with Tab and shape the curve with the arrow keys."));
        this.sketch(question, (points) => (guess = points));
      }
      const commit = make("button", { type: "submit" }, "Commit");
      fieldset.append(commit);
      box.addEventListener("submit", (event) => {
        event.preventDefault();
        if (guess === undefined) return void (result.textContent = "Commit to a guess first: then you see what happens.");
        commit.remove();
        fieldset.querySelectorAll(".companion-option, input, p").forEach((part) => part.remove()); // room for the picture
        result.replaceChildren(...this.verdictOn(question, guess).map((line) => make("p", {}, line)));
        this.unlock();
      });
      this.bars.forEach((bar) => (bar.inert = bar !== this.complaint));
      if (this.stage && !this.data.parameters.length) this.figure.dataset.covered = ""; // a picture that is the answer
      this.figure.querySelector(".companion-ask")?.remove();
      this.figure.prepend(box);
    },

    unlock() {
      this.bars.forEach((bar) => (bar.inert = false));
      this.sketchPad?.remove();
      delete this.figure.dataset.covered;
      this.figure.dataset.committed = "";
    },

    verdictOn(question, guess) {
      const lines = [];
      if (question.kind === "pick") {
        const right = guess === question.answer;
        lines.push(right ? `Right: ${question.options[guess]}` : `You chose: ${question.options[guess]}. It is: ${question.options[question.answer]}`);
        if (!right && question.replies[guess]) lines.push(question.replies[guess]);
      }
      if (question.kind === "estimate") {
        const near = Math.abs(guess - question.answer) <= question.within * Math.abs(question.answer);
        const written = (number) => String(Number(number.toPrecision(4))).replace("-", "−");
        lines.push(`${near ? "Close: you said" : "You said"} ${written(guess)}; it is ${written(question.answer)}.`);
      }
      if (question.kind === "sketch") lines.push("Your curve stays, dashed and pink. Now move the slider and compare.");
      return [...lines, question.because];
    },

    // Draw a curve by hand inside one axes: a height for each of so many columns.
    sketch({ box: [left, top, width, height] }, changed) {
      const columns = 41;
      const heights = new Array(columns).fill(null);
      const hand = svg("polyline", { class: "companion-hand" });
      const pad = svg("rect", { x: left, y: top, width, height, class: "companion-pad", tabindex: 0, role: "application",
        "aria-label": "Sketch: left and right choose a column, up and down set the curve there" });
      const redraw = () => {
        const points = heights.map((h, i) => (h === null ? null : [left + (width * i) / (columns - 1), top + height * (1 - h)])).filter(Boolean);
        hand.setAttribute("points", points.map((point) => point.join(",")).join(" "));
        if (points.length > columns / 3) changed(points);
      };
      let before = null;
      const at = (event) => {
        const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.stage.getScreenCTM().inverse());
        const column = Math.round(((place.x - left) / width) * (columns - 1));
        const h = Math.max(0, Math.min(1, 1 - (place.y - top) / height));
        if (column < 0 || column >= columns) return;
        const [from, start] = before ?? [column, h];
        const steps = Math.max(1, Math.abs(column - from));
        for (let k = 0; k <= steps; k += 1) heights[from + Math.round(((column - from) * k) / steps)] = start + ((h - start) * k) / steps;
        before = [column, h];
        redraw();
      };
      pad.addEventListener("pointerdown", (event) => { pad.setPointerCapture(event.pointerId); before = null; at(event); });
      pad.addEventListener("pointermove", (event) => event.buttons && at(event));
      let column = 0;
      pad.addEventListener("keydown", (event) => {
        const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key], up = { ArrowUp: 0.05, ArrowDown: -0.05 }[event.key];
        if (!across && !up) return;
        event.preventDefault();
        const now = heights[column] ?? 0.5;
        if (across) { heights[column] = now; column = Math.max(0, Math.min(columns - 1, column + across)); heights[column] ??= now; }
        else heights[column] = Math.max(0, Math.min(1, now + up));
        redraw();
      });
      this.sketchPad = pad;
      this.overlay = svg("g", {}, hand, pad);
      this.stage.append(this.overlay);
      const draw = this.draw;
      this.draw = (...frame) => { draw.apply(this, frame); this.stage.append(this.overlay); }; // the hand stays on top
    },
  });
})();
