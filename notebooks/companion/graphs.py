"""Graphs: a computation graph with its values and derivatives, the chain rule as a chain, products, and a loop."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.text import Text

from mlp_core.graph import Node, backward, topological_order

from .board import beside, board
from .looks import BACKWARD, BLACK, FORWARD, GREY, NEWEST, USED, plain
from .networks import BOX, INK


class GraphDiagram:
    """The graph an output was computed by, inputs on the left: values above its boxes, derivatives below them.

    Beside each arrow stand two numbers: the local slope, and below it what comes back along the arrow, which is the
    derivative at the arrow's head times the slope. Where several come back, the node shows their sum, term by term.

    Constants written into the formula have no name; they stand in the box of their operation, as in "2 ×".
    ``places`` puts nodes where the automatic layout would let an arrow run through a box: {node: (column, height)}.
    ``slopes=False`` leaves the arrows bare. Raises ValueError for a place of a node that is not in the graph.
    """

    ROW = 8.0  # from one row to the next, in letters' heights

    def __init__(self, axes: Axes, output: Node, places: dict | None = None, slopes: bool = True):
        self.nodes = topological_order(output)
        self.order = [node for node in self.nodes if _is_variable(node) or node in (places or {})]
        strange = [node for node in places or {} if node not in self.nodes]
        if strange:
            raise ValueError(f"places names {strange[0]!r}, which the output does not depend on; leave it out")
        layout = _layout(self.order) | (places or {})
        self.parts = contributions(output) if slopes else {}
        column = max(
            (
                self._room(node, number, layout)
                for node in self.order
                for number, each in enumerate(node.inputs)
                if each in layout
            ),
            default=8,
        )
        self.places = {node: (column * x, self.ROW * y) for node, (x, y) in layout.items()}
        across, up = np.array(list(self.places.values())).T
        middles = np.array([self.places[node][0] for node in self.order])
        half = np.array([max(_half(node), 0.3 * len(_short(node.value)), 3.0) for node in self.order])
        sums = np.array([6.0 if self._is_summed_input(node) else 0 for node in self.order])
        sides = ((middles - np.maximum(half, sums)).min() - 0.4, (middles + half).max() + 0.4)
        self.size = board(axes, sides, (up.min() - 3.4, up.max() + 3.4))
        self.boxes = {node: self._box(axes, node) for node in self.order}
        self.values = {node: self._number(axes, node, 1.35, FORWARD) for node in self.order}
        self.gradients = {node: self._number(axes, node, -1.35, BACKWARD) for node in self.order}
        self.slopes: dict[tuple[Node, int], Text] = {}
        self.arriving: dict[tuple[Node, int], Text] = {}
        for node in self.order:
            for number, parent in enumerate(node.inputs):
                if parent in self.places:
                    self._arrow(axes, node, number, parent, slopes)

    def write(
        self, values: dict[Node, str], gradients: dict[Node, str] | None = None, at: Node | None = None,
        passed: Iterable[Node] = (), sums: bool = True,
    ) -> None:  # fmt: skip
        """Write the numbers known, by node, and no others; the box of the node ``at`` work is filled.

        A slope is shown once the value at its arrow's head is. ``passed``: the operations that have handed their
        derivative back, so that what arrived stands at their arrows; with ``sums``, a node's derivative is then written
        as the sum of what has arrived. Raises ValueError for a node that is not in the graph.
        """
        gradients, passed = gradients or {}, list(passed)
        strange = [node for node in [*values, *gradients, *passed, *([at] if at else [])] if node not in self.nodes]
        if strange:
            raise ValueError(f"{strange[0]!r} is not a node of this graph; write numbers of its own nodes only")
        for (node, number), (slope, arrived) in self.parts.items():
            if node.inputs[number] not in self.places:
                continue
            shown = _is_variable(node.inputs[number])
            known = shown and slope is not None and node in values
            self.slopes[node, number].set_text(_slope_text(node, number, slope) if known else "")
            back = shown and node in passed and (np.size(arrived) == 1 or len(self._arrived(node.inputs[number])) > 1)
            self.arriving[node, number].set_text(f"← {_short(arrived)}" if back else "")
        for node in self.order:
            self.values[node].set_text(values.get(node, ""))
            text = gradients.get(node, "")
            terms = [_short(part) for user, part in self._arrived(node) if user in passed]
            self.gradients[node].set_text(_sum(terms, text) if text and sums and len(terms) > 1 else text)
            self.boxes[node].get_bbox_patch().set_edgecolor(BLACK if node is at else INK)
            self.boxes[node].set_backgroundcolor(NEWEST if node is at else "white")

    def _arrived(self, node: Node) -> list[tuple[Node, np.ndarray]]:
        return [(user, part) for (user, number), (_, part) in self.parts.items() if user.inputs[number] is node]

    def _room(self, node: Node, number: int, layout: dict) -> float:
        """Return how wide a column must be for the boxes at both ends of an arrow and the slope between them."""
        parent = node.inputs[number]
        columns = max(layout[node][0] - layout[parent][0], 0.5)
        slope, arrived = self.parts.get((node, number), (None, None))
        text = 3.0
        if slope is not None and _is_variable(parent):
            text = 0.57 * max(len(_slope_text(node, number, slope)), len(_short(arrived)) + 2) + 0.8
        return max((_half(parent) + _half(node) + text) / columns, 10.5)

    def _is_summed_input(self, node: Node) -> bool:
        return node.operation is None and len(self._arrived(node)) > 1

    def _box(self, axes: Axes, node: Node) -> Text:
        middle = {"ha": "center", "va": "center", "zorder": 3}
        return axes.text(*self.places[node], _title(node), fontsize=self.size, bbox=BOX, **middle)

    def _number(self, axes: Axes, node: Node, up: float, colour: str) -> Text:
        x, y = self.places[node]
        aside = up < 0 and self._is_summed_input(node)  # a long sum ends where its first arrow begins
        return axes.annotate(
            "", (x + 0.7 if aside else x, y + up), ha="right" if aside else "center",
            fontsize=self.size, color=colour, va="bottom" if up > 0 else "top",
            annotation_clip=False, zorder=4,
        )  # fmt: skip

    def _arrow(self, axes: Axes, node: Node, number: int, parent: Node, slopes: bool) -> None:
        """Draw the arrow from an input to its operation; a node that is used twice has two, bent apart."""
        start, end = self.places[parent], self.places[node]
        twins = [place for place, each in enumerate(node.inputs) if each is parent]
        bend = 0.0 if len(twins) == 1 else 0.38 if number == twins[0] else -0.38
        ends = {"patchA": self.boxes[parent].get_bbox_patch(), "patchB": self.boxes[node].get_bbox_patch()}
        style = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.8, "shrinkA": 1, "shrinkB": 2, **ends}
        style["connectionstyle"] = f"arc3,rad={bend}"
        axes.annotate("", end, start, arrowprops=style, zorder=3.5)  # after the boxes, whose borders it looks for
        if not slopes:
            return
        (x0, y0), (x1, y1) = start, end
        half_start, half_end = _half(parent), _half(node)
        length = max(abs(x1 - x0), 1e-9)
        seen = length - half_end - half_start
        share = 0.5 if y0 == y1 else 0.64  # where arrows fan out, further from their start
        if y1 < y0 and self.parts[node, number][0] is not None:  # but not into the number above the arrow's head
            text = 0.55 * len(_slope_text(node, number, self.parts[node, number][0]))
            share = max(0.3, min(share, 1 - text / max(seen, 1e-9)))
        along = (half_start + share * seen) / length
        shift = np.array([y1 - y0, -(x1 - x0)]) * bend * 2 * along * (1 - along)  # to where a bent arrow runs
        start, end = tuple(start + shift), tuple(end + shift)
        look: dict[str, Any] = {
            "fontsize": self.size * 0.9,
            "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.2},
            "zorder": 4,
        }
        self.slopes[node, number] = beside(axes, start, end, along, "", bend <= 0, **look | {"color": BLACK})
        self.arriving[node, number] = beside(axes, start, end, along, "", bend > 0, **look | {"color": BACKWARD})


def computation_graph(
    axes: Axes, output: Node, gradients: dict | None = None, places: dict | None = None, slopes: bool = True
) -> GraphDiagram:
    """Draw a finished graph: all values and, with the ``gradients`` that ``backward`` returns, all derivatives.

    With gradients the arrows carry slopes and what arrives along them (see ``GraphDiagram``), unless ``slopes=False``.
    """
    diagram = GraphDiagram(axes, output, places, slopes and gradients is not None)
    known = {node: _short(gradient) for node, gradient in (gradients or {}).items() if _is_variable(node)}
    passed = [node for node in diagram.order if node.operation and node in known]
    diagram.write({node: _short(node.value) for node in diagram.order if node.name or node.inputs}, known, None, passed)
    if gradients is not None:  # of an input whose derivative was left out, the arrow says nothing either
        for (node, number), text in diagram.arriving.items():
            if node.inputs[number] not in known:
                text.set_text(""), diagram.slopes[node, number].set_text("")
    return diagram


def contributions(output: Node) -> dict[tuple[Node, int], tuple[float | None, np.ndarray]]:
    """Return (local slope, what arrives) for each input of each operation: the key is (operation, which input).

    The local slope is ∂operation/∂input, for numbers; between arrays it is a table of slopes, and None stands for it.
    What arrives is ∂output/∂operation times that slope; an input's derivative is the sum of all that arrive at it.
    """
    upstream, parts = backward(output), {}
    for node in topological_order(output):
        if node.operation is None:
            continue
        values = [parent.value for parent in node.inputs]
        arrived = node.operation.backward(upstream[node], node.value, *values)
        slopes = node.operation.backward(np.ones_like(node.value, dtype=float), node.value, *values)
        for number, (parent, slope, part) in enumerate(zip(node.inputs, slopes, arrived, strict=True)):
            numbers = np.size(node.value) == np.size(parent.value) == 1
            parts[node, number] = (float(np.reshape(slope, ())) if numbers else None, np.asarray(part))
    return parts


def chain(axes: Axes, values: Sequence[str], factors: Sequence[str]) -> None:
    """Draw a chain of values in boxes: arrows to the right above them, arrows back with the local derivatives below.

    ``factors[i]`` is the derivative of value i + 1 with respect to value i. Raises ValueError where their number does
    not fit.
    """
    if len(values) < 2 or len(factors) != len(values) - 1:
        raise ValueError(
            f"factors has {len(factors)} entries for {len(values)} values; pass one between each value and the next"
        )
    wide = 0.6 * max(len(line) for value in values for line in value.split("\n")) + 1.4
    between = 0.56 * max(len(line) for factor in factors for line in factor.split("\n")) + 1
    step = max(wide + 1.2, between, 7)
    low = -3.6 - 1.3 * max(factor.count("\n") + 1 for factor in factors)
    size = board(axes, (-wide / 2 - 0.5, (len(values) - 1) * step + wide / 2 + 0.5), (low - 1.9, 5.2))
    for place, value in enumerate(values):
        axes.text(place * step, 0, value, ha="center", va="center", fontsize=size, bbox=BOX, zorder=3)
    for place, factor in enumerate(factors):
        for start, end, height, colour in (
            (place + 0.12, place + 0.88, 2.1, FORWARD),
            (place + 0.88, place + 0.12, -2.1, BACKWARD),
        ):
            style = {"arrowstyle": "-|>", "color": colour, "linewidth": 2.2, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (end * step, height), (start * step, height), arrowprops=style)
        axes.text((place + 0.5) * step, -2.9, factor, ha="center", va="top", fontsize=size, color=BACKWARD, zorder=3)
    edge = {"fontsize": size, "va": "center"}
    axes.text(-wide / 2, 4.0, "forward: values", ha="left", color=FORWARD, **edge)
    axes.text((len(values) - 1) * step + wide / 2, low - 0.9, "backward: factors", ha="right", color=BACKWARD, **edge)


class Products:
    """Products written factor by factor, a row each; what an earlier row has multiplied already stands in one box.

    ``rows``: (name, its factors as text, how many of the first ones are re-used). ``set(n)`` shows the first n rows.
    """

    def __init__(self, axes: Axes, rows: list[tuple[str, list[str], int]]):
        for name, factors, shared in rows:
            if not 0 <= shared <= len(factors):
                raise ValueError(f"row {name!r} re-uses {shared} of {len(factors)} factors; pass at most all of them")
        axes.set_axis_off()
        axes.set(xlim=(-1.1, max(len(factors) for _, factors, _ in rows) - 0.4), ylim=(-len(rows) + 0.35, 0.6))
        self.rows = [self._row(axes, -number, *row) for number, row in enumerate(rows)]

    def _row(self, axes: Axes, height: float, name: str, factors: list[str], shared: int) -> list:
        middle = {"ha": "center", "va": "center", "zorder": 3}
        artists = [axes.text(-0.75, height, f"{name} =", fontsize=15, **middle)]
        if shared:
            box = FancyBboxPatch(
                (-0.4, height - 0.3), shared - 0.28, 0.6, boxstyle="round,pad=0.04",
                facecolor=USED, edgecolor=INK, linewidth=2, zorder=1,
            )  # fmt: skip
            artists.append(axes.add_patch(box))
        for place, factor in enumerate(factors):
            colour = BLACK if place < shared else BACKWARD
            artists.append(axes.text(place, height, factor, fontsize=13, color=colour, **middle))
            if place:
                artists.append(axes.text(place - 0.5, height, "·", fontsize=18, **middle))
        return artists

    def set(self, shown: int) -> None:
        """Show the first ``shown`` rows and hide the others."""
        if not 0 <= shown <= len(self.rows):
            raise ValueError(f"shown is {shown!r}; there are {len(self.rows)} rows: pass 0 to {len(self.rows)}")
        for number, artists in enumerate(self.rows):
            for artist in artists:
                artist.set_visible(number < shown)


class Loop:
    """Stages of a loop in boxes, clockwise from the top left, an arrow from each to the next: predict → loss → ….

    ``set(texts, active)`` writes a text under each stage's name, and marks the stage that has just been done.
    ``characters``: how long a line of text becomes.
    """

    def __init__(self, axes: Axes, stages: Sequence[str], characters: int = 16):
        if len(stages) < 2:
            raise ValueError(f"stages has {len(stages)} entries; a loop needs at least two")
        self.stages = list(stages)
        wide, high = 0.6 * max(characters, *map(len, stages)) + 1.4, 4.2
        angles = 3 * np.pi / 4 - 2 * np.pi * np.arange(len(stages)) / len(stages)
        reach = np.array([wide + 3.5, high + 4.5]) / np.sqrt(2) * max(1, len(stages) / 4)
        self.middles = np.column_stack([np.cos(angles), np.sin(angles)]) * reach
        (left, low), (right, top) = self.middles.min(axis=0), self.middles.max(axis=0)
        size = board(
            axes, (left - wide / 2 - 0.5, right + wide / 2 + 0.5), (low - high / 2 - 0.5, top + high / 2 + 0.5)
        )
        self.boxes, self.texts = [], []
        for x, y in self.middles:
            box = FancyBboxPatch(
                (x - wide / 2 + 0.4, y - high / 2 + 0.4), wide - 0.8, high - 0.8, boxstyle="round,pad=0.4",
                facecolor="white", edgecolor=INK, linewidth=1.8, zorder=2,
            )  # fmt: skip
            self.boxes.append(axes.add_patch(box))
            self.texts.append(axes.text(x, y, "", ha="center", va="center", fontsize=size, zorder=3))
        for start, end in zip(self.middles, np.roll(self.middles, -1, axis=0), strict=True):
            way = end - start
            clear = 0.5 * min(wide / max(abs(way[0]), 1e-9), high / max(abs(way[1]), 1e-9))  # where it leaves its box
            gap = clear + 0.5 / np.hypot(*way)
            style = {"arrowstyle": "-|>", "color": GREY, "linewidth": 2.5, "mutation_scale": 22}
            axes.add_patch(FancyArrowPatch(start + gap * way, end - gap * way, shrinkA=0, shrinkB=0, **style))

    def set(self, texts: Sequence[str], active: int) -> None:
        """Write these texts, one per stage, and mark the stage ``active``, counted from 0."""
        if len(texts) != len(self.stages):
            raise ValueError(f"texts has {len(texts)} entries for {len(self.stages)} stages; pass one text per stage")
        if active not in range(len(self.stages)):
            raise ValueError(f"active is {active!r}; expected 0 to {len(self.stages) - 1}: which stage was just done")
        for number, (box, text) in enumerate(zip(self.boxes, self.texts, strict=True)):
            text.set_text(f"{self.stages[number]}\n{texts[number]}")
            box.set_facecolor(NEWEST if number == active else "white")
            box.set_edgecolor(BLACK if number == active else INK)


def _layout(order: list[Node]) -> dict[Node, tuple[float, float]]:
    """Return (column, height) of every node: one column per step of the computation."""
    depth: dict[Node, int] = {}
    for node in order:
        depth[node] = 1 + max((depth[parent] for parent in node.inputs if parent in depth), default=-1)
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


def _title(node: Node) -> str:
    """Write what stands in a node's box: "a", "v = ×" or, with a constant of the formula, "2 ×"."""
    if not node.operation:
        return node.name or _short(node.value)
    constants = [None if _is_variable(parent) else _short(parent.value) for parent in node.inputs]
    doing = node.operation.name
    if len(constants) == 2 and (constants[0] is None) != (constants[1] is None):
        doing = f"{constants[0]} {doing}" if constants[0] else f"{doing} {constants[1]}"
    return f"{node.name} = {doing}" if node.name else doing


def _half(node: Node) -> float:
    """Return half the width of a node's box, in letters' heights."""
    return 0.3 * len(_title(node)) + 0.7


def _is_variable(node: Node) -> bool:
    """Say whether a derivative by this node is of interest: constants written into a formula have no name."""
    return bool(node.name or node.operation)


def _slope_text(node: Node, number: int, slope: float | None) -> str:
    above, below = node.name, node.inputs[number].name
    short = above and below and len(above) + len(below) <= 5
    return f"∂{above}/∂{below} = {_short(slope)}" if short else f"× {_short(slope)}"


def _sum(terms: list[str], total: str) -> str:
    return " + ".join(f"({term})" if term.startswith("−") and place else term for place, term in enumerate(terms)) + (
        f" = {total}"
    )


def _short(value) -> str:
    """Write a number, or a row of up to three; larger arrays by their shape."""
    value = np.asarray(value)
    if value.ndim == 1 and 1 < value.size <= 3:
        return f"({', '.join(plain(number, 3) for number in value)})"
    return plain(value.reshape(()), 4) if value.size == 1 else "×".join(map(str, value.shape))
