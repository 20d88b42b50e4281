"""The stepper: one training step of a network to walk through, edge by edge, in the page and without a kernel.

    stepper(network, x, y, eta=0.1)

The lines of the step are written here (training_step.py), checked against the values that Python computes from them,
and sent to the page as text; there the same lines are run again whenever the reader changes a number.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import mlp_core as mlp

from .. import networks
from ..describe import describe
from ..family import LOCK
from ..figures import canvas
from ..formulas import written as on_slide
from ..page import figure_html, hint, script, size_of, still
from . import lines, training_step
from .architectures import menu
from .training_step import ACTIVATIONS, LOSSES

HERE = Path(__file__).parent
PARTS = ("_lines", "_drawing", "", "_paths", "_quiz", "_menus")
SCRIPTS = script(HERE / "stepper.css", *(HERE / f"stepper{part}.js" for part in PARTS))
MOST_UNITS, MOST_LAYERS = 4, 3
# What the slides ITAM-16 to ITAM-24 call the numbers of a network 2-2-1.
ITAM = {
    "w1_11": "w1", "w1_12": "w2", "w1_21": "w3", "w1_22": "w4", "w2_11": "w5", "w2_21": "w6", "y1": "y",
    "b1_1": "b1", "b1_2": "b2", "b2_1": "b3", "z1_1": "s1", "z1_2": "s2", "z2_1": "s3", "a1_1": "a1", "a1_2": "a2",
    "a2_1": "a3", "delta1_1": "delta_h1", "delta1_2": "delta_h2", "delta2_1": "delta3", "dE2_1": "dE_a3",
    "u1_1": "h1", "u1_2": "h2", "u2_1": "y_hat",
}  # fmt: skip
FONT = 21


def stepper(
    network: Sequence[mlp.Layer], x: Any, y: Any, eta: float = 0.1, loss: mlp.Loss = mlp.half_squared_error,
    slide: str = "", first: str = "The first numbers", own_numbers: bool = False,
    menus: bool = False,
) -> "Stepper":  # fmt: skip
    """Return one training step of ``network`` on one example, to walk through: forward, error, backward, update.

    ``x`` and ``y`` are one example, ``eta`` the learning rate; ``slide="ITAM"`` writes a network 2-2-1 in the letters
    of that deck, ``first`` is what the button says that brings these numbers back, and ``own_numbers=True`` begins
    behind the last step, with the fields open in which numbers are changed. ``menus=True`` lets the reader choose the
    layers, the activation and the seed of the numbers.

    Raises ValueError for more than 4 units in a layer or 3 layers that compute, several examples, and activations or
    losses whose lines are not written.
    """
    layers = tuple(mlp.Layer(np.asarray(W, float), np.asarray(b, float), f) for W, b, f in network)
    widths = [layers[0].W.shape[0], *(layer.W.shape[1] for layer in layers)] if layers else []
    if not 1 <= len(layers) <= MOST_LAYERS or max(widths) > MOST_UNITS:
        raise ValueError(
            f"network is {'-'.join(map(str, widths))}; expected 1 to {MOST_LAYERS} layers of at most "
            f"{MOST_UNITS} units: a larger one does not fit a screen"
        )
    for number, layer in enumerate(layers, start=1):
        if layer.activation.name not in ACTIVATIONS:
            raise ValueError(
                f"layer {number} has the activation {layer.activation.name!r}; expected one of {list(ACTIVATIONS)}"
            )
    if loss.name not in LOSSES:
        raise ValueError(f"loss is {loss.name!r}; expected one of {list(LOSSES)}")
    example = {"x": np.asarray(x, float).ravel(), "y": np.asarray(y, float).ravel()}
    for name, width in (("x", widths[0]), ("y", widths[-1])):
        if example[name].size != width:
            raise ValueError(
                f"{name} holds {example[name].size} numbers; expected {width}, one example: pass one row of the data"
            )
    if slide not in ("", "ITAM") or (slide and widths != [2, 2, 1]):
        raise ValueError(f"slide is {slide!r} for {widths}; expected '', or 'ITAM' with a network 2-2-1: leave it out")
    given = {f"x{i}": value for i, value in enumerate(example["x"], start=1)}
    given |= given_of(layers) | {f"y{j}": value for j, value in enumerate(example["y"], start=1)} | {"eta": float(eta)}
    rename = ITAM if slide else {}
    walk = walk_of(widths, [layer.activation.name for layer in layers], loss.name, given, rename)
    return Stepper(walk, first, own_numbers, layers[0].activation.name if menus else "")


def given_of(layers: Sequence[mlp.Layer]) -> dict[str, float]:
    """Return the weights and biases of a network by their names, layer by layer."""
    given: dict[str, float] = {}
    for k, (W, b, _) in enumerate(layers, start=1):
        given |= {f"w{k}_{i + 1}{j + 1}": float(value) for (i, j), value in np.ndenumerate(W)}
        given |= {f"b{k}_{j + 1}": float(value) for j, value in enumerate(b.ravel())}
    return given


def walk_of(
    widths: Sequence[int], activations: Sequence[str], loss: str, given: dict[str, float], rename: dict[str, str]
) -> dict[str, Any]:
    """Return a walk as the page takes it: the given numbers, the functions, the steps, and how names are written."""

    def renamed(text: str) -> str:
        return lines.NAME.sub(lambda found: _other(found[0], rename), text)

    symbols = training_step.symbols_of(widths)
    if rename:
        symbols |= {new: on_slide(new) for new in rename.values()} | {"dE_a3": "∂E/∂a₃"}
    steps = []
    for step in training_step.composed(widths, activations, loss):
        steps.append(
            step | {part: renamed(step[part]) for part in ("line", "running", "told")}
            | {"wrong": [[renamed(line), renamed(words)] for line, words in step["wrong"]]}
        )  # fmt: skip
    slopes = [ACTIVATIONS[name][2] for name in activations]
    return {
        "widths": list(widths), "given": {renamed(name): float(value) for name, value in given.items()},
        "functions": training_step.functions_of(activations), "steps": steps, "slopes": slopes, "ends": LOSSES[loss][1],
        "symbols": training_step.with_derived(symbols, steps), "rename": rename,
    }  # fmt: skip


def _other(name: str, rename: dict[str, str]) -> str:
    """Return the slides' name of a number, also of a derivative or of a new value."""
    for prefix in ("new_", "d"):
        if name.startswith(prefix) and name.removeprefix(prefix) in rename:
            return prefix + rename[name.removeprefix(prefix)]
    return rename.get(name, name)


