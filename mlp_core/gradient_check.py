"""The gradient check: is the backward pass right? Ask the forward pass, with every parameter nudged up and down.

∂L/∂w ≈ (L(w + h) − L(w − h)) / 2h. All nudged networks form a stack, so a check is one forward pass per sign.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from . import checks
from . import network as networks
from .arrays import Array
from .checks import bare, checked
from .losses import Loss
from .network import Network
from .training import gradients

forward, cost = bare(networks.forward), bare(Loss.__call__)  # the data are checked once, for all nudges


class Check(NamedTuple):
    """The verdict of a gradient check: whether all entries agree, the largest relative error, and where it is.

    >>> print(mlp.Check(passed=True, error=1e-9, where="layer 1, W[0, 0]: computed 0.5, numerical 0.5"))
    backward agrees with the central differences (layer 1, W[0, 0]: computed 0.5, numerical 0.5)
    """

    passed: bool
    error: float
    where: str

    def __str__(self) -> str:
        verdict = "agrees with" if self.passed else "DIFFERS from"
        return f"backward {verdict} the central differences ({self.where})"


@checked(
    network=checks.one_float64_network, loss=checks.loss_to_train, x=checks.inputs, y=checks.targets_of_network,
    h=checks.positive("try 1e-5", at_most=0.1), reduction=checks.reduction,
)  # fmt: skip
def numerical_gradients(
    network: Network, x: Array, y: Array, loss: Loss, h: float = 1e-5, reduction: str = "mean"
) -> list[tuple[Array, Array]]:
    """Return (∂L/∂W, ∂L/∂b) of every layer by central differences with step ``h`` (slides MELB-04, UB-14).

    For one network in float64, of up to a few thousand parameters: as many networks are stacked. Raises ValueError for
    a stack, for float32, whose rounding would drown the differences, and for a step above 0.1.

    >>> network = (mlp.Layer(np.array([[2.0]]), np.array([[0.0]]), mlp.identity),)
    >>> ((dW, db),) = mlp.numerical_gradients(network, np.array([[3.0]]), np.array([[5.0]]), mlp.half_squared_error)
    >>> dW.round(6), db.round(6)
    (array([[3.]]), array([[1.]]))
    """
    differences = []
    for number, layer in enumerate(network):
        pair = []
        for name, parameter in (("W", layer.W), ("b", layer.b)):
            nudges = h * np.eye(parameter.size).reshape(parameter.size, *parameter.shape)
            up, down = (
                cost(loss, forward(_replaced(network, number, name, parameter + sign * nudges), x)[-1].a, y, reduction)
                for sign in (1, -1)
            )
            pair.append(((up - down) / (2 * h)).reshape(parameter.shape))
        differences.append((pair[0], pair[1]))
    return differences


def _replaced(network: Network, number: int, name: str, nudged: Array) -> Network:
    """Return a stack of networks that differ in one parameter array of one layer; the other layers are shared."""
    layer = network[number]
    replaced = layer._replace(W=nudged) if name == "W" else layer._replace(b=nudged)
    return (*network[:number], replaced, *network[number + 1 :])


def gradient_check(
    network: Network, x: Array, y: Array, loss: Loss, rtol: float = 1e-6, h: float = 1e-5, reduction: str = "mean"
) -> Check:
    """Compare ``backward`` with central differences, entry by entry, and name the entry that differs most.

    Errors as ``numerical_gradients``; what counts as agreement is said at ``compare``.

    >>> x, y = mlp.logical_xor()
    >>> network = mlp.initialise([2, 3, 1], np.random.default_rng(0))
    >>> mlp.gradient_check(network, x, y, mlp.half_squared_error).passed
    True
    """
    numerical = numerical_gradients(network, x, y, loss, h, reduction)
    return compare(gradients(network, x, y, loss, reduction), numerical, rtol)


@checked(
    numerical=checks.pairs_of_gradients, computed=checks.pairs_of_gradients, rtol=checks.positive("try 1e-6", at_most=1)
)
def compare(computed: Sequence[Any], numerical: Sequence[tuple[Array, Array]], rtol: float = 1e-6) -> Check:
    """Compare computed gradients, one (dW, db, …) per layer, with the numerical ones: also a student's own.

    The error of an entry is |computed − numerical| / max(|computed|, |numerical|, 0.001): below a thousandth it is the
    absolute difference that counts, as there the differences themselves are only rounding. Raises ValueError where the
    shapes differ.

    >>> mine, theirs = [(np.array([[1.0]]), np.array([[2.0]]))], [(np.array([[1.0]]), np.array([[2.5]]))]
    >>> print(mlp.compare(mine, theirs))
    backward DIFFERS from the central differences (layer 1, b[0, 0]: computed 2, numerical 2.5)
    """
    worst = Check(True, 0.0, "all entries are equal")
    for number, (mine, theirs) in enumerate(zip(computed, numerical, strict=True), start=1):
        for name, a, b in zip(("W", "b"), mine, theirs, strict=False):
            errors = np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-3)
            errors = np.where(np.isnan(errors), np.inf, errors)
            at = np.unravel_index(np.argmax(errors), errors.shape)
            if errors[at] > worst.error:
                place = f"layer {number}, {name}[{', '.join(str(int(i)) for i in at)}]"
                verdict = f"{place}: computed {a[at]:.6g}, numerical {b[at]:.6g}"
                worst = Check(bool(errors[at] <= rtol), float(errors[at]), verdict)
    return worst
