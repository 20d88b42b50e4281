"""Diagrams: a network with its values on nodes and edges, and a computation graph with values and gradients."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text

from mlp_core.graph import Node, topological_order

from .figures import BLUE, GREEN, GREY, ORANGE

BOX = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": BLUE, "linewidth": 1.8}


class NetworkDiagram:
    """A fully connected network, drawn left to right: a circle a unit, a line a weight, each with a text.

    ``nodes[layer][unit]`` and ``edges[layer][unit_from][unit_to]`` are the texts: change them with ``set_text``. Layer
    0 is the input. ``names[layer][unit]`` is written inside each circle.
    """

    def __init__(self, axes: Axes, names: list[list[str]], edge_names: list | None = None):
        widths = [len(layer) for layer in names]
        self.places = [
            [(x * 3.2, (width - 1) / 2 * 1.9 - unit * 1.9) for unit in range(width)] for x, width in enumerate(widths)
        ]
        axes.set_axis_off()
        tallest = max(widths)
        axes.set(
            xlim=(-1.0, (len(widths) - 1) * 3.2 + 1.3),
            ylim=(-tallest * 0.95 - 0.45, tallest * 0.95 + 0.15),
            aspect="equal",
        )
        self.edges = [self._edges(axes, layer, edge_names) for layer in range(len(widths) - 1)]
        self.nodes = [
            [self._node(axes, place, name) for place, name in zip(*layer, strict=True)]
            for layer in zip(self.places, names, strict=True)
        ]

    def _edges(self, axes: Axes, layer: int, edge_names: list | None) -> list[list[Text]]:
        texts = []
        for i, (x0, y0) in enumerate(self.places[layer]):
            row = []
            for j, (x1, y1) in enumerate(self.places[layer + 1]):
                axes.plot([x0, x1], [y0, y1], color=GREY, linewidth=1.4, zorder=1, label="_edge")
                along = 0.3 if i != j else 0.38  # labels of crossing edges sit at different places
                place = (x0 + along * (x1 - x0), y0 + along * (y1 - y0))
                name = edge_names[layer][i][j] if edge_names else ""
                row.append(
                    axes.text(
                        *place,
                        name,
                        ha="center",
                        va="center",
                        fontsize=11,
                        zorder=3,
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
                    )
                )
            texts.append(row)
        return texts

    def _node(self, axes: Axes, place: tuple[float, float], name: str) -> Text:
        axes.scatter(*place, s=1500, facecolor="white", edgecolor=BLUE, linewidth=2, zorder=2, label="_unit")
        axes.text(*place, name, ha="center", va="center", fontsize=14, zorder=3)
        behind = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # lines pass below a unit
        return axes.annotate(
            "", place, (0, -25), textcoords="offset points", ha="center", va="top", fontsize=12, color=BLUE, zorder=3,
            bbox=behind, annotation_clip=False,
        )  # fmt: skip


class GraphDiagram:
    """The graph an output was computed by, inputs on the left: values above its boxes in blue, gradients below.

    ``places`` puts nodes where the automatic layout would let an arrow run through a box: {node: (column, height)}.
    """

    def __init__(self, axes: Axes, output: Node, places: dict | None = None):
        self.order = topological_order(output)
        self.places = {node: (2.6 * x, 1.7 * y) for node, (x, y) in (_layout(self.order) | (places or {})).items()}
        self.boxes = {node: self._box(axes, node) for node in self.order}
        self.values = {node: self._number(axes, node, 20, BLUE) for node in self.order}
        self.gradients = {node: self._number(axes, node, -20, ORANGE) for node in self.order}
        for node in self.order:
            for parent in dict.fromkeys(node.inputs):
                ends = {name: self.boxes[box].get_bbox_patch() for name, box in (("patchA", parent), ("patchB", node))}
                style = {"arrowstyle": "-|>", "color": GREY, "shrinkA": 1, "shrinkB": 2, **ends}
                axes.annotate("", self.places[node], self.places[parent], arrowprops=style, zorder=3.5)
        across, up = np.array(list(self.places.values())).T
        axes.set(xlim=(across.min() - 1.2, across.max() + 1.2), ylim=(up.min() - 1.35, up.max() + 1.35))
        axes.set_axis_off()

    def write(self, values: dict[Node, str], gradients: dict[Node, str] | None = None, at: Node | None = None) -> None:
        """Write the numbers known, by node, and no others; the box of the node ``at`` work is filled."""
        for node in self.order:
            self.values[node].set_text(values.get(node, ""))
            self.gradients[node].set_text((gradients or {}).get(node, ""))
            self.boxes[node].set_backgroundcolor("#fff2b3" if node is at else "white")
            self.boxes[node].get_bbox_patch().set_edgecolor("black" if node is at else BLUE)

    def _box(self, axes: Axes, node: Node) -> Text:
        text = " = ".join(part for part in (node.name, node.operation.name if node.operation else "") if part)
        return axes.text(
            *self.places[node], text or _short(node.value), ha="center", va="center", fontsize=13, bbox=BOX, zorder=3
        )

    def _number(self, axes: Axes, node: Node, up: float, colour: str) -> Text:
        return axes.annotate(
            "", self.places[node], (0, up), textcoords="offset points", ha="center", fontsize=12, color=colour,
            va="bottom" if up > 0 else "top", annotation_clip=False, zorder=4,
        )  # fmt: skip


def _layout(order: list[Node]) -> dict[Node, tuple[float, float]]:
    """Answer (column, height) of every node: one column a step of the computation."""
    depth: dict[Node, int] = {}
    for node in order:
        depth[node] = 1 + max((depth[parent] for parent in node.inputs), default=-1)
    for node in order:  # an input stands just left of the operation that first uses it
        users = [depth[user] for user in order if any(each is node for each in user.inputs)]
        if not node.inputs and users:
            depth[node] = min(users) - 1
    columns: dict[int, list[Node]] = {}
    for node in order:
        columns.setdefault(depth[node], []).append(node)
    return {
        node: (column, (len(nodes) - 1) / 2 - row)
        for column, nodes in columns.items()
        for row, node in enumerate(nodes)
    }


def computation_graph(axes: Axes, output: Node, gradients: dict | None = None, places: dict | None = None) -> None:
    """Draw a finished graph (see ``GraphDiagram``): all values, and the ``gradients`` that ``backward`` answered."""
    diagram = GraphDiagram(axes, output, places)
    known = {node: _short(gradient) for node, gradient in (gradients or {}).items()}
    diagram.write({node: _short(node.value) for node in diagram.order if node.name or node.inputs}, known)


def _short(value: np.ndarray) -> str:
    """Write a number, or a row of up to three; larger arrays by their shape."""
    value = np.asarray(value)
    if value.ndim == 1 and value.size <= 3:
        text = f"({', '.join(f'{number:.3g}' for number in value)})"
    else:
        text = f"{float(value.reshape(())):.4g}" if value.size == 1 else "×".join(map(str, value.shape))
    return text.replace("-", "−")


class PassDiagram:
    """A network with the numbers of one training step at its units and weights: those known so far, the newest framed.

    ``units[layer][unit]`` is (name in the circle, names of numbers on the left, on the right): they stand in two
    columns beyond the circle. ``weights[layer][i][j]`` names the numbers on the line from unit i to unit j of the next
    layer. Colours go by the name: gradients (delta…, dw…, db…) are orange, updated numbers (new_…) green, others blue.
    """

    LINE = 15.5  # points from one line of text to the next

    def __init__(self, axes: Axes, units: list[list[tuple]], weights: list):
        axes.set_axis_off()
        axes.set(xlim=(-0.3, len(units) - 0.7), ylim=(-1.72, 1.72))
        self.texts: dict[str, Text] = {}
        self.places = [[(x, height) for height in _heights(len(layer))] for x, layer in enumerate(units)]
        for layer, rows in enumerate(weights):
            for i, row in enumerate(rows):
                for j, names in enumerate(row):
                    ends = self.places[layer][i], self.places[layer + 1][j]
                    self._weight(axes, *ends, names, crossing=i != j and len(row) > 1)
        for places, layer in zip(self.places, units, strict=True):
            for place, (name, left, right) in zip(places, layer, strict=True):
                self._unit(axes, place, name, left, right)

    def write(self, known: dict[str, str], new: tuple = (), used: tuple = ()) -> None:
        """Write the numbers known, by name, and no others; ``new`` ones framed and bold, ``used`` ones on grey."""
        for name, text in self.texts.items():
            text.set_text(known.get(name, ""))
            text.set_fontweight("bold" if name in new else "normal")
            fill = "#fff2b3" if name in new else "#e4e4e4" if name in used else "white"
            text.set_backgroundcolor(fill)
            text.get_bbox_patch().set_edgecolor("black" if name in new else fill)

    def _weight(self, axes: Axes, start: tuple, end: tuple, names: list[str], crossing: bool) -> None:
        axes.plot(*zip(start, end, strict=True), color=GREY, linewidth=1.4, zorder=1, label="_edge")
        along = 0.26 if crossing else 0.5 if start[1] == end[1] else 0.34  # clear of other lines and columns
        middle = tuple(a + along * (b - a) for a, b in zip(start, end, strict=True))
        for row, name in enumerate(names):
            self._line(axes, name, middle, 0, ((len(names) - 1) / 2 - row) * self.LINE, "center")

    def _unit(self, axes: Axes, place: tuple, name: str, left: list[str], right: list[str]) -> None:
        axes.scatter(*place, s=1100, facecolor="white", edgecolor=BLUE, linewidth=2, zorder=2, label="_unit")
        axes.text(*place, name, ha="center", va="center", fontsize=14, zorder=3)
        rows = max(len(left), len(right))
        for names, across, side in ((left, -3, "right"), (right, 3, "left")):
            for row, each in enumerate(names):
                line = row - rows + 1 if place[1] >= 0 else row  # the columns end above a unit, or begin below it
                up = (28 if place[1] >= 0 else -28) - line * self.LINE
                self._line(axes, each, place, across if left and right else 0, up, side if left and right else "center")

    def _line(self, axes: Axes, name: str, place: tuple, across: float, up: float, side: str) -> None:
        colour = GREEN if name.startswith("new_") else ORANGE if name.startswith("d") else BLUE
        box = {"facecolor": "white", "edgecolor": "white", "pad": 1.2}
        self.texts[name] = axes.annotate(
            "", place, (across, up), textcoords="offset points", ha=side, va="center", fontsize=11,
            color=colour, bbox=box, annotation_clip=False, zorder=4,
        )  # fmt: skip


def _heights(units: int) -> list[float]:
    """Spread the units of a layer from 1 down to −1; one alone stands in the middle."""
    return np.linspace(1, -1, units).tolist() if units > 1 else [0.0]


def name_layers(axes: Axes, diagram: NetworkDiagram, names: list[str]) -> list[Text]:
    """Write a name above each layer of a network drawn by ``NetworkDiagram``."""
    top = axes.get_ylim()[1]
    axes.set_ylim(top=top + 0.7)
    return [
        axes.text(layer[0][0], top + 0.1, name, ha="center", va="bottom", fontsize=13)
        for layer, name in zip(diagram.places, names, strict=True)
    ]


class Skeleton:
    """A network of any widths, a dot a unit and a line a weight, that ``set(widths)`` draws anew: for counting.

    Inputs are hollow squares, as they compute nothing; units are filled circles. The dots stay inside a frame for
    ``layers`` layers of at most ``tallest`` units.
    """

    def __init__(self, axes: Axes, layers: int, tallest: int):
        axes.set_axis_off()
        axes.set(xlim=(-0.4, layers - 0.6), ylim=(-tallest / 2 - 0.3, tallest / 2 + 0.2))
        self.layers = layers
        self.lines = axes.add_collection(LineCollection([], colors=GREY, linewidths=1.2, zorder=1, label="weights"))
        none = np.empty((0, 2))
        self.inputs = axes.scatter(*none.T, s=260, marker="s", facecolor="white", edgecolor=BLUE, linewidth=2, zorder=2)
        self.units = axes.scatter(*none.T, s=260, facecolor=BLUE, edgecolor="white", zorder=2)
        self.inputs.set_label("inputs"), self.units.set_label("neurons")
        self.names = [
            axes.text(x, tallest / 2 - 0.1, "", ha="center", va="bottom", fontsize=13, zorder=3) for x in range(layers)
        ]

    def set(self, widths: list[int], names: list[str]) -> None:
        """Draw a network of these widths, with a name above each layer."""
        across = np.linspace(0, self.layers - 1, len(widths))
        layers = [[(x, (n - 1) / 2 - unit - 0.4) for unit in range(n)] for x, n in zip(across, widths, strict=True)]
        pairs = zip(layers, layers[1:], strict=False)
        self.lines.set_segments([(start, end) for before, after in pairs for start in before for end in after])
        self.inputs.set_offsets(layers[0])
        self.units.set_offsets([unit for layer in layers[1:] for unit in layer])
        for number, text in enumerate(self.names):
            text.set_text(names[number] if number < len(names) else "")
            text.set_position((across[min(number, len(widths) - 1)], max(widths) / 2 - 0.4))


def wiring(axes: Axes, places: dict[str, tuple[float, float]], arrows: list[tuple[str, str, str]]) -> None:
    """Draw named boxes at given places and arrows (from, to, text) between them: any network, in any style of drawing.

    A name may carry what tells it from its like after a "#": "1#a" and "1#b" are two boxes that read 1.
    """
    for start, end, text in arrows:
        (x0, y0), (x1, y1) = places[start], places[end]
        axes.annotate(
            "", (x1, y1), (x0, y0), arrowprops={"arrowstyle": "-|>", "color": GREY, "shrinkA": 14, "shrinkB": 20}
        )
        along = 0.36
        axes.text(
            x0 + along * (x1 - x0), y0 + along * (y1 - y0), text, ha="center", va="center", fontsize=12, zorder=2,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )  # fmt: skip
    for name, (x, y) in places.items():
        axes.text(x, y, name.split("#")[0], ha="center", va="center", fontsize=13, bbox=BOX, zorder=3)
    across, up = np.array(list(places.values())).T
    axes.set(xlim=(across.min() - 0.5, across.max() + 0.6), ylim=(up.min() - 0.5, up.max() + 0.5))
    axes.set_axis_off()


def chain(axes: Axes, values: list[str], factors: list[str]) -> None:
    """Draw a chain of values in boxes: arrows to the right above them, arrows back with the local derivatives below.

    ``factors[i]`` is the derivative of value i + 1 with respect to value i.
    """
    for place, value in enumerate(values):
        axes.text(place, 0, value, ha="center", va="center", fontsize=12, bbox=BOX, zorder=3)
    for place, factor in enumerate(factors):
        for start, end, height, colour in (
            (place + 0.1, place + 0.9, 0.45, BLUE),
            (place + 0.9, place + 0.1, -0.45, ORANGE),
        ):
            style = {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (end, height), (start, height), arrowprops=style)
        axes.text(place + 0.5, -0.6, factor, ha="center", va="top", fontsize=11, color=ORANGE, zorder=3)
    axes.text(-0.35, 0.62, "forward: values", ha="left", va="bottom", fontsize=12, color=BLUE)
    axes.text(len(values) - 0.65, -1.5, "backward: factors", ha="right", va="bottom", fontsize=12, color=ORANGE)
    axes.set(xlim=(-0.4, len(values) - 0.6), ylim=(-1.6, 1.0))
    axes.set_axis_off()


class Products:
    """Products written factor by factor, a row each; what an earlier row has multiplied already stands in one box.

    ``rows``: (name, its factors as text, how many of the first ones are re-used). ``set(n)`` shows the first n rows.
    """

    def __init__(self, axes: Axes, rows: list[tuple[str, list[str], int]]):
        axes.set_axis_off()
        axes.set(xlim=(-1.1, max(len(factors) for _, factors, _ in rows) - 0.4), ylim=(-len(rows) + 0.35, 0.6))
        self.rows = [self._row(axes, -number, *row) for number, row in enumerate(rows)]

    def _row(self, axes: Axes, height: float, name: str, factors: list[str], shared: int) -> list:
        middle = {"ha": "center", "va": "center", "zorder": 3}
        artists = [axes.text(-0.75, height, f"{name} =", fontsize=14, **middle)]
        if shared:
            box = FancyBboxPatch(
                (-0.4, height - 0.3), shared - 0.28, 0.6, boxstyle="round,pad=0.04",
                facecolor="#e4e4e4", edgecolor=BLUE, linewidth=2, zorder=1,
            )  # fmt: skip
            artists.append(axes.add_patch(box))
        for place, factor in enumerate(factors):
            colour = BLUE if place < shared else ORANGE
            artists.append(axes.text(place, height, factor, fontsize=12, color=colour, **middle))
            if place:
                artists.append(axes.text(place - 0.5, height, "·", fontsize=16, **middle))
        return artists

    def set(self, shown: int) -> None:
        """Show the first ``shown`` rows and hide the others."""
        for number, artists in enumerate(self.rows):
            for artist in artists:
                artist.set_visible(number < shown)


class Loop:
    """Stages of a loop in boxes, clockwise from the top left, an arrow from each to the next: predict → loss → ….

    ``set(texts, active)`` writes a text under each stage's name, and marks the stage that has just been done.
    """

    def __init__(self, axes: Axes, stages: list[str]):
        axes.set_axis_off()
        axes.set(xlim=(-1.15, 1.15), ylim=(-1, 1))
        self.stages = stages
        angles = 3 * np.pi / 4 - 2 * np.pi * np.arange(len(stages)) / len(stages)
        places = np.column_stack([np.cos(angles), np.sin(angles)])
        for start, end in zip(places, np.roll(places, -1, axis=0), strict=True):
            gap = 0.37 if abs(end[0] - start[0]) > abs(end[1] - start[1]) else 0.25  # boxes are wider than high
            style = {"arrowstyle": "-|>", "color": GREY, "linewidth": 2.5, "mutation_scale": 22}
            ends = end - gap * (end - start), start + gap * (end - start)
            axes.annotate("", *ends, arrowprops=style | {"shrinkA": 0, "shrinkB": 0})
        self.boxes = [axes.text(*place, "", ha="center", va="center", fontsize=13, bbox=BOX) for place in places]

    def set(self, texts: list[str], active: int) -> None:
        """Write these texts, one a stage, and mark the stage ``active``."""
        for number, (box, stage, text) in enumerate(zip(self.boxes, self.stages, texts, strict=True)):
            box.set_text(f"{stage}\n{text}")
            box.get_bbox_patch().set(facecolor="#fff2b3" if number == active else "white")
            box.get_bbox_patch().set(edgecolor="black" if number == active else BLUE)