class Stepper:
    """A pass to step through. ``values`` holds every number of it by name, ``sentences`` tells it step by step."""

    def __init__(self, walk: dict[str, Any], first: str, own_numbers: bool, activation: str):
        self.walk, self.first, self.own_numbers, self.activation = walk, first, own_numbers, activation
        self.values = lines.run([*walk["functions"], *lines_of(walk["steps"])], walk["given"])
        self.sentences = [lines.told(step, self.values, walk["symbols"]) for step in walk["steps"]]
        wild = [name for name, value in self.values.items() if not np.isfinite(value)]
        if wild:
            raise ValueError(f"{wild[0]} becomes {self.values[wild[0]]}; expected finite numbers: choose smaller ones")

    @property
    def sentence(self) -> str:
        """What a page without scripts says."""
        widths, rename = self.walk["widths"], self.walk["rename"]
        last = [_other(f"a{len(widths) - 1}_{j}", rename) for j in range(1, widths[-1] + 1)]
        told = ", ".join(f"{self.walk['symbols'][name]} = {lines.written(self.values[name])}" for name in last)
        error = lines.written(self.values["E"])
        return f"One training step of a network {'-'.join(map(str, widths))}: {told} with the error E = {error}."

    def data(self, figure: Any) -> dict[str, Any]:
        """Return everything the page needs."""
        menus = {"menu": menu(), "activation": self.activation} if self.activation else {}
        return menus | size_of(figure) | {
            "kind": "stepper", "definitions": "",
            "frames": [[]], "fragments": [], "parameters": [], "sentences": [self.sentence],
            "descriptions": [describe(figure)], "walk": self.walk, "layout": layout(), "first": 0,
            "back": self.first, "open": self.own_numbers, "drawing": "The drawing, with the numbers known so far.",
        }  # fmt: skip

    def _picture(self) -> Any:
        return picture(self.walk, self.values)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        with LOCK:
            figure = self._picture()
            html = figure_html(self.data(figure), still(figure), "", hint("walk through the step"), SCRIPTS)
        return {"text/html": html, "text/plain": self.sentence}


