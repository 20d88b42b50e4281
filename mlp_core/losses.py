"""Losses: the cost of a wrong prediction, and its derivative with respect to that prediction.

Each is data: what one output unit costs, and the derivative of that, side by side. Adding up happens in one place,
``Loss._weight``: the sum over the units of an example (the mean for MSE and L1), then the mean over the examples (or
their sum, where ``reduction="sum"``). Value and gradient share that one factor.

PyTorch's MSELoss, L1Loss and CrossEntropyLoss answer the same. With several output units two things differ: its BCELoss
takes the mean over the units, and its reduction "sum" adds up units as well as examples. scikit-learn's MLPClassifier
trains with our cross-entropies, its MLPRegressor with our half squared error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .activations import Activation, Named, Softmax, below_top, softmax, softplus
from .activations import sigmoid as logistic
from .doors import as_numbers, quietly
from .targets import as_targets

Array = np.ndarray


@dataclass(frozen=True)
class Loss(Named):
    """A loss with its derivative and its formula. Call it: ``loss(y_hat, y)`` (slides UT-03 to UT-06, UB-11).

    ``targets`` names what y may hold (see targets.py), ``outputs`` what y_hat is: "real", "score", "probability",
    "distribution" (a row that sums to 1) or "logit".
    """

    name: str
    unit_cost: Callable[[Any, Any], Any]
    unit_slope: Callable[[Any, Any], Any]
    formula: str
    targets: str
    outputs: str = "real"
    over_units: str = "sum"

    @quietly
    def __call__(self, y_hat: Array, y: Array, reduction: str = "mean") -> Array | float:
        """Answer the loss of predictions ``y_hat`` (*stack, examples, units) against targets ``y`` (examples, units).

        One number, or one a network where y_hat is a stack. ``reduction``: "mean" or "sum" over the examples.
        Raises ValueError or TypeError where shapes or values do not fit, naming them.
        """
        y_hat, y = self._pair(y_hat, y)
        return self._weight(y, reduction) * self.unit_cost(y_hat, y).sum(axis=(-2, -1))

    @quietly
    def per_example(self, y_hat: Array, y: Array) -> Array:
        """Answer what each example costs by itself: (*stack, examples). Its mean is the loss."""
        y_hat, y = self._pair(y_hat, y)
        return self._weight(y, "sum") * self.unit_cost(y_hat, y).sum(axis=-1)

    def derivative(self, y_hat: Array, y: Array, reduction: str = "mean", *, checked: bool = False) -> Array:
        """Answer ∂L/∂y_hat, in the shape of ``y_hat``: what the backward pass starts from.

        ``checked=True`` says that both have passed the door already, as in the inner loop of ``train``.
        """
        if not checked:
            return quietly(self.derivative)(*self._pair(y_hat, y), reduction, checked=True)
        return self._weight(y, reduction) * self.unit_slope(y_hat, y)

    def _pair(self, y_hat: Array, y: Array) -> tuple[Array, Array]:
        y_hat = np.asarray(y_hat)
        if y_hat.dtype.kind != "f":  # floats may be NaN here: the answer of a network that has diverged
            y_hat = as_numbers("y_hat", y_hat)
        if self.outputs in ("probability", "distribution") and ((y_hat < 0) | (y_hat > 1)).any():
            held = y_hat[(y_hat < 0) | (y_hat > 1)].flat[0]
            remedy = f"for scores without bounds use {self.name.replace(' ', '_').replace('-', '_')}_on_logits"
            raise ValueError(f"y_hat holds {held:g}; {self.name} expects probabilities from 0 to 1: {remedy}")
        return y_hat, self.check_targets(y, y_hat.shape, y_hat.dtype)

    def _weight(self, y: Array, reduction: str) -> float:
        """The one place where 1/N is taken: what every unit of every example counts."""
        examples, units = y.shape[-2:]
        if reduction not in ("mean", "sum"):
            raise ValueError(
                f'reduction is {reduction!r}; expected "mean" or "sum" over the examples: choose one of them'
            )
        return (1 / units if self.over_units == "mean" else 1) / (examples if reduction == "mean" else 1)

    def check_targets(self, y: Array, outputs: tuple[int, ...], dtype=None) -> Array:
        """Let in targets that fit predictions of shape ``outputs``, so that nothing is ever broadcast silently.

        Raises ValueError for 1-D or transposed targets, other numbers of rows or columns, labels where one-hot rows
        are wanted and the reverse, {−1, 1} where {0, 1} is wanted and the reverse.
        """
        return as_targets(y, outputs, self.targets, self.name, dtype)

    def check_output(self, activation: Activation) -> None:
        """Raise ValueError where the output layer's activation does not go with this loss, and say which does."""
        low, high = activation.range
        bounded = low >= 0 and high <= 1
        soft = isinstance(activation, Softmax)
        wanted = {
            "probability": "" if bounded and not soft else "probabilities: use sigmoid",
            "distribution": "" if soft else "rows that sum to 1: use softmax",
            "logit": "logits, as it holds its own sigmoid or softmax: use identity" if bounded else "",
            "score": "scores without softmax: use identity" if soft else "",
        }.get(self.outputs)
        if wanted:
            raise ValueError(f"the output activation is {activation.name}; {self.name} expects {wanted}")

    def __repr__(self) -> str:
        return self.name


