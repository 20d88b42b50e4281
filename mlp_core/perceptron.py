"""The single unit, before backpropagation: perceptron rule, ADALINE's delta rule, and the generalised delta rule.

Each rule is a stream, as ``train`` is: it presents one example after the other and yields a ``Visit`` for each. The
bias is a weight like the others, on an input that is always 1 (slide UT-08): ``with_bias(x)`` appends it.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from . import checks
from .activations import Activation, identity
from .arrays import Array
from .checks import checked


class Visit(NamedTuple):
    """One example shown to a unit: the number of the epoch (from 1) and of the example (from 0), what the unit computed
    before it learned, and the weights after. ``changed`` says whether the rule moved them.

    >>> visit = next(mlp.perceptron_rule([[1.0, 1.0]], [0.0], epochs=5))
    >>> visit.y_hat, visit.w.tolist(), visit.changed
    (1.0, [-1.0, -1.0], True)
    """

    epoch: int
    example: int
    z: float
    y_hat: float
    w: Array
    changed: bool


@checked(x=checks.examples)
def with_bias(x: Array) -> Array:
    """Append a column of ones to the examples: the bias becomes the last weight (slides UT-08, UB-02).

    ``x`` is (examples, inputs). Raises ValueError or TypeError for anything else.

    >>> mlp.with_bias([[5.0, 6.0], [7.0, 8.0]])
    array([[5., 6., 1.],
           [7., 8., 1.]])
    """
    return np.concatenate([x, np.ones((*x.shape[:-1], 1))], axis=-1)


@checked(x=checks.examples, w=checks.weights, low=checks.low_label)
def threshold(x: Array, w: Array, low: float = 0.0) -> Array:
    """Return 1 where x·w ≥ 0 and ``low`` elsewhere: 0 on the slides UT-07 and NUS-02, −1 on UB-04.

    ``x`` is (examples, inputs), ``w`` (inputs,); returns (examples,). Raises ValueError or TypeError for other shapes.

    >>> x, _ = mlp.logical_and()
    >>> mlp.threshold(mlp.with_bias(x), [1.0, 1.0, -1.5])
    array([0., 0., 0., 1.])
    """
    return np.where(x @ w >= 0, 1.0, low)


@checked(x=checks.table, low=checks.low_label, y=checks.label_per_example, w=checks.weights)
def mistakes(x: Array, y: Array, w: Array, low: float = 0.0) -> int:
    """Count the misclassified examples, of labels ``low`` and 1: the criterion function of slide UT-08.

    ``x`` is (examples, inputs), ``y`` (examples,), ``w`` (inputs,). Raises ValueError for other labels or shapes.

    >>> x, y = mlp.logical_xor()
    >>> mlp.mistakes(mlp.with_bias(x), y.ravel(), [1.0, 1.0, -0.5])
    1
    """
    return int(np.sum(threshold(x, w, low) != y))


@checked(
    convention=checks.convention,
    x=checks.table,
    y=checks.label_per_example,
    w=checks.optional(checks.weights),
    epochs=checks.whole(0, "0 presents nothing"),
)
def perceptron_rule(x: Array, y: Array, epochs: int, w: Array | None = None, convention: str = "UT") -> Iterator[Visit]:
    """Teach a threshold unit: on a mistake, and only then, add the example to the weights or take it away.

    ``x`` is (examples, inputs), with a column of ones if a bias is wanted; ``y`` is (examples,). ``convention`` "UT"
    has labels 0 and 1 (slides UT-07, UT-09) and "UB" −1 and 1 (UB-04); both return 1 at z = 0 and move w by ± x.
    ``w`` is the start, zeros if not given. The stream ends after an epoch without a mistake, or after ``epochs``: on
    data that no line separates it never ends by itself. Raises ValueError for other labels or shapes.

    >>> x, y = mlp.logical_or()
    >>> *_, last = mlp.perceptron_rule(mlp.with_bias(x), y.ravel(), epochs=100)
    >>> mlp.mistakes(mlp.with_bias(x), y.ravel(), last.w)
    0
    """
    low = checks.LOWS[convention]
    w = np.zeros(x.shape[1]) if w is None else w
    for epoch in range(1, epochs + 1):
        faultless = True
        for example, (xi, target) in enumerate(zip(x, y, strict=True)):
            z = float(xi @ w)
            y_hat = 1.0 if z >= 0 else low
            wrong = bool(y_hat != target)
            if wrong:
                w = w + xi if target == 1 else w - xi
                faultless = False
            yield Visit(epoch, example, z, y_hat, w, wrong)
        if faultless:
            return


@checked(
    activation=checks.unitwise, x=checks.table, y=checks.target_per_example, eta=checks.positive("try 0.1"),
    epochs=checks.whole(0, "0 presents nothing"), w=checks.optional(checks.weights),
)  # fmt: skip
def delta_rule(
    x: Array, y: Array, eta: float, epochs: int, w: Array | None = None, activation: Activation = identity
) -> Iterator[Visit]:
    """Teach a unit with a real-valued output: w ← w + η (y − ŷ) f′(z) x, after every example.

    With the identity this is ADALINE, also called LMS (slides UT-10, UB-12); with any other differentiable activation
    the generalised delta rule (UT-11). It learns from every example, also from one it would classify rightly. Arguments
    and errors as ``perceptron_rule``; any real target is allowed.

    >>> x = mlp.with_bias([[-1.0], [0.0], [1.0]])
    >>> *_, last = mlp.delta_rule(x, [-3.0, -1.0, 1.0], eta=0.2, epochs=100)
    >>> last.w.round(3)
    array([ 2., -1.])
    """
    w = np.zeros(x.shape[1]) if w is None else w
    for epoch in range(1, epochs + 1):
        for example, (xi, target) in enumerate(zip(x, y, strict=True)):
            z = xi @ w
            y_hat = activation.function(z)
            change = eta * (target - y_hat) * activation.local_derivative(z, y_hat) * xi
            w = w + change
            yield Visit(epoch, example, float(z), float(y_hat), w, bool(change.any()))
