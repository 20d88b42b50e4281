"""Networks: a network with its biases and its values, one training step with all numbers, and networks for counting."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch
from matplotlib.text import Text

from .board import beside, board
from .figures import canvas
from .looks import BACKWARD, BLACK, FORWARD, GREY, NEWEST, UPDATED, USED

INK = "#333333"  # of units and boxes: structure has no meaning among the four pairs
BOX = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": INK, "linewidth": 1.8}


class NetworkDiagram:
    """A fully connected network, drawn left to right: a circle per unit, a line per weight, a small 1 per bias.

    ``names[layer][unit]`` is written inside each circle, layer 0 being the input. ``edge_names[layer][i][j]`` stands
    beside the line from unit i to unit j of the next layer, ``biases[layer][unit]`` beside the short line from a unit's
    own 1 (layer 0 is the first that computes). ``values=False`` leaves no room for a value under each name.

    The texts may change: ``nodes[layer][unit]`` for the values, ``edges[layer][i][j]`` and ``biases[layer][unit]``, or
    all at once with ``write``. ``places[layer][unit]`` are the middles of the circles, ``radius`` is their radius.
    Raises ValueError where the names do not fit the network, or the network not the axes.
    """

    def __init__(
        self, axes: Axes, names: list[list[str]], edge_names: list | None = None, biases: list | None = None,
        values: bool = True,
    ):  # fmt: skip
        widths = [len(layer) for layer in names]
        if not widths or not all(widths):
            raise ValueError(f"names has layers of {widths} units; pass at least one name per layer")
        if edge_names is not None:
            _fits("edge_names", edge_names, [[[""] * after] * n for n, after in zip(widths, widths[1:], strict=False)])
        if biases is not None:
            _fits("biases", biases, [[""] * n for n in widths[1:]])
        self.radius = 2.2 if values else 1.5
        row = 2 * self.radius + (3.4 if biases else 1.2 if values or edge_names is None else 2.6)
        column = 13.0 if edge_names or values else 10.0
        for before, after in zip(widths, widths[1:], strict=False) if edge_names else ():
            column = max(column, (self.radius + 0.7) / _along(after))
            if after > 1 and (after - before) % 2:  # the texts of a rising and a falling line share one gap
                row = max(row, 2.7 / _along(after))
        self.places = [[(x * column, row * y) for y in _heights(width)] for x, width in enumerate(widths)]
        top = (max(widths) - 1) / 2 * row + self.radius + 0.3
        above = top + (2.6 if biases else 0)
        below = top + (2.6 if biases and max(widths[1:]) > 1 else 0)
        left = right = self.radius + 0.5
        self.size = board(axes, (-left, (len(widths) - 1) * column + right), (-below, above))
        self.lines: list[list[list[Line2D]]] = []
        self.edges: list[list[list[Text]]] = []
        for layer in range(len(widths) - 1):
            self._weights(axes, layer, edge_names[layer] if edge_names else None)
        self.stubs: list[list[Line2D]] = []
        self.biases: list[list[Text]] = []
        for layer, texts in enumerate(biases or [], start=1):
            pairs = [self._bias(axes, place, text) for place, text in zip(self.places[layer], texts, strict=True)]
            self.stubs.append([stub for stub, _ in pairs])
            self.biases.append([text for _, text in pairs])
        self.circles: list[list[Circle]] = []
        self.nodes: list[list[Text]] = []
        for places, layer_names in zip(self.places, names, strict=True):
            pairs = [self._unit(axes, *pair, values) for pair in zip(places, layer_names, strict=True)]
            self.circles.append([circle for circle, _ in pairs])
            self.nodes.append([text for _, text in pairs])

    def write(self, values: list | None = None, weights: list | None = None, biases: list | None = None) -> None:
        """Write texts: ``values[layer][unit]``, ``weights[layer][i][j]``, ``biases[layer][unit]``; None leaves them."""
        for name, new, texts in (
            ("values", values, self.nodes),
            ("weights", weights, self.edges),
            ("biases", biases, self.biases),
        ):
            if new is not None:
                _fits(name, new, texts)
                for text, words in zip(_flat(texts), _flat(new), strict=True):
                    text.set_text(words)

    def mark(self, units: Iterable = (), edges: Iterable = (), biases: Iterable = (), colour: str = FORWARD) -> None:
        """Mark units (layer, unit), edges (layer, i, j) and biases (layer, unit), and nothing else any more.

        Layers count as in ``names``, ``edge_names`` and ``biases``.
        """
        units, edges, biases = set(units), set(edges), set(biases)
        for (layer, unit), circle in _numbered(self.circles, 2):
            circle.set_facecolor(NEWEST if (layer, unit) in units else "white")
            circle.set_edgecolor(colour if (layer, unit) in units else INK)
            circle.set_linewidth(3.5 if (layer, unit) in units else 2)
        for lines, chosen in ((_numbered(self.lines, 3), edges), (_numbered(self.stubs, 2), biases)):
            for place, line in lines:
                line.set(color=colour if place in chosen else GREY, linewidth=3.5 if place in chosen else 1.6)
        unknown = units - {place for place, _ in _numbered(self.circles, 2)}
        unknown |= edges - {place for place, _ in _numbered(self.lines, 3)}
        unknown |= biases - {place for place, _ in _numbered(self.stubs, 2)}
        if unknown:
            raise ValueError(f"{sorted(unknown)[0]} is not in the drawing; pass (layer, unit) or (layer, i, j) from 0")

    def dash(self, units: Iterable = (), edges: Iterable = (), biases: Iterable = ()) -> None:
        """Draw units, edges and biases dashed, counted as in ``mark``: what is not known yet."""
        for layer, unit in units:
            self.circles[layer][unit].set_linestyle("--")
        for layer, i, j in edges:
            self.lines[layer][i][j].set_linestyle("--")
        for layer, unit in biases:
            self.stubs[layer][unit].set_linestyle("--")

    def _weights(self, axes: Axes, layer: int, names: list | None) -> None:
        self.lines.append([])
        self.edges.append([])
        for i, start in enumerate(self.places[layer]):
            lines, texts = [], []
            for j, end in enumerate(self.places[layer + 1]):
                (line,) = axes.plot(*zip(start, end, strict=True), color=GREY, linewidth=1.6, zorder=1, label="_edge")
                lines.append(line)
                texts.append(self._weight(axes, start, end, self.places[layer + 1], names[i][j] if names else ""))
            self.lines[-1].append(lines)
            self.edges[-1].append(texts)

    def _weight(self, axes: Axes, start: tuple, end: tuple, ends: list[tuple], name: str) -> Text:
        """Write a weight beside its line, close to where it starts: there the lines of all units are apart."""
        column, level = end[0] - start[0], abs(end[1] - start[1]) < 1e-9
        along = max(_along(len(ends)), (self.radius + 0.7) / column)
        above = end[1] < start[1] or (level and start[1] >= 0)
        if level:  # beyond the texts of the lines that leave on the same side
            busy = any(other[1] > end[1] if above else other[1] < end[1] for other in ends)
            beyond = min(column * along + 5.0, column - self.radius - 1.8)
            along = beyond / column if busy and len(ends) > 1 else 0.5
        style = {"fontsize": self.size * 0.95, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.3}}
        return beside(axes, start, end, along, name, above, **style)

    def _bias(self, axes: Axes, place: tuple[float, float], text: str) -> tuple[Line2D, Text]:
        """Draw a unit's own constant 1, above it in the upper half and below it in the lower, away from its lines."""
        side = 1 if place[1] >= 0 else -1
        one = (place[0], place[1] + side * (self.radius + 1.7))
        (stub,) = axes.plot(*zip(place, one, strict=True), color=GREY, linewidth=1.6, zorder=1, label="_bias")
        axes.add_patch(Circle(one, 0.7, facecolor="#f0f0f0", edgecolor=INK, linewidth=1.2, zorder=2))
        axes.text(*one, "1", ha="center", va="center_baseline", fontsize=self.size * 0.75, zorder=3)
        return stub, axes.annotate(
            text, (one[0] - 0.95, one[1]), fontsize=self.size * 0.95, ha="right", va="center", zorder=3,
            annotation_clip=False, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3},
        )  # fmt: skip

    def _unit(self, axes: Axes, place: tuple[float, float], name: str, values: bool) -> tuple[Circle, Text]:
        circle = Circle(place, self.radius, facecolor="white", edgecolor=INK, linewidth=2, zorder=2)
        axes.add_patch(circle)
        middle = {"ha": "center", "va": "center_baseline", "zorder": 3}
        up = 0.75 if values else 0.0
        axes.text(place[0], place[1] + up, name, fontsize=self.size * 1.1, **middle)
        style = {"fontsize": self.size * 0.9, "color": FORWARD}
        return circle, axes.text(place[0], place[1] - 0.75, "", **middle, **style)


