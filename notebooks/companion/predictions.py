"""Predictions: the reader commits to a guess first, then sees.

    ask(Pick("Which runs faster?", {"one": "…", "two": "that is the slower one"}, answer="one", because="…"))
    control(figure, update, predict=Estimate("How many epochs?", answer=epochs, because="…"), eta=…)

On a control a prediction locks the sliders until it is made. The answers come from the run, not from the keyboard.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from IPython.display import display
from matplotlib.axes import Axes

from .page import figure_html


@dataclass(frozen=True)
class Pick:
    """A question with options. A dict gives each option the reply to those who choose it: the misconception, named.

    Raises ValueError for fewer than two options, an ``answer`` that is not among them, or missing words.
    """

    question: str
    options: Sequence[str] | Mapping[str, str]
    answer: str
    because: str

    def __post_init__(self) -> None:
        """Check that it can be asked."""
        _check_words(question=self.question, because=self.because)
        if isinstance(self.options, str) or len(self.options) < 2 or len(set(self.options)) < len(self.options):
            raise ValueError(f"options is {self.options!r}; expected at least two different ones: give a list of texts")
        if self.answer not in list(self.options):
            raise ValueError(f"answer is {self.answer!r}; expected one of {list(self.options)}: copy it from there")

    def page(self) -> dict[str, Any]:
        """Return the question as page.js asks it."""
        options = list(self.options)
        replies = self.options if isinstance(self.options, Mapping) else {}
        return {
            "kind": "pick", "question": self.question, "options": options, "answer": options.index(self.answer),
            "replies": [replies.get(option, "") for option in options], "because": self.because,
        }  # fmt: skip

    def plain(self) -> tuple[list[str], str]:
        """Return what can be chosen, and the answer, in words."""
        return list(self.options), f"{self.answer}. {self.because}"


@dataclass(frozen=True)
class Estimate:
    """A question for a number. A guess counts as close within the share ``within`` of the answer.

    Raises ValueError for an answer that is not finite, a share that is not above 0, or missing words.
    """

    question: str
    answer: float
    because: str
    within: float = 0.1

    def __post_init__(self) -> None:
        """Check that it can be asked."""
        _check_words(question=self.question, because=self.because)
        if not math.isfinite(self.answer):
            raise ValueError(f"answer is {self.answer!r}; expected a finite number: compute it in the cell above")
        if not self.within > 0:
            raise ValueError(f"within is {self.within!r}; expected a share above 0: try 0.1")

    def page(self) -> dict[str, Any]:
        """Return the question as page.js asks it."""
        number = float(f"{float(self.answer):.4g}")
        return {
            "kind": "estimate", "question": self.question, "answer": number, "within": self.within,
            "because": self.because,
        }  # fmt: skip

    def plain(self) -> tuple[list[str], str]:
        """Return what can be chosen (nothing), and the answer, in words."""
        return [], f"{self.answer:.4g}. {self.because}".replace("-", "−")


@dataclass(frozen=True)
class Sketch:
    """A question whose answer is a curve, drawn by hand into ``axes``; the sliders then show the true one.

    Raises ValueError where words are missing.
    """

    question: str
    axes: Axes
    because: str

    def __post_init__(self) -> None:
        """Check that it can be asked."""
        _check_words(question=self.question, because=self.because)

    def page(self) -> dict[str, Any]:
        """Return the question as page.js asks it: the place of the axes in points, from the top left."""
        figure = self.axes.get_figure(root=True)
        width, height = figure.get_size_inches() * 72
        frame = self.axes.get_position()
        box = [frame.x0 * width, (1 - frame.y1) * height, frame.width * width, frame.height * height]
        return {
            "kind": "sketch", "question": self.question, "box": [round(side, 2) for side in box],
            "because": self.because,
        }  # fmt: skip

    def plain(self) -> tuple[list[str], str]:
        """Return what can be chosen (nothing), and the answer, in words."""
        return [], self.because


Prediction = Pick | Estimate | Sketch


class Question:
    """A question that stands alone, as a notebook shows it."""

    def __init__(self, prediction: Pick | Estimate):
        if not isinstance(prediction, (Pick, Estimate)):
            raise TypeError(
                f"prediction is {type(prediction).__name__}; expected Pick or Estimate: a Sketch needs the picture of "
                "a control, as control(..., predict=Sketch(...))"
            )
        self.prediction = prediction

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        """Return the question for a page, and its words."""
        words = self.prediction.question
        data = {
            "parameters": [], "frames": [], "fragments": [], "definitions": "", "width": 1, "height": 1,
            "sentences": [words], "descriptions": [""], "predict": self.prediction.page(),
        }  # fmt: skip
        choices, _ = self.prediction.plain()
        return {
            "text/html": figure_html(data, question=question_html(self.prediction)),
            "text/plain": "\n".join([f"Predict: {words}", *(f"- {choice}" for choice in choices)]),
        }


def ask(prediction: Pick | Estimate) -> None:
    """Ask a question that stands alone. Raises TypeError for a Sketch, which needs a control."""
    display(Question(prediction))


def question_html(prediction: Prediction) -> str:
    """Write a question for pages without scripts: its options, and the answer folded away."""
    choices, answer = prediction.plain()
    listed = "".join(f"<li>{escape(choice)}</li>" for choice in choices)
    return (
        f'<div class="companion-ask"><p><strong>Predict:</strong> {escape(prediction.question)}</p>'
        + (f"<ul>{listed}</ul>" if listed else "")
        + f"<details><summary>Answer</summary><p>{escape(answer)}</p></details></div>"
    )


def _check_words(**texts: str) -> None:
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"{name} is {text!r}; expected a sentence: say it in words")
