"""The lines of a computation graph of numbers: forward operation by operation, then back along each arrow."""

from typing import Any

from matplotlib.figure import Figure

from mlp_core.graph import Node, backward, topological_order

from .. import graphs
from ..figures import canvas
from . import lines
from .stepper import FONT, Stepper

# name of the operation: (its line for inputs a and b, its slope by each; c is its value)
OPERATIONS: dict[str, tuple[str, list[str]]] = {
    "+": ("a + b", ["1", "1"]), "−": ("a - b", ["1", "(0 - 1)"]), "×": ("a*b", ["b", "a"]),
    "÷": ("a/b", ["(1/b)", "(0 - a/b**2)"]), "( )²": ("a**2", ["(2*a)"]), "power": ("a**b", ["(b*a**(b - 1))"]),
    "exp": ("exp(a)", ["c"]), "log": ("log(a)", ["(1/a)"]), "tanh": ("tanh(a)", ["(1 - c**2)"]),
    "σ": ("sigma(a)", ["c*(1 - c)"]), "ReLU": ("max(0, a)", ["(a >= 0)"]),
}  # fmt: skip


def graph_stepper(output: Node, places: dict[Node, tuple[float, float]] | None = None) -> "GraphStepper":
    """Return a computation graph to walk through, forward and back; its inputs may be changed in the page.

    ``places`` as for ``graphs.GraphDiagram``. Raises ValueError for nodes that hold arrays, and for operations whose
    lines are not written.
    """
    for node in topological_order(output):
        if node.value.size != 1:
            held = f"{node.name or 'a node'} has the shape {node.value.shape}"
            raise ValueError(f"{held}; expected numbers: take one of each")
        if node.operation and node.operation.name not in OPERATIONS:
            raise ValueError(f"the operation is {node.operation.name!r}; expected one of {list(OPERATIONS)}")
        if node.operation and node.operation.name == "power" and (node.inputs[1].name or node.inputs[1].operation):
            raise ValueError("an exponent is a node of its own; expected a number: write a**2")
    return GraphStepper(output, places)