def name_layers(axes: Axes, diagram: NetworkDiagram, names: list[str]) -> list[Text]:
    """Write a name above each layer of a network drawn by ``NetworkDiagram``; returns the texts."""
    if len(names) != len(diagram.places):
        raise ValueError(f"names has {len(names)} entries for {len(diagram.places)} layers; pass one name per layer")
    top = axes.get_ylim()[1]
    axes.set_ylim(top=top + 1.8)
    return [
        axes.text(layer[0][0], top + 0.4, name, ha="center", va="bottom", fontsize=diagram.size)
        for layer, name in zip(diagram.places, names, strict=True)
    ]


class PassDiagram:
    """A network with the numbers of one training step at its units, weights and biases, as far as they are known.

    ``units[layer][unit]`` is (name, names of the unit's numbers, names of its bias's numbers): the first stand in the
    unit's box, the others at the line from its own 1. ``weights[layer][i][j]`` names the numbers on the line from unit
    i to unit j of the next layer. ``notes`` names what belongs to the whole, such as η: it stands in the corner.
    ``characters``: how long the texts become, such as "∂E/∂ω₁ = −0.0002". Colours go by the name: derivatives (delta…,
    dw…, db…) look backward, updated numbers (new_…) are black, all others look forward.

    Raises ValueError where names do not fit the network, where one stands twice, where more than two units of a layer
    carry numbers on their lines, and where the axes is too small: ``pass_canvas`` makes one of the right shape.
    """

    LINE = 1.35  # from one line of text to the next, in letters' heights
    ROOM = 18.5  # between the middles of two units of a layer

    def __init__(
        self, axes: Axes, units: list[list[tuple]], weights: list, notes: Sequence[str] = ("eta",), characters: int = 17
    ):
        _check_pass(units, weights)
        self.card = 0.6 * characters
        self.texts: dict[str, Text] = {}
        self.looks: dict[str, dict] = {}
        self.boxes = [[self._box_size(unit) for unit in layer] for layer in units]
        heights = [[self.ROOM / 2 * y for y in ([1, -1] if len(layer) == 2 else [0])] for layer in units]
        across, right = self._columns(units, weights)
        self.places = [[(x, y) for y in layer] for x, layer in zip(across, heights, strict=True)]
        ends = self._ends(units, bool(notes))
        self.size = board(axes, (-0.6, right + 0.6), ends, largest=18)
        for layer, rows in enumerate(weights):
            for i, row in enumerate(rows):
                for j, names in enumerate(row):
                    self._weight(axes, layer, i, j, names)
        for layer, rows in enumerate(units):
            for number, (name, left, bias) in enumerate(rows):
                self._unit(axes, layer, number, name, left)
                if bias:
                    self._bias(axes, layer, number, bias)
        for row, name in enumerate(notes):
            self._number(axes, name, (right, ends[0] + 0.9 + self.LINE * (len(notes) - 1 - row)), "right")

    def write(self, known: dict[str, str], new: Iterable[str] = (), used: Iterable[str] = ()) -> None:
        """Write the numbers known, by name, and no others; ``new`` ones framed and bold, ``used`` ones on grey.

        Raises ValueError for a number that has no place. ``used`` may name functions too, which have none.
        """
        new, used = list(new), set(used)
        placeless = [name for name in [*known, *new] if name not in self.texts]
        if placeless:
            raise ValueError(
                f"{', '.join(map(repr, placeless))} has no place in the drawing; leave it out, or name it in units, "
                f"weights or notes, where there are {', '.join(self.texts)}"
            )
        for name, text in self.texts.items():
            text.set_text(known.get(name, ""))
            fill = NEWEST if name in new else USED if name in used else None
            look = {"facecolor": fill or "white", "edgecolor": BLACK if name in new else fill or "white"}
            if self.looks.get(name) != look:
                self.looks[name] = look
                text.get_bbox_patch().set(**look, alpha=1 if fill else 0)
                text.set_fontweight(
                    "bold" if name in new else "normal"
                )  # this marks the text, with its box, as changed

    def _box_size(self, unit: tuple) -> tuple[float, float]:
        _, numbers, _ = unit
        return max((0.76 + 0.04 * len(numbers)) * self.card if numbers else 4.0, 4.0), self.LINE * (
            1 + len(numbers)
        ) + 1.1

    def _columns(self, units: list, weights: list) -> tuple[list[float], float]:
        """Return where the layers stand, as wide apart as the numbers on their lines need, and the right-hand end."""
        tallest = self.LINE * max((len(names) for names in _named(weights)), default=0)
        shortest = 1 - 2 * (tallest + 0.9) / self.ROOM  # of a gap is free between crossing lines, at the lowest number
        free = shortest + self.LINE / self.ROOM  # and at the one above it, which may be longer
        across, right = [], 0.0
        for layer, rows in enumerate(units):
            if layer:
                numbers = any(names for row in weights[layer - 1] for names in row)
                crossing = len(units[layer - 1]) == len(rows) == 2
                level = len(units[layer - 1]) == len(rows) == 1
                gap = (
                    max((self.card + 0.8) / free, 0.85 * self.card / shortest)
                    if crossing
                    else self.card + 1
                    if level
                    else 0.9 * self.card + 2.4
                )
                right += gap if numbers else 2.6
            wide = max(wide for wide, _ in self.boxes[layer])
            across.append(right + wide / 2)
            right += wide
        beyond = [across[-1] + self.card + 1] if any(bias for *_, bias in units[-1]) else []
        return across, max([right, *beyond])

    def _ends(self, units: list, notes: bool) -> tuple[float, float]:
        up = down = self.LINE
        for layer, rows in enumerate(units):
            for (_x, y), (_, high), (_, _, bias) in zip(self.places[layer], self.boxes[layer], rows, strict=True):
                reach = high / 2 + (self._stub(bias) + 0.9 if bias else 0.3)
                up = max(up, y + (reach if y >= 0 else 0))
                down = max(down, -y + (reach if y < 0 else high / 2 + 0.3))
        for layer in range(len(units) - 1):  # numbers on a level line stand outside of it
            if len(units[layer]) == len(units[layer + 1]) == 2:
                down = max(down, self.ROOM / 2 + 3 * self.LINE + 0.8)
        return -down - (1.2 if notes and len(units[-1]) == 1 and down < self.ROOM / 2 else 0), up

    def _stub(self, bias: list) -> float:
        return max(self.LINE * len(bias), 2.4) + 1.3

    def _weight(self, axes: Axes, layer: int, i: int, j: int, names: list[str]) -> None:
        (x0, y0), (x1, y1) = self.places[layer][i], self.places[layer + 1][j]
        start, end = (x0 + self.boxes[layer][i][0] / 2, y0), (x1 - self.boxes[layer + 1][j][0] / 2, y1)
        axes.plot(*zip(start, end, strict=True), color=GREY, linewidth=1.8, zorder=1, label="_edge")
        high = self.LINE * len(names)
        if y0 == y1:
            x, side = (start[0] + end[0]) / 2, "center"
            bottom = y0 + 0.3 if y0 >= 0 else y0 - 0.3 - high
        else:  # a corner of the block touches the line: no line runs through a number
            drop = abs(y1 - y0)
            along = (high + 0.9) / drop if y0 * y1 < 0 else 0.2 if y0 else 0.55
            x, side = start[0] + along * (end[0] - start[0]) + 0.45, "left"
            touching = y0 + along * (y1 - y0)
            bottom = touching + 0.1 if y1 < y0 else touching - 0.1 - high
        upwards = y1 < y0 or y0 == y1 >= 0
        for row, name in enumerate(names):  # the first one, the value, stands next to the line
            place = row if upwards else len(names) - 1 - row
            self._number(axes, name, (x, bottom + (place + 0.5) * self.LINE), side)

    def _unit(self, axes: Axes, layer: int, number: int, name: str, numbers: list[str]) -> None:
        (x, y), (wide, high) = self.places[layer][number], self.boxes[layer][number]
        axes.add_patch(
            FancyBboxPatch(
                (x - wide / 2 + 0.5, y - high / 2 + 0.5), wide - 1, high - 1,
                boxstyle="round,pad=0.5,rounding_size=1.2", facecolor="white", edgecolor=INK, linewidth=2, zorder=2,
            )
        )  # fmt: skip
        top = y + self.LINE * len(numbers) / 2
        axes.text(x, top, name, ha="center", va="center", fontsize=self.size * 1.15, zorder=3)
        for row, each in enumerate(numbers, start=1):
            self._number(axes, each, (x, top - row * self.LINE), "center")

    def _bias(self, axes: Axes, layer: int, number: int, names: list[str]) -> None:
        (x, y), (_, high) = self.places[layer][number], self.boxes[layer][number]
        side = 1 if y >= 0 else -1
        x -= 1.4
        near, one = y + side * high / 2, y + side * (high / 2 + self._stub(names) - 0.4)
        axes.plot([x, x], [near, one], color=GREY, linewidth=1.8, zorder=1, label="_bias")
        axes.add_patch(Circle((x, one), 0.75, facecolor="#f0f0f0", edgecolor=INK, linewidth=1.5, zorder=2))
        axes.text(x, one, "1", ha="center", va="center_baseline", fontsize=self.size * 0.85, zorder=3)
        middle = (near + one + side * 0.7) / 2
        for row, name in enumerate(names):
            height = middle + ((len(names) - 1) / 2 - row) * self.LINE
            self._number(axes, name, (x + 1.0, height), "left")

    def _number(self, axes: Axes, name: str, place: tuple[float, float], side: str) -> None:
        colour = UPDATED if name.startswith("new_") else BACKWARD if name.startswith("d") else FORWARD
        self.texts[name] = axes.annotate(
            "", place, ha=side, va="center", fontsize=self.size, color=colour, annotation_clip=False, zorder=4,
            bbox={"facecolor": "white", "edgecolor": "white", "pad": 1.2, "alpha": 0},
        )  # fmt: skip


