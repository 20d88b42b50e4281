"""Activation functions: what a unit outputs for its pre-activation z, and how fast that output changes with z.

Each is data: the function and its derivative stand side by side, in the table below. The derivative is written with
both z and a = f(z), because the forward pass has already computed a. Where the two sides of a corner differ (ReLU at
0) the value from the right is taken, as on the slides UT-13 and NUS-08; PyTorch takes the one from the left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np

from . import checks
from .arrays import Array
from .checks import checked
from .pickling import PickledByName


@checked(
    name=checks.text, function=checks.function, local_derivative=checks.function, formula=checks.text, range=checks.span
)
@dataclass(frozen=True)
class Activation(PickledByName):
    """An activation function with its derivative, its formula and its range (slide NUS-08).

    Call it on pre-activations of any shape: ``sigmoid(z)``. ``local_derivative(z, a)`` is f'(z), unit by unit, with
    a = f(z) at hand. ``range`` is the interval its values lie in. One of your own is made the same way; what
    its two functions return is not checked.

    >>> mlp.sigmoid(np.array([-2.0, 0.0, 2.0])).round(2)
    array([0.12, 0.5 , 0.88])
    >>> square = mlp.Activation("square", lambda z: z**2, lambda z, a: 2 * z, "z²", (0, np.inf))
    >>> square.derivative(np.array([3.0]))
    array([6.])
    """

    name: str
    function: Callable[[Any], Any]
    local_derivative: Callable[[Any, Any], Any]
    formula: str
    range: tuple[float, float]

    by_row: ClassVar[bool] = False
    """Whether an output depends on its whole row of pre-activations, and not on its own only."""

    @checked(z=checks.numbers)
    def __call__(self, z: Array) -> Array:
        """Return f(z), unit by unit. Raises ValueError for NaN or infinity, TypeError for what is not a number."""
        return self.function(z)

    @checked(z=checks.numbers)
    def derivative(self, z: Array) -> Array:
        """Return f'(z), unit by unit: what a small change of z is multiplied by. Errors as for calling it.

        >>> mlp.tanh.derivative(np.array([0.0, 2.0])).round(2)
        array([1.  , 0.07])
        """
        return self.local_derivative(z, self.function(z)) * np.ones_like(z)

    def chain(self, da: Array, z: Array, a: Array) -> Array:
        """Carry ∂L/∂a back to ∂L/∂z: one factor f'(z) per unit (slide ITAM-21). All three have the shape of z.

        >>> mlp.relu.chain(np.array([5.0, 5.0]), z=np.array([-1.0, 2.0]), a=np.array([0.0, 2.0]))
        array([0., 5.])
        """
        return da * self.local_derivative(z, a)

    def __repr__(self) -> str:
        return self.name


class Identity(Activation):
    """Leave z as it is: there is nothing to compute, forwards or backwards."""

    def chain(self, da: Array, z: Array, a: Array) -> Array:
        """Return ∂L/∂a, which is ∂L/∂z as well."""
        return da


class Softmax(Activation):
    """Turn a row of logits into probabilities that sum to 1 (slide UB-23); every output depends on every logit."""

    by_row = True

    def derivative(self, z: Array) -> Array:
        """Raise: the derivative of softmax is a matrix per row, not one number per unit."""
        return self.local_derivative(z, z)

    def chain(self, da: Array, z: Array, a: Array) -> Array:
        """Carry ∂L/∂a back to ∂L/∂z through the whole row: a ⊙ (da − Σ da·a)."""
        return a * (da - (da * a).sum(axis=-1, keepdims=True))


def _softplus(z: Array) -> Array:
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))  # log(1 + e^z) without its overflow


def down_from_largest(z: Array) -> Array:
    """Return z minus the largest of its row: the largest power is then e^0, and none overflows."""
    largest = z.T.copy().max(axis=0).T[..., None]  # z.max(axis=-1), but quicker: NumPy is slow along short rows
    return z - largest


def _softmax(z: Array) -> Array:
    powers = np.exp(down_from_largest(z))
    return powers / powers.sum(axis=-1, keepdims=True)


def _no_derivative_per_unit(z: Array, a: Array) -> Array:
    raise ValueError(
        "softmax has no unit-by-unit derivative: each output depends on every logit of its row; "
        "use chain(da, z, a), or cross_entropy_on_logits, whose derivative is p - y"
    )


def _leak(alpha: float, z: Array) -> Array:
    return np.where(z < 0, alpha * z, z)


def _leak_derivative(alpha: float, z: Array, a: Array) -> Array:
    return np.where(z < 0, alpha, 1).astype(z.dtype)


def _leaky(name: str, alpha: float, formula: str) -> Activation:
    low = -np.inf if alpha else 0.0
    return Activation(name, partial(_leak, alpha), partial(_leak_derivative, alpha), formula, (low, np.inf))


# A function and its derivative on one line: that is the point of this table.
# fmt: off
identity = Identity("identity",   lambda z: z,                        lambda z, a: 1.0,
                      "z", (-np.inf, np.inf))
step     = Activation("step",     lambda z: (z >= 0).astype(z.dtype), lambda z, a: np.zeros_like(z),
                      "1 if z ≥ 0 else 0", (0, 1))
sigmoid  = Activation("sigmoid",  lambda z: 1 / (1 + np.exp(-z)),     lambda z, a: a * (1 - a),
                      "1 / (1 + exp(−z))", (0, 1))
tanh     = Activation("tanh",     np.tanh,                            lambda z, a: 1 - a * a,
                      "tanh z", (-1, 1))
relu     = Activation("ReLU",     lambda z: np.maximum(z, 0),         lambda z, a: (z >= 0).astype(z.dtype),
                      "max(0, z)", (0, np.inf))
softplus = Activation("softplus", _softplus,                          lambda z, a: -np.expm1(-a),  # 1 − exp(−a) = σ(z)
                      "log(1 + exp z)", (0, np.inf))
arctan   = Activation("arctan",   np.arctan,                          lambda z, a: 1 / (1 + z * z),
                      "arctan z", (-np.pi / 2, np.pi / 2))
softsign = Activation("softsign", lambda z: z / (1 + np.abs(z)),      lambda z, a: 1 / (1 + np.abs(z))**2,
                      "z / (1 + |z|)", (-1, 1))
softmax  = Softmax("softmax",     _softmax,                           _no_derivative_per_unit,
                      "exp z / Σ exp z", (0, 1))
# fmt: on

leaky_relu = _leaky("leaky ReLU", 0.01, "0.01 z if z < 0 else z")


@checked(alpha=checks.between(0, 1, "try 0.01, it is the slope for z < 0"))
def prelu(alpha: float) -> Activation:
    """Make a parametric ReLU whose slope for z < 0 is ``alpha``, from 0 to 1 (slide NUS-08).

    Raises ValueError for another alpha.

    >>> mlp.prelu(0.2)(np.array([-10.0, 10.0]))
    array([-2., 10.])
    """
    return _leaky(f"PReLU({alpha:g})", alpha, "α z if z < 0 else z")


@checked(rng=checks.generator, lower=checks.between(0, 1, "try 1/8"), upper=checks.above_lower)
def rrelu(rng: np.random.Generator, lower: float = 1 / 8, upper: float = 1 / 3) -> Activation:
    """Make a randomised leaky ReLU: its slope for z < 0 is drawn once, uniformly, from [lower, upper] (slide NUS-08).

    The paper (Xu et al., 2015) draws a new slope for every example while training; one draw per network is its
    simplest form. Raises ValueError for bounds outside 0 to 1 or the wrong way round, TypeError for a seed.

    >>> slope = mlp.rrelu(np.random.default_rng(0)).derivative(-1.0)
    >>> bool(1 / 8 <= slope <= 1 / 3)
    True
    """
    alpha = rng.uniform(lower, upper)
    return _leaky(f"RReLU({alpha:.6f})", alpha, "α z if z < 0 else z, α drawn at random")


ACTIVATIONS = (step, sigmoid, tanh, relu, softplus, arctan, softsign, leaky_relu, identity, softmax)
