"""The recipe of a playground: a short text that anybody can read, and that brings a run back bit for bit.

    data=spirals;noise=0.1;points=300;features=x1,x2;hidden=8,8;activation=tanh;…;seed=3;updates=1200;then=400:eta=0.03

``then`` holds what was changed while it trained: from update 400 on, η was 0.03. A key that is left out has its usual
value; spaces do not count.
"""

import difflib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

VERSION = 1
DATA = {
    "spirals": "spirals", "XOR": "XOR", "moons": "moons", "circles": "circles", "blobs": "blobs",
    "surface": "surface (regression)", "yours": "empty: paint your own",
}  # fmt: skip
FEATURES = {
    "x1": "x₁", "x2": "x₂", "x1^2": "x₁²", "x2^2": "x₂²", "x1*x2": "x₁x₂", "sin(x1)": "sin x₁", "sin(x2)": "sin x₂"
}  # fmt: skip
ACTIVATIONS = {
    name: name.replace("-", " ") for name in ("tanh", "sigmoid", "ReLU", "leaky-ReLU", "softplus", "identity")
}
LOSSES = {
    "cross-entropy": "cross-entropy, 2 outputs", "binary-cross-entropy": "binary cross-entropy",
    "half-squared-error": "half squared error", "hinge": "hinge", "L1": "L1",
}  # fmt: skip
OPTIMIZERS = {name: name for name in ("SGD", "Momentum", "AdaGrad", "RMSProp", "Adam")}
FOR_REGRESSION = ("half-squared-error", "L1")
MOST_LAYERS, MOST_UNITS, MOST_POINTS, EDGE = 4, 8, 1000, 3.0


class Change(NamedTuple):
    """What was changed after so many updates: a number such as η, or points painted (x₁, x₂, class) or erased."""

    update: int
    key: str
    value: Any


class Kind(NamedTuple):
    """What a key may hold: ``read`` raises ValueError for anything else, ``write`` undoes it."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    expected: str
    example: str


def _one_of(names: dict[str, str], example: str) -> Kind:
    def read(text: str) -> str:
        return next(name for name in names if name.lower() == text.lower())

    return Kind(read, str, "one of " + ", ".join(names), example)


def _number(low: float, high: float, example: str, whole: bool = False) -> Kind:
    def read(text: str) -> float:
        value = int(text) if whole else float(text)
        if not low <= value <= high:  # NaN is refused here as well
            raise ValueError
        return value

    return Kind(read, spelled, f"a {'whole ' * whole}number from {low:g} to {high:,.10g}".replace(",", ""), example)


def spelled(value: float) -> str:
    """Write a number so that reading it gives the very same number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _read_features(text: str) -> tuple[str, ...]:
    chosen = [next(name for name in FEATURES if name == each.lower()) for each in text.split(",")]
    return tuple(name for name in FEATURES if name in chosen)


def _read_hidden(text: str) -> tuple[int, ...]:
    widths = () if text == "none" else tuple(int(each) for each in text.split(","))
    if len(widths) > MOST_LAYERS or not all(1 <= width <= MOST_UNITS for width in widths):
        raise ValueError
    return widths


def _read_point(text: str, numbers: int) -> tuple[float, ...]:
    x1, x2, *label = (float(each) for each in text.split(","))
    if len(label) != numbers - 2 or not abs(x1) <= EDGE or not abs(x2) <= EDGE or not {*label} <= {0.0, 1.0}:
        raise ValueError
    return (x1, x2, *map(int, label))


def _commas(values: tuple) -> str:
    return ",".join(value if isinstance(value, str) else spelled(value) for value in values) or "none"


BATCH = _number(1, MOST_POINTS, "32", whole=True)
HOT = {  # what may be changed while it trains
    "eta": _number(0.0001, 10, "0.03"),
    "batch": BATCH,
    "l2": _number(0, 1, "0.001"),
    "dropout": _number(0, 0.9, "0.2"),
}
HAND = {
    "paint": Kind(lambda text: _read_point(text, 3), _commas, "x1,x2,class with x1 and x2 from -3 to 3", "0.5,-1,1"),
    "erase": Kind(lambda text: _read_point(text, 2), _commas, "x1,x2, both from -3 to 3", "0.5,-1"),
}


def _read_then(text: str) -> tuple[Change, ...]:
    changes = []
    for part in filter(None, text.split("/")):
        found = re.fullmatch(r"(\d+):(\w+)=(.+)", part)
        if not found or found[2] not in {**HOT, **HAND}:
            raise Misread(
                "then", part, f"UPDATE:KEY=VALUE, with a key among {', '.join({**HOT, **HAND})}", "400:eta=0.03"
            )
        changes.append(Change(int(found[1]), found[2], _value({**HOT, **HAND}, found[2], found[3], "then=400:")))
    if [change.update for change in changes] != sorted(change.update for change in changes):
        raise Misread("then", text, "changes in the order in which they were made", "400:eta=0.03/900:batch=8")
    return tuple(changes)


