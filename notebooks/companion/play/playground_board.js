// What stands on the page of a playground: its buttons, sliders and fields, each with a name, and what they ask for.
(() => {
  const page = window.companionPage;
  const { Player, make, parsed } = page;
  const { NetworkMap } = page.maps;
  const EDGE = 3; // as in recipe.py
  const real = (value) => String(value).replace("-", "−");

  page.maps.Board = class extends Player {
    build() {
      const button = (text, name, action) => make("button", { type: "button", title: name, "aria-label": name, onclick: action }, text);
      this.showing = {}; // per setting, how its control shows a value
      this.playButton = button("▶ Play", "Play", () => this.turn(!this.playing));
      this.speed = make("select", { "aria-label": "updates per picture" },
        ...[["fast", "as fast as it goes"], ["epoch", "one epoch per picture"], ["update", "one update per picture"]]
          .map(([value, text]) => make("option", { value }, text)));
      const bar = make("div", { class: "pg-bar" }, this.playButton,
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
      page.dress("playground-style", "/*css*/");
    }

    setting(key, { kind, label, stops, options }) {
      const id = `${this.id}-${key}`;
      const send = (value) => this.ask(["set", key, value]);
      if (kind === "menu") {
        const select = make("select", { id, onchange: () => send(select.value) },
          ...Object.entries(options).map(([value, text]) => make("option", { value }, text)));
        this.showing[key] = (value) => (select.value = value);
        return make("div", { class: "companion-row" }, make("label", { for: id }, label), select);
      }
      const field = make("input", { id, type: "text", inputmode: "decimal", class: "companion-number",
        onchange: () => { const value = parsed(field.value); send(Number.isNaN(value) ? field.value : value); } });
      if (kind === "number") {
        this.showing[key] = (value) => (field.value = value);
        const by = (step) => () => send(Math.max(0, parsed(field.value) + step) || 0);
        return make("div", { class: "companion-row" }, make("label", { for: id }, label), field,
          make("button", { type: "button", "aria-label": `${label} back`, onclick: by(-1) }, "‹"),
          make("button", { type: "button", "aria-label": `${label} on`, onclick: by(1) }, "›"));
      }
      const range = make("input", { type: "range", min: 0, max: stops.length - 1, step: 1, "aria-label": `${label}, slider`,
        oninput: () => { told(stops[range.value]); send(stops[range.value]); } });
      const told = (value) => { field.value = real(value); range.setAttribute("aria-valuetext", real(value)); };
      this.showing[key] = (value) => {
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
      this.showing.features = (names) => boxes.forEach(({ box }) => (box.checked = names.includes(box.value)));
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
      this.layerButtons = make("div", { class: "pg-layers", role: "group", "aria-label": "hidden layers" });
      this.map = new NetworkMap(make("canvas", { class: "pg-map", role: "img", "aria-label": "The network" }));
      this.map.canvas.addEventListener("click", (event) => {
        const chosen = this.map.at(event.offsetX, event.offsetY);
        if (chosen) this.choose(chosen);
      });
      this.choice = make("select", { "aria-label": "weight to follow", onchange: () => this.choose(JSON.parse(this.choice.value)) });
      this.one = make("p", { class: "pg-one" });
      const shown = this.radios("lines", [["weights", "weights"], ["gradients", "the last batch's gradient"]],
        (lines) => { this.lines = lines; this.paintNetwork(); });
      this.showing.hidden = (widths) => {
        const told = JSON.stringify(widths);
        if (told === this.hiddenShown) return;
        this.hiddenShown = told;
        const [layers, units] = this.data.most;
        const focused = this.layerButtons.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
        const set = (...hidden) => this.ask(["set", "hidden", hidden]);
        const part = (text, name, low, high, count, change) => make("span", {},
          make("button", { type: "button", "aria-label": `fewer ${name}`, disabled: count <= low, onclick: () => change(-1) }, "−"),
          ` ${text} `, make("button", { type: "button", "aria-label": `more ${name}`, disabled: count >= high, onclick: () => change(1) }, "+"));
        this.layerButtons.replaceChildren(
          part(`${widths.length} hidden layer${widths.length === 1 ? "" : "s"}`, "hidden layers", 0, layers, widths.length,
            (by) => (by < 0 ? set(...widths.slice(0, -1)) : set(...widths, widths.at(-1) ?? 4))),
          widths.length ? "units:" : "",
          ...widths.map((count, at) => part(`${count}`, `units in hidden layer ${at + 1}`, 1, units, count,
            (by) => set(...widths.map((each, other) => each + (other === at ? by : 0))))));
        if (focused) this.layerButtons.querySelector(`[aria-label="${focused}"]`)?.focus();
      };
      return make("div", {}, this.layerButtons, this.map.canvas,
        make("div", { class: "pg-tools", role: "radiogroup", "aria-label": "What the lines show" }, "lines:", ...shown),
        make("div", { class: "pg-tools" }, make("span", {}, "one update of"), this.choice), this.one);
    }

    choose(weight) {
      this.weight = weight;
      this.ask(["follow", ...weight]);
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
  };

  page.maps.real = real;
})();