def pass_canvas(units: list[list[tuple]], weights: list, width: float = 14.0, **how) -> tuple:
    """Return a figure of the right shape and a ``PassDiagram`` on it; ``how`` is its ``notes`` and ``characters``."""
    figure, axes = canvas(width=width, height=width)
    assert isinstance(axes, Axes)  # one panel, not an array of them
    PassDiagram(axes, units, weights, **how)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    figure, axes = canvas(width=width, height=round((width - 0.15) * (high - low) / (right - left) + 0.15, 2))
    return figure, PassDiagram(axes, units, weights, **how)


def _check_pass(units: list, weights: list) -> None:
    shape = [[[""] * len(after) for _ in layer] for layer, after in zip(units, units[1:], strict=False)]
    _fits("weights", weights, shape, deep=3)
    for layer, rows in enumerate(units):
        if len(rows) not in (1, 2):
            raise ValueError(
                f"units[{layer}] has {len(rows)} units; there is room for one or two per layer with all their numbers: "
                "draw wider networks with NetworkDiagram"
            )
        for number, unit in enumerate(rows):
            if len(unit) != 3:
                raise ValueError(
                    f"units[{layer}][{number}] is {unit!r}; expected (name, [its numbers' names], "
                    "[its bias's numbers' names])"
                )
    names = [name for rows in units for _, left, bias in rows for name in [*left, *bias]]
    names += [name for names in _named(weights) for name in names]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{', '.join(map(repr, twice))} has two places; give each number a name of its own")