def _yes(p: Array) -> Array:
    """Keep p off 0, where its logarithm is infinite, by the least that the dtype can tell."""
    return np.maximum(p, np.finfo(p.dtype).tiny)


def _no(p: Array) -> Array:
    """Answer 1 − p, kept off 0 likewise: so near to 1 a float tells less than near to 0."""
    return np.maximum(1 - p, np.finfo(p.dtype).epsneg)


def minus_log_softmax(z: Array) -> Array:
    """Answer −log softmax(z): the surprise at each class, finite for any finite logits."""
    z = below_top(z)
    return np.log(np.exp(z).sum(axis=-1, keepdims=True)) - z


def _no_slope(y_hat: Array, y: Array) -> Array:
    raise ValueError(
        "the zero-one loss has no gradient: it is flat wherever it does not jump; "
        "train with hinge or cross-entropy, and count mistakes with zero_one"
    )


# A cost and its slope on one line: that is the point of this table.
# fmt: off
half_squared_error = Loss("half squared error",
    lambda p, y: 0.5 * (p - y)**2,                               lambda p, y: p - y,
    "½ (y − ŷ)²", "real")
mean_squared_error = Loss("mean squared error",
    lambda p, y: (p - y)**2,                                     lambda p, y: 2 * (p - y),
    "(y − ŷ)²", "real", over_units="mean")
l1 = Loss("L1 loss",
    lambda p, y: np.abs(p - y),                                  lambda p, y: np.sign(p - y),
    "|y − ŷ|", "real", over_units="mean")
hinge = Loss("hinge loss",
    lambda s, y: np.maximum(0, 1 - y * s),                       lambda s, y: -y * (y * s < 1),
    "max(0, 1 − y ŷ)", "-1 or 1", "score")
zero_one = Loss("zero-one loss",
    lambda p, y: (p != y).astype(p.dtype),                       _no_slope,
    "1[ŷ ≠ y]", "label")
binary_cross_entropy = Loss("binary cross-entropy",
    lambda p, y: -y * np.log(_yes(p)) - (1 - y) * np.log(_no(p)), lambda p, y: (1 - y) / _no(p) - y / _yes(p),
    "−y log p − (1 − y) log(1 − p)", "0 or 1", "probability")
cross_entropy = Loss("cross-entropy",
    lambda p, y: -y * np.log(_yes(p)),                           lambda p, y: -y / _yes(p),
    "−Σ y log p", "one-hot", "distribution")
binary_cross_entropy_on_logits = Loss("binary cross-entropy on logits",
    lambda z, y: softplus.function(z) - y * z,                   lambda z, y: logistic.function(z) - y,
    "log(1 + exp z) − y z", "0 or 1", "logit")
cross_entropy_on_logits = Loss("cross-entropy on logits",
    lambda z, y: y * minus_log_softmax(z),                       lambda z, y: softmax.function(z) - y,
    "−Σ y log softmax(z)", "one-hot", "logit")
# fmt: on

LOSSES = (
    half_squared_error, mean_squared_error, l1, hinge, zero_one,
    binary_cross_entropy, cross_entropy, binary_cross_entropy_on_logits, cross_entropy_on_logits,
)  # fmt: skip
