"""Parameters: what a control lets its reader change, as a slider, a menu or a field.

    Stops(etas, "learning rate η", start=0.1)    Choice(["SGD", "Adam"], "optimizer")    Number(0.15, "weight ω₁")
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .looks import plain


class _Listed:
    """What sliders and menus share: values in order, each with a text of its own."""

    kind = "slider"
    counted = True
    values: Sequence[Any]
    label: str
    start: Any

    def __post_init__(self) -> None:
        """Check the values, and let the first be the start where none is named."""
        values = [value.item() if isinstance(value, np.generic) else value for value in self.values]
        object.__setattr__(self, "values", tuple(values))
        _check_values(self.label, values)
        object.__setattr__(self, "start", values[0] if self.start is None else values[self.place(self.start)])

    @property
    def texts(self) -> list[str]:
        """The values as they are written beside the slider."""
        return [written(value) for value in self.values]

    def place(self, value: Any) -> int:
        """Return the position of a value. Raises ValueError for one that is not among the stops."""
        for place, stop in enumerate(self.values):
            if stop == value or (_is_number(stop) and _is_number(value) and math.isclose(stop, value, rel_tol=1e-9)):
                return place
        stops = list(self.values)
        if _is_number(value) and _is_number(stops[0]):  # name the neighbours of what was asked for
            stops = sorted(stops, key=lambda stop: abs(stop - value))[:3]
        shown = ", ".join(written(stop) for stop in stops[:8]) + (", …" if len(self.values) > len(stops[:8]) else "")
        raise ValueError(f"{self.label} has no stop {value!r}; expected one of {shown}: name a value, not a position")

    def read(self, sent: Any) -> Any:
        """Return the value that a page means by a position."""
        return self.values[int(sent)]

    def page(self) -> dict[str, Any]:
        """Return the parameter as page.js builds it."""
        numbers = [float(value) for value in self.values] if _is_number(self.values[0]) else None
        return {
            "kind": self.kind, "label": self.label, "texts": self.texts, "values": numbers,
            "start": self.place(self.start),
        }  # fmt: skip


@dataclass(frozen=True)
class Stops(_Listed):
    """A slider over numbers or texts, in order, with a number field beside it. ``start``: the value shown first.

    Raises ValueError for no values, NaN, equal or mixed ones, or a start that is not among them.
    """

    values: Sequence[Any]
    label: str
    start: Any = None


@dataclass(frozen=True)
class Choice(_Listed):
    """A menu of words or numbers: optimizers, batch sizes; of "off" and "on": a box to tick.

    ``start``: the value chosen first. Errors as ``Stops``.
    """

    values: Sequence[Any]
    label: str
    start: Any = None
    kind = "menu"

    def page(self) -> dict[str, Any]:
        """Return the parameter as page.js builds it."""
        return super().page() | ({"kind": "switch"} if self.values == ("off", "on") else {})


@dataclass(frozen=True)
class Number:
    """A field for any number from ``low`` to ``high``: a weight, an input. It needs a running kernel.

    Raises ValueError for a range turned round, or a start outside it.
    """

    start: float
    label: str
    low: float = -10.0
    high: float = 10.0
    step: float = 0.05
    kind = "number"
    counted = False

    def __post_init__(self) -> None:
        """Check the range and the start."""
        _check_label(self.label)
        if not (_is_number(self.low) and _is_number(self.high) and self.low < self.high):
            raise ValueError(
                f"{self.label} goes from {self.low!r} to {self.high!r}; expected two numbers, low below high: turn them"
            )
        self.place(self.start)

    @property
    def values(self) -> tuple[float, ...]:
        """The one value that a page without a kernel can show."""
        return (self.start,)

    def place(self, value: Any) -> int:
        """Check a value. Raises ValueError for what is not a number in the range."""
        if not _is_number(value) or not self.low <= value <= self.high:
            raise ValueError(
                f"{self.label} is {value!r}; expected a number from {self.low:g} to {self.high:g}: "
                "choose one in between"
            )
        return 0

    def read(self, sent: Any) -> float:
        """Return the number that a page has sent. Raises ValueError as ``place``."""
        self.place(sent)
        return float(sent)

    def page(self) -> dict[str, Any]:
        """Return the parameter as page.js builds it."""
        return {
            "kind": self.kind, "label": self.label, "texts": [written(self.start)], "values": None,
            "start": float(self.start), "low": self.low, "high": self.high, "step": self.step,
        }  # fmt: skip


def written(value: Any) -> str:
    """Write a value as it stands beside a slider: a number as the figures write it, 0.00001 and not 1e-05."""
    return plain(value) if _is_number(value) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool) and math.isfinite(value)


def _check_label(label: str) -> None:
    if not isinstance(label, str) or not label.strip():
        raise ValueError(f'label is {label!r}; expected what the reader moves: "learning rate η"')


def _check_values(label: str, values: list) -> None:
    _check_label(label)
    if not values:
        raise ValueError(f"{label} has no values; expected at least one: give it a list of numbers or texts")
    strange = [value for value in values if not _is_number(value) and not isinstance(value, str)]
    if strange or len({isinstance(value, str) for value in values}) > 1:
        held = repr(strange[0]) if strange else "numbers and texts together"
        raise ValueError(f"{label} holds {held}; expected finite numbers, or texts only: write the values as texts")
    texts = [written(value) for value in values]
    twice = [text for text in texts if texts.count(text) > 1]
    if twice:
        raise ValueError(f"{label} holds {twice[0]!r} twice; expected stops that read differently: leave one out")
