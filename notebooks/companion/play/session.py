"""One page's experiment in the kernel: what a page asks for is done, and what it then shows is returned as numbers.

A page asks for one picture at a time, and for the next when it has shown the last: so nothing piles up, and between
two pictures the kernel is free for other cells. Numbers go as bytes, in this order: the field (the predictions over the
square), the units' maps, the weights, the last batch's gradients, the losses so far, and the points where they changed.
"""

import traceback
from dataclasses import replace
from typing import Any

import numpy as np

from .. import figures
from . import points
from .experiment import Experiment
from .recipe import EDGE, HOT, Recipe, read, rounded, spelled
from .report import deltas, hundred, one_update, settings, status, widths

SIDE = 48  # pixels of the field; a unit's map has every second one
SECONDS = 0.015  # of training for one picture
SEEDS = range(100)
GRID = figures.grid(-EDGE, EDGE, SIDE).reshape(SIDE, SIDE, 2)[::-1].reshape(-1, 2)  # the top row first
MOST_REMEMBERED = 400  # moments on the loss curve


class Session:
    """The experiment of one page. ``handle(message)`` returns what to show, and the bytes that go with it."""

    def __init__(self, recipe: Recipe):
        self.error: str | None = None
        self.version, self.weight = 0, (0, 0, 0)
        self.many: Experiment | None = None  # the hundred seeds
        self.told: tuple[Experiment, dict[str, Any]] | None = None  # and where they have ended
        self._begin(recipe)

    def _begin(self, recipe: Recipe) -> None:
        new = Experiment(recipe)
        self.experiment: Experiment = new
        self.inputs = points.inputs(recipe, GRID)
        self.moments: list[tuple[float, float, float]] = []
        self.every, self.version = 1, self.version + 1
        self._remember(float(new.score().loss), float(new.score(held_out=True).loss))

    def handle(self, message: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        """Do what a page asks for, train if it plays, and return the next picture: numbers, and bytes."""
        told, self.error = "", None
        try:
            for name, *values in message.get("asks", []):
                ASKS[name](self, *values)
            if self.experiment.updates < self.experiment.target:
                self.experiment.arrive(0.08)
            elif self.many is not None and self.many.updates < self.many.target:
                self.many.arrive(0.08)
            elif message.get("play"):
                self._play(message.get("speed"))
        except KeyboardInterrupt:
            told = "Interrupted. Press play to go on."
            self._begin(self.experiment.recipe)  # an update may be half done: the recipe leads to the last whole one
        except Exception as problem:
            told, self.error = str(problem), traceback.format_exc()
        content, buffers = self._picture(message)
        return content | ({"error": told} if told else {}), buffers

    def _play(self, speed: str | None) -> None:
        if speed == "update":
            self.experiment.train(1)
        elif speed == "epoch":
            self.experiment.train(self.experiment.updates_left_in_epoch(), 5 * SECONDS)
        else:
            self.experiment.train(10**6, SECONDS)

    # --- what a page may ask for

    def set(self, key: str, value: Any) -> None:
        """Change a setting: η, the batch size, L2 and dropout as it trains; all others make a new start."""
        if key in HOT:
            self.experiment.change(key, getattr(Recipe().with_value(key, value), key))
            return
        start = self.experiment.rewound()
        if key == "data" and (value == "surface") != (start.data == "surface"):  # a regression has losses of its own
            start = replace(start, data="spirals", loss="half-squared-error" if value == "surface" else "cross-entropy")
        if key == "data":
            start = replace(start, then=())  # what was painted belonged to the other data
        self._begin(start.with_value(key, value))

    def paint(self, x1: float, x2: float, label: int) -> None:
        """Add a training point."""
        self.experiment.change("paint", (rounded(x1), rounded(x2), int(label)))
        self.version += 1

    def erase(self, x1: float, x2: float) -> None:
        """Take the training points around a place away; where there are none, nothing happens."""
        place = (rounded(x1), rounded(x2))
        if points.near(self.experiment.places, place).any():
            self.experiment.change("erase", place)
            self.version += 1

    def update(self) -> None:
        """Take one update."""
        self.experiment.train(1)

    def epoch(self) -> None:
        """Train to the end of the epoch."""
        self.experiment.train(self.experiment.updates_left_in_epoch())

    def follow(self, layer: int, source: int, unit: int) -> None:
        """Write the updates of another weight in numbers; source −1 is the bias."""
        self.weight = (layer, source, unit)

    def rewind(self, eta: float | None = None) -> None:
        """Go back to the same start: same seed, same weights; with another η if one is given."""
        start = self.experiment.rewound()
        self._begin(start if eta is None else start.with_value("eta", eta))

    def load(self, text: str) -> None:
        """Take up another recipe; it is trained to its end in the pictures that follow."""
        self._begin(read(text))
        self.many = None

    def seeds(self, updates: int) -> None:
        """Begin to train a hundred seeds for so many updates, all at once."""
        self.many = Experiment(self.experiment.rewound().with_value("updates", updates), SEEDS)

    def stop_seeds(self) -> None:
        """Give the hundred seeds up."""
        self.many = None

    def seed(self, number: int) -> None:
        """Take up one of the hundred seeds, trained as far as they were."""
        if self.many is not None:
            self._begin(replace(self.many.start, seed=number, updates=self.many.updates, then=tuple(self.many.changes)))

    # --- what it shows

    def _picture(self, message: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        now = self.experiment
        training, held_out = now.score(), now.score(held_out=True)
        self._remember(float(training.loss), float(held_out.loss))
        steps = now.predicted(self.inputs)
        content = {
            "page": message.get("page"), "number": message.get("number"), "version": self.version,
            "settings": settings(now), "recipe": str(now.recipe), "widths": widths(now),
            "status": status(now, training, held_out), "deltas": deltas(now),
            "one": one_update(now, self.weight),
            "share": min(1.0, now.updates / now.target) if now.target else 1.0,
        }  # fmt: skip
        if training.diverged:
            content["lost"] = (
                f"The run has diverged: after {now.updates:,} updates the training loss is "
                f"{figures.plain(training.loss, 3)}. Rewind, and take a smaller η than {spelled(now.eta)}."
            )
        if self.many is not None:
            content["seeds"] = self._hundred(self.many)
        field = _bytes(now.heights(steps[-1].a).ravel(), 1.0)
        maps = np.concatenate([self.inputs, *(step.a for step in steps)], axis=1).T.reshape(-1, SIDE, SIDE)[:, ::2, ::2]
        buffers = [
            field,
            b"".join(_bytes(*centred(each, kind)) for each, kind in zip(maps, self._kinds(), strict=True)),
        ]
        buffers.append(_flat(now.network, ("W", "b")))
        buffers.append(_flat(now.last.gradients, ("dW", "db")) if now.last else b"")
        buffers.append(_floats(self.moments))
        if message.get("version") != self.version:
            buffers.append(_points(now))
        return content, buffers

    def _kinds(self) -> list[tuple[float, float]]:
        """Return the range of each input and unit, in the order of the maps."""
        network = self.experiment.network
        units = [layer.activation.range for layer in network for _ in range(layer.b.shape[-1])]
        return [(-np.inf, np.inf)] * len(self.experiment.start.features) + units

    def _remember(self, training: float, held_out: float) -> None:
        """Keep the losses of this moment; of too many every second one goes."""
        updates = self.experiment.updates
        if self.moments and updates < self.moments[-1][0] + self.every and updates > 0:
            return
        if self.moments and updates == self.moments[-1][0]:
            self.moments.pop()
        self.moments.append((updates, training, held_out))
        if len(self.moments) > MOST_REMEMBERED:
            self.moments = self.moments[::2]
            self.every = max(1, int(self.moments[-1][0] - self.moments[-2][0]))

    def _hundred(self, many: Experiment) -> dict[str, Any]:
        share = many.updates / many.target if many.target else 1.0
        if share < 1:
            return {"share": share}
        if self.told is None or self.told[0] is not many:
            self.told = (many, hundred(many))
        return {"share": 1.0} | self.told[1]


ASKED = "set paint erase update epoch follow rewind load seeds stop_seeds seed"
ASKS = {name: getattr(Session, name) for name in ASKED.split()}


def centred(values: np.ndarray, span: tuple[float, float]) -> tuple[np.ndarray, float]:
    """Return values about the middle of their range, and the largest distance from it: what a map is coloured by."""
    low, high = span
    if np.isfinite(low) and np.isfinite(high):
        return values - (low + high) / 2, (high - low) / 2
    finite = np.abs(values[np.isfinite(values)])
    return values, float(finite.max(initial=0)) or 1.0


def _bytes(values: np.ndarray, largest: float) -> bytes:
    """Write values from −largest to largest as bytes from 1 to 255; what is no number becomes 0."""
    with np.errstate(invalid="ignore"):
        scaled = np.where(np.isfinite(values), np.rint(128 + 127 * np.clip(values / largest, -1, 1)), 0)
    return scaled.astype(np.uint8).tobytes()


def _flat(layers: Any, parts: tuple[str, str]) -> bytes:
    """Write the weights, or the gradients, of all layers: W row by row, then b."""
    return b"".join(_floats(getattr(layer, part)) for layer in layers for part in parts)


def _floats(values: Any) -> bytes:
    with np.errstate(over="ignore"):  # a run that diverges
        return np.asarray(values, "<f4").tobytes()


def _points(now: Experiment) -> bytes:
    """Write the points: x₁, x₂, height from −1 to 1, and 1 where it is held out."""
    rows = []
    for held_out, (places, labels) in enumerate([(now.places, now.labels), now.held_out]):
        heights = labels if now.start.data == "surface" else 2 * labels - 1
        rows.append(np.column_stack([places, heights, np.full(len(places), held_out)]))
    return _floats(np.vstack(rows))
