"""Losses: the cost of a wrong prediction, and its derivative with respect to that prediction.

Each is data, in the table below: what one output unit costs, and the derivative of that, side by side. Adding up
happens in one place, ``Loss._weight``: the sum over the units of an example (the mean for MSE and L1), then the mean
over the examples (or their sum, where ``reduction="sum"``). Value and derivative share that one factor.

PyTorch's MSELoss, L1Loss and CrossEntropyLoss return the same. With several output units two things differ: its BCELoss
takes the mean over the units, and its reduction "sum" adds up units as well as examples. scikit-learn's MLPClassifier
trains with our cross-entropies, its MLPRegressor with our half squared error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import checks
from .activations import down_from_largest, softmax, softplus
from .activations import sigmoid as logistic
from .arrays import Array
from .checks import checked
from .pickling import PickledByName

TARGETS = checks.one_of("real", "label", "0 or 1", "-1 or 1", "one-hot", remedy="say what y may hold")
OUTPUTS = checks.one_of("real", "score", "probability", "distribution", "logit", remedy="say what y_hat is")
OVER_UNITS = checks.one_of("sum", "mean", remedy="the slides take the sum, but for MSE and L1")


@checked(
    name=checks.text, unit_cost=checks.function, unit_derivative=checks.function, formula=checks.text,
    targets=TARGETS, outputs=OUTPUTS, over_units=OVER_UNITS, differentiable=checks.flag,
)  # fmt: skip
@dataclass(frozen=True)
class Loss(PickledByName):
    """A loss with its derivative and its formula. Call it: ``loss(y_hat, y)`` (slides UT-03 to UT-06, UB-11).

    ``targets`` names what y may hold (see checks/targets.py), ``outputs`` what y_hat is: "real", "score",
    "probability", "distribution" (a row that sums to 1) or "logit". One of your own is made the same way.

    >>> y_hat, y = np.array([[0.5], [1.0]]), np.array([[1.0], [1.0]])
    >>> mlp.mean_squared_error(y_hat, y)
    np.float64(0.125)
    >>> fourth_power = mlp.Loss("fourth power", lambda p, y: (p - y) ** 4, lambda p, y: 4 * (p - y) ** 3, "…", "real")
    >>> fourth_power(y_hat, y, reduction="sum")
    np.float64(0.0625)
    """

    name: str
    unit_cost: Callable[[Any, Any], Any]
    unit_derivative: Callable[[Any, Any], Any]
    formula: str
    targets: str
    outputs: str = "real"
    over_units: str = "sum"
    differentiable: bool = True

    @checked(y_hat=checks.predictions, y=checks.targets_of_predictions, reduction=checks.reduction)
    def __call__(self, y_hat: Array, y: Array, reduction: str = "mean") -> Any:
        """Return the loss of predictions ``y_hat`` (*stack, examples, units) against targets ``y`` (examples, units).

        One number, or one per network where y_hat is a stack. ``reduction``: "mean" or "sum" over the examples.
        Raises ValueError or TypeError where shapes or values do not fit, naming them.
        """
        return self._weight(y, reduction) * self.unit_cost(y_hat, y).sum(axis=(-2, -1))

    @checked(y_hat=checks.predictions, y=checks.targets_of_predictions)
    def per_example(self, y_hat: Array, y: Array) -> Array:
        """Return what each example costs by itself: (*stack, examples). Its mean is the loss.

        >>> mlp.half_squared_error.per_example(np.array([[0.0], [2.0]]), np.array([[1.0], [4.0]]))
        array([0.5, 2. ])
        """
        return self._weight(y, "sum") * self.unit_cost(y_hat, y).sum(axis=-1)

    @checked(
        self=checks.differentiable,
        y_hat=checks.predictions,
        y=checks.targets_of_predictions,
        reduction=checks.reduction,
    )
    def derivative(self, y_hat: Array, y: Array, reduction: str = "mean") -> Array:
        """Return ∂L/∂y_hat, of the shape of ``y_hat``: what ``backward`` starts from. Errors as for calling it.

        >>> mlp.half_squared_error.derivative(np.array([[0.0], [2.0]]), np.array([[1.0], [4.0]]))
        array([[-0.5],
               [-1. ]])
        """
        return self._weight(y, reduction) * self.unit_derivative(y_hat, y)

    def _weight(self, y: Array, reduction: str) -> float:
        """Return the factor of each unit's cost: the one place where 1/N is taken."""
        examples, units = y.shape[-2:]
        per_unit = 1 / units if self.over_units == "mean" else 1
        return per_unit / (examples if reduction == "mean" else 1)

    def __repr__(self) -> str:
        return self.name


def above_0(p: Array) -> Array:
    """Return p, but at least the smallest float of its dtype: the logarithm of 0 is infinite."""
    return np.maximum(p, np.finfo(p.dtype).tiny)


def rest(p: Array) -> Array:
    """Return 1 − p, but at least the distance from 1 to the float below it."""
    return np.maximum(1 - p, np.finfo(p.dtype).epsneg)


def minus_log_softmax(z: Array) -> Array:
    """Return −log softmax(z), the surprise at each class; at most the largest float, so that it stays finite."""
    z = np.maximum(down_from_largest(z), np.finfo(z.dtype).min)
    return np.log(np.exp(z).sum(axis=-1, keepdims=True)) - z


# A cost and its derivative on one line: that is the point of this table.
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
    lambda p, y: (p != y).astype(p.dtype),                       lambda p, y: np.zeros_like(p),
    "1[ŷ ≠ y]", "label", differentiable=False)
binary_cross_entropy = Loss("binary cross-entropy",
    lambda p, y: -y * np.log(above_0(p)) - (1 - y) * np.log(rest(p)), lambda p, y: (1 - y) / rest(p) - y / above_0(p),
    "−y log p − (1 − y) log(1 − p)", "0 or 1", "probability")
cross_entropy = Loss("cross-entropy",
    lambda p, y: -y * np.log(above_0(p)),                           lambda p, y: -y / above_0(p),
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