class Skeleton:
    """A network of any widths, a dot per unit and a line per weight, that ``set(widths)`` draws anew: for counting.

    Inputs are hollow squares, as they compute nothing; neurons are filled circles, each with a short line for its bias.
    The dots stay inside a frame for ``layers`` layers of at most ``tallest`` units.
    """

    def __init__(self, axes: Axes, layers: int, tallest: int, biases: bool = True):
        axes.set_axis_off()
        axes.set(xlim=(-0.45, layers - 0.55), ylim=(-tallest / 2 - 0.1, tallest / 2 + 0.8))
        self.layers, self.tallest, self.with_biases = layers, tallest, biases
        self.lines = axes.add_collection(LineCollection([], colors=GREY, linewidths=1.5, zorder=1, label="weights"))
        self.stubs = axes.add_collection(LineCollection([], colors=BLACK, linewidths=2, zorder=1.5, label="biases"))
        none = np.empty((0, 2))
        self.ones = axes.scatter(*none.T, s=30, color=BLACK, zorder=2, label="_ones")
        self.inputs = axes.scatter(*none.T, s=260, marker="s", facecolor="white", edgecolor=INK, linewidth=2, zorder=2)
        self.units = axes.scatter(*none.T, s=260, facecolor=INK, edgecolor="white", zorder=2)
        self.inputs.set_label("inputs"), self.units.set_label("neurons")
        self.names = [axes.text(x, 0, "", ha="center", va="bottom", fontsize=14, zorder=3) for x in range(layers)]

    def set(self, widths: Sequence[int], names: Sequence[str]) -> None:
        """Draw a network of these widths, input first, with a name above each layer."""
        if not 1 <= len(widths) <= self.layers:
            raise ValueError(f"widths has {len(widths)} layers; there is room for 1 to {self.layers}: see layers=")
        if not all(1 <= n <= self.tallest and n == int(n) for n in widths):
            raise ValueError(f"widths is {list(widths)}; there is room for 1 to {self.tallest} per layer: see tallest=")
        if len(names) != len(widths):
            raise ValueError(f"names has {len(names)} entries for {len(widths)} layers; pass one name per layer")
        across = np.linspace(0, self.layers - 1, len(widths))
        layers = [[(x, (n - 1) / 2 - unit) for unit in range(n)] for x, n in zip(across, widths, strict=True)]
        pairs = zip(layers, layers[1:], strict=False)
        self.lines.set_segments([(start, end) for before, after in pairs for start in before for end in after])
        units = [unit for layer in layers[1:] for unit in layer]
        ones = [(x, y + 0.45) for x, y in units] if self.with_biases else []
        self.stubs.set_segments(list(zip(units, ones, strict=True)) if ones else [])
        self.ones.set_offsets(ones or np.empty((0, 2)))
        self.inputs.set_offsets(layers[0])
        self.units.set_offsets(units or np.empty((0, 2)))
        for number, text in enumerate(self.names):
            text.set_text(names[number] if number < len(names) else "")
            text.set_position((across[min(number, len(widths) - 1)], max(widths) / 2 + 0.15))


