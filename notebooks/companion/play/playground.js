// The playground in the page: it asks the kernel for a picture, shows it, and asks for the next. Nothing is trained here.
(() => {
  const page = window.companionPage;
  const { make } = page;
  const { Board, picture, real, sharp, SHADES } = page.maps;
  const EDGE = 3, BLUE = "#0072b2", ORANGE = "#d55e00", TRAINING = "#00808f", HELD_OUT = "#946200";
  const RUBBER = 0.25; // as in points.py
  const raised = (power) => String(power).replace(/./g, (sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign] ?? "⁻");

  // A recipe that the address of the page brings along, for the first playground that can take it.
  const fromLink = () => {
    const places = [location.href, performance.getEntriesByType("navigation")[0]?.name ?? ""];
    const found = places.map((place) => place.match(/[#&?]playground=([^&#]+)/)).find(Boolean);
    if (!found || page.linkTaken) return null;
    page.linkTaken = true;
    try {
      return decodeURIComponent(found[1]);
    } catch {
      return found[1]; // the kernel says what is wrong with it
    }
  };

  class Playground extends Board {
    connect(model) {
      this.model?.off("msg:custom", null, this);
      Object.assign(this, { model, asks: [], version: -1, number: 0, playing: false, weight: [0, 0, 0] });
      this.id = `${this.id}+`; // another line, another session
      if (!this.root) this.build();
      this.note("");
      model.on("msg:custom", (content, buffers) => this.arrived(content, buffers), this);
      const link = fromLink();
      this.busy = false;
      this.ask(...(link ? [["load", link]] : []));
      this.figure.dataset.live = "";
    }

    note(words, complaint = false) {
      super.note(this.model || complaint ? words : this.data.hint, complaint);
    }

    // --- the line to the kernel: one question at a time

    turn(on) {
      this.playing = on;
      this.caption.setAttribute("aria-live", on ? "off" : "polite"); // not thirty times a second
      this.playButton.textContent = on ? "❚❚ Pause" : "▶ Play";
      this.playButton.setAttribute("aria-label", on ? "Pause" : "Play");
      if (on) this.ask();
    }

    ask(...asks) {
      for (const ask of asks) {
        const last = this.asks.at(-1);
        if (ask[0] === "set" && last?.[0] === "set" && last[1] === ask[1]) this.asks.pop(); // dragged on before it was sent
        this.asks.push(ask);
        this.touched = true; // a control may show what is then refused
      }
      if (this.model && !this.busy) this.pull();
    }

    pull() {
      const asks = this.asks.splice(0);
      Object.assign(this, { busy: true, changing: asks.length > 0 });
      this.model.send({ page: this.id, number: (this.number += 1), asks, play: this.playing,
        speed: this.speed.value, version: this.version });
      clearTimeout(this.late);
      this.late = setTimeout(() => {
        this.tooLate = true;
        this.note("Waiting for the kernel: is another cell running? If it was restarted, run this cell again.");
      }, 4000);
    }

    arrived(content, buffers) {
      if (content.page !== this.id || content.number !== this.number) return;
      const parts = buffers.map((view) => (view.buffer ?? view).slice(view.byteOffset ?? 0, (view.byteOffset ?? 0) + view.byteLength));
      this.last = { content, field: new Uint8Array(parts[0]), maps: new Uint8Array(parts[1]), weights: new Float32Array(parts[2]),
        gradients: new Float32Array(parts[3]), moments: new Float32Array(parts[4]) };
      if (parts[5]) (this.points = new Float32Array(parts[5])), (this.version = content.version), (this.dots = null);
      if (this.waiting) content.error ??= this.unseen; // a complaint that nobody has seen yet
      this.unseen = content.error;
      clearTimeout(this.late);
      if (this.tooLate) Object.assign(this, { tooLate: false, trouble: null });
      if (content.error || content.lost) this.turn(false);
      if (!this.figure.isConnected) this.turn(false); // scrolled away or run anew
      this.busy = false;
      if (this.waiting) return; // the last picture is not shown yet: there is no hurry
      this.next(); // the kernel trains while the page draws
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        if (!this.busy) this.next();
        this.paintAll();
        this.figure.dataset.pictures = Number(this.figure.dataset.pictures ?? 0) + 1;
      });
    }

    next() {
      const { share, seeds } = this.last.content;
      const onTheWay = share < 1 || (seeds && seeds.share < 1);
      if ((this.playing || onTheWay || this.asks.length) && this.figure.isConnected) this.pull();
    }

    // --- what it shows

    paintAll() {
      const { content } = this.last;
      this.paintSquare(); // canvases first: once words have changed, asking for a size would lay out the whole page
      this.paintNetwork();
      this.paintLosses();
      if (!this.asks.length && !(this.busy && this.changing)) this.showSettings(content); // or a dragged slider jumps back
      this.showTroubles(content);
      this.showSeeds(content.seeds);
      if (this.playing && performance.now() < this.readable) return; // nobody reads numbers thirty times a second
      this.readable = performance.now() + 200;
      this.write(this.caption, content.share < 1 ? `Training to the state that was loaded: ${Math.round(100 * content.share)} %. ${content.status}` : content.status);
      this.write(this.one, content.one.text);
      this.nameWeights(content.widths);
      if (this.choice.value !== JSON.stringify(this.weight)) this.choice.value = JSON.stringify(this.weight);
      if (document.activeElement !== this.text) this.text.value = content.recipe;
    }

    write(node, words) {
      if (node.textContent !== words) node.textContent = words;
    }

    showSettings({ settings, one }) {
      this.weight = one.weight;
      const now = JSON.stringify(settings);
      if (now === this.settingsShown && !this.touched) return;
      Object.assign(this, { settingsShown: now, touched: false });
      for (const [key, show] of Object.entries(this.showing)) {
        const told = JSON.stringify(settings[key]);
        const typing = document.activeElement?.id === `${this.id}-${key}` && document.activeElement.matches("[type=text]") && this.lastShown?.[key] === told;
        if (!typing) show(settings[key]);
        (this.lastShown ??= {})[key] = told;
      }
    }

    showTroubles({ error, lost, settings }) {
      const told = error ?? lost ?? "";
      if (told === this.trouble) return;
      this.trouble = told;
      this.note(told, true);
      if (!lost) return;
      const smaller = Number((settings.eta / 10).toPrecision(2));
      this.complaint.append(" ", make("button", { type: "button", onclick: () => this.ask(["rewind"]) }, "Rewind"), " ",
        make("button", { type: "button", onclick: () => this.ask(["rewind", Math.max(0.0001, smaller)]) }, `Rewind with η = ${Math.max(0.0001, smaller)}`));
    }

    paintSquare() {
      if (!this.square.clientWidth) return; // scrolled away or run anew: there is nothing to draw on
      const { field } = this.last;
      const { pen, width } = sharp(this.square);
      const place = (x1, x2) => [((x1 + EDGE) / (2 * EDGE)) * width, ((EDGE - x2) / (2 * EDGE)) * width];
      this.small = picture(field, this.data.side, SHADES, this.small);
      pen.drawImage(this.small, 0, 0, width, width);
      if (this.dots?.of !== width) this.dots = { of: width, canvas: this.drawDots(width, place) };
      pen.drawImage(this.dots.canvas, 0, 0, width, width);
      if (document.activeElement !== this.square) return;
      const [x, y] = place(...this.cursor);
      Object.assign(pen, { strokeStyle: "#000", lineWidth: 2 });
      pen.beginPath(), pen.moveTo(x - 9, y), pen.lineTo(x + 9, y), pen.moveTo(x, y - 9), pen.lineTo(x, y + 9), pen.stroke();
      if (this.tool === "erase") pen.beginPath(), pen.arc(x, y, (RUBBER / (2 * EDGE)) * width, 0, 7), pen.stroke();
    }

    // The points do not move as it trains: they are drawn once.
    drawDots(width, place) {
      const canvas = document.createElement("canvas"), dots = this.square.width / width;
      Object.assign(canvas, { width: this.square.width, height: this.square.width });
      const pen = canvas.getContext("2d");
      pen.scale(dots, dots);
      const surface = this.last.content.settings.data === "surface";
      for (let at = 0; at < this.points.length; at += 4) {
        const [x1, x2, height, heldOut] = this.points.subarray(at, at + 4);
        const [x, y] = place(x1, x2), size = heldOut ? 2.6 : 3.8;
        const share = Math.max(0, Math.min(1, (height + 1) / 2));
        const colour = surface ? `color-mix(in srgb, ${ORANGE} ${100 * share}%, ${BLUE})` : height > 0 ? ORANGE : BLUE;
        pen.beginPath();
        if (height > 0 && !surface) pen.rect(x - size, y - size, 2 * size, 2 * size);
        else pen.arc(x, y, size * 1.1, 0, 7);
        Object.assign(pen, { fillStyle: heldOut ? "rgba(255,255,255,0.55)" : colour, strokeStyle: heldOut ? colour : "#fff", lineWidth: heldOut ? 1.3 : 1 });
        pen.fill(), pen.stroke();
      }
      return canvas;
    }

    paintNetwork() {
      if (!this.map.canvas.clientWidth) return;
      const { content, maps, weights, gradients } = this.last;
      const relative = this.lines === "gradients";
      const outputs = content.widths.at(-1) === 2 ? ["class 0", "class 1"] : ["ŷ"];
      this.map.draw({ widths: content.widths, maps, values: relative ? gradients : weights, relative, chosen: this.weight,
        names: content.settings.features.map((name) => this.data.features[name]), deltas: content.deltas, outputs });
      const what = relative && !gradients.length ? "There is no gradient yet: take one update." : `Lines show the ${relative ? "last batch's gradient" : "weights"}.`;
      const spoken = `A ${content.widths.join("-")} network. ${what}${content.deltas.length ? ` ‖δ‖ per layer: ${content.deltas.join(", ")}.` : ""}`;
      if (!this.playing || !this.map.canvas.ariaLabel) this.map.canvas.setAttribute("aria-label", spoken);
    }

    paintLosses() {
      if (!this.losses.clientWidth) return;
      const { moments, content } = this.last;
      const { pen, width, height } = sharp(this.losses);
      const left = 44, right = width - 8, top = 26, bottom = height - 44;
      const values = [...moments].filter((value, at) => at % 3 && Number.isFinite(value) && value > 0);
      const low = Math.floor(Math.log10(Math.max(1e-6, Math.min(1, ...values)))), high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(1e-5, ...values))));
      const end = Math.max(10, moments.at(-3) ?? 0);
      const across = (update) => left + (update / end) * (right - left);
      const up = (loss) => bottom - ((Math.log10(Math.max(loss, 1e-6)) - low) / (high - low)) * (bottom - top);
      Object.assign(pen, { textBaseline: "middle", textAlign: "right", fillStyle: "#000", strokeStyle: "#ddd", lineWidth: 1 });
      const every = Math.max(1, Math.ceil((high - low) / 6));
      for (let power = low; power <= high; power += every) {
        const y = up(10 ** power);
        pen.beginPath(), pen.moveTo(left, y), pen.lineTo(right, y), pen.stroke();
        pen.fillText(power < -3 || power > 4 ? `10${raised(power)}` : `${Number((10 ** power).toPrecision(1))}`, left - 5, y);
      }
      pen.textAlign = "center";
      pen.fillText("0", left, bottom + 14), pen.fillText(`${end}`, right - 14, bottom + 14), pen.fillText("updates", (left + right) / 2, bottom + 14);
      pen.textAlign = "left";
      pen.fillText("loss", 4, 10);
      for (const [part, name, colour, dash, x] of [[1, "training", TRAINING, [], left], [2, "held out", HELD_OUT, [7, 4], left + (right - left) / 2]]) {
        Object.assign(pen, { strokeStyle: colour, fillStyle: colour, lineWidth: 2.2 });
        pen.setLineDash(dash);
        pen.beginPath();
        let drawing = false;
        for (let at = 0; at < moments.length; at += 3) {
          const loss = moments[at + part];
          if (Number.isFinite(loss)) pen[drawing ? "lineTo" : "moveTo"](across(moments[at]), up(loss)), (drawing = true);
          else drawing = false;
        }
        pen.stroke();
        pen.beginPath(), pen.moveTo(x, height - 10), pen.lineTo(x + 26, height - 10), pen.stroke();
        pen.fillText(name, x + 31, height - 10);
      }
      pen.setLineDash([]);
      if (!this.playing || !this.losses.ariaLabel) this.losses.setAttribute("aria-label", `Loss against updates, logarithmic. ${content.status}`);
    }
  }

  page.kinds.playground = Playground;
})();
