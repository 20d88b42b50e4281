// A figure with native controls over it: it shows, for every stop of its sliders, fragments that Python has drawn.
// One family is a list of frames; a frame names one fragment per layer. Nothing is computed here but which frame.
(() => {
  const page = (window.companionPage ??= { live: new Map(), waiting: new Map() });
  page.kinds ??= {}; // a figure that does more than exchange fragments registers its class here, under its data.kind

  const built = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== false && value !== undefined) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== undefined));
    return node;
  };
  const make = (tag, attributes = {}, ...children) => built(document.createElement(tag), attributes, children);
  const svg = (tag, attributes = {}, ...children) =>
    built(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

  // A style stands in the page once, however many figures bring it along.
  const dress = (id, css) => document.getElementById(id) ?? document.head.append(make("style", { id }, css));

  const unpack = async (text) => {
    const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  };

  // "−1,5" and "-1.5" are the same number; what is not a number gives NaN.
  const parsed = (text) => (text.trim() ? Number(text.trim().replace("−", "-").replace(",", ".")) : NaN);

  // A picture follows the theme of the page it stands in: what matters is whether text is light there.
  const theme = (figure) => {
    const [r, g, b] = (getComputedStyle(figure).color.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
    figure.classList.toggle("companion-dark", 0.3 * r + 0.6 * g + 0.1 * b > 128);
  };
  const themeAll = () => document.querySelectorAll("figure.companion").forEach(theme);
  if (!page.themed) {
    page.themed = new MutationObserver(() => [0, 300, 1500].forEach((delay) => setTimeout(themeAll, delay)));
    for (const node of [document.body, document.documentElement])
      page.themed.observe(node, { attributes: true, attributeFilter: ["class", "data-jp-theme-light", "data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(themeAll, 300));
  }

  class Player {
    constructor(figure, data) {
      Object.assign(this, { figure, data, shown: [], id: `c${Math.random().toString(36).slice(2)}` });
      this.places = data.parameters.map((parameter) => parameter.start);
      this.caption = figure.querySelector("figcaption");
      this.told = figure.querySelector("details.companion-told p");
      figure.querySelector(".companion-hint")?.remove();
      figure.style.setProperty("--companion-shape", data.width / data.height || 1);
      if (data.frames.length) this.buildStage();
      this.bars = this.buildBars();
      (this.stage ?? this.caption ?? figure.firstChild).before(...this.bars);
      if (data.predict) this.buildQuestion(data.predict);
      for (const event of ["keydown", "keyup", "keypress"])
        figure.addEventListener(event, (pressed) => {
          pressed.stopPropagation(); // or JupyterLab would take the arrow keys for its cells
          if (event === "keydown") this.pressed(pressed);
        });
      theme(figure);
      this.show();
    }

    buildStage() {
      const { width, height, definitions } = this.data;
      this.definitions = svg("defs");
      this.definitions.innerHTML = definitions;
      this.stage = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "companion-stage", role: "img",
        style: "stroke-linejoin:round;stroke-linecap:butt" }, this.definitions);
      this.layers = [];
      this.figure.querySelector(":scope > img")?.replaceWith(this.stage);
    }

    buildBars() {
      const { parameters } = this.data;
      const bars = [];
      const fields = make("div", { class: "companion-fields" });
      const longest = Math.max(0, ...parameters.map((parameter) => parameter.label.length));
      this.figure.style.setProperty("--companion-labels", `${Math.min(16, 0.55 * longest + 0.5)}em`);
      this.sync = [];
      parameters.forEach((parameter, which) => {
        const build = { slider: this.slider, menu: this.menu, switch: this.switch, number: this.number }[parameter.kind];
        const row = build.call(this, parameter, which);
        if (["number", "switch"].includes(parameter.kind)) fields.append(row); // short ones share a line
        else bars.push(row);
      });
      if (fields.childNodes.length) bars.push(fields);
      if (this.stage) {
        const screen = make("button", { type: "button", class: "companion-screen", title: "Full screen (f)",
          "aria-label": "Full screen", onclick: () => this.fullScreen() });
        screen.innerHTML = '<svg width="13" height="13" viewBox="0 0 13 13" fill="none" stroke="currentColor" stroke-width="2"><path d="M1 5V1h4M8 1h4v4M12 8v4H8M5 12H1V8"/></svg>';
        if (bars.length) bars[0].append(screen);
        else bars.push(screen);
      }
      this.complaint = make("div", { class: "companion-complaint", role: "alert" });
      bars.push(this.complaint);
      return bars;
    }

    slider(parameter, which) {
      const last = parameter.texts.length - 1;
      const range = make("input", { type: "range", min: 0, max: last, step: 1, "aria-label": parameter.label,
        oninput: () => this.move(which, Number(range.value)) });
      const numeric = parameter.values !== null;
      const field = numeric
        ? make("input", { type: "text", inputmode: "decimal", class: "companion-number", "aria-label": `${parameter.label}, as a number`,
            onchange: () => this.move(which, nearest(parsed(field.value))),
            onkeydown: (pressed) => {
              const by = { ArrowUp: 1, ArrowDown: -1 }[pressed.key];
              if (by) pressed.preventDefault(), this.move(which, this.places[which] + by);
            } })
        : make("output", { class: "companion-number" });
      const nearest = (number) => {
        if (Number.isNaN(number)) return this.places[which];
        const far = parameter.values.map((value) => Math.abs(value - number));
        return far.indexOf(Math.min(...far));
      };
      const step = (by, sign, name) => make("button", { type: "button", "aria-label": `${name}: ${parameter.label}`, title: name,
        onclick: () => this.move(which, this.places[which] + by) }, sign);
      const play = make("button", { type: "button", "aria-label": `Play: ${parameter.label}`, title: "Play", onclick: () => this.play(which) }, "▶");
      this.sync[which] = () => {
        range.value = this.places[which];
        range.setAttribute("aria-valuetext", parameter.texts[this.places[which]]);
        field.value = parameter.texts[this.places[which]];
        play.textContent = this.playing === which ? "❚❚" : "▶";
      };
      return make("div", { class: "companion-row" }, make("label", {}, parameter.label), field, step(-1, "‹", "Back"), range, step(1, "›", "Next"), play);
    }

    menu(parameter, which) {
      const id = `${this.id}-${which}`;
      const select = make("select", { id, onchange: () => this.move(which, select.selectedIndex) },
        ...parameter.texts.map((text) => make("option", {}, text)));
      this.sync[which] = () => (select.selectedIndex = this.places[which]);
      return make("div", { class: "companion-row" }, make("label", { for: id }, parameter.label), select);
    }

    switch(parameter, which) {
      const box = make("input", { type: "checkbox", onchange: () => this.move(which, Number(box.checked)) });
      this.sync[which] = () => (box.checked = this.places[which] === 1);
      return make("div", { class: "companion-row" }, make("label", { class: "companion-option" }, box, parameter.label));
    }

    number(parameter, which) {
      const id = `${this.id}-${which}`;
      const set = (number) => {
        const fits = number >= parameter.low && number <= parameter.high;
        this.note(fits ? "" : `${parameter.label}: expected a number from ${parameter.low} to ${parameter.high}`, true);
        if (fits) this.places[which] = number, this.ask();
        this.sync[which]();
      };
      const field = make("input", { id, type: "text", inputmode: "decimal", class: "companion-number",
        disabled: true, onchange: () => set(parsed(field.value)),
        onkeydown: (pressed) => {
          const by = { ArrowUp: 1, ArrowDown: -1 }[pressed.key];
          if (by) pressed.preventDefault(), set(Number((this.places[which] + by * parameter.step).toPrecision(12)));
        } });
      this.sync[which] = () => {
        field.value = String(this.places[which]).replace("-", "−");
        field.disabled = this.data.key && !this.model;
      };
      return make("div", { class: "companion-row" }, make("label", { for: id }, parameter.label), field);
    }

    pressed(event) {
      const typing = event.target.matches("input:not([type=range], [type=radio], [type=checkbox]), select, textarea");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "f") event.preventDefault(), this.fullScreen();
    }

    fullScreen() {
      if (document.fullscreenElement) document.exitFullscreen();
      else {
        let ground = this.figure;
        while (ground && /^rgba\(.*, 0\)$|^transparent$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
        this.figure.style.backgroundColor = ground ? getComputedStyle(ground).backgroundColor : "white";
        this.figure.requestFullscreen();
      }
    }

    move(which, place) {
      const last = this.data.parameters[which].texts.length - 1; // beyond either end there is nothing
      this.places[which] = Math.max(0, Math.min(last, place));
      if (this.playing !== undefined && this.playing !== which) this.stop();
      if (this.data.key) this.ask();
      this.show();
    }

    play(which) {
      if (this.playing !== undefined) return this.stop();
      const last = this.data.parameters[which].texts.length - 1;
      if (this.places[which] === last) this.move(which, 0);
      this.playing = which;
      this.sync[which]();
      const pause = Math.max(33, Math.min(900, 9000 / (last + 1)));
      const next = () => {
        if (!this.figure.isConnected || this.places[which] === last) return this.stop();
        this.move(which, this.places[which] + 1);
        this.clock = setTimeout(next, pause);
      };
      this.clock = setTimeout(next, pause);
    }

    stop() {
      clearTimeout(this.clock);
      const which = this.playing;
      this.playing = undefined;
      if (which !== undefined) this.sync[which]();
    }

    get stopNumber() {
      return this.data.parameters.reduce((number, parameter, which) => number * parameter.texts.length + this.places[which], 0);
    }

    show() {
      this.sync.forEach((sync) => sync());
      if (this.data.key) return this.model || this.draw(this.data.frames[0], this.data.sentences[0], this.data.descriptions[0]);
      const number = this.stopNumber;
      this.draw(this.data.frames[number], this.data.sentences[number], this.data.descriptions[number]);
    }

    draw(frame, sentence, description) {
      frame?.forEach((fragment, layer) => {
        if (this.shown[layer] === fragment) return;
        if (!this.layers[layer]) {
          this.layers[layer] = svg("g");
          this.stage.append(this.layers[layer]);
        }
        this.layers[layer].innerHTML = this.data.fragments[fragment];
        this.shown[layer] = fragment;
      });
      for (let layer = frame?.length ?? 0; layer < this.shown.length; layer += 1) {
        this.layers[layer].innerHTML = "";
        this.shown[layer] = undefined;
      }
      if (this.caption) this.caption.textContent = sentence;
      if (this.told) this.told.textContent = description;
      this.stage?.setAttribute("aria-label", `${sentence} ${description}`);
      this.figure.dataset.stop = this.stopNumber;
    }

    // What the page has to say itself: a hint, or, in red, a complaint.
    note(words, complaint = false) {
      this.complaint.textContent = words;
      this.complaint.classList.toggle("companion-hint", !complaint);
    }

    // A control over numbers that nobody can enumerate: the kernel draws, one picture at a time, the newest first.
    connect(model) {
      this.model?.off("msg:custom", null, this);
      this.model = model;
      this.note("");
      this.figure.dataset.live = "";
      model.on("msg:custom", (message) => this.drawn(message), this);
      Object.assign(this, { busy: false, again: false, shown: [], drawings: { 0: "" }, fresh: true });
      this.sync.forEach((sync) => sync());
      this.ask();
    }

    ask() {
      if (!this.model) return;
      if (this.busy) return void (this.again = true);
      this.busy = true;
      this.model.send({ places: this.places, fresh: this.fresh });
      this.fresh = false;
    }

    drawn(message) {
      this.busy = false;
      this.note(message.error ?? "", true);
      if (!message.error) {
        this.definitions.innerHTML = message.definitions;
        Object.assign(this.drawings, message.fragments); // only what this page has not had yet
        this.data.fragments = this.drawings;
        this.draw(message.frame, message.sentence, message.description);
      }
      if (this.again) (this.again = false), this.ask();
    }
  }

  Object.assign(page, { Player, make, svg, dress, parsed, theme }); // for the modules of other kinds

  const enliven = async (figure) => {
    figure.dataset.alive = "";
    const data = await unpack(figure.querySelector(".companion-data").textContent);
    const player = new (page.kinds[data.kind] ?? Player)(figure, data);
    figure.companion = player;
    figure.dataset.ready = "";
    if (!player.data.key) return;
    const model = page.live.get(player.data.key);
    if (model) player.connect(model);
    else player.note("To change numbers, run this cell (Shift + Enter): they need a running kernel.");
    page.waiting.set(player.data.key, [...(page.waiting.get(player.data.key) ?? []), player]);
  };

  page.arrive = (key, model) => {
    page.live.set(key, model);
    for (const player of page.waiting.get(key) ?? []) if (player.figure.isConnected) player.connect(model);
  };

  // Only what comes near the screen is unpacked.
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting && !("alive" in target.dataset)) near.unobserve(target), enliven(target);
  }, { rootMargin: "800px" });
  dress("companion-style", "/*css*/");
  page.look = () => {
    for (const figure of document.querySelectorAll("figure.companion:not([data-alive])")) theme(figure), near.observe(figure);
  };
  page.look();
})();
