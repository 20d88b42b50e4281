"""Controls: sliders, menus and number fields over what a cell has already computed.

    control(figure, update, eta=Stops(etas, "learning rate η", start=0.1), size=Choice(sizes, "batch size"))

``update(eta, size)`` is told the *values* chosen. It changes the figure's artists and returns the sentence that the
figure then shows. Every stop is drawn when the cell runs, so that the page can show it without a kernel; ``update``
must not train, and must not change a variable of the notebook. Controls never draw: the family does.
"""

import hashlib
import itertools
import math
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from . import handles
from .describe import describe
from .family import LOCK, Drawing, compressed
from .kernel_line import KernelLine
from .looks import plain
from .page import figure_html, hint, size_of, still, with_real_minus
from .predictions import Estimate, Pick, Prediction, Sketch, question_html

MOST_STOPS = 600
TO_RUN = "A still: to change its numbers, run this cell (Shift + Enter)."


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


def control(
    figure: Figure,
    update: Callable[..., str],
    predict: Prediction | None = None,
    drag: handles.Handle | Sequence[handles.Handle] = (),
    **parameters: Stops | Choice | Number,
) -> "Control":
    """Draw a figure at every stop of its parameters, and return the control that a page moves.

    ``predict`` locks it until the reader has committed to a guess. ``drag`` lets points of the picture be dragged.

    Raises ValueError where there is no parameter, more than 600 stops, an update that returns no sentence or draws
    the same whatever a slider says, or a handle that its parameters do not move; RuntimeError, with the stop named,
    where ``update`` fails; TypeError for a parameter or a handle that is none.
    """
    if not isinstance(figure, Figure):
        raise TypeError(f"figure is {type(figure).__name__}; expected a Figure: make one with figures.canvas(...)")
    if not callable(update):
        raise TypeError(f"update is {update!r}; expected a function that returns a sentence: def update(eta): ...")
    if predict is not None and not isinstance(predict, (Pick, Estimate, Sketch)):
        raise TypeError(f"predict is {predict!r}; expected Pick, Estimate or Sketch: predict=Pick(question, …)")
    if not parameters:
        raise ValueError('there are no parameters; expected at least one: eta=Stops(etas, "learning rate η")')
    for name, parameter in parameters.items():
        if not hasattr(parameter, "counted"):
            raise TypeError(f"{name} is {parameter!r}; expected Stops, Choice or Number: {name}=Stops(values, label)")
    return Control(figure, update, predict, handles.checked(drag, figure, parameters), parameters)