class GraphStepper(Stepper):
    """A computation graph to step through; ``values`` and ``sentences`` as of a ``Stepper``."""

    def __init__(self, output: Node, places: dict[Node, tuple[float, float]] | None):
        self.output, self.places = output, places
        self.order = [node for node in topological_order(output) if node.operation or node.name]
        self.names = {node: f"n{number}" for number, node in enumerate(self.order, start=1)}
        steps, symbols = self._steps()
        functions = ["sigma(z) = 1/(1 + exp(-z))"]
        given = {self.names[node]: float(node.value) for node in self.order if node.operation is None}
        walk = {"given": given, "functions": functions, "steps": steps, "symbols": symbols, "model": self._model()}
        walk["begin"] = f"Given: {' and '.join(symbols[name] for name in given)}."
        super().__init__(walk, "The first numbers", False, "")

    @property
    def sentence(self) -> str:
        """What a page without scripts says."""
        wanted = [self.names[self.output], *(f"d_{name}" for name in self.walk["given"])]
        told = [f"{self.walk['symbols'][name]} = {lines.written(self.values[name])}" for name in wanted]
        return f"A computation graph to walk through: {', '.join(told)}."

    def _picture(self) -> Figure:
        figure, axes = canvas(width=12, height=4.6)
        graphs.computation_graph(axes, self.output, backward(self.output), self.places)
        return figure

    def _name(self, node: Node) -> str:
        return self.names.get(node) or repr(float(node.value))  # a constant stands as a number

    def _steps(self) -> tuple[list[dict], dict[str, str]]:
        symbols = {"sigma": "σ"} | {name: node.name or f"v{name[1:]}" for node, name in self.names.items()}
        end = symbols[self.names[self.output]]
        symbols |= {f"d_{name}": f"∂{end}/∂{symbols[name]}" for name in self.names.values()}
        steps = [self._forward(node) for node in self.order if node.operation]
        arrived: dict[Node, list[str]] = {node: [] for node in self.order}
        for node in reversed(self.order):
            name = self.names[node]
            if node is self.output:
                steps.append(_step(f"d_{name} = 1", f"{{{name}}} changes as fast as itself:", name))
            elif len(self._users(node)) > 1:
                words = f"{{{name}}} is used {len(arrived[node])} times: what has arrived adds up:"
                wrong = [[arrived[node][0], "that is what came along one arrow only; add all"]]
                wrong.append(["*".join(arrived[node]), "what arrives adds up, it is not multiplied"])
                steps.append(_step(f"d_{name} = {' + '.join(arrived[node])}", words, name, wrong))
            for number, parent in enumerate(node.inputs):
                if parent in self.names:
                    steps.append(self._back(node, number, parent, arrived, symbols))
        return steps, symbols

    def _users(self, node: Node) -> list[tuple[Node, int]]:
        return [(user, i) for user in self.order for i, each in enumerate(user.inputs) if each is node]

    def _put(self, expression: str, node: Node) -> str:
        parts = {"c": self.names[node]} | dict(zip("ab", map(self._name, node.inputs), strict=False))
        return lines.NAME.sub(lambda found: parts.get(found[0], found[0]), expression)

    def _forward(self, node: Node) -> dict[str, Any]:
        assert node.operation
        name, (expression, _) = self.names[node], OPERATIONS[node.operation.name]
        edges = [f"{name}_{i}" for i, parent in enumerate(node.inputs) if parent in self.names]
        words = f"{{{name}}} is computed from what its arrows bring:"
        return _step(f"{name} = {self._put(expression, node)}", words, name, phase="forward", edges=edges)

    def _back(self, node: Node, number: int, parent: Node, arrived: dict, symbols: dict[str, str]) -> dict[str, Any]:
        assert node.operation
        name, above = self.names[parent], self.names[node]
        slope = self._put(OPERATIONS[node.operation.name][1][number], node)
        by = f"∂{symbols[above]}/∂{symbols[name]}"
        words = f"Back through {node.operation.name} to {{{name}}}, times the local slope {by}:"
        wrong = [[f"d_{above}", "the local slope is missing"], [f"0 - d_{above}*{slope}", "the sign is turned"]]
        wrong.append([slope, f"that is the local slope alone; it is multiplied by {{d_{above}}}"])
        expression = f"d_{above}*{slope}"
        if len(self._users(parent)) == 1:
            return _step(f"d_{name} = {expression}", words, name, wrong, edge=[above, number], back=True)
        part = f"q{len(arrived[parent])}_{name}"
        arrived[parent].append(part)
        symbols |= {part: lines.in_symbols(expression, symbols), f"q_sum_{part}": "Σ"}
        running = f"q_sum_{part} = {' + '.join(arrived[parent])}"
        return _step(f"{part} = {expression}", words, name, wrong, edge=[above, number], back=True, running=running)

    def _model(self) -> dict[str, Any]:
        """Return boxes and arrows where ``GraphDiagram`` puts them, on a board of the stepper's width."""
        _, axes = canvas(width=12, height=4.6)
        diagram = graphs.GraphDiagram(axes, self.output, self.places)
        across, up = zip(*(diagram.places[node] for node in self.order), strict=True)
        wide, high, total = 190, 3.2 * 1.2 * FONT + 8, 1142
        scale = (total - wide - 20) / max(max(across) - min(across), 1e-9)
        rise = max(max(up) - min(up), 1e-9)
        tall = 250 if rise > 1 else 0
        boxes: dict[str, Any] = {}
        edges: dict[str, Any] = {}
        for node, name in self.names.items():
            x = 10 + wide / 2 + scale * (diagram.places[node][0] - min(across))
            y = high / 2 + 14 + tall * (max(up) - diagram.places[node][1]) / rise
            users = [f"q_sum_q{i}_{name}" for i in range(len(self._users(node)))]
            title = node.operation.name if node.operation else "input"
            boxes[name] = {
                "x": x,
                "y": y,
                "w": wide,
                "h": high,
                "title": title,
                "rows": [[name], [*users, f"d_{name}"]],
            }
        for node, name in self.names.items():
            for number, parent in enumerate(node.inputs):
                if parent in self.names:
                    (start, end), twins = (boxes[self.names[parent]], boxes[name]), list(node.inputs).count(parent)
                    shift = 24 * (number - 0.5) if twins > 1 else 0
                    ends = [[start["x"] + wide / 2, start["y"] + shift], [end["x"] - wide / 2, end["y"] + shift]]
                    label = {"x": 0, "y": 0, "step": 0, "anchor": "start"}
                    edge = {"from": ends[0], "to": ends[1], "rows": [], "always": True, "label": label}
                    edges[f"{name}_{number}"] = edge
        return {"width": total, "height": tall + high + 28, "font": FONT, "boxes": boxes, "edges": edges}


def _step(line: str, words: str, unit: str, wrong: list | None = None, **where: Any) -> dict[str, Any]:
    return {
        "phase": "backward", "line": line, "told": words, "wrong": wrong or [], "unit": [unit], "edge": None,
        "bias": None, "back": False, "ends": "unit", "running": "",
    } | where  # fmt: skip