def lines_of(steps: Sequence[dict]) -> list[str]:
    """List the lines of steps in the order in which they are run."""
    return [line for step in steps for line in (step["line"], step["running"]) if line]


def layout() -> dict[str, Any]:
    """Return where a network's boxes stand, for any number of layers, in units of which the text is 21 high."""

    def columns(count: int, look: dict[str, Any], before_last: float | None = None) -> list[float]:
        """Spread ``count`` layers and the error over the width, equal gaps but for those named."""
        free = look["widths"][count] - 20 - look["input"] - (count - 1) * look["wide"] - look["error"] - 34
        gaps = [free / (count - 1)] * (count - 1)
        if before_last:
            gaps = [(free - before_last) / (count - 2)] * (count - 2) + [before_last]
        middles, edge = [10 + look["input"] / 2], 10.0 + look["input"]
        for gap in gaps:
            middles.append(edge + gap + look["wide"] / 2)
            edge += gap + look["wide"]
        return [round(x, 1) for x in [*middles, edge + 34 + look["error"] / 2]]

    spacious: dict[str, Any] = {
        "input": 118, "wide": 166, "error": 166, "widths": {2: 1142, 3: 1142}, "pitch": {1: 250, 2: 250}, "high": 116,
        "stub": 50, "titles": True, "above": 76, "below": 76,
    }  # fmt: skip
    compact: dict[str, Any] = {
        "input": 104, "wide": 156, "error": 146, "widths": {2: 1142, 3: 1142, 4: 1180}, "high": 88,
        "pitch": {1: 200, 2: 200, 3: 150, 4: 124}, "stub": 18, "titles": False, "above": 34, "below": 30,
    }  # fmt: skip
    spacious["columns"] = {2: columns(2, spacious), 3: columns(3, spacious, 175)}
    compact["columns"] = {count: columns(count, compact) for count in compact["widths"]}
    return {"font": FONT, "spacious": spacious, "compact": compact}


def picture(walk: dict[str, Any], values: dict[str, float]) -> Any:
    """Draw the step with matplotlib, for pages in which no script runs: with all numbers, where they find room."""
    widths, symbols = walk["widths"], walk["symbols"]
    last = len(widths) - 1

    def name(generic: str) -> str:
        return _other(generic, walk["rename"])

    def told(each: str) -> str:
        return f"{symbols.get(each, each)} = {lines.written(values[each], lines.decimals_of(each))}"

    if last == 2 and max(widths) <= 2:
        units: list = [[(symbols[name(f"x{i}")], [name(f"x{i}")], []) for i in range(1, widths[0] + 1)]]
        on_lines = []
        for k in range(1, last + 1):
            row = []
            for j in range(1, widths[k] + 1):
                bias = name(f"b{k}_{j}")
                inside = [name(f"{kind}{k}_{j}") for kind in ("z", "a", "delta")]
                row.append((symbols[name(f"u{k}_{j}")], inside, [bias, f"d{bias}", f"new_{bias}"]))
            units.append(row)
            names = [[name(f"w{k}_{i}{j}") for j in range(1, widths[k] + 1)] for i in range(1, widths[k - 1] + 1)]
            on_lines.append([[[w, f"d{w}", f"new_{w}"] for w in each] for each in names])
        units.append([("E", [*(name(f"y{j}") for j in range(1, widths[-1] + 1)), "E"], [])])
        figure, diagram = networks.pass_canvas(units, [*on_lines, [[[]]] * widths[-1]], notes=("eta",))
        diagram.write({each: told(each) for each in diagram.texts})
        return figure
    figure, axes = canvas(width=12, height=1.5 + 1.35 * max(widths))
    letters: list = [[symbols[name(f"x{i}")] for i in range(1, widths[0] + 1)]]
    numbers: list = [[lines.written(values[name(f"x{i}")]) for i in range(1, widths[0] + 1)]]
    for k in range(1, last + 1):
        letters.append([symbols[name(f"u{k}_{j}")] for j in range(1, widths[k] + 1)])
        numbers.append([lines.written(values[name(f"a{k}_{j}")]) for j in range(1, widths[k] + 1)])
    biases = [[lines.written(values[name(f"b{k}_{j}")]) for j in range(1, widths[k] + 1)] for k in range(1, last + 1)]
    networks.NetworkDiagram(axes, letters, None, biases).write(values=numbers)
    return figure
