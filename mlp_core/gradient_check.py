"""The gradient check: is the backward pass right? Ask the forward pass, with every parameter nudged up and down.

∂L/∂w ≈ (L(w + h) − L(w − h)) / 2h. All nudged networks form a stack, so a check is one forward pass a sign.
"""

from typing import NamedTuple

import numpy as np

from .doors import as_positive, quietly
from .losses import Loss
from .network import Gradient, Network, forward
from .training import check_data, gradients

Array = np.ndarray


class Check(NamedTuple):
    """The verdict of a gradient check: whether all entries agree, the largest relative error, and where it is."""

    passed: bool
    error: float
    where: str

    def __str__(self) -> str:
        verdict = "agrees with" if self.passed else "DIFFERS from"
        return f"backward {verdict} the central differences ({self.where})"


@quietly
def numerical_gradients(
    network: Network, x: Array, y: Array, loss: Loss, h: float = 1e-5, reduction: str = "mean"
) -> list[tuple[Array, Array]]:
    """Answer (∂L/∂W, ∂L/∂b) of every layer by central differences with step ``h`` (slides MELB-04, UB-14).

    For one network in float64, of up to a few thousand parameters: as many networks are stacked. Raises ValueError for
    a stack, or for float32, whose rounding would drown the differences.
    """
    x, y = check_data(network, x, y, loss)
    h = as_positive("h", h, "try 1e-5")
    W = network[0].W
    if W.ndim > 2 or W.dtype != np.float64:
        raise ValueError(f"W has shape {W.shape} and dtype {W.dtype}; expected one network in float64: use member(...)")
    differences = []
    for number, layer in enumerate(network):
        pair = []
        for name in ("W", "b"):
            parameter = getattr(layer, name)
            nudges = h * np.eye(parameter.size).reshape(parameter.size, *parameter.shape)
            up, down = (
                loss(_output(_replaced(network, number, name, parameter + sign * nudges), x), y, reduction)
                for sign in (1, -1)
            )
            pair.append(((up - down) / (2 * h)).reshape(parameter.shape))
        differences.append(tuple(pair))
    return differences


def _replaced(network: Network, number: int, name: str, stacked: Array) -> Network:
    """Answer a stack of networks that differ in one parameter array of one layer; the other layers are shared."""
    layer = network[number]
    shared = {"W": layer.W, "b": layer.b, name: stacked}
    return (*network[:number], layer._replace(**shared), *network[number + 1 :])


def _output(network: Network, x: Array) -> Array:
    return forward(network, x, checked=True)[-1].a


def gradient_check(
    network: Network, x: Array, y: Array, loss: Loss, rtol: float = 1e-6, h: float = 1e-5, reduction: str = "mean"
) -> Check:
    """Compare ``backward`` with central differences, entry by entry, and name the entry that differs most.

    Errors as ``numerical_gradients``; what counts as agreement is said at ``compare``.
    """
    computed = gradients(network, x, y, loss, reduction)
    return compare(computed, numerical_gradients(network, x, y, loss, h, reduction), rtol)


@quietly
def compare(computed: list[Gradient], numerical: list[tuple[Array, Array]], rtol: float = 1e-6) -> Check:
    """Compare computed gradients, one (dW, db, …) a layer, with the numerical ones: also a student's own.

    The error of an entry is |computed − numerical| / max(|computed|, |numerical|, 0.001): below a thousandth it is the
    absolute difference that counts, as there the differences themselves are only rounding. Raises ValueError where the
    shapes differ.
    """
    rtol = as_positive("rtol", rtol, "try 1e-6")
    worst = Check(True, 0.0, "all entries are equal")
    if len(computed) != len(numerical):
        raise ValueError(f"there are gradients of {len(computed)} layers; expected {len(numerical)}, one a layer")
    for number, (mine, theirs) in enumerate(zip(computed, numerical, strict=True), start=1):
        for name, a, b in zip(("W", "b"), mine[:2], theirs, strict=True):
            if np.shape(a) != np.shape(b):
                raise ValueError(
                    f"the gradient of {name} in layer {number} has shape {np.shape(a)}; expected {np.shape(b)}"
                )
            a, b = np.asarray(a), np.asarray(b)
            errors = np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-3)
            errors = np.where(np.isnan(errors), np.inf, errors)
            at = np.unravel_index(np.argmax(errors), errors.shape)
            if errors[at] > worst.error:
                place = f"layer {number}, {name}[{', '.join(str(int(i)) for i in at)}]"
                verdict = f"{place}: computed {a[at]:.6g}, numerical {b[at]:.6g}"
                worst = Check(bool(errors[at] <= rtol), float(errors[at]), verdict)
    return worst
