// Menus over a walk: inputs, hidden layers, outputs, activation, seed. The lines of each layer come from Python; here they
// are put one after the other, as training_step.composed does it.
(() => {
  const page = window.companionPage;
  const { make } = page;
  const Stepper = page.kinds.stepper;
  const upTo = (count) => [...Array(count).keys()].map((i) => i + 1);
  const LOW = "₀₁₂₃₄";

  page.composedWalk = (menu, widths, activation, seed) => {
    const last = widths.length - 1;
    const layers = upTo(last).map((k) => menu.layers[`${k}_${widths[k - 1]}_${widths[k]}`]);
    const end = menu.ends[`${last}_${widths[last]}`];
    const backwards = [...layers].reverse();
    const phases = [["forward", layers], ["error", [end]], ["backward", [end, ...backwards]], ["gradients", backwards], ["update", layers], ["again", [...layers, end]]];
    const [line, call, slope] = menu.activations[activation];
    const put = (text) => text?.replace(/(ACT|SLOPE)\d\((\w+)(?:, (\w+))?\)/g, (_, what, z, a) =>
      what === "ACT" ? `${call}(${z})` : slope.replace(/\b[az]\b/g, (letter) => ({ a, z })[letter]));
    const steps = phases.flatMap(([phase, parts]) => parts.flatMap((part) => part[phase] ?? []).map((step) => ({
      ...step, phase, line: put(step.line), running: put(step.running), wrong: (step.wrong ?? []).map(([expression, words]) => [put(expression), words]),
    })));
    const symbols = { ...menu.symbols };
    upTo(last).forEach((k) => upTo(widths[k]).forEach((j) => {
      symbols[`u${k}_${j}`] = k === last ? (widths[k] > 1 ? `ŷ${LOW[j]}` : "ŷ") : `h${LOW[j]}${last > 2 ? ["", "⁽¹⁾", "⁽²⁾"][k] : ""}`;
    }));
    const names = [...upTo(widths[0]).map((i) => `x${i}`),
      ...upTo(last).flatMap((k) => [...upTo(widths[k - 1]).flatMap((i) => upTo(widths[k]).map((j) => `w${k}_${i}${j}`)), ...upTo(widths[k]).map((j) => `b${k}_${j}`)]),
      ...upTo(widths[last]).map((j) => `y${j}`), "eta"];
    const given = Object.fromEntries(names.map((name) => [name, menu.pools[seed][name]]));
    return { widths, given, functions: line ? [line] : [], steps, slopes: layers.map(() => slope), ends: menu.cost_slope, symbols, rename: {} };
  };

  Stepper.prototype.buildMenus = function () {
    const { menu, walk } = this.data;
    if (!menu) return [];
    const choose = (label, values, chosen) => {
      const select = make("select", { onchange: () => this.compose() }, ...values.map((value) => make("option", { value }, String(value))));
      select.value = chosen;
      return [select, make("label", {}, `${label} `, select)];
    };
    const units = upTo(4);
    const hidden = [...walk.widths.slice(1, -1), "none", "none"];
    const menus = {
      inputs: choose("inputs", units, walk.widths[0]), first: choose("hidden", ["none", ...units], hidden[0]), second: choose("hidden", ["none", ...units], hidden[1]),
      outputs: choose("outputs", units, walk.widths.at(-1)), activation: choose("activation", Object.keys(menu.activations), this.data.activation), seed: choose("numbers drawn with seed", menu.pools.map((_, seed) => seed), 0),
    };
    this.menus = Object.fromEntries(Object.entries(menus).map(([name, [select]]) => [name, select]));
    this.menus.first.setAttribute("aria-label", "units of the first hidden layer");
    this.menus.second.setAttribute("aria-label", "units of the second hidden layer");
    return [make("div", { class: "companion-row pass-more", role: "group", "aria-label": "The network" }, ...Object.values(menus).map(([, label]) => label))];
  };

  Stepper.prototype.compose = function () {
    const { inputs, first, second, outputs, activation, seed } = this.menus;
    const hidden = [first.value, second.value].filter((value) => value !== "none");
    this.halt();
    this.take(page.composedWalk(this.data.menu, [inputs.value, ...hidden, outputs.value].map(Number), activation.value, seed.value));
  };

  // Begin another walk, from its first step.
  Stepper.prototype.take = function (walk) {
    this.passes = 1;
    this.note("");
    this.asked = undefined;
    this.begin(walk);
    this.lists();
    this.go(0);
  };
})();
