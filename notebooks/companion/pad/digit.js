// A pad to write a digit on, and beside it all that the network makes of it, at every stroke. Nothing is asked of Python.
(() => {
  const page = window.companionPage;
  const { Player, make, svg, digits } = page;
  const PAD = 280, CELL = PAD / 8, GAP = 4, RUBBER = 14, STEP = 10; // units of the pad: one is a pixel on the screen
  const PAUSE = 400; // milliseconds between two sentences read aloud
  const TEN = [...Array(10).keys()];
  const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const written = (value, places = 2) => {
    const text = value.toFixed(places);
    return (Number(text) ? text : text.replace("-", "")).replace("-", "−");
  };
  const numbers = (text) => new Float64Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
  const grey = (count) => `rgb(${[0, 0, 0].map(() => Math.round(255 * (1 - count / 16))).join()})`;
  const counts = (pixels, side) => svg("svg", { viewBox: "0 0 8 8", width: side, height: side, class: "digit-paper", "aria-hidden": true },
    ...pixels.map((count, place) => svg("rect", { x: place % 8, y: Math.floor(place / 8), width: 1.02, height: 1.02, fill: grey(count) })));

  page.dress("companion-digit-style", "/*css*/");

  page.kinds.digit = class extends Player {
    buildBars() {
      this.figure.querySelector(":scope > img")?.remove();
      this.figure.querySelector(".companion-told")?.remove(); // it describes the still
      this.layers = page.digits.layers(this.data.layers);
      Object.assign(this, { now: { strokes: [], sample: null }, past: [], meant: null, rubbing: false, cursor: [140, 140] });
      this.complaint = make("div", { class: "companion-complaint", role: "alert" });
      const board = make("div", { class: "digit-board" }, this.buildPad(), this.buildSight(), this.buildOutputs());
      const bars = [this.buildTools(), this.buildSamples(), board, this.buildReason()];
      if (this.data.line) bars.push(digits.learning(this));
      this.now = { strokes: [], sample: this.data.samples[0] };
      return [...bars, this.complaint];
    }

    buildTools() {
      const button = (words, act) => make("button", { type: "button", onclick: act }, words);
      this.eraser = button("Eraser", () => this.rub(!this.rubbing));
      this.asking = button("Why?", () => this.show((this.why = !this.why)));
      const id = `${this.id}-meant`;
      this.menu = make("select", { id, onchange: () => this.mean(this.menu.value === "" ? null : Number(this.menu.value)) },
        make("option", { value: "" }, "none chosen"), ...TEN.map((digit) => make("option", { value: digit }, digit)));
      return make("div", { class: "companion-row digit-tools" }, make("label", { for: id }, "I mean"), this.menu, this.eraser,
        button("Undo", () => this.undo()), button("Clear", () => this.change({ strokes: [], sample: null })), this.asking);
    }

    // The pad holds middle lines, not dots: so a drawing of any size, in strokes of any number, can be scaled.
    buildPad() {
      this.ink = svg("g", { class: "digit-ink" });
      this.mark = svg("path", { class: "digit-cursor" });
      const help = `${this.id}-help`;
      this.paper = svg("svg", { viewBox: `0 0 ${PAD} ${PAD}`, class: "digit-pad digit-paper", tabindex: 0, role: "application",
        "aria-label": "Pad to write a digit on", "aria-describedby": help }, svg("rect", { width: PAD, height: PAD, fill: "white" }), this.ink, this.mark);
      const at = (event) => {
        const frame = this.paper.getBoundingClientRect();
        return [((event.clientX - frame.left) * PAD) / frame.width, ((event.clientY - frame.top) * PAD) / frame.height];
      };
      this.paper.addEventListener("pointerdown", (event) => {
        if (event.button || this.pointer !== undefined) return; // one finger draws
        event.preventDefault();
        this.paper.focus({ preventScroll: true });
        this.paper.classList.remove("digit-by-keys");
        this.paper.setPointerCapture(event.pointerId);
        this.pointer = event.pointerId;
        this.touch(at(event));
      });
      this.paper.addEventListener("pointermove", (event) => {
        if (event.pointerId !== this.pointer) return;
        for (const each of event.getCoalescedEvents?.() ?? [event]) this.drag(at(each));
        this.show();
      });
      for (const end of ["pointerup", "pointercancel", "lostpointercapture"])
        this.paper.addEventListener(end, (event) => event.pointerId === this.pointer && (this.pointer = undefined));
      this.paper.addEventListener("keydown", (event) => this.typed(event));
      this.paper.addEventListener("blur", () => (this.down = false));
      return make("div", {}, this.paper, make("p", { id: help, class: "digit-help" },
        "Draw with mouse, finger or pen. By keys: arrows move, Space lowers and lifts the pen, E takes the eraser, Backspace undoes."));
    }

    buildSight() {
      this.seen = svg("svg", { viewBox: "0 0 8 8", class: "digit-seen digit-paper", role: "img" });
      this.units = svg("svg", { class: "digit-units", role: "img", viewBox: `0 0 ${6 * this.layers[0].b.length} 40`, preserveAspectRatio: "none" });
      const hidden = this.data.samples.flatMap((sample) => this.forward(sample.pixels).steps[0].a);
      this.tallest = Math.max(...hidden);
      return make("div", {}, make("p", {}, "What the network sees: ink, 0 to 16"), this.seen,
        make("p", {}, `Its ${this.layers[0].b.length} hidden units`), this.units);
    }

    buildReason() {
      this.map = svg("svg", { viewBox: "0 0 8 8", class: "digit-map digit-paper", role: "img" });
      this.reason = make("div", { class: "digit-reason", hidden: true }, this.map, make("p", {}, ""));
      return this.reason;
    }

    buildOutputs() {
      this.rows = TEN.map((digit) => {
        const bar = (kind) => make("i", { class: kind }), number = () => make("span", {});
        const row = { p: [bar("digit-p"), number()], delta: [bar("digit-delta"), number()] };
        const cell = ([bar, number], kind) => make("td", { class: kind }, make("span", { class: "digit-track" }, bar), number);
        row.node = make("tr", {}, make("th", { scope: "row" }, String(digit)), cell(row.p, ""), cell(row.delta, "digit-if-meant"));
        return row;
      });
      const heads = [["digit", ""], ["p", ""], ["p − y", "digit-if-meant"]].map(([words, kind]) => make("th", { scope: "col", class: kind }, words));
      this.table = make("table", { class: "digit-outputs" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...this.rows.map((row) => row.node)));
      const unsure = make("details", {}, make("summary", {}, "When is it not sure?"), make("p", {}, this.data.caution));
      return make("div", {}, this.table, unsure);
    }

    buildSamples() {
      const pick = (sample) => make("button", { type: "button", class: "digit-sample", "aria-label": `Held-out ${sample.label}${sample.note}`, title: `a ${sample.label}${sample.note}`,
        onclick: () => this.change({ strokes: [], sample }) }, counts(sample.pixels, 32));
      return make("div", { class: "companion-row digit-samples", role: "group", "aria-label": "Held-out digits" }, make("span", {}, "Held-out digits"), ...this.data.samples.map(pick));
    }

    // --- the drawing --------------------------------------------------------------------------------------------------

    change(next) {
      this.past.push(this.now);
      this.now = next;
      this.show();
    }

    undo() {
      this.pointer = undefined;
      if (this.past.length) this.now = this.past.pop();
      this.down = false;
      this.show();
    }

    rub(rubbing) {
      Object.assign(this, { rubbing, down: false });
      this.show();
    }

    mean(digit) {
      this.meant = digit;
      this.menu.value = digit ?? "";
      this.show();
    }

    // The pen, or the eraser, comes down at a place: what was there before can be brought back.
    touch(place) {
      this.past.push(this.now);
      this.last = place;
      if (this.rubbing) this.erase(place);
      else this.now = { strokes: [...(this.now.sample ? [] : this.now.strokes), [place]], sample: null };
      this.show();
    }

    drag(place) {
      const [fromX, fromY] = this.last;
      const far = Math.hypot(place[0] - fromX, place[1] - fromY), parts = Math.ceil(far / GAP);
      for (let part = 1; part <= parts; part += 1) {
        const next = [fromX + ((place[0] - fromX) * part) / parts, fromY + ((place[1] - fromY) * part) / parts];
        if (this.rubbing) this.erase(next);
        else this.now.strokes.at(-1).push(next.map((each) => Math.max(0, Math.min(PAD, each))));
      }
      this.last = place;
    }

    // Under the eraser a stroke falls into two; of a held-out digit the squares that it touches are emptied.
    erase([x, y]) {
      const { strokes, sample } = this.now;
      if (sample) {
        const near = (place, middle) => Math.abs((place + 0.5) * CELL - middle) < CELL / 2;
        const pixels = sample.pixels.map((count, place) => (near(place % 8, x) && near(Math.floor(place / 8), y) ? 0 : count));
        return void (this.now = { strokes, sample: { ...sample, pixels } });
      }
      const left = [];
      for (const stroke of strokes) {
        let part = [];
        for (const point of stroke)
          if (Math.hypot(point[0] - x, point[1] - y) > RUBBER) part.push(point);
          else if (part.length) left.push(part), (part = []);
        if (part.length) left.push(part);
      }
      this.now = { strokes: left, sample: null };
    }

    typed(event) {
      const way = KEYS[event.key];
      const acts = { " ": () => ((this.down = !this.down), this.down ? this.touch([...this.cursor]) : this.show()), Backspace: () => this.undo(),
        e: () => this.rub(!this.rubbing), Escape: () => ((this.down = false), this.show()) };
      if (event.ctrlKey || event.metaKey || event.altKey || !(way || acts[event.key])) return;
      event.preventDefault();
      this.paper.classList.add("digit-by-keys");
      if (!way) return acts[event.key]();
      this.cursor = this.cursor.map((place, axis) => Math.max(0, Math.min(PAD, place + STEP * way[axis])));
      if (this.down) this.drag([...this.cursor]);
      this.show();
    }

    // --- what the network makes of it ------------------------------------------------------------------------------------

    forward(pixels) {
      const x = pixels.map((count) => count / 16);
      const steps = digits.forward(this.layers, x);
      return { x, steps, p: digits.softmax(steps.at(-1).z) };
    }

    show() {
      const { strokes, sample } = this.now;
      this.pixels = sample ? sample.pixels : digits.counted(strokes);
      Object.assign(this, this.forward(this.pixels));
      this.order = [...TEN].sort((one, other) => this.p[other] - this.p[one]);
      this.showPad();
      this.showSight();
      this.showOutputs();
      this.showReason();
      this.learner?.();
      this.say(this.sentence());
    }

    showPad() {
      const { strokes, sample } = this.now;
      if (sample) this.ink.replaceChildren(...sample.pixels.map((count, place) => svg("rect",
        { x: CELL * (place % 8), y: CELL * Math.floor(place / 8), width: CELL, height: CELL, fill: grey(count) })));
      else this.ink.replaceChildren(...strokes.map((stroke) => svg("polyline", { points: [...stroke, stroke.at(-1)].join(" ") })));
      const [x, y] = this.cursor;
      this.mark.setAttribute("d", this.rubbing ? `M${x - RUBBER} ${y}a${RUBBER} ${RUBBER} 0 1 0 ${2 * RUBBER} 0a${RUBBER} ${RUBBER} 0 1 0 ${-2 * RUBBER} 0` : `M${x - 8} ${y}h16M${x} ${y - 8}v16`);
      this.mark.classList.toggle("digit-down", Boolean(this.down));
      this.eraser.setAttribute("aria-pressed", this.rubbing);
      this.paper.classList.toggle("digit-rubbing", this.rubbing);
    }

    showSight() {
      this.seen.replaceChildren(...this.pixels.flatMap((count, place) => {
        const x = place % 8, y = Math.floor(place / 8);
        const square = svg("rect", { x, y, width: 1.02, height: 1.02, fill: grey(count) });
        return count ? [square, svg("text", { x: x + 0.5, y: y + 0.66, fill: count > 7 ? "white" : "black" }, String(count))] : [square];
      }));
      const lines = TEN.slice(0, 8).map((row) => this.pixels.slice(8 * row, 8 * row + 8).join(" "));
      this.seen.setAttribute("aria-label", `8 × 8 image, row by row: ${lines.join("; ")}`);
      const active = this.steps[0].a;
      this.units.replaceChildren(...active.map((value, unit) => {
        const height = value ? Math.max(1, 40 * Math.min(1, value / this.tallest)) : 0;
        return svg("rect", { x: 6 * unit, y: 40 - height, width: 5, height });
      }), svg("path", { d: `M0 40h${6 * active.length}` }));
      this.units.setAttribute("aria-label", `${active.filter((value) => value > 0).length} of ${active.length} hidden units are active, the largest at ${written(Math.max(...active))}`);
    }

    showOutputs() {
      this.table.classList.toggle("digit-meant", this.meant !== null);
      this.rows.forEach(({ node, p, delta }, digit) => {
        node.classList.toggle("digit-most", digit === this.order[0]);
        p[0].style.width = `${100 * this.p[digit]}%`;
        p[1].textContent = written(this.p[digit]);
        const error = this.p[digit] - (digit === this.meant);
        Object.assign(delta[0].style, { left: `${50 + 50 * Math.min(0, error)}%`, width: `${50 * Math.abs(error)}%` });
        delta[1].textContent = this.meant === null ? "" : written(error);
      });
    }

    showReason() {
      this.asking.setAttribute("aria-pressed", Boolean(this.why));
      this.reason.hidden = !this.why;
      if (!this.why) return;
      const [best, second] = this.order, z = this.steps.at(-1).z;
      this.pulled = digits.pulls(this.layers, this.steps, this.x, best, second);
      const most = Math.max(1e-9, ...this.pulled.map(Math.abs));
      this.map.replaceChildren(svg("rect", { width: 8, height: 8, fill: "white" }), ...this.pulled.map((pull, place) => svg("rect",
        { x: place % 8, y: Math.floor(place / 8), width: 1.02, height: 1.02, fill: pull > 0 ? "#e66101" : "#5e3c99", "fill-opacity": Math.abs(pull) / most })));
      const sum = (sign) => this.pulled.reduce((total, pull) => total + (sign * pull > 0 ? pull : 0), 0);
      const [pro, contra, gap] = [sum(1), sum(-1), z[best] - z[second]];
      const told = `Each square is its ink × the derivative of z for ${best} minus z for ${second}. Orange ink pulls towards ${best}: ${written(pro)}; purple towards ${second}: ${written(contra)}; ` +
        `the biases add ${written(gap - pro - contra)}. Together ${written(gap)}, which is the lead of ${best} in logits.`;
      this.map.setAttribute("aria-label", told);
      this.reason.lastChild.textContent = told;
    }

    sentence() {
      const [best, second] = this.order, [p, next] = [this.p[best], this.p[second]];
      const empty = this.pixels.every((count) => !count);
      const read = p >= this.data.sure ? `It reads ${best}, with p = ${written(p)}` : `Not sure: the largest p, for ${best}, is ${written(p)}, below ${this.data.sure}`;
      const wanted = this.meant === null ? "" : ` For ${this.meant}, p − y = ${written(this.p[this.meant] - 1)}.`;
      return `${empty ? "The pad is empty, so only the biases speak. " : ""}${read}; next comes ${second} with ${written(next)}.${wanted}`;
    }

    // A sentence for every point of a stroke would be a flood to those who hear it.
    say(words) {
      const now = performance.now();
      clearTimeout(this.speaking);
      if (now - (this.spoken ?? -Infinity) >= PAUSE) (this.spoken = now), (this.caption.textContent = words);
      else this.speaking = setTimeout(() => this.say(words), PAUSE - (now - this.spoken));
    }

    picture(pixels, side) {
      return counts(pixels, side);
    }

    draw() {} // there is no family to take a picture from
  };

  // Weights arrive as the bytes of 64-bit numbers.
  digits.layers = (sent) => sent.map(({ W, b }) => ({ W: numbers(W), b: numbers(b) }));
})();
