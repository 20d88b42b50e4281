"""The playground: one network, trained live by mlp_core in the kernel, and everything about it in one picture.

    playground("data=spirals; hidden=8,8; eta=0.01; seed=3")

The page asks for a picture, shows it and asks for the next one; between two, the kernel is free. A page without a
kernel shows a still.
"""

import hashlib
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from .. import figures
from ..kernel_line import KernelLine
from ..page import figure_html, hint, script, still
from . import recipe as recipes
from .experiment import Experiment
from .points import inputs
from .recipe import EDGE, Recipe, read
from .session import SIDE, Session

HERE = Path(__file__).parent
PARTS = ("network_map.js", "playground_board.js", "playground.js")
SCRIPTS = script(HERE / "playground.css", *(HERE / part for part in PARTS))
TO_PLAY = hint("play")
MOST_FOR_STILL = 3000
ETAS = [float(f"{digits}e{power}") for power in range(-4, 1) for digits in (1, 1.5, 2, 3, 5, 7)] + [10.0]
PAGES = 3  # how many pages of one cell keep their own experiment


def playground(text: str = "") -> "Playground":
    """Return a playground that begins with a recipe: "data=moons; hidden=4"; what it leaves out has its usual value.

    Raises ValueError for a text that is no recipe, naming the key, its value, and what was expected.
    """
    return Playground(read(text))


class Playground:
    """A network to play with. Only what is shown needs the kernel; the recipe in ``recipe`` is where it begins."""

    def __init__(self, recipe: Recipe):
        self.recipe = recipe
        self.line = Line.of(recipe)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        """Return the still, with the module that makes a playground of it, and a sentence."""
        picture, sentence = drawn(self.recipe)
        data = {
            "kind": "playground", "key": self.line.key, "parameters": [], "frames": [], "sentences": [sentence],
            "descriptions": [DESCRIPTION], "width": 648, "height": 302, "controls": CONTROLS, "etas": ETAS,
            "features": recipes.FEATURES, "most": [recipes.MOST_LAYERS, recipes.MOST_UNITS], "side": SIDE,
            "hint": TO_PLAY,
        }  # fmt: skip
        return {"text/html": figure_html(data, picture, hint=TO_PLAY, module=SCRIPTS), "text/plain": sentence}


DESCRIPTION = (
    "On the left the square of the data, from −3 to 3: the colour of each place is what the network predicts there, "
    "blue for class 0, orange for class 1; training points are filled, held-out points are hollow. In the middle the "
    "network: every unit is a small picture of its own output over the square, every connection as wide as its weight "
    "is large, orange for positive and purple, dashed, for negative weights. On the right the two losses, on a "
    "logarithmic scale."
)


def menu(label: str, options: dict[str, str]) -> dict[str, Any]:
    """Describe a menu for the page."""
    return {"kind": "menu", "label": label, "options": options}


def slider(label: str, stops: list[float], again: bool = True) -> dict[str, Any]:
    """Describe a slider for the page, with a field for any number beside it. ``again``: it makes a new start."""
    return {"kind": "slider", "label": label, "stops": stops, "again": again}


CONTROLS = {
    "eta": slider("learning rate η", ETAS, again=False),
    "batch": slider("batch size", [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000], again=False),
    "data": menu("data", recipes.DATA),
    "points": slider("points", [4, 8, 16, 30, 60, 100, 150, 200, 300, 400, 500, 700, 1000]),
    "noise": slider("noise", [round(0.05 * step, 2) for step in range(21)]),
    "activation": menu("activation", recipes.ACTIVATIONS),
    "loss": menu("loss", recipes.LOSSES),
    "optimizer": menu("optimizer", recipes.OPTIMIZERS),
    "l2": slider("L2", [0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1], again=False),
    "dropout": slider("dropout", [0, 0.1, 0.2, 0.3, 0.4, 0.5], again=False),
    "seed": {"kind": "number", "label": "seed", "again": True},
}


def drawn(recipe: Recipe) -> tuple[bytes, str]:
    """Draw the still of a recipe: the picture after its updates, and the sentence that says what it shows."""
    shown = Experiment(recipe)
    shown.train(min(recipe.updates, MOST_FOR_STILL))
    figure = Figure(figsize=(9, 4.2), layout="constrained")
    axes = figure.subplots()
    heights = shown.heights(shown.predicted(inputs(recipe, figures.grid(-EDGE, EDGE)))[-1].a)
    figures.decision(axes, (1 + heights) / 2, -EDGE, EDGE)
    if recipe.data == "surface":
        axes.scatter(*shown.places.T, c=shown.labels, cmap=figures.SHADES, edgecolor="0.4", s=30)
    else:
        figures.points(axes, shown.places, shown.labels.astype(int), size=30)
    widths = "-".join(map(str, [len(recipe.features), *recipe.hidden, shown.network[-1].b.shape[-1]]))
    training = shown.score()
    right = "" if recipe.data == "surface" or not len(shown.x) else f", {100 * training.accuracy:.0f} % of them right"
    sentence = (
        f"A playground: a {widths} network and {len(shown.x)} training points ({recipes.DATA[recipe.data]}) after "
        f"{shown.updates:,} updates{right}."
    )
    return still(figure), sentence


class Line(KernelLine):
    """The line along which pages ask for pictures, each of its own session."""

    lines: "dict[str, Line]" = {}

    def __init__(self, recipe: Recipe, key: str):
        super().__init__(key=key)
        self.recipe = recipe
        self.sessions: dict[str, Session] = {}
        self.on_msg(self._asked)

    @classmethod
    def of(cls, recipe: Recipe) -> "Line":
        """Return the line of a recipe: one serves all cells and pages that begin with it, each with its own session."""
        key = "playground-" + hashlib.sha256(str(recipe).encode()).hexdigest()[:12]
        if key not in cls.lines:
            cls.lines[key] = cls(recipe, key)
        return cls.lines[key]

    def _asked(self, _: Any, message: dict, buffers: list) -> None:
        page = message["page"]
        if page not in self.sessions:
            self.sessions[page] = Session(self.recipe)
            for oldest in list(self.sessions)[:-PAGES]:
                del self.sessions[oldest]
        content, buffers = self.sessions[page].handle(message)
        self.send(content, buffers)
