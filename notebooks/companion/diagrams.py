"""Diagrams: a network with its values on nodes and edges, and a computation graph with values and gradients."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from mlp_core.graph import Node, topological_order

from .figures import BLUE, GREY, ORANGE

BOX = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": BLUE, "linewidth": 1.8}


class NetworkDiagram:
    """A fully connected network, drawn left to right: a circle a unit, a line a weight, each with a text that may change.

    ``nodes[layer][unit]`` and ``edges[layer][unit_from][unit_to]`` are the texts: set them with ``set_text``. Layer 0 is
    the input. ``names[layer][unit]`` is written inside each circle.
    """

    def __init__(self, axes: Axes, names: list[list[str]], edge_names: list | None = None):
        widths = [len(layer) for layer in names]
        self.places = [[(x * 3.2, (width - 1) / 2 * 1.9 - unit * 1.9) for unit in range(width)] for x, width in enumerate(widths)]
        axes.set_axis_off()
        tallest = max(widths)
        axes.set(xlim=(-1.0, (len(widths) - 1) * 3.2 + 1.3), ylim=(-tallest * 0.95 - 0.45, tallest * 0.95 + 0.15), aspect="equal")
        self.edges = [self._edges(axes, layer, edge_names) for layer in range(len(widths) - 1)]
        self.nodes = [[self._node(axes, place, name) for place, name in zip(*layer, strict=True)] for layer in zip(self.places, names, strict=True)]

    def _edges(self, axes: Axes, layer: int, edge_names: list | None) -> list[list[Text]]:
        texts = []
        for i, (x0, y0) in enumerate(self.places[layer]):
            row = []
            for j, (x1, y1) in enumerate(self.places[layer + 1]):
                axes.plot([x0, x1], [y0, y1], color=GREY, linewidth=1.4, zorder=1, label="_edge")
                along = 0.3 if i != j else 0.38  # labels of crossing edges sit at different places
                place = (x0 + along * (x1 - x0), y0 + along * (y1 - y0))
                name = edge_names[layer][i][j] if edge_names else ""
                row.append(axes.text(*place, name, ha="center", va="center", fontsize=11, zorder=3, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1}))
            texts.append(row)
        return texts

    def _node(self, axes: Axes, place: tuple[float, float], name: str) -> Text:
        axes.scatter(*place, s=1500, facecolor="white", edgecolor=BLUE, linewidth=2, zorder=2, label="_unit")
        axes.text(*place, name, ha="center", va="center", fontsize=14, zorder=3)
        return axes.text(place[0], place[1] - 0.52, "", ha="center", va="top", fontsize=12, color=BLUE, zorder=3)


def computation_graph(axes: Axes, output: Node, gradients: dict | None = None) -> None:
    """Draw the graph an output was computed by, inputs on the left: values above in blue, gradients below in orange."""
    order = topological_order(output)
    depth: dict[Node, int] = {}
    for node in order:
        depth[node] = 1 + max((depth[parent] for parent in node.inputs), default=-1)
    for node in reversed(order):  # an input stands just left of the operation that first uses it
        for parent in node.inputs:
            if not parent.inputs:
                users = [depth[user] for user in order if any(each is parent for each in user.inputs)]
                depth[parent] = min(users) - 1
    columns: dict[int, list[Node]] = {}
    for node in order:
        columns.setdefault(depth[node], []).append(node)
    place = {
        node: (2.6 * column, 1.7 * ((len(nodes) - 1) / 2 - row))
        for column, nodes in columns.items()
        for row, node in enumerate(nodes)
    }
    for node in order:
        for parent in node.inputs:
            axes.annotate("", place[node], place[parent], arrowprops={"arrowstyle": "-|>", "color": GREY, "shrinkA": 24, "shrinkB": 26})
        x, y = place[node]
        text = node.name or "const"
        text = f"{node.name} = {node.operation.name}" if node.operation and node.name else (node.operation.name if node.operation else text)
        axes.text(x, y, text, ha="center", va="center", fontsize=13, bbox=BOX, zorder=3)
        axes.text(x, y + 0.42, _short(node.value), ha="center", va="bottom", fontsize=12, color=BLUE, zorder=3)
        if gradients is not None and node in gradients:
            axes.text(x, y - 0.42, _short(gradients[node]), ha="center", va="top", fontsize=12, color=ORANGE, zorder=3)
    tallest = max(len(nodes) for nodes in columns.values())
    axes.set(xlim=(min(columns) * 2.6 - 1.2, max(columns) * 2.6 + 1.2), ylim=(-tallest * 0.85 - 0.5, tallest * 0.85 + 0.5))
    axes.set_axis_off()


def _short(value: np.ndarray) -> str:
    value = np.asarray(value)
    return f"{float(value.reshape(())):.4g}" if value.size == 1 else "×".join(map(str, value.shape))
