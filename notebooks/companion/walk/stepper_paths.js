// From a weight to the error: all paths, the factors on them, and what they multiply to.
(() => {
  const page = window.companionPage;
  const { make, lines } = page;
  const Stepper = page.kinds.stepper;

  Stepper.prototype.choose = function (weight) {
    if (this.quizzing.checked) return this.note("The paths tell the answers: end the quiz first.");
    this.chosen = this.chosen === weight ? undefined : weight;
    this.show();
  };

  Stepper.prototype.pathsOf = function (weight) {
    const { widths, slopes, ends } = this.walk;
    if (!widths) return undefined;
    const key = Object.keys(this.model.edges).find((id) => this.model.edges[id].weight === weight);
    const [l, rest] = key.replace("b", "").split("_");
    const [first, unit] = key.startsWith("b") ? [null, Number(rest)] : [Number(rest[0]), Number(rest[1])];
    const source = first === null ? null : Number(l) === 1 ? this.name(`x${first}`) : this.name(`a${l - 1}_${first}`);
    const last = widths.length - 1;
    const found = { weight, edges: new Set([key]), slopes: {}, paths: [] };
    const walk = (layer, j, factors) => {
      const [z, a] = [this.name(`z${layer}_${j}`), this.name(`a${layer}_${j}`)];
      const put = (text, y) => text.replace(/\b[yaz]\b/g, (letter) => ({ y, a, z })[letter]);
      const sign = slopes[layer - 1] === "a*(1 - a)" ? "σ′" : "f′";
      const slope = { text: `${sign}(${this.walk.symbols[z]})`, expression: put(slopes[layer - 1]), delta: this.name(`delta${layer}_${j}`) };
      found.slopes[`${layer}_${j}`] = `${sign} = ${lines.written(this.evaluate(slope.expression))}`;
      const so = [...factors, slope];
      if (layer === last) {
        found.edges.add(`E_${j}`);
        found.paths.push([...so, { text: this.walk.symbols[this.name(`dE${layer}_${j}`)], expression: put(ends, this.name(`y${j}`)) }]);
        return;
      }
      for (let k = 1; k <= widths[layer + 1]; k += 1) {
        const w = this.name(`w${layer + 1}_${j}${k}`);
        found.edges.add(`${layer + 1}_${j}${k}`);
        walk(layer + 1, k, [...so, { text: this.walk.symbols[w], expression: w }]);
      }
    };
    walk(Number(l), unit, source ? [{ text: this.walk.symbols[source], expression: source }] : []);
    const layerOf = (edge) => edge.split("_")[0];
    const among = (edge) => [...found.edges].filter((other) => layerOf(other) === layerOf(edge)).length;
    found.numbered = new Set([...found.edges].filter((edge) => among(edge) <= 4)); // sixteen would cover each other
    return found;
  };

  Stepper.prototype.tell = function (path) {
    if (!path) return this.paths.replaceChildren();
    const { symbols } = this.walk;
    const name = `d${path.weight}`;
    const bracket = (value) => (value < 0 ? `(${lines.written(value)})` : lines.written(value));
    const products = path.paths.map((factors) => this.evaluate(factors.map(({ expression }) => `(${expression})`).join("*")));
    const rows = path.paths.slice(0, 4).map((factors, place) => make("p", {},
      `${factors.map(({ text }) => text).join(" · ")} = ${factors.map(({ expression }) => bracket(this.evaluate(expression))).join(" · ")} = `, make("strong", {}, lines.written(products[place]))));
    if (path.paths.length > 4) rows.push(make("p", {}, `… and ${path.paths.length - 4} more`));
    const sum = products.reduce((total, product) => total + product, 0);
    this.paths.dataset.sum = sum;
    if (path.paths.length === 1) rows.push(this.aloud(path.paths[0], name));
    const together = path.paths.length > 1 ? `Their products add up to ${symbols[name]} = ${lines.written(sum)}; backpropagation has ${lines.written(this.values[name])}.` : "Multiply its factors:";
    const way = `${path.paths.length > 1 ? `${path.paths.length} paths lead` : "One path leads"} from ${symbols[path.weight]} to the error`;
    this.paths.replaceChildren(make("p", {}, `${way}. ${together}`), ...rows);
  };

  // The same product as backpropagation takes it, from the error back: a δ at each slope, and the input of the weight last.
  Stepper.prototype.aloud = function (factors, name) {
    const { symbols } = this.walk;
    const parts = [];
    let taken = [];
    for (const { text, delta } of [...factors].reverse()) {
      taken.push(text);
      if (!delta) continue;
      parts.push(`${symbols[delta]} = ${taken.join(" · ")} = ${lines.written(this.values[delta])}`);
      taken = [symbols[delta]];
    }
    parts.push(`${symbols[name]} = ${taken.join(" · ")} = ${lines.written(this.values[name])}`);
    return make("p", {}, `From the error back: ${parts.join("; ")}.`);
  };
})();