def wiring(axes: Axes, places: dict[str, tuple[float, float]], arrows: list[tuple[str, str, str]]) -> None:
    """Draw named boxes at given places and arrows (from, to, text) between them: any network, in any style of drawing.

    A name may carry what tells it from its like after a "#": "1#a" and "1#b" are two boxes that read 1. Each text
    stands beside its arrow.
    """
    for arrow in arrows:
        if len(arrow) != 3 or arrow[0] not in places or arrow[1] not in places:
            raise ValueError(f"arrow {arrow!r}: expected (from, to, text) between two of {', '.join(places)}")
    boxes = {
        name: axes.text(*place, name.split("#")[0], ha="center", va="center", fontsize=14, bbox=BOX, zorder=3)
        for name, place in places.items()
    }
    for start, end, text in arrows:
        ends = {"patchA": boxes[start].get_bbox_patch(), "patchB": boxes[end].get_bbox_patch()}
        style = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.6, "shrinkA": 1, "shrinkB": 2, **ends}
        axes.annotate("", places[end], places[start], arrowprops=style, zorder=3.5)  # after the boxes it looks for
        above = places[end][1] <= places[start][1]
        behind = {"facecolor": "white", "edgecolor": "none", "pad": 0.3}
        beside(axes, places[start], places[end], 0.4, text, above, fontsize=13, zorder=4, bbox=behind)
    across, up = np.array(list(places.values()), float).T
    axes.set(xlim=(across.min() - 0.5, across.max() + 0.6), ylim=(up.min() - 0.5, up.max() + 0.5))
    axes.set_axis_off()


