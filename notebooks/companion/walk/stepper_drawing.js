// The drawing of a pass: boxes with numbers in them, edges with numbers beside them, in places that Python gives.
(() => {
  const page = window.companionPage;
  const { svg } = page;
  const { written, decimalsOf } = page.lines;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const side = (name) => (/^new_/.test(name) ? "updated" : /^(d|q|t\d|slope)/.test(name) ? "backward" : "forward");

  page.PassDrawing = class {
    // model: boxes {id: {x, y, w, h, title, rows}}, edges {id: {from, to, rows, weight, label}}; a row lists the names that
    // may stand in it, the last known one does.
    constructor(stage, model, symbols, given, choose, edit) {
      Object.assign(this, { stage, model, symbols, given, edit, boxes: {}, edges: {}, texts: [] });
      stage.replaceChildren();
      const [lines, over] = [svg("g"), svg("g")];
      stage.append(lines, over);
      for (const [id, edge] of Object.entries(model.edges)) lines.append(this.edge(id, edge, choose));
      for (const [id, box] of Object.entries(model.boxes)) over.append(this.box(id, box));
      for (const [id, edge] of Object.entries(model.edges)) {
        const { x, y, step, anchor, shift = [0, 0] } = edge.label;
        this.edges[id].texts = edge.rows.map((names, row) => this.row(over, names, x - shift[row], y + row * step, anchor, id));
      }
      this.flying = svg("g", { "aria-hidden": "true" });
      stage.append(this.flying);
    }

    edge(id, edge, choose) {
      const ends = { x1: edge.from[0], y1: edge.from[1], x2: edge.to[0], y2: edge.to[1] };
      const line = svg("line", { ...ends, class: "pass-edge" });
      const group = svg("g", { class: "pass-weight" }, line);
      if (edge.one) group.append(svg("circle", { cx: edge.from[0], cy: edge.from[1], r: 11, class: "pass-one" }), svg("text", { x: edge.from[0], y: edge.from[1] + 6, "text-anchor": "middle", class: "pass-one-text" }, "1"));
      if (edge.weight) {
        group.prepend(svg("line", { ...ends, class: "pass-grip" }));
        Object.entries({ role: "button", tabindex: edge.tab ? 0 : -1, "aria-pressed": "false" }).forEach(([name, value]) => group.setAttribute(name, value));
        group.addEventListener("click", () => choose(edge.weight));
        group.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          event.stopPropagation();
          choose(edge.weight);
        });
      }
      this.edges[id] = { group, line, spec: edge };
      return group;
    }

    box(id, box) {
      const rect = svg("rect", { x: box.x - box.w / 2, y: box.y - box.h / 2, width: box.w, height: box.h, rx: 12, class: "pass-box" });
      const group = svg("g", {}, rect);
      const step = this.model.font * 1.2;
      const count = box.rows.length + (box.title ? 1 : 0);
      let y = box.y - (step * (count - 1)) / 2 + this.model.font * 0.36;
      if (box.title) group.append(svg("text", { x: box.x, y, "text-anchor": "middle", class: "pass-title" }, box.title)), (y += step);
      this.boxes[id] = { rect, spec: box, texts: box.rows.map((names, row) => this.row(group, names, box.x, y + row * step, "middle", id)) };
      const slope = svg("text", { x: box.x + (box.aside ? 20 : 0), y: box.up ? box.y - box.h / 2 - 8 : box.y + box.h / 2 + this.model.font * 1.05, "text-anchor": box.aside ? "start" : "middle", class: "pass-number pass-backward pass-slope" });
      this.boxes[id].slope = slope;
      group.append(slope);
      return group;
    }

    row(parent, names, x, y, anchor, owner) {
      const node = svg("text", { x, y, "text-anchor": anchor, class: "pass-number" });
      const row = { node, names, owner };
      this.texts.push(row);
      node.addEventListener("click", (event) => row.name in this.given && (event.stopPropagation(), this.edit(row.name)));
      parent.append(node);
      return row;
    }

    // values: what is known; fresh and used: the names just computed and those they came from; alive: edges at work.
    show(values, fresh, used, alive, units, path) {
      for (const row of this.texts) {
        const name = row.names.filter((each) => each in values).at(-1);
        const edge = this.edges[row.owner];
        const hidden = !name || (edge && !edge.spec.always && !alive.has(row.owner) && !path?.numbered.has(row.owner));
        const text = hidden ? "" : this.label(name, values, edge?.spec.short);
        row.name = hidden ? undefined : name;
        const marks = [name && `pass-${side(name)}`, !hidden && fresh.has(name) && "pass-new", !hidden && used.has(name) && "pass-used", !hidden && name in this.given && "pass-given"];
        row.node.setAttribute("class", ["pass-number", ...marks.filter(Boolean)].join(" "));
        const look = `${text} ${fresh.has(name)}`; // new ones are bold
        if (row.look !== look) this.write(row, text);
        row.look = look;
        if (text && edge?.spec.short && !edge.spec.one) this.move(row.node, edge.spec, alive.get(row.owner));
      }
      for (const [id, { line, group, spec }] of Object.entries(this.edges)) {
        const back = alive.get(id);
        line.setAttribute("class", `pass-edge${alive.has(id) ? (back ? " pass-back" : " pass-fore") : ""}${path?.edges.has(id) ? " pass-path" : ""}`);
        if (!spec.weight) continue;
        const text = `${this.symbols[spec.weight]} = ${written(values[spec.weight])}: show its paths to the error`;
        group.setAttribute("aria-label", text);
        group.setAttribute("aria-pressed", String(path?.weight === spec.weight));
      }
      for (const [id, { rect, slope, spec }] of Object.entries(this.boxes)) {
        rect.setAttribute("class", `pass-box${units.has(id) ? ` pass-at${units.get(id) ? " pass-at-back" : ""}` : ""}${path?.slopes[id] ? " pass-path" : ""}`);
        slope.textContent = (!spec.tight && path?.slopes[id]) || "";
      }
    }

    write({ node, owner }, text) {
      node.textContent = text;
      const room = (this.boxes[owner]?.spec.w ?? Infinity) - 10;
      node.removeAttribute("textLength");
      if (Number.isFinite(room) && node.getComputedTextLength() > room) Object.entries({ textLength: room, lengthAdjust: "spacingAndGlyphs" }).forEach(([name, value]) => node.setAttribute(name, value));
    }

    // Where edges are many, a number stands beside its own: near the units that are apart, on the side away from the slope.
    move(node, { from, to, low, fan, always }, backwards = false) {
      const along = (share) => [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
      if (!always) return this.rest(node, along, [0.5, 0.4, 0.6, 0.3, 0.7].map((share) => (backwards ? 1 - share : share)));
      const back = fan > 0;
      const room = 1 - (node.getComputedTextLength() + 14) / (to[0] - from[0]);
      const near = Math.max(0.12, Math.min(0.28, room));
      const share = back ? 1 - near : near;
      const fall = to[1] - from[1];
      const flat = Math.abs(fall) < 20;
      const above = flat ? !low : fall > 0 !== back;
      node.setAttribute("x", from[0] + (flat ? 0.5 : share) * (to[0] - from[0]) + (flat ? 0 : back ? -8 : 8));
      node.setAttribute("y", from[1] + share * fall + (above ? -6 : 20));
      node.setAttribute("text-anchor", flat ? "middle" : back ? "end" : "start");
    }

    label(name, values, short) {
      const number = written(values[name], decimalsOf(name));
      if (short) return number;
      return /^new_[wb]/.test(name) ? `${this.symbols[name.slice(4)]} → ${number}` : `${this.symbols[name] ?? name} = ${number}`;
    }

    // Let a number rest by its edge, at the first place where it covers no other number and no box.
    rest(node, along, shares) {
      const drawn = [...this.texts.map((row) => row.node).filter((each) => each.textContent), ...Object.values(this.boxes).map(({ rect }) => rect), ...this.stage.querySelectorAll("circle")];
      const taken = drawn.filter((each) => each !== node).map((each) => each.getBBox());
      const common = (one, other, from, size) => Math.max(0, Math.min(one[from] + one[size], other[from] + other[size]) - Math.max(one[from], other[from]));
      const put = (x, y) => Object.entries({ x, y }).forEach(([name, value]) => node.setAttribute(name, value));
      put(0, 0);
      const own = node.getBBox();
      let [least, end] = [Infinity];
      for (const [x, y] of shares.flatMap((share) => [-6, 26, 40, -26, -70, 84].map((beside) => [along(share)[0], along(share)[1] + beside]))) {
        if (y < 24 || y > this.model.height - 8 || least < 1) continue;
        const there = { x: own.x + x, y: own.y + y, width: own.width, height: own.height };
        const covered = taken.reduce((sum, other) => sum + common(there, other, "x", "width") * common(there, other, "y", "height"), 0);
        if (covered < least - 1) [least, end] = [covered, [x, y]];
      }
      put(...end);
      return end;
    }

    // Numbers travel along their edges, and what they add to appears as they arrive. One alone stays where it arrives.
    travel(moves, duration) {
      this.flying.replaceChildren();
      const late = [{ opacity: 0 }, { opacity: 0, offset: 0.85 }, { opacity: 1 }];
      const moving = duration && !still.matches;
      for (const { edge, back, text, lands } of moves) {
        const { from: [x1, y1], to: [x2, y2] } = this.edges[edge].spec;
        const along = (share) => [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];
        const stays = moves.length === 1 && !lands;
        if (!moving && !stays) continue;
        const node = svg("text", { "text-anchor": "middle", class: `pass-number pass-flying pass-${back ? "backward" : "forward"}` }, text);
        this.flying.append(node);
        const end = this.rest(node, along, lands ? [0.5] : [0.16, 0.3, 0.42, 0.54].map((share) => (back ? share : 1 - share)));
        if (!moving) continue;
        const start = along(back ? 1 : 0);
        const flight = node.animate([{ transform: `translate(${start[0] - end[0]}px, ${start[1] - end[1]}px)` }, { transform: "none" }], { duration, easing: "ease-in-out" });
        if (!stays) flight.finished.then(() => node.remove(), () => {});
      }
      if (!moving) return;
      for (const row of this.texts) if (row.node.classList.contains("pass-new")) row.node.animate(late, { duration });
    }
  };

  // A network's boxes and edges: columns and rows from Python, names by their pattern.
  page.networkModel = (widths, layout, name, symbols) => {
    const look = widths.length <= 3 && Math.max(...widths) <= 2 ? layout.spacious : layout.compact;
    const columns = look.columns[widths.length];
    const tallest = Math.max(...widths);
    const pitch = look.pitch[tallest];
    const middle = (pitch * (tallest - 1)) / 2 + look.high / 2 + look.above;
    const model = { width: look.widths[widths.length], height: 2 * middle + look.below - look.above, font: layout.font, boxes: {}, edges: {} };
    const last = widths.length - 1;
    const sources = (l) => [...Array(l < 0 ? 0 : widths[l]).keys()].map((i) => i + 1);
    const place = (l, j) => ({ x: columns[l], y: middle + pitch * (j - 1 - (widths[l] - 1) / 2), w: l ? look.wide : look.input, h: l ? look.high : 46 });
    const E = { x: columns[last + 1], y: middle, w: look.error, h: layout.font * 1.2 * (widths[last] + 2 + 0.6), title: "error", rows: [...sources(last).map((j) => [name(`y${j}`)]), ["E", "new_E"]] };
    for (let l = 0; l <= last; l += 1)
      for (const j of sources(l)) {
        const box = { ...place(l, j), title: l && look.titles ? symbols[name(`u${l}_${j}`)] : "" };
        box.rows = !l ? [[name(`x${j}`)]] : [
          [...sources(l - 1).map((i) => `r${l}_${i}${j}`), name(`z${l}_${j}`), `new_${name(`z${l}_${j}`)}`],
          [name(`a${l}_${j}`), `new_${name(`a${l}_${j}`)}`],
          [...(l < last ? sources(l + 1).map((k) => `t${l + 1}_${j}${k}`) : [name(`dE${l}_${j}`)]), name(`delta${l}_${j}`)],
        ];
        model.boxes[`${l}_${j}`] = box;
        if (!l) continue;
        const up = box.y < middle - 1 ? -1 : 1; // its own 1 stands away from its edges
        box.tight = pitch < 140; // the 1 of the unit below stands there
        box.up = look.titles && up > 0; // and the slope on the other side
        box.aside = box.up && l === last;
        const x = look.titles ? box.x + (l === last && up > 0 ? 50 : -30) : box.x - box.w / 2 + 16;
        const direction = look.titles ? up : -1;
        const one = [x, box.y + direction * (box.h / 2 + look.stub)];
        const b = name(`b${l}_${j}`);
        model.edges[`b${l}_${j}`] = { one: true, weight: b, tab: look.titles, always: true, short: !look.titles, from: one, to: [x, box.y + (direction * box.h) / 2], rows: [[b, `new_${b}`], [`d${b}`]],
          label: { x: x + 20, y: one[1] + (look.titles ? (direction < 0 ? 6 : -14) : 6), step: look.titles ? layout.font * 1.2 : 0, anchor: "start" } };
        if (!look.titles) model.edges[`b${l}_${j}`].rows = [[b, `d${b}`, `new_${b}`]];
      }
    for (let l = 1; l <= last; l += 1)
      for (const i of sources(l - 1)) for (const j of sources(l)) {
        const [start, end] = [place(l - 1, i), place(l, j)];
        const [from, to] = [[start.x + start.w / 2, start.y], [end.x - end.w / 2, end.y]];
        const w = name(`w${l}_${i}${j}`);
        const edge = { weight: w, fan: widths[l] - widths[l - 1], tab: look.titles, always: look.titles || widths[l - 1] * widths[l] <= 4, short: !look.titles, low: from[1] > middle + 1, from, to, rows: look.titles ? [[w, `new_${w}`], [`d${w}`]] : [[w, `d${w}`, `new_${w}`]] };
        edge.label = look.titles ? beside(from, to, widths[l - 1], widths[l], layout.font, middle, edge) : { x: 0, y: 0, step: 0, anchor: "middle" };
        model.edges[`${l}_${i}${j}`] = edge;
      }
    for (const j of sources(last)) {
      const start = place(last, j);
      model.edges[`E_${j}`] = { from: [start.x + start.w / 2, start.y], to: [E.x - E.w / 2, E.y], rows: [], always: true, label: { x: 0, y: 0, step: 0, anchor: "start" } };
    }
    model.boxes.E = E;
    return model;
  };

  // Beside its line, touching it with a corner: no line runs through a number.
  const beside = (from, to, n, m, font, middle, edge) => {
    const step = font * 1.2;
    const fall = to[1] - from[1];
    const at = (share) => [from[0] + share * (to[0] - from[0]), from[1] + share * fall];
    if (Math.abs(fall) < 1) {
      const above = from[1] < middle + 1;
      if (above) edge.rows.reverse();
      return { x: at(0.5)[0], y: from[1] + (above ? -10 - step : font + 4), step, anchor: "middle" };
    }
    const outside = n < m; // lines that fan out leave room outside of the fan
    const share = outside ? 0.62 : Math.min(0.45, (2 * step + 12) / Math.abs(fall));
    const [x, y] = at(share);
    const above = outside ? fall < 0 : fall > 0;
    if (above) edge.rows.reverse();
    const slant = outside ? 0 : (step * (to[0] - from[0])) / Math.abs(fall); // the outer row may begin nearer to the unit
    return { x: x + (outside ? -8 : 8), y: above ? y - 8 - step : y + font + 2, step, anchor: outside ? "end" : "start", shift: above ? [slant, 0] : [0, slant] };
  };
})();