class Control:
    """A figure under the hand. ``at(eta=0.1)`` returns the sentence it shows there."""

    def __init__(
        self,
        figure: Figure,
        update: Callable[..., str],
        predict: Prediction | None,
        drag: list[handles.Handle],
        parameters: dict[str, Any],
    ):
        self.figure, self.update, self.predict, self.drag, self.parameters = figure, update, predict, drag, parameters
        self.error: str | None = None
        self.start = {name: parameter.start for name, parameter in parameters.items()}
        with LOCK:
            self.drawing = Drawing(figure)
            self.data = self._family() if all(each.counted for each in parameters.values()) else self._one_picture()
            self.sentence = self._told(self.start)
            self.still = still(figure)
        if "key" in self.data:
            self.live = _Live(self, key=self.data["key"])

    def at(self, **values: Any) -> str:
        """Return the sentence shown at these values; what is not named stands where it starts.

        Raises ValueError, before anything is moved, for a parameter or a value that there is not.
        """
        for name in values:
            if name not in self.parameters:
                raise ValueError(f"{name!r} is not a parameter here; expected one of {list(self.parameters)}")
        places = {name: each.place(values.get(name, each.start)) for name, each in self.parameters.items()}
        if "key" in self.data:
            with LOCK:
                return self._told(self.start | values)
        number = 0
        for name, parameter in self.parameters.items():
            number = number * len(parameter.values) + places[name]
        return self.data["sentences"][number]

    def _family(self) -> dict[str, Any]:
        names = list(self.parameters)
        shape = tuple(len(parameter.values) for parameter in self.parameters.values())
        if math.prod(shape) > MOST_STOPS:
            raise ValueError(
                f"there are {' × '.join(map(str, shape))} = {math.prod(shape)} stops; expected at most {MOST_STOPS}: "
                "thin the values out"
            )
        layers, sentences, descriptions = [], [], []
        places: list[list[tuple[float, float]]] = [[] for _ in self.drag]
        for values in itertools.product(*(parameter.values for parameter in self.parameters.values())):
            sentences.append(self._told(dict(zip(names, values, strict=True))))
            layers.append(self.drawing.layers())
            descriptions.append(describe(self.figure))
            for handle, noted in zip(self.drag, places, strict=True):
                noted.append(handle.place())
        data = self._frame() | compressed(self.drawing, layers)
        self._check_that_it_moves(data["frames"], sentences, shape)
        if self.drag:
            pages = [handles.page(*each, self.parameters) for each in zip(self.drag, places, strict=True)]
            data |= {"kind": "handles", "handles": pages}
        first = 0
        for parameter in self.parameters.values():
            first = first * len(parameter.values) + parameter.place(parameter.start)
        if len(set(descriptions)) == 1:
            descriptions = descriptions[:1] * len(sentences)
        return data | {"sentences": sentences, "descriptions": descriptions, "first": first}

    def _one_picture(self) -> dict[str, Any]:
        sentence = self._told(self.start)
        data = self._frame() | compressed(self.drawing, [self.drawing.layers()])
        key = hashlib.sha256(repr((data, sentence)).encode()).hexdigest()[:12]
        return data | {"sentences": [sentence], "descriptions": [describe(self.figure)], "key": key}

    def _frame(self) -> dict[str, Any]:
        data = size_of(self.figure) | {"parameters": [parameter.page() for parameter in self.parameters.values()]}
        return data | {"predict": self.predict.page()} if self.predict else data

    def _told(self, values: dict[str, Any]) -> str:
        try:
            sentence = self.update(**values)
        except Exception as problem:
            at = ", ".join(f"{name} = {value!r}" for name, value in values.items())
            raise RuntimeError(f"update failed at {at}: {type(problem).__name__}: {problem}") from problem
        if not isinstance(sentence, str) or not sentence.strip():
            raise ValueError(f"update returned {sentence!r}; expected the sentence that the figure shows: return f'…'")
        return with_real_minus(sentence)

    def _check_that_it_moves(self, frames: list, sentences: list[str], shape: tuple[int, ...]) -> None:
        """A slider that moves nothing is worse than none: the reader would look for what has changed."""
        pictures = np.unique(np.array(frames), axis=0, return_inverse=True)[1].reshape(shape)
        words = np.unique(sentences, return_inverse=True)[1].reshape(shape)
        for axis, name in enumerate(self.parameters):
            for what, seen in (("picture", pictures), ("sentence", words)):
                if shape[axis] > 1 and (np.diff(seen, axis=axis) == 0).all():
                    raise ValueError(f"the {what} is the same whatever {name} is; expected it to change: see update")

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        """Return one piece of HTML, and the sentence."""
        question = question_html(self.predict) if self.predict else ""
        how = TO_RUN if "key" in self.data else hint("move it")
        html = figure_html(self.data, self.still, question, how, module=handles.SCRIPT if self.drag else "")
        return {"text/html": html, "text/plain": self.sentence}


class _Live(KernelLine):
    """The line along which a page asks for the picture of some numbers."""

    def __init__(self, owner: Control, key: str):
        super().__init__(key=key)
        self.owner, self.sent = owner, {0}
        self.on_msg(self._asked)

    def _asked(self, _, content: dict, buffers: list) -> None:
        if content.get("fresh"):  # a page that has nothing yet
            self.sent = {0}
        self.send(self._drawn(content["places"]))

    def _drawn(self, places: list) -> dict[str, Any]:
        owner = self.owner
        with LOCK:
            try:
                parameters = owner.parameters.items()
                values = {name: each.read(place) for (name, each), place in zip(parameters, places, strict=True)}
                sentence = owner._told(values)
                layers, description = owner.drawing.layers(), describe(owner.figure)
            except Exception as problem:
                owner.error = traceback.format_exc()
                return {"error": str(problem)}
            owner.error, owner.sentence = None, sentence
        new, texts = {*layers} - self.sent, owner.drawing.fragments
        fragments = {number: texts[number].replace("xlink:href", "href") for number in new}
        self.sent |= {*layers}
        return {
            "frame": layers, "fragments": fragments, "sentence": sentence, "description": description,
            "definitions": "".join(owner.drawing.definitions.values()),
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