def _along(units: int) -> float:
    """Return how far along its lines to a layer's units a weight stands: before those of the next unit cross them."""
    return min(0.35, 0.95 / units)


def _heights(units: int) -> list[float]:
    """Spread the units of a layer evenly around 0, the first on top, 1 apart."""
    return [(units - 1) / 2 - unit for unit in range(units)]


def _flat(nested) -> list:
    if isinstance(nested, list | tuple):
        return [each for part in nested for each in _flat(part)]
    return [nested]


def _named(weights: list) -> list[list[str]]:
    return [names for rows in weights for row in rows for names in row]


def _numbered(nested: list, depth: int, before: tuple = ()) -> list[tuple[tuple, Any]]:
    """List what stands in nested lists, each with its numbers: ((layer, unit), circle)."""
    if depth == 0:
        return [(before, nested)]
    return [pair for number, part in enumerate(nested) for pair in _numbered(part, depth - 1, (*before, number))]


def _fits(name: str, given, wanted, deep: int | None = None, where: str = "") -> None:
    """Refuse nested lists that are not built like those wanted, and say where they are not."""
    if deep == 0 or (deep is None and not isinstance(wanted, list)):
        if deep is None and not isinstance(given, str):
            raise ValueError(f"{name}{where} is {given!r}; expected a text")
        return
    count = len(given) if isinstance(given, list | tuple) else None
    if count != len(wanted):
        found = f"has {count} entries" if count is not None else f"is {given!r}"
        raise ValueError(f"{name}{where} {found}; the network wants a list of {len(wanted)} there")
    for number, (part, pattern) in enumerate(zip(given, wanted, strict=True)):
        _fits(name, part, pattern, None if deep is None else deep - 1, f"{where}[{number}]")
