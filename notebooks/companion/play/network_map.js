// A network on a canvas: every unit a small picture of its own output, every weight a line as wide as it is large.
(() => {
  const page = window.companionPage;
  const POSITIVE = "#e66101", NEGATIVE = "#5e3c99", CHOSEN = "#ffd54a"; // as SIGNED in figures.py; and behind a choice
  const SMALL = 24; // pixels of a unit's picture

  // A table of 256 colours between those named; what is no number (0) is grey.
  const palette = (...colours) => {
    const stops = colours.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
    const table = new Uint32Array(256);
    for (let value = 0; value < 256; value += 1) {
      const along = (Math.max(0, value - 1) / 254) * (stops.length - 1), low = Math.min(Math.floor(along), stops.length - 2);
      const [r, g, b] = stops[low].map((from, part) => Math.round(from + (along - low) * (stops[low + 1][part] - from)));
      table[value] = (255 << 24) | (b << 16) | (g << 8) | r;
    }
    table[0] = 0xff909090;
    return table;
  };
  const SIGNED = palette("#5e3c99", "#b2abd2", "#ffffff", "#fdb863", "#e66101");
  const SHADES = palette("#9cc8e6", "#ffffff", "#f5b48a");

  // Bytes as a picture, `wide` pixels across.
  const picture = (bytes, wide, colours, canvas = document.createElement("canvas")) => {
    const high = bytes.length / wide;
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    const image = new ImageData(wide, high);
    const pixels = new Uint32Array(image.data.buffer);
    for (let at = 0; at < bytes.length; at += 1) pixels[at] = colours[bytes[at]];
    canvas.getContext("2d").putImageData(image, 0, 0);
    return canvas;
  };

  // A canvas as sharp as the screen. One unit of the pen is a pixel where text is 14 pixels high, and grows with the text.
  const sharp = (canvas) => {
    const dots = Math.min(2, window.devicePixelRatio || 1), zoom = parseFloat(getComputedStyle(canvas).fontSize) / 14;
    const [wide, high] = [canvas.clientWidth, canvas.clientHeight].map((side) => Math.round(side * dots));
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    const pen = canvas.getContext("2d"), width = canvas.clientWidth / zoom, height = canvas.clientHeight / zoom;
    pen.setTransform(dots * zoom, 0, 0, dots * zoom, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = "13px sans-serif";
    return { pen, width, height, zoom };
  };

  class NetworkMap {
    constructor(canvas) {
      Object.assign(this, { canvas, edges: [], tiles: document.createElement("canvas") });
    }

    // Where the middle of a unit is, and how large its picture.
    place(column, row) {
      const { widths, width, height, size } = this;
      const count = widths[column], gap = Math.min(size + 16, (height - 34) / count);
      return [54 + (column * (width - 54 - 74)) / (widths.length - 1), (height - 26) / 2 + (row - (count - 1) / 2) * gap];
    }

    // `values`: all weights, or all gradients, layer by layer: W row by row, then b. Nothing to show: an empty array.
    draw({ widths, maps, values, relative, chosen, names, deltas, outputs }) {
      const { pen, width, height, zoom } = sharp(this.canvas);
      Object.assign(this, { widths, width, height, zoom, size: Math.max(16, Math.min(46, (height - 34) / Math.max(...widths) - 7)) });
      picture(maps, SMALL, SIGNED, this.tiles);
      const largest = relative ? values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1 : 1;
      const thick = (value) => (relative ? 0.3 + (5 * Math.abs(value)) / largest : Math.min(8, 0.3 + 1.3 * Math.abs(value)));
      this.edges = [];
      this.eachWeight((layer, source, unit, at) => {
        const [x1, y1] = this.place(layer + 1, unit), half = this.size / 2;
        const [x0, y0] = source < 0 ? [x1 - half - 9, y1 + half + 5] : this.place(layer, source);
        this.edges.push({ layer, source, unit, value: values[at],
          line: source < 0 ? [x0, y0, x1 - half, y1 + half - 4] : [x0 + half, y0, x1 - half, y1] });
      });
      for (const { layer, source, unit, line } of this.edges)
        if (chosen && layer === chosen[0] && source === chosen[1] && unit === chosen[2]) this.stroke(pen, line, CHOSEN, 13);
      for (const { value, line } of this.edges)
        if (Number.isFinite(value)) this.stroke(pen, line, value < 0 ? NEGATIVE : POSITIVE, thick(value), value < 0 ? [6, 4] : []);
      let tile = 0;
      pen.textBaseline = "middle";
      widths.forEach((count, column) => {
        for (let row = 0; row < count; row += 1, tile += 1) {
          const [x, y] = this.place(column, row), half = this.size / 2;
          pen.drawImage(this.tiles, 0, SMALL * tile, SMALL, SMALL, x - half, y - half, this.size, this.size);
          Object.assign(pen, { strokeStyle: "#555", lineWidth: 1.2 }), pen.setLineDash([]);
          pen.strokeRect(x - half, y - half, this.size, this.size);
          pen.fillStyle = "#000";
          if (column === 0) pen.textAlign = "right", pen.fillText(names[row], x - half - 5, y);
          if (column === widths.length - 1) pen.textAlign = "left", pen.fillText(outputs[row], x + half + 5, y);
        }
        pen.textAlign = "center";
        if (column > 0 && deltas.length) pen.fillText(`${column === 1 ? "‖δ‖ " : ""}${deltas[column - 1]}`, this.place(column, 0)[0], height - 9);
      });
    }

    eachWeight(visit) {
      let at = 0;
      for (let layer = 0; layer + 1 < this.widths.length; layer += 1) {
        for (let source = 0; source < this.widths[layer]; source += 1)
          for (let unit = 0; unit < this.widths[layer + 1]; unit += 1) visit(layer, source, unit, at++);
        for (let unit = 0; unit < this.widths[layer + 1]; unit += 1) visit(layer, -1, unit, at++);
      }
    }

    stroke(pen, [x0, y0, x1, y1], colour, width, dash = []) {
      Object.assign(pen, { strokeStyle: colour, lineWidth: width });
      pen.setLineDash(dash);
      pen.beginPath(), pen.moveTo(x0, y0), pen.lineTo(x1, y1), pen.stroke();
    }

    // The weight whose line passes nearest to a place, if any is near.
    at(across, down) {
      const [x, y] = [across / this.zoom, down / this.zoom];
      let best = null, least = 8;
      for (const { layer, source, unit, line: [x0, y0, x1, y1] } of this.edges) {
        const along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2);
        const on = Math.max(0, Math.min(1, along)), far = Math.hypot(x - x0 - on * (x1 - x0), y - y0 - on * (y1 - y0));
        if (far < least) (least = far), (best = [layer, source, unit]);
      }
      return best;
    }
  }

  page.maps = { NetworkMap, picture, sharp, SHADES, SIGNED };
})();
