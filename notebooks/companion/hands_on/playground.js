// The playground in the page: it asks the kernel for a picture, shows it, and asks for the next. Nothing is trained here.
(() => {
  const page = window.companionPage;
  const { Player, make, parsed } = page;
  const { NetworkMap, picture, sharp, SHADES } = page.maps;
  const EDGE = 3, BLUE = "#0072b2", ORANGE = "#d55e00", TRAINING = "#00808f", HELD_OUT = "#946200";
  const RUBBER = 0.25; // as in points.py
  const raised = (power) => String(power).replace(/./g, (sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign] ?? "⁻");
  const real = (value) => String(value).replace("-", "−");

  // A recipe that the address of the page brings along, for the first playground that can take it.
  const fromLink = () => {
    const places = [location.href, performance.getEntriesByType("navigation")[0]?.name ?? ""];
    const found = places.map((place) => place.match(/[#&?]playground=([^&#]+)/)).find(Boolean);
    if (!found || page.linkTaken) return null;
    page.linkTaken = true;
    return decodeURIComponent(found[1]);
  };

  class Playground extends Player {
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
      super.note(this.model || complaint ? words : "A still: run this cell (Shift + Enter) to play.", complaint);
    }

    // --- what stands on the page

    build() {
      const button = (text, name, action) => make("button", { type: "button", title: name, "aria-label": name, onclick: action }, text);
      this.show1 = {}; // per setting, how its control shows a value
      this.play1 = button("▶ Play", "Play", () => this.turn(!this.playing));
      this.speed = make("select", { "aria-label": "updates per picture" },
        ...[["fast", "as fast as it goes"], ["epoch", "one epoch per picture"], ["update", "one update per picture"]]
          .map(([value, text]) => make("option", { value }, text)));
      const bar = make("div", { class: "pg-bar" }, this.play1,
        button("1 update", "One update", () => this.ask(["update"])), button("1 epoch", "One epoch", () => this.ask(["epoch"])),
        button("↺ Rewind", "Rewind to the same start", () => this.ask(["rewind"])), this.speed,
        button("full screen", "Full screen (f)", () => this.fullScreen()));
      const rows = (keys) => make("div", { class: "pg-sliders" }, ...keys.map((key) => this.setting(key, this.data.controls[key])));
      this.root = make("div", { class: "pg" }, bar, rows(["eta", "batch"]),
        make("div", { class: "pg-main" }, this.buildSquare(), this.buildNetwork(button), this.buildLosses()),
        make("fieldset", {}, make("legend", {}, "A change here makes a new start"), this.buildFeatures(),
          rows(["data", "points", "noise", "activation", "loss", "optimizer", "seed"])),
        make("fieldset", {}, make("legend", {}, "May change as it trains"), rows(["l2", "dropout"])),
        this.buildText(button), this.buildSeeds(button));
      this.figure.querySelector(":scope > img")?.replaceWith(this.root);
      this.figure.querySelector(".pg-main").before(this.complaint, this.caption);
      this.watch = new ResizeObserver(() => this.last && this.paintAll());
      this.watch.observe(this.square);
      if (!document.getElementById("playground-style"))
        document.head.append(Object.assign(document.createElement("style"), { id: "playground-style", textContent: "/*playground css*/" }));
    }

    setting(key, { kind, label, stops, options }) {
      const id = `${this.id}-${key}`;
      const send = (value) => this.ask(["set", key, value]);
      if (kind === "menu") {
        const select = make("select", { id, onchange: () => send(select.value) },
          ...Object.entries(options).map(([value, text]) => make("option", { value }, text)));
        this.show1[key] = (value) => (select.value = value);
        return make("div", { class: "companion-row" }, make("label", { for: id }, label), select);
      }
      const field = make("input", { id, type: "text", inputmode: "decimal", class: "companion-number",
        onchange: () => { const value = parsed(field.value); send(Number.isNaN(value) ? field.value : value); } });
      if (kind === "number") {
        this.show1[key] = (value) => (field.value = value);
        const by = (step) => () => send(Math.max(0, parsed(field.value) + step) || 0);
        return make("div", { class: "companion-row" }, make("label", { for: id }, label), field,
          make("button", { type: "button", "aria-label": `${label} back`, onclick: by(-1) }, "‹"),
          make("button", { type: "button", "aria-label": `${label} on`, onclick: by(1) }, "›"));
      }
      const range = make("input", { type: "range", min: 0, max: stops.length - 1, step: 1, "aria-label": `${label}, slider`,
        oninput: () => { told(stops[range.value]); send(stops[range.value]); } });
      const told = (value) => { field.value = real(value); range.setAttribute("aria-valuetext", real(value)); };
      this.show1[key] = (value) => {
        const far = stops.map((stop) => Math.abs(stop - value));
        range.value = far.indexOf(Math.min(...far));
        told(value);
      };
      return make("div", { class: "companion-row" }, make("label", { for: id }, label), field, range);
    }

    buildFeatures() {
      const boxes = Object.entries(this.data.features).map(([name, text]) => {
        const box = make("input", { type: "checkbox", value: name, onchange: () => {
          const chosen = boxes.filter((each) => each.box.checked).map((each) => each.box.value);
          if (!chosen.length) return void ((box.checked = true), this.note("A network needs at least one feature: choose another one first.", true));
          this.ask(["set", "features", chosen]);
        } });
        return { box, row: make("label", {}, box, text) };
      });
      this.show1.features = (names) => boxes.forEach(({ box }) => (box.checked = names.includes(box.value)));
      return make("div", { class: "pg-features", role: "group", "aria-label": "features" }, make("span", {}, "features"), ...boxes.map(({ row }) => row));
    }

    radios(name, options, changed) {
      return options.map(([value, text, spoken], number) => make("label", {},
        make("input", { type: "radio", "aria-label": spoken, name: `${this.id}-${name}`, value, checked: number === 0, onchange: () => changed(value) }), text));
    }

    buildSquare() {
      this.tool = "none";
      this.cursor = [0, 0];
      this.square = make("canvas", { class: "pg-square", tabindex: 0, role: "application",
        "aria-label": "The square of the data. Choose a tool below; arrow keys move a cross, Enter paints or erases there." });
      const at = (event) => {
        const box = this.square.getBoundingClientRect();
        return [((event.clientX - box.left) / box.width) * 2 * EDGE - EDGE, EDGE - ((event.clientY - box.top) / box.height) * 2 * EDGE];
      };
      const use = ([x1, x2], again) => {
        if (this.tool === "none" || Math.max(Math.abs(x1), Math.abs(x2)) > EDGE) return;
        if (again && Math.hypot(x1 - this.before[0], x2 - this.before[1]) < 0.15) return;
        this.before = [x1, x2];
        this.ask(this.tool === "erase" ? ["erase", x1, x2] : ["paint", x1, x2, Number(this.tool)]);
      };
      this.square.addEventListener("pointerdown", (event) => {
        if (this.tool === "none") return;
        this.square.setPointerCapture(event.pointerId);
        use(at(event));
      });
      this.square.addEventListener("pointermove", (event) => event.buttons && use(at(event), true));
      this.square.addEventListener("keydown", (event) => {
        const move = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }[event.key];
        if (move) this.cursor = this.cursor.map((value, axis) => Math.max(-EDGE, Math.min(EDGE, value + move[axis])));
        else if (event.key === "Enter" || event.key === " ") use(this.cursor);
        else return;
        event.preventDefault();
        this.where.textContent = `x₁ ${real(this.cursor[0].toFixed(1))}, x₂ ${real(this.cursor[1].toFixed(1))}`;
        this.paintSquare();
      });
      for (const event of ["focus", "blur"]) this.square.addEventListener(event, () => this.last && this.paintSquare());
      this.where = make("span", { role: "status" });
      const tools = this.radios("tool", [["none", "look"], ["0", "paint ●", "paint class 0"], ["1", "paint ■", "paint class 1"], ["erase", "erase"]],
        (tool) => { this.tool = tool; this.square.classList.toggle("pg-paints", tool !== "none"); });
      return make("div", {}, this.square, make("div", { class: "pg-tools", role: "radiogroup", "aria-label": "What the pointer does" }, ...tools, this.where));
    }

    buildNetwork(button) {
      this.lines = "weights";
      this.layers1 = make("div", { class: "pg-layers", role: "group", "aria-label": "hidden layers" });
      this.map = new NetworkMap(make("canvas", { class: "pg-map", role: "img", "aria-label": "The network" }));
      this.map.canvas.addEventListener("click", (event) => {
        const chosen = this.map.at(event.offsetX, event.offsetY);
        if (chosen) this.choose(chosen);
      });
      this.choice = make("select", { "aria-label": "weight to follow", onchange: () => this.choose(JSON.parse(this.choice.value)) });
      this.one = make("p", { class: "pg-one" });
      const shown = this.radios("lines", [["weights", "weights"], ["gradients", "the last batch's gradient"]],
        (lines) => { this.lines = lines; this.paintNetwork(); });
      this.show1.hidden = (widths) => {
        const told = JSON.stringify(widths);
        if (told === this.hiddenShown) return;
        this.hiddenShown = told;
        const [layers, units] = this.data.most;
        const focused = this.layers1.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
        const set = (...hidden) => this.ask(["set", "hidden", hidden]);
        const part = (text, name, low, high, count, change) => make("span", {},
          make("button", { type: "button", "aria-label": `fewer ${name}`, disabled: count <= low, onclick: () => change(-1) }, "−"),
          ` ${text} `, make("button", { type: "button", "aria-label": `more ${name}`, disabled: count >= high, onclick: () => change(1) }, "+"));
        this.layers1.replaceChildren(
          part(`${widths.length} hidden layer${widths.length === 1 ? "" : "s"}`, "hidden layers", 0, layers, widths.length,
            (by) => (by < 0 ? set(...widths.slice(0, -1)) : set(...widths, widths.at(-1) ?? 4))),
          widths.length ? "units:" : "",
          ...widths.map((count, at) => part(`${count}`, `units in hidden layer ${at + 1}`, 1, units, count,
            (by) => set(...widths.map((each, other) => each + (other === at ? by : 0))))));
        if (focused) this.layers1.querySelector(`[aria-label="${focused}"]`)?.focus();
      };
      return make("div", {}, this.layers1, this.map.canvas,
        make("div", { class: "pg-tools", role: "radiogroup", "aria-label": "What the lines show" }, "lines:", ...shown),
        make("div", { class: "pg-tools" }, make("span", {}, "one update of"), this.choice), this.one);
    }

    choose(weight) {
      this.weight = weight;
      this.ask();
    }

    nameWeights(widths) {
      const told = JSON.stringify([widths, this.last.content.settings.features]);
      if (told === this.weightsNamed) return;
      this.weightsNamed = told;
      this.map.widths = widths;
      const names = this.last.content.settings.features.map((name) => this.data.features[name]);
      const options = [];
      this.map.eachWeight((layer, source, unit) => options.push(make("option", { value: JSON.stringify([layer, source, unit]) },
        source < 0 ? `layer ${layer + 1}: bias of unit ${unit + 1}` : `layer ${layer + 1}: ${layer ? `unit ${source + 1}` : names[source]} → unit ${unit + 1}`)));
      this.choice.replaceChildren(...options);
    }

    buildLosses() {
      this.losses = make("canvas", { role: "img", "aria-label": "The losses" });
      return make("div", {}, this.losses);
    }

    buildText(button) {
      const id = `${this.id}-text`;
      this.text = make("input", { id, type: "text", spellcheck: "false", onkeydown: (event) => event.key === "Enter" && this.loadText() });
      const copy = (text, done) => navigator.clipboard?.writeText(text).then(() => this.say(done), () => this.selectText()) ?? this.selectText();
      this.copied = make("span", { role: "status" });
      return make("div", { class: "pg-text" }, make("label", { for: id }, "state string"), this.text,
        button("Load", "Load this state", () => this.loadText()),
        button("Copy", "Copy the state", () => copy(this.text.value, "Copied.")),
        button("Copy link", "Copy a link to this state", () => copy(this.link(), "Link copied.")), this.copied);
    }

    loadText() {
      this.turn(false);
      this.ask(["load", this.text.value]);
      this.text.blur();
    }

    selectText() {
      this.text.select();
      this.say("Press Ctrl + C.");
    }

    say(words) {
      this.copied.textContent = words;
      setTimeout(() => (this.copied.textContent = ""), 3000);
    }

    link() {
      return `${location.href.split(/[#?]/)[0]}#playground=${encodeURIComponent(this.last.content.recipe)}`;
    }

    buildSeeds(button) {
      const updates = make("input", { type: "text", inputmode: "numeric", class: "companion-number", value: 1000, "aria-label": "updates of each seed" });
      const run = button("Run 100 seeds", "Run 100 seeds", () => this.ask(["seeds", parsed(updates.value) || updates.value]));
      this.progress = make("progress", { max: 1, value: 0, hidden: true, "aria-label": "progress of the 100 seeds" });
      this.ended = make("div");
      return make("details", {}, make("summary", {}, "Run 100 seeds: where do they end?"),
        make("div", { class: "pg-text" }, run, make("span", {}, "for"), updates, make("span", {}, "updates each"), this.progress), this.ended);
    }

    showSeeds(seeds) {
      this.progress.hidden = !seeds || seeds.share === 1;
      this.progress.value = seeds?.share ?? 0;
      const told = JSON.stringify(seeds?.bars ? seeds : null);
      if (told === this.seedsShown) return;
      this.seedsShown = told;
      if (told === "null") return void this.ended.replaceChildren();
      const most = Math.max(...seeds.bars.map((bar) => bar.seeds.length));
      const list = make("p", { class: "pg-layers" }, "Choose a bar to see its seeds.");
      const load = (seed) => make("button", { type: "button", class: "pg-seed", "aria-label": `Load seed ${seed}`,
        onclick: () => { this.turn(false); this.ask(["seed", seed]); } }, `${seed}`);
      const bars = seeds.bars.map((bar) => make("button", { type: "button", "aria-pressed": "false", disabled: !bar.seeds.length,
        "aria-label": `training loss ${bar.text}: ${bar.seeds.length} seeds`, title: bar.text, onclick: (event) => {
          bars.forEach((each) => each.setAttribute("aria-pressed", each === event.currentTarget));
          list.replaceChildren(`Training loss ${bar.text}. Load seed:`, ...bar.seeds.map(load));
        } }, bar.seeds.length ? `${bar.seeds.length}` : "", make("i", { style: `height:${(80 * bar.seeds.length) / most}%` })));
      this.ended.replaceChildren(make("p", {}, seeds.text), make("div", { class: "pg-bars" }, ...bars),
        make("div", { class: "pg-ends" }, make("span", {}, seeds.bars[0].text), make("span", {}, "training loss"), make("span", {}, seeds.bars.at(-1).text)), list);
    }

    // --- the line to the kernel: one question at a time

    turn(on) {
      this.playing = on;
      this.caption.setAttribute("aria-live", on ? "off" : "polite"); // not thirty times a second
      this.play1.textContent = on ? "❚❚ Pause" : "▶ Play";
      this.play1.setAttribute("aria-label", on ? "Pause" : "Play");
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
        speed: this.speed.value, weight: this.weight, version: this.version });
      clearTimeout(this.late);
      this.late = setTimeout(() => this.note("Waiting for the kernel: is another cell running? If it was restarted, run this cell again."), 4000);
    }

    arrived(content, buffers) {
      if (content.page !== this.id || content.number !== this.number) return;
      const parts = buffers.map((view) => (view.buffer ?? view).slice(view.byteOffset ?? 0, (view.byteOffset ?? 0) + view.byteLength));
      this.last = { content, field: new Uint8Array(parts[0]), maps: new Uint8Array(parts[1]), weights: new Float32Array(parts[2]),
        gradients: new Float32Array(parts[3]), moments: new Float32Array(parts[4]) };
      if (parts[5]) (this.points = new Float32Array(parts[5])), (this.version = content.version), (this.dots = null);
      clearTimeout(this.late);
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
      if (!this.asks.length && !(this.busy && this.changing)) this.showSettings(content); // or a dragged slider would jump back
      this.showTroubles(content);
      this.write(this.caption, content.share < 1 ? `Training to the state that was loaded: ${Math.round(100 * content.share)} %. ${content.status}` : content.status);
      this.write(this.one, content.one.text);
      this.nameWeights(content.widths);
      this.weight = content.one.weight;
      if (this.choice.value !== JSON.stringify(this.weight)) this.choice.value = JSON.stringify(this.weight);
      if (document.activeElement !== this.text) this.text.value = content.recipe;
      this.showSeeds(content.seeds);
    }

    write(node, words) {
      if (node.textContent !== words) node.textContent = words;
    }

    showSettings({ settings }) {
      const now = JSON.stringify(settings);
      if (now === this.settingsShown && !this.touched) return;
      Object.assign(this, { settingsShown: now, touched: false });
      for (const [key, show] of Object.entries(this.show1)) {
        const told = JSON.stringify(settings[key]);
        const typing = document.activeElement?.id === `${this.id}-${key}` && document.activeElement.matches("[type=text]") && this.shown2?.[key] === told;
        if (!typing) show(settings[key]);
        (this.shown2 ??= {})[key] = told;
      }
    }

    showTroubles({ error, lost, settings }) {
      const told = error ?? lost ?? "";
      if (told === this.told1) return;
      this.told1 = told;
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
