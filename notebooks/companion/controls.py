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
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from . import handles
from .describe import describe
from .family import LOCK, Drawing, compressed
from .kernel_line import KernelLine
from .page import figure_html, hint, size_of, still, with_real_minus
from .parameters import Choice, Number, Stops
from .predictions import Estimate, Pick, Prediction, Sketch, question_html

MOST_STOPS = 600
TO_RUN = "A still: to change its numbers, run this cell (Shift + Enter)."


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
        with self.drawing.ready():
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
