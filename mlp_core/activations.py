"""Activation functions: what a unit answers to its pre-activation z, and how fast that answer changes.

Each is data: the function and its derivative stand side by side. The derivative is written with both z and
a = f(z), because the forward pass has already computed a. Where the two sides of a corner differ (ReLU at 0) the
value from the right is taken, as on the slides UT-13 and NUS-08; PyTorch takes the one from the left.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from .doors import as_generator, as_numbers, quietly

Array = np.ndarray


class Named:
    """A constant of its module, pickled by its name, as functions are: so that networks travel to other processes."""

    def __reduce_ex__(self, protocol):
        names = [name for name, value in vars(sys.modules[type(self).__module__]).items() if value is self]
        return names[0] if names else super().__reduce_ex__(protocol)


@dataclass(frozen=True)
class Activation(Named):
    """An activation function with its derivative, its formula and its range (slide NUS-08).

    Call it on pre-activations of any shape: ``sigmoid(z)``. ``range`` is the interval the answers lie in.
    """

    name: str
    function: Callable[[Any], Any]
    slope: Callable[[Any, Any], Any]
    formula: str
    range: tuple[float, float]

    @quietly
    def __call__(self, z: Array) -> Array:
        """Answer f(z), unit by unit. Raises ValueError for NaN or infinity, TypeError for what is not a number."""
        return self.function(as_numbers("z", z))

    @quietly
    def derivative(self, z: Array) -> Array:
        """Answer f'(z), unit by unit: what a small change of z is multiplied by. Same errors as calling it."""
        z = as_numbers("z", z)
        return self.slope(z, self.function(z)) * np.ones_like(z)

    def chain(self, da: Array, z: Array, a: Array) -> Array:
        """Carry ∂L/∂a back to ∂L/∂z: one factor f'(z) a unit (slide ITAM-21)."""
        return da * self.slope(z, a)

    def __repr__(self) -> str:
        return self.name


class Identity(Activation):
    """Leave z as it is: there is nothing to compute, forwards or backwards."""

    def chain(self, da: Array, z: Array, a: Array) -> Array:
        """Answer ∂L/∂a, which is ∂L/∂z as well."""
        return da


class Softmax(Activation):
    """Turn a row of logits into probabilities that sum to 1 (slide UB-23); every output depends on every logit."""

    def derivative(self, z: Array) -> Array:
        """Raise: the derivative of softmax is a matrix a row, not one number a unit."""
        raise ValueError(
            "softmax has no unit-by-unit derivative: each output depends on every logit of its row; "
            "use chain(da, z, a), or cross_entropy_on_logits, whose gradient is p - y"
        )

    def chain(self, da: Array, z: Array, a: Array) -> Array:
        """Carry ∂L/∂a back to ∂L/∂z through the whole row: a ⊙ (da − Σ da·a)."""
        return a * (da - (da * a).sum(axis=-1, keepdims=True))


def _softplus(z: Array) -> Array:
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))  # log(1 + e^z) without its overflow


def below_top(z: Array) -> Array:
    """Answer z minus the largest of its row: the largest power is then e^0, and none overflows."""
    largest = z.T.copy().max(axis=0).T[..., None]  # z.max(axis=-1), but quicker: NumPy is slow along short rows
    return z - largest


def _softmax(z: Array) -> Array:
    powers = np.exp(below_top(z))
    return powers / powers.sum(axis=-1, keepdims=True)


def _leak(alpha: float, z: Array) -> Array:
    return np.where(z < 0, alpha * z, z)


def _leak_slope(alpha: float, z: Array, a: Array) -> Array:
    return np.where(z < 0, alpha, 1).astype(z.dtype)


def _leaky(name: str, alpha: float, formula: str) -> Activation:
    if np.ndim(as_numbers("alpha", alpha)) or not 0 <= alpha <= 1:
        raise ValueError(f"alpha is {alpha!r}; expected one number from 0 to 1, the slope for z < 0: try 0.01")
    alpha = float(alpha)
    low = -np.inf if alpha else 0.0
    return Activation(name, partial(_leak, alpha), partial(_leak_slope, alpha), formula, (low, np.inf))


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
relu     = Activation("ReLU",     lambda z: np.maximum(z, 0),         lambda z, a: z >= 0,
                      "max(0, z)", (0, np.inf))
softplus = Activation("softplus", _softplus,                          lambda z, a: -np.expm1(-a),  # 1 − exp(−a) = σ(z)
                      "log(1 + exp z)", (0, np.inf))
arctan   = Activation("arctan",   np.arctan,                          lambda z, a: 1 / (1 + z * z),
                      "arctan z", (-np.pi / 2, np.pi / 2))
softsign = Activation("softsign", lambda z: z / (1 + np.abs(z)),      lambda z, a: 1 / (1 + np.abs(z))**2,
                      "z / (1 + |z|)", (-1, 1))
softmax  = Softmax("softmax",     _softmax,                           None,
                      "exp z / Σ exp z", (0, 1))
# fmt: on

leaky_relu = _leaky("leaky ReLU", 0.01, "0.01 z if z < 0 else z")


def prelu(alpha: float) -> Activation:
    """Make a parametric ReLU whose slope for z < 0 is ``alpha``, from 0 to 1 (slide NUS-08)."""
    return _leaky(f"PReLU({alpha})", alpha, "α z if z < 0 else z")


def rrelu(rng: np.random.Generator, lower: float = 1 / 8, upper: float = 1 / 3) -> Activation:
    """Make a randomised leaky ReLU: its slope for z < 0 is drawn once, uniformly, from [lower, upper] (slide NUS-08).

    The paper (Xu et al., 2015) draws a new slope an example while training; one draw a network is its simplest form.
    """
    alpha = as_generator(rng).uniform(lower, upper)
    return _leaky(f"RReLU({alpha:.6f})", alpha, "α z if z < 0 else z, α drawn at random")


ACTIVATIONS = (step, sigmoid, tanh, relu, softplus, arctan, softsign, leaky_relu, identity, softmax)
