"""The single unit, before backpropagation: perceptron rule, ADALINE's delta rule, and the generalised delta rule.

Each rule is a stream, as ``train`` is: it presents one example after the other and yields a ``Visit`` for each. The
bias is a weight like the others, on an input that is always 1 (slide UT-08): ``with_bias(x)`` appends it.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .activations import Activation, identity
from .doors import as_examples, as_numbers, as_positive, as_whole, quietly

Array = np.ndarray


class Visit(NamedTuple):
    """One example shown to a unit: the epoch and example's number, the answer before learning, the weights after.

    ``changed`` says whether the rule moved the weights.
    """

    epoch: int
    example: int
    z: float
    y_hat: float
    w: Array
    changed: bool


def with_bias(x: Array) -> Array:
    """Append a column of ones to the examples: the bias becomes the last weight (slides UT-08, UB-02)."""
    x = as_examples("x", x)
    return np.concatenate([x, np.ones((*x.shape[:-1], 1))], axis=-1)


def threshold(x: Array, w: Array, low: float = 0.0) -> Array:
    """Answer 1 where x·w ≥ 0 and ``low`` elsewhere: 0 on the slides UT-07 and NUS-02, −1 on UB-04."""
    x = as_examples("x", x)
    return np.where(x @ _as_weights(w, x.shape[-1]) >= 0, 1.0, low)


def mistakes(x: Array, y: Array, w: Array, low: float = 0.0) -> int:
    """Count the misclassified examples, of labels ``low`` and 1: the criterion function of slide UT-08."""
    x, y, w = _as_unit(x, y, w)
    _check_labels(y, low)
    return int(np.sum(threshold(x, w, low) != y))


def perceptron_rule(x: Array, y: Array, epochs: int, w: Array | None = None, convention: str = "UT") -> Iterator[Visit]:
    """Teach a threshold unit: on a mistake, and only then, add the example to the weights or take it away.

    ``x`` is (examples, inputs), with a column of ones if a bias is wanted; ``y`` is (examples,). ``convention`` "UT"
    has labels 0 and 1 (slides UT-07, UT-09) and "UB" −1 and 1 (UB-04); both answer 1 at z = 0 and move w by ± x.
    ``w`` is the start, zeros if not given. The stream ends after an epoch without a mistake, or after ``epochs``: on
    data that no line separates it never ends by itself. Raises ValueError for other labels or shapes.
    """
    lows = {"UT": 0.0, "UB": -1.0}
    if convention not in lows:
        raise ValueError(
            f'convention is {convention!r}; expected one of the two: use "UT" for labels 0 and 1, "UB" for −1 and 1'
        )
    low = lows[convention]
    x, y, w = _as_unit(x, y, w)
    _check_labels(y, low)
    epochs = as_whole("epochs", epochs, 0, "0 presents nothing")
    return _until_faultless(x, y, w, epochs, low)


def _until_faultless(x: Array, y: Array, w: Array, epochs: int, low: float) -> Iterator[Visit]:
    for epoch in range(1, epochs + 1):
        faultless = True
        for example, (xi, target) in enumerate(zip(x, y, strict=True)):
            z = float(xi @ w)
            y_hat = 1.0 if z >= 0 else low
            wrong = y_hat != target
            if wrong:
                w = w + xi if target == 1 else w - xi
                faultless = False
            yield Visit(epoch, example, z, y_hat, w, wrong)
        if faultless:
            return


def delta_rule(
    x: Array, y: Array, eta: float, epochs: int, w: Array | None = None, activation: Activation = identity
) -> Iterator[Visit]:
    """Teach a unit with a real-valued answer: w ← w + η (y − ŷ) f′(z) x, after every example.

    With the identity this is ADALINE, also called LMS (slides UT-10, UB-12); with any other differentiable activation
    the generalised delta rule (UT-11). It learns from every example, also from one it would classify rightly. Arguments
    and errors as ``perceptron_rule``; any real target is allowed.
    """
    if not isinstance(activation, Activation):
        raise TypeError(f"activation is {activation!r}; expected an Activation: use sigmoid, tanh, … of mlp_core")
    activation.derivative(np.zeros(1))  # softmax has none, and says so now
    x, y, w = _as_unit(x, y, w)
    eta = as_positive("eta", eta, "try 0.1")
    epochs = as_whole("epochs", epochs, 0, "0 presents nothing")
    return _examples_in_turn(x, y, w, eta, epochs, activation)


def _examples_in_turn(x, y, w, eta, epochs, activation) -> Iterator[Visit]:
    for epoch in range(1, epochs + 1):
        for example, (xi, target) in enumerate(zip(x, y, strict=True)):
            z, y_hat, step = _delta(xi, target, w, eta, activation)
            w = w + step
            yield Visit(epoch, example, z, y_hat, w, bool(step.any()))


@quietly  # too large an η diverges, without a fuss
def _delta(xi: Array, target: float, w: Array, eta: float, activation: Activation) -> tuple[float, float, Array]:
    z = xi @ w
    y_hat = activation.function(z)
    return float(z), float(y_hat), eta * (target - y_hat) * activation.slope(z, y_hat) * xi


def _as_unit(x: Array, y: Array, w: Array | None) -> tuple[Array, Array, Array]:
    x, y = as_examples("x", x), as_numbers("y", y)
    if x.ndim != 2:
        raise ValueError(f"x has shape {x.shape}; expected (examples, inputs): one unit learns from one table")
    if y.shape != x.shape[:1]:
        raise ValueError(f"y has shape {y.shape}; expected ({x.shape[0]},), one target an example: use y.ravel()")
    return x, y, np.zeros(x.shape[1]) if w is None else _as_weights(w, x.shape[1])


def _check_labels(y: Array, low: float) -> None:
    other = y[(y != 1) & (y != low)]
    if other.size:
        remedy = 'for labels −1 and 1 use convention="UB" or low=-1' if low == 0 else "for labels 0 and 1 use 2 * y - 1"
        raise ValueError(f"y holds {other[0]:g}; expected {low:g} or 1: {remedy}")


def _as_weights(w: Array, inputs: int) -> Array:
    w = as_numbers("w", w)
    if w.shape != (inputs,):
        raise ValueError(
            f"w has shape {w.shape}; expected ({inputs},), one weight an input: with_bias(x) adds one input"
        )
    return w
