// From strokes to the 8 × 8 counts of ink that the data set holds, and from these to ten probabilities.
//
// The data set (UCI optdigits) was made by programs of NIST: each digit was scaled to a box 20 wide and 32 high, its
// strokes were made thicker or thinner until they held about as much ink as all others, it was sheared until the
// leftmost ink of its top row stood above that of its bottom row, and the dots in each block of 4 × 4 were counted. The
// pictures show it still: ink in 1,797 of them 313 dots on average, top and bottom leftmost within a dot of each other.
(() => {
  const page = (globalThis.companionPage ??= {});
  const SIDE = 32, BLOCK = 4, WIDE = 20, INK = 313;
  const THIN = 2, THICK = 10; // strokes, in dots
  const STRETCH = 1.2; // a 1 stays narrow: its width grows at most so much more than its height
  const EDGE = 0.06, LEAN = 0.8; // what counts as the top of a drawing; the most slant that is taken out
  const TINY = 24; // a dot on the pad is not blown up to a digit
  const between = (value, low, high) => Math.max(low, Math.min(high, value));

  const bounds = (strokes, axis) => {
    let low = Infinity, high = -Infinity;
    for (const stroke of strokes)
      for (const point of stroke) (low = Math.min(low, point[axis])), (high = Math.max(high, point[axis]));
    return [low, high];
  };

  // Shear a drawing until its leftmost ink at the top stands above its leftmost ink at the bottom.
  const upright = (strokes) => {
    const [top, bottom] = bounds(strokes, 1);
    const edge = EDGE * (bottom - top);
    const points = strokes.flat();
    const leftmost = (rows) => Math.min(...points.filter(([, y]) => rows(y)).map(([x]) => x));
    const shift = leftmost((y) => y >= bottom - edge) - leftmost((y) => y <= top + edge);
    const lean = between(shift / Math.max(TINY, bottom - top), -LEAN, LEAN);
    return strokes.map((stroke) => stroke.map(([x, y]) => [x - lean * y, y]));
  };

  // Scale and centre the middle lines so that strokes of this width fill the box.
  const placed = (strokes, width, [left, right], [top, bottom]) => {
    const down = (SIDE - width) / Math.max(TINY, bottom - top);
    const across = Math.min((WIDE - width) / Math.max(1, right - left), STRETCH * down);
    return strokes.map((stroke) =>
      stroke.map(([x, y]) => [(x - (left + right) / 2) * across + SIDE / 2, (y - (top + bottom) / 2) * down + SIDE / 2]));
  };

  // 32 × 32 dots: ink where the middle of a dot is no further than half a width from a middle line.
  const inked = (strokes, width) => {
    const ink = new Uint8Array(SIDE * SIDE), reach = width / 2;
    const span = (p, q) => [Math.max(0, Math.floor(Math.min(p, q) - reach)), Math.min(SIDE - 1, Math.ceil(Math.max(p, q) + reach))];
    for (const stroke of strokes)
      stroke.forEach(([bx, by], place) => {
        const [ax, ay] = stroke[Math.max(0, place - 1)];
        const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
        const [left, right] = span(ax, bx), [top, bottom] = span(ay, by);
        for (let row = top; row <= bottom; row += 1)
          for (let column = left; column <= right; column += 1) {
            const px = column + 0.5 - ax, py = row + 0.5 - ay;
            const along = length ? between((px * dx + py * dy) / length, 0, 1) : 0;
            if ((px - along * dx) ** 2 + (py - along * dy) ** 2 <= reach * reach) ink[SIDE * row + column] = 1;
          }
      });
    return ink;
  };

  const counted = (strokes) => {
    const blocks = new Array(64).fill(0);
    if (!strokes.length) return blocks;
    const straight = upright(strokes), across = bounds(straight, 0), down = bounds(straight, 1);
    let thin = THIN, thick = THICK, ink;
    for (let halving = 0; halving < 7; halving += 1) {
      const width = (thin + thick) / 2;
      ink = inked(placed(straight, width, across, down), width);
      if (ink.reduce((dots, dot) => dots + dot) < INK) thin = width;
      else thick = width;
    }
    ink.forEach((dot, place) => (blocks[8 * Math.floor(place / SIDE / BLOCK) + Math.floor((place % SIDE) / BLOCK)] += dot));
    return blocks;
  };

  // The forward pass: z = x W + b, ReLU in hidden layers. W is one long row, input by input. Returns z and a per layer.
  const forward = (layers, x) => {
    const steps = [];
    for (const { W, b } of layers) {
      const z = Array.from(b, (bias, unit) => x.reduce((sum, value, input) => sum + value * W[input * b.length + unit], bias));
      x = steps.length < layers.length - 1 ? z.map((value) => Math.max(0, value)) : z;
      steps.push({ z, a: x });
    }
    return steps;
  };

  const softmax = (z) => {
    const most = Math.max(...z), e = z.map((value) => Math.exp(value - most));
    const sum = e.reduce((total, value) => total + value);
    return e.map((value) => value / sum);
  };

  // What each pixel contributes to z[one] − z[other]: its value × the derivative. The rest of it comes from the biases.
  const pulls = (layers, steps, x, one, other) => {
    let slope = steps.at(-1).z.map((_, unit) => (unit === one) - (unit === other));
    for (let layer = layers.length - 1; layer >= 0; layer -= 1) {
      const { W, b } = layers[layer], inputs = W.length / b.length;
      const below = Array.from({ length: inputs }, (_, input) => slope.reduce((sum, value, unit) => sum + value * W[input * b.length + unit], 0));
      slope = layer ? below.map((value, unit) => (steps[layer - 1].z[unit] > 0 ? value : 0)) : below;
    }
    return x.map((value, pixel) => value * slope[pixel]);
  };

  page.digits = { counted, forward, softmax, pulls };
})();
