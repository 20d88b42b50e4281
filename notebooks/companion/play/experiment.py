"""An experiment: what a recipe says, trained by mlp_core, one update after another. It knows nothing of pictures.

It can be stopped after any update, changed, and taken up again: ``recipe`` is then the recipe that leads to the same
weights, bit for bit. With several seeds all of them train at once, as one stack.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

import mlp_core as mlp
from mlp_core.checks import bare, numbers_may_overflow
from mlp_core.network import Gradient, Network

from . import points
from .recipe import HOT, Change, Recipe

ACTIVATIONS = {
    "tanh": mlp.tanh, "sigmoid": mlp.sigmoid, "ReLU": mlp.relu, "leaky-ReLU": mlp.leaky_relu,
    "softplus": mlp.softplus, "identity": mlp.identity,
}  # fmt: skip
LOSSES = {
    "cross-entropy": mlp.cross_entropy_on_logits, "binary-cross-entropy": mlp.binary_cross_entropy_on_logits,
    "half-squared-error": mlp.half_squared_error, "hinge": mlp.hinge, "L1": mlp.l1,
}  # fmt: skip
OPTIMIZERS = {
    "SGD": mlp.SGD, "Momentum": mlp.Momentum, "AdaGrad": mlp.AdaGrad, "RMSProp": mlp.RMSProp, "Adam": mlp.Adam
}  # fmt: skip
LOST = 1e4  # a loss beyond this does not come back

# What comes in has been checked when the recipe was read: the functions under the checks are called.
forward, backward = bare(mlp.forward), bare(mlp.backward)
derivative, cost, step = bare(mlp.Loss.derivative), bare(mlp.Loss.__call__), bare(mlp.Optimizer.step)


class Update(NamedTuple):
    """The last update: the networks before and after it, the gradients of its batch, and its learning rate."""

    before: Network
    gradients: list[Gradient]
    after: Network
    eta: float


class Score(NamedTuple):
    """How well a network does on some points: its loss, and the share of them classified right (NaN on a surface).

    ``diverged``: the loss is no number, or one from which nothing comes back. Where there are no points it is False.
    """

    loss: Any
    accuracy: Any
    diverged: Any


class Experiment:
    """A network in training. ``seeds``: train a stack, one network per seed, in place of the recipe's own."""

    def __init__(self, recipe: Recipe, seeds: Sequence[int] | None = None):
        self.target = recipe.updates
        self.start, self.due = replace(recipe, updates=0, then=()), list(recipe.then)
        self.changes: list[Change] = []
        self.seeds, self.alone = [recipe.seed] if seeds is None else list(seeds), seeds is None
        self.eta, self.batch, self.l2, self.dropout = recipe.eta, recipe.batch, recipe.l2, recipe.dropout
        self.loss = LOSSES[recipe.loss]
        self.places, self.labels = points.draw(recipe)
        held_out = points.draw(recipe, held_out=True)
        self.x_held_out, self.y_held_out = points.inputs(recipe, held_out[0]), points.targets(recipe, held_out[1])
        self.held_out = held_out
        self.updates, self.epoch, self.at = 0, 0, 0
        self.last: Update | None = None
        self.orders: np.ndarray | None = None
        self.order_draws = [np.random.default_rng(seed) for seed in self.seeds]
        self.mask_draws = [np.random.default_rng([seed, 1]) for seed in self.seeds]
        self.network = self._initial()
        self.optimizer = OPTIMIZERS[recipe.optimizer](recipe.eta)
        self.memory = self.optimizer.init(self.network)
        self._points_changed()
        self._apply_due()

    def _initial(self) -> Network:
        recipe = self.start
        two = recipe.loss == "cross-entropy"
        bounded = recipe.data != "surface" and recipe.loss in ("half-squared-error", "L1")
        widths = [len(recipe.features), *recipe.hidden, 2 if two else 1]
        hidden, output = ACTIVATIONS[recipe.activation], mlp.sigmoid if bounded else mlp.identity
        scale = "he" if "ReLU" in recipe.activation else "glorot"
        networks = [
            mlp.initialise(widths, np.random.default_rng([seed, 2]), hidden, output, scale) for seed in self.seeds
        ]
        return networks[0] if self.alone else mlp.stack(networks)

    @property
    def recipe(self) -> Recipe:
        """The recipe that leads here."""
        return replace(self.start, updates=self.updates, then=tuple(self.changes))

    def rewound(self) -> Recipe:
        """Return the recipe of the same start: same seed, same weights, with the points and the η of now."""
        by_hand = tuple(Change(0, key, value) for _, key, value in self.changes if key not in HOT)
        return replace(self.start, **{key: getattr(self, key) for key in HOT}, then=by_hand)

    def change(self, key: str, value: Any) -> None:
        """Change η, the batch size, L2 or dropout, or paint or erase points: it is remembered after which update."""
        if key in HOT and self.updates == 0:
            self.start = replace(self.start, **{key: value})
        else:
            if key in HOT and self.changes and self.changes[-1][:2] == (self.updates, key):
                self.changes.pop()
            self.changes.append(Change(self.updates, key, value))
        if key in HOT:
            setattr(self, key, value)
            self.optimizer = replace(self.optimizer, eta=self.eta)
        else:
            self.places, self.labels = points.by_hand(self.start, self.places, self.labels, key, value)
            self._points_changed()

    def _apply_due(self) -> None:
        while self.due and self.due[0].update == self.updates:
            _, key, value = self.due.pop(0)
            self.change(key, value)

    def _points_changed(self) -> None:
        self.x, self.y = points.inputs(self.start, self.places), points.targets(self.start, self.labels)
        self.at, self.orders = 0, None  # a new epoch begins: the old order knows nothing of the new points

    def train(self, updates: int, seconds: float = np.inf) -> int:
        """Take so many updates, fewer where the time is over before. Returns how many were taken.

        Raises ValueError where there are no training points.
        """
        if updates and not len(self.x):
            raise ValueError("there are no training points; expected at least one: paint some, or choose other data")
        end = time.perf_counter() + seconds
        done = 0
        with numbers_may_overflow():
            while done < updates:
                self._update()
                self._apply_due()
                done += 1
                if time.perf_counter() > end:
                    break
        return done

    def arrive(self, seconds: float = np.inf) -> float:
        """Train until the recipe's updates are made, or the time is over. Returns the share of them that are made."""
        if self.updates < self.target:
            self.train(self.target - self.updates, seconds)
        return self.updates / self.target if self.target else 1.0

    def updates_left_in_epoch(self) -> int:
        """Count the updates until every training point has been used once more."""
        batch = min(self.batch, max(len(self.x), 1))
        return -(-(len(self.x) - self.at) // batch) or 1

    def _update(self) -> None:
        rows = self._next_batch()
        network = self.network
        thin = self._thinned(rows.shape[-1]) if self.dropout else network
        steps = forward(thin, self.x[rows])
        da = derivative(self.loss, steps[-1].a, self.y[rows], "mean")
        gradients = backward(thin, steps, da)
        if self.l2:
            gradients = [
                gradient._replace(dW=gradient.dW + self.l2 * layer.W)
                for gradient, layer in zip(gradients, network, strict=True)
            ]
        self.network, self.memory = step(self.optimizer, network, gradients, self.memory)
        self.last = Update(network, gradients, self.network, self.eta)
        self.updates += 1

    def _next_batch(self) -> np.ndarray:
        """Return the rows of the next batch: (examples,), or (seeds, examples) for a stack."""
        count = len(self.x)
        if self.orders is None:
            every = np.arange(count)
            orders = [draw.permutation(count) if self.batch < count else every for draw in self.order_draws]
            self.orders = orders[0] if self.alone else np.stack(orders)
        rows = self.orders[..., self.at : self.at + self.batch]
        self.at += self.batch
        if self.at >= count:
            self.at, self.orders, self.epoch = 0, None, self.epoch + 1
        return rows

    def _thinned(self, examples: int) -> Network:
        keep, hidden = 1 - self.dropout, []
        for layer in self.network[:-1]:
            masks = [draw.random((examples, layer.W.shape[-1])) < keep for draw in self.mask_draws]
            mask = (masks[0] if self.alone else np.stack(masks)).astype(float)
            hidden.append(layer._replace(activation=mlp.masked(layer.activation, mask, keep)))
        return (*hidden, self.network[-1])

    def inputs_on(self, places: np.ndarray) -> np.ndarray:
        """Return what the network sees of places (points, 2): (points, features)."""
        return points.inputs(self.start, places)

    def predicted(self, x: np.ndarray) -> list:
        """Return the forward pass of inputs (examples, features): one Step per layer."""
        with numbers_may_overflow():
            return forward(self.network, x)

    def right(self, held_out: bool = False) -> np.ndarray:
        """Return which training points, or held-out ones, are on the right side: (…, points)."""
        x, y = (self.x_held_out, self.y_held_out) if held_out else (self.x, self.y)
        return self._right(self.predicted(x)[-1].a, y)

    def _right(self, y_hat: np.ndarray, y: np.ndarray) -> np.ndarray:
        far = np.abs(self.heights(y_hat) - points.labels_as_heights(self.start, y))
        return (far < 1)[..., 0]

    def score(self, held_out: bool = False) -> Score:
        """Return loss and accuracy on the training points, or the held-out ones: numbers, or one per seed."""
        x, y = (self.x_held_out, self.y_held_out) if held_out else (self.x, self.y)
        nothing = np.full(self.network[0].W.shape[:-2], np.nan)
        if not len(x):
            return Score(nothing, nothing, np.zeros_like(nothing, bool))
        y_hat = self.predicted(x)[-1].a
        with numbers_may_overflow():
            loss = cost(self.loss, y_hat, y, "mean")
        accuracy = nothing if self.start.data == "surface" else self._right(y_hat, y).mean(axis=-1)
        return Score(loss, accuracy, ~np.less(loss, LOST))

    def heights(self, y_hat: np.ndarray) -> np.ndarray:
        """Bring outputs (…, examples, units) to one height from −1, class 0, to 1, class 1: (…, examples, 1)."""
        recipe = self.start
        with numbers_may_overflow():
            if recipe.loss == "cross-entropy":
                return np.tanh((y_hat[..., 1:] - y_hat[..., :1]) / 2)  # 2p − 1, for p = softmax
            if recipe.loss == "binary-cross-entropy":
                return np.tanh(y_hat / 2)
            if recipe.loss == "hinge" or recipe.data == "surface":
                return np.clip(y_hat, -1, 1)
            return 2 * y_hat - 1

    @property
    def lost(self) -> bool:
        """Whether the run has diverged, or one of its seeds."""
        return bool(np.any(self.score().diverged))


def outcome(recipe: Recipe) -> Experiment:
    """Train a recipe to its end and return the experiment."""
    experiment = Experiment(recipe)
    experiment.arrive()
    return experiment
