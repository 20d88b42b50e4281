// A training step to walk through, edge by edge. All numbers come from the lines of data.walk, which Python has written.
(() => {
  const page = window.companionPage;
  const { Player, make, parsed, lines } = page;
  const TITLES = { input: "Input", forward: "Forward", error: "Error", backward: "Backward", gradients: "Gradients", update: "Update", again: "Forward again" };
  const RANKS = { edge: 0, unit: 1, phase: 2 };

  page.dress("companion-stepper-style", "/*css*/");

  page.kinds.stepper = class extends Player {
    buildStage() {
      super.buildStage();
      this.stage.classList.add("pass-stage");
      this.stage.setAttribute("role", "group");
      this.stage.addEventListener("click", (event) => event.target.closest("[role=button]") || this.range.focus({ preventScroll: true })); // the keys work from here on
      Object.assign(this, { at: 0, passes: 1, pace: "edge", graded: 0, right: 0 });
      this.caption.replaceChildren((this.words = make("span")), (this.formula = make("p", { class: "pass-formula" })));
      this.caption.classList.add("pass-caption");
      this.paths = make("div", { class: "pass-paths", role: "status" });
      this.caption.after(this.paths);
      this.begin(this.data.walk);
    }

    // A walk: given numbers, functions, steps. Taken up anew when the reader chooses another network.
    begin(walk) {
      this.walk = walk;
      this.steps = walk.steps;
      this.name = (generic) => walk.rename?.[generic] ?? generic;
      const all = [];
      for (const { line, running } of this.steps) all.push(line, ...(running ? [running] : []));
      this.compute = lines.compile(walk.functions, all, Object.keys(walk.given));
      this.model = walk.model ?? page.networkModel(walk.widths, this.data.layout, this.name, walk.symbols);
      this.stage.setAttribute("viewBox", `0 0 ${this.model.width} ${this.model.height}`);
      this.figure.style.setProperty("--companion-shape", this.model.width / this.model.height);
      this.drawing = new page.PassDrawing(this.stage, this.model, walk.symbols, walk.given, (weight) => this.choose(weight), (name) => this.edit(name));
      this.chosen = this.products = undefined;
      this.at = 0;
      this.set({ ...walk.given });
    }

    // Take these numbers as given and compute everything; returns a complaint where that cannot be done.
    set(given) {
      const values = this.compute(given);
      const wild = Object.keys(values).find((name) => !Number.isFinite(values[name]));
      if (wild) return `${this.walk.symbols[wild] ?? "A number"} would become ${lines.written(values[wild])}: choose smaller numbers.`;
      Object.assign(this, { given, values });
      return "";
    }

    buildBars() {
      const [screen, complaint] = super.buildBars();
      const button = (text, name, action) => make("button", { type: "button", "aria-label": name, title: name, onclick: action }, text);
      this.range = make("input", { type: "range", min: 0, step: 1, "aria-label": "step", oninput: () => this.go(Number(this.range.value)) });
      this.count = make("output", { class: "pass-count" });
      this.player = button("▶", "Play", () => this.toggle());
      this.pacing = make("select", { "aria-label": "One press goes", onchange: () => (this.pace = this.pacing.value, this.ask()) },
        ...[["edge", "edge by edge"], ["unit", "unit by unit"], ["phase", "phase by phase"]].map(([value, text]) => make("option", { value }, text)));
      const controls = make("div", { class: "companion-row pass-controls" }, button("‹", "Previous", () => this.back()), this.player, button("›", "Next", () => this.next()),
        this.range, this.count, this.pacing, screen);
      this.phases = make("div", { class: "companion-row pass-phases", role: "group", "aria-label": "Parts of the step" });
      this.more = make("div", { class: "companion-row pass-more" });
      this.nextPass = button("Next pass", "Next pass: go on with the new weights", () => this.goOn());
      this.reset = button(this.data.back, this.data.back, () => this.renew());
      this.quizzing = make("input", { type: "checkbox", onchange: () => this.ask() });
      this.score = make("output", { class: "pass-score" });
      this.weights = make("select", { onchange: () => this.choose(this.weights.value || undefined) });
      this.oneNumber = make("input", { type: "text", inputmode: "decimal", class: "companion-number", onchange: () => this.type(this.chosen, this.oneNumber) });
      this.more.append(make("label", {}, this.quizzing, " Quiz"), this.score,
        make("label", {}, "Paths of ", this.weights), this.oneNumber, this.reset, this.nextPass);
      this.numbers = make("details", { class: "pass-numbers" });
      this.quiz = this.buildQuiz();
      this.caption.before(this.quiz);
      this.lists();
      if (this.data.open) this.numbers.open = true, (this.at = this.steps.length), (this.from = this.at - 1);
      return [...this.buildMenus(), controls, this.phases, this.more, this.numbers, complaint];
    }

    // What depends on the network: its phases, its weights, its fields.
    lists() {
      const { symbols } = this.walk;
      const names = ["input", ...new Set(this.steps.map((step) => step.phase))];
      this.phases.replaceChildren(...names.map((phase) => make("button", { type: "button", "data-phase": phase,
        onclick: () => this.go(phase === "input" ? 0 : this.steps.findIndex((step) => step.phase === phase) + 1) }, this.walk.titles?.[phase] ?? TITLES[phase])));
      const weights = Object.values(this.model.edges).map((edge) => edge.weight).filter(Boolean);
      const ordered = Object.keys(this.given).filter((name) => weights.includes(name));
      this.weights.replaceChildren(make("option", { value: "" }, "no weight"), ...ordered.map((name) => make("option", { value: name }, symbols[name])));
      this.weights.parentNode.hidden = !ordered.length;
      this.fields = {};
      const rows = Object.keys(this.given).map((name) => {
        const id = `${this.id}-${name}`;
        const field = make("input", { id, type: "text", inputmode: "decimal", class: "companion-number", onchange: () => this.type(name) });
        this.fields[name] = field;
        return make("div", { class: "companion-row" }, make("label", { for: id }, symbols[name] ?? name), field);
      });
      const open = this.numbers.open;
      this.numbers.replaceChildren(make("summary", {}, "Change a number, here or by a click on it in the drawing"), make("div", { class: "companion-fields" }, ...rows));
      this.numbers.open = open;
      this.range.max = this.steps.length;
    }

    type(name, field = this.fields[name]) {
      const number = parsed(field.value);
      const label = this.walk.symbols[name] ?? name;
      const wrong = Number.isFinite(number) ? this.set({ ...this.given, [name]: number }) : `${label}: expected a number, such as 0.25`;
      this.note(wrong, true);
      this.show();
    }

    // A given number was clicked in the drawing: its field takes the keys.
    edit(name) {
      const weight = !this.quizzing.checked && [...this.weights.options].some(({ value }) => value === name);
      if (weight && this.chosen !== name) this.choose(name);
      if (!weight) this.numbers.open = true;
      const field = weight ? this.oneNumber : this.fields[name];
      field.focus();
      field.select();
    }

    renew() {
      this.take(this.data.walk);
    }

    goOn() {
      const given = { ...this.given };
      for (const name of Object.keys(given)) if (`new_${name}` in this.values) given[name] = this.values[`new_${name}`];
      const wrong = this.set(given);
      this.note(wrong, true);
      if (wrong) return;
      this.passes += 1;
      this.go(0);
    }

    rank(place) { // the most that ends with the step at this place
      if (place === 0 || place >= this.steps.length || this.steps[place].phase !== this.steps[place - 1].phase) return RANKS.phase;
      return RANKS[this.steps[place - 1].ends];
    }

    target(from) {
      let place = from + 1;
      while (place < this.steps.length && this.rank(place) < RANKS[this.pace]) place += 1;
      return Math.min(place, this.steps.length);
    }

    next() {
      if (this.at === this.steps.length) return;
      if (this.quizzing.checked) return this.quiz.querySelector("input")?.focus();
      this.advance();
    }

    advance() {
      const from = this.at;
      this.go(this.target(from), from);
      this.drawing.travel(this.moves(from), 420);
    }

    // The numbers that travel along edges between two places of the walk.
    moves(from) {
      const moving = this.steps.slice(from, this.at).filter((step) => step.edge && (step.back || step.phase === "forward"));
      return moving.map((step) => {
        const name = lines.parts(step.line)[0];
        return { edge: this.edgeOf(step), back: step.back, text: lines.written(this.values[name], lines.decimalsOf(name)), lands: step.phase === "gradients" };
      });
    }

    back() {
      let place = this.at - 1;
      while (place > 0 && this.rank(place) < RANKS[this.pace]) place -= 1;
      this.go(Math.max(0, place));
    }

    go(place, from) {
      this.at = Math.max(0, Math.min(this.steps.length, place));
      this.from = from ?? Math.max(0, this.at - 1);
      if (from === undefined && this.clock) this.halt();
      this.show();
      this.ask();
    }

    toggle() {
      if (this.clock) return this.halt();
      if (this.at === this.steps.length) this.go(0);
      this.quizzing.checked = false;
      const tick = () => {
        if (!this.figure.isConnected || this.at === this.steps.length) return this.halt();
        this.advance();
        this.clock = setTimeout(tick, { edge: 900, unit: 1300, phase: 2200 }[this.pace]);
      };
      this.clock = setTimeout(tick, 200);
      this.player.textContent = "❚❚";
    }

    halt() {
      clearTimeout(this.clock);
      this.clock = undefined;
      this.player.textContent = "▶";
    }

    pressed(event) {
      super.pressed(event);
      const { target, key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input:not([type=range]):not([type=checkbox]), select")) return;
      if (key === " " && target.matches("button, summary, input[type=checkbox], [role=button]")) return;
      const action = { ArrowRight: () => this.next(), ArrowLeft: () => this.back(), ArrowUp: () => this.next(), ArrowDown: () => this.back(), " ": () => this.toggle(),
        Home: () => this.go(0), End: () => this.go(this.quizzing.checked ? this.at : this.steps.length) }[key];
      if (action) event.preventDefault(), action();
    }

    edgeOf({ edge, bias }) {
      return bias ? `b${bias.join("_")}` : edge && (edge.length === 2 ? edge.join("_") : `${edge[0]}_${edge[1]}${edge[2]}`);
    }

    show() {
      const { symbols } = this.walk;
      const known = { ...this.given };
      for (const { line, running } of this.steps.slice(0, this.at)) {
        for (const each of [running, line]) if (each) known[lines.parts(each)[0]] = this.values[lines.parts(each)[0]];
      }
      const now = this.steps.slice(Math.min(this.from ?? 0, this.at), this.at);
      const step = now.at(-1);
      const [fresh, used, alive, units] = [new Set(), new Set(), new Map(), new Map()];
      for (const each of now) {
        for (const line of [each.line, each.running]) if (line) fresh.add(lines.parts(line)[0]);
        if (now.length === 1) for (const name of this.sources(each.line)) used.add(name);
        for (const edge of each.edges ?? [this.edgeOf(each)]) if (edge) alive.set(edge, each.back);
        if (each.unit) units.set(each.unit.join("_"), each.phase === "backward");
      }
      const path = this.chosen && this.pathsOf(this.chosen);
      this.drawing.show(known, fresh, used, alive, units, path);
      if (step) this.drawing.travel(this.moves(this.from), 0);
      this.tell(path);
      const title = step ? this.walk.titles?.[step.phase] ?? TITLES[step.phase] : "Input";
      const pass = this.passes > 1 ? `Pass ${this.passes}. ` : "";
      this.words.textContent = step ? `${pass}${title}: ${lines.inWords(step.told, symbols)}` : `${pass}${this.walk.begin ?? `Given: an example with its target, the weights and biases, and η = ${lines.written(this.given.eta)}.`}`;
      this.formula.replaceChildren(...(step ? this.coloured(lines.equation(step.line, this.values, symbols), lines.parts(step.line)[0]) : []));
      this.range.value = this.at;
      this.count.value = `step ${this.at} of ${this.steps.length}`;
      this.range.setAttribute("aria-valuetext", `${this.count.value}, ${title}`);
      for (const button of this.phases.children) {
        const current = button.dataset.phase === (step?.phase ?? "input");
        button.setAttribute("aria-pressed", String(current));
      }
      for (const [name, field] of Object.entries(this.fields)) field.value = String(Number(this.given[name].toPrecision(12))).replace("-", "−");
      this.oneNumber.hidden = !this.chosen;
      if (this.chosen) this.oneNumber.value = this.fields[this.chosen].value, this.oneNumber.setAttribute("aria-label", `${symbols[this.chosen]}, to be changed`);
      this.nextPass.hidden = this.at < this.steps.length || !this.steps.some((each) => each.phase === "update");
      this.weights.value = this.chosen ?? "";
      this.stage.setAttribute("aria-label", `${this.data.drawing} ${this.words.textContent} ${this.formula.textContent}`);
      this.figure.dataset.stop = this.at;
      this.drawing.stage.dataset.values = Object.keys(known).length;
    }

    // The names that a line uses; a product of the drawing stands for its two factors.
    sources(line) {
      const products = this.products ??= Object.fromEntries(this.steps.map((step) => lines.parts(step.line)).filter(([name]) => /^[pq]\d/.test(name)));
      const names = lines.parts(line)[1].match(lines.NAME) ?? [];
      return names.flatMap((name) => [name, ...(products[name]?.split("*") ?? [])]);
    }

    coloured(text, name) {
      const place = text.lastIndexOf(" = ");
      const look = /^new_/.test(name) ? "updated" : /^(d|q)/.test(name) ? "backward" : "forward";
      return [`${text.slice(0, place)} = `, make("strong", { class: `pass-value pass-${look}` }, text.slice(place + 3))];
    }

    evaluate(expression) {
      return lines.evaluate(this.walk.functions, expression, this.values);
    }
  };
})();