def _write_then(changes: tuple[Change, ...]) -> str:
    kinds = {**HOT, **HAND}
    return "/".join(f"{change.update}:{change.key}={kinds[change.key].write(change.value)}" for change in changes)


KEYS = {
    "data": _one_of(DATA, "spirals"),
    "noise": _number(0, 1, "0.1"),
    "points": _number(4, MOST_POINTS, "300", whole=True),
    "features": Kind(_read_features, _commas, "some of " + ", ".join(FEATURES), "x1,x2"),
    "hidden": Kind(
        _read_hidden, _commas, f"the units of at most {MOST_LAYERS} layers, 1 to {MOST_UNITS} each, or none", "8,8"
    ),
    "activation": _one_of(ACTIVATIONS, "tanh"),
    "loss": _one_of(LOSSES, "cross-entropy"),
    "optimizer": _one_of(OPTIMIZERS, "SGD"),
    **HOT,
    "seed": _number(0, 2**32 - 1, "3", whole=True),
    "updates": _number(0, 10**7, "500", whole=True),
    "then": Kind(_read_then, _write_then, "changes, UPDATE:KEY=VALUE", "400:eta=0.03"),
}


class Misread(ValueError):
    """A text that is no recipe: the message names the key, its value, what was expected and how to write it."""

    def __init__(self, key: str, value: Any, expected: str, example: str, before: str = ""):
        super().__init__(f"{key} is {value!r}; expected {expected}: write {before}{key}={example}")


@dataclass(frozen=True)
class Recipe:
    """All settings of a playground. ``str(recipe)`` is its text; ``read`` is the way back."""

    data: str = "spirals"
    noise: float = 0.1
    points: int = 300
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (8, 8)
    activation: str = "tanh"
    loss: str = "cross-entropy"
    optimizer: str = "Adam"
    eta: float = 0.01
    batch: int = 32
    l2: float = 0.0
    dropout: float = 0.0
    seed: int = 0
    updates: int = 0
    then: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what does not go together."""
        if self.data == "surface" and self.loss not in FOR_REGRESSION:
            raise Misread("loss", self.loss, f"{' or '.join(FOR_REGRESSION)}, because data=surface has no classes",
                          FOR_REGRESSION[0])  # fmt: skip
        late = [change.update for change in self.then if change.update > self.updates]
        if late:
            raise Misread("then", f"{late[0]}:…", f"no change after update {self.updates}, where the run ends",
                          f"{self.updates}:eta=0.03")  # fmt: skip

    def __str__(self) -> str:
        parts = [(field.name, KEYS[field.name].write(getattr(self, field.name))) for field in fields(self)]
        return ";".join([f"v={VERSION}", *(f"{name}={text}" for name, text in parts if text)])

    def with_value(self, key: str, value: Any) -> "Recipe":
        """Return the recipe with one setting as a page sends it. Raises Misread for a value that it cannot have."""
        text = _commas(tuple(value)) if isinstance(value, list) else str(value)
        return replace(self, **{key: _value(KEYS, key, text)})


def read(text: str) -> Recipe:
    """Return the recipe that a text stands for. Raises ValueError for one that stands for none."""
    if not isinstance(text, str):
        raise TypeError(f"the recipe is {text!r}; expected a text: 'data=spirals; hidden=8,8; seed=3'")
    values: dict[str, Any] = {}
    for part in filter(None, re.sub(r"\s", "", text).split(";")):
        key, equals, value = part.partition("=")
        key = key.lower()
        if not equals:
            raise ValueError(f"{part!r} is no setting; expected KEY=VALUE, with ; between two of them: write seed=3")
        if key == "v":
            if value != str(VERSION):
                raise Misread("v", value, f"{VERSION}, the version of recipes that this playground reads", str(VERSION))
            continue
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            meant = f"did you mean {near[0]}={KEYS[near[0]].example}" if near else f"leave out {part}"
            raise ValueError(f"{key!r} is no key of a recipe; expected one of {', '.join(KEYS)}: {meant}?")
        if key in values:
            raise ValueError(
                f"{key} stands twice in the recipe, the second time as {value!r}; expected once: leave one out"
            )
        values[key] = _value(KEYS, key, value)
    return Recipe(**values)


def _value(kinds: dict[str, Kind], key: str, text: str, before: str = "") -> Any:
    try:
        value = kinds[key].read(text)
    except Misread:
        raise
    except (ValueError, StopIteration):
        raise Misread(key, text, kinds[key].expected, kinds[key].example, before) from None
    return value


def rounded(value: float) -> float:
    """Round a place in the picture to hundredths, as recipes write it; what lies outside is brought to the edge."""
    if not math.isfinite(value):
        raise ValueError(f"a painted point lies at {value!r}; expected a number from -3 to 3: point into the picture")
    return max(-EDGE, min(EDGE, round(value, 2)))
