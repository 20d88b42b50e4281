// Handles: points of a family's picture that can be dragged. Python has noted where each stands at every stop;
// nothing is solved for here: the pointer takes the stop whose place is nearest.
(() => {
  const page = window.companionPage;
  const { svg } = page;
  const OTHERS = 0.25; // how much it counts that the other handles stay where they were when this one was taken
  const squared = (a, b) => (a && b ? (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 : 0);

  page.kinds.handles = class extends page.Player {
    constructor(figure, data) {
      super(figure, data);
      this.stage.setAttribute("role", "group"); // an image would hide its grips from those who listen
      this.grips = svg("g", { class: "companion-grips" });
      this.handles = data.handles.map((handle) => this.grip(handle));
      this.stage.append(this.grips);
      new ResizeObserver(() => this.resize()).observe(this.stage);
      if (data.predict) this.grips.style.display = "none"; // no way round the question
      this.settle();
    }

    unlock() {
      super.unlock();
      this.grips.style.display = "";
    }

    grip(handle) {
      const { data } = this;
      const sizes = handle.which.map((which) => data.parameters[which].texts.length);
      const node = svg("g", { class: "companion-grip", tabindex: 0, role: "slider", "aria-label": `Drag: ${handle.label}`,
        "aria-valuemin": 0, "aria-valuemax": sizes.reduce((all, size) => all * size, 1) - 1 },
        svg("circle", { class: "companion-target" }), svg("circle", { class: "companion-ring", r: 11 }));
      // touch-action does not reach into a picture everywhere: without this the page scrolls away under the finger
      node.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
      node.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        node.focus({ preventScroll: true });
        node.setPointerCapture(event.pointerId);
        this.stop();
        const here = handle.places[this.stopNumber], at = this.under(event);
        this.held = { off: [here[0] - at[0], here[1] - at[1]], others: this.othersOf(handle) };
      });
      node.addEventListener("pointermove", (event) => {
        if (!this.held || !node.hasPointerCapture(event.pointerId)) return;
        const [x, y] = this.under(event), { off, others } = this.held;
        this.go(this.nearest(handle, [x + off[0], y + off[1]], others));
      });
      for (const over of ["pointerup", "pointercancel"]) node.addEventListener(over, () => (this.held = undefined));
      node.addEventListener("keydown", (event) => {
        const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
        if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        this.stop();
        this.go(this.towards(handle, way));
      });
      this.grips.append(node);
      return Object.assign(handle, { node, sizes });
    }

    // The stops that this handle reaches: they differ from the shown one in its parameters only.
    *reached(handle) {
      const { parameters } = this.data;
      const total = handle.sizes.reduce((all, size) => all * size, 1);
      for (let number = 0; number < total; number += 1) {
        const places = [...this.places];
        let rest = number;
        for (let each = handle.which.length - 1; each >= 0; each -= 1) {
          places[handle.which[each]] = rest % handle.sizes[each];
          rest = Math.floor(rest / handle.sizes[each]);
        }
        const stop = parameters.reduce((all, parameter, which) => all * parameter.texts.length + places[which], 0);
        const steps = places.reduce((all, place, which) => all + Math.abs(place - this.places[which]), 0);
        if (handle.places[stop]) yield { stop, place: handle.places[stop], steps };
      }
    }

    othersOf(handle) {
      return this.handles.filter((other) => other !== handle).map((other) => [other, other.places[this.stopNumber]]);
    }

    // What it costs to take a stop; between two as good ones the nearer on the sliders wins.
    cost(candidate, aim, others) {
      const moved = others.reduce((sum, [other, was]) => sum + squared(other.places[candidate.stop], was), 0);
      return squared(candidate.place, aim) + OTHERS * moved + 1e-3 * candidate.steps;
    }

    nearest(handle, aim, others) {
      let best = [Infinity, this.stopNumber];
      for (const candidate of this.reached(handle)) {
        const cost = this.cost(candidate, aim, others);
        if (cost < best[0]) best = [cost, candidate.stop];
      }
      return best[1];
    }

    // The next stop in a direction: as near as may be, and rather ahead than aside.
    towards(handle, [right, down]) {
      const here = handle.places[this.stopNumber], others = this.othersOf(handle);
      let best = [Infinity, this.stopNumber];
      for (const candidate of this.reached(handle)) {
        const x = candidate.place[0] - here[0], y = candidate.place[1] - here[1];
        const along = x * right + y * down, across = Math.abs(x * down) + Math.abs(y * right);
        const jump = handle.which.length === 1 && candidate.steps > 1; // along a curve: to the neighbour, not across
        if (jump || along < 0.2 || across > 5 * along) continue;
        const cost = this.cost(candidate, here, others) + 3 * across ** 2;
        if (cost < best[0]) best = [cost, candidate.stop];
      }
      return best[1];
    }

    under(event) {
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.stage.getScreenCTM().inverse());
      return [x, y];
    }

    go(stop) {
      if (stop === this.stopNumber) return;
      let rest = stop;
      for (let which = this.places.length - 1; which >= 0; which -= 1) {
        const size = this.data.parameters[which].texts.length;
        this.places[which] = rest % size;
        rest = Math.floor(rest / size);
      }
      this.show();
    }

    draw(...frame) {
      super.draw(...frame);
      if (this.grips) this.settle();
    }

    // Put every grip where its point now is.
    settle() {
      for (const { node, places, which, sizes } of this.handles) {
        const place = places[this.stopNumber];
        node.style.display = place ? "" : "none";
        if (place) node.setAttribute("transform", `translate(${place.join(" ")})`);
        node.setAttribute("aria-valuenow", which.reduce((all, one, each) => all * sizes[each] + this.places[one], 0));
        const told = which.map((one) => `${this.data.parameters[one].label} ${this.data.parameters[one].texts[this.places[one]]}`);
        node.setAttribute("aria-valuetext", told.join(", "));
      }
    }

    // A finger needs 24 pixels of the screen, however small the picture is.
    resize() {
      const scale = this.stage.getScreenCTM()?.a || 1;
      for (const { node } of this.handles) node.firstChild.setAttribute("r", Math.max(13, 14 / scale).toFixed(1));
    }
  };
})();
