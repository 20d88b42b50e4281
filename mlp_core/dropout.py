"""Dropout: while training, some units of the hidden layers output 0, different ones in each mini-batch (slide UT-36).

A unit is dropped by its activation: ``masked`` makes one that returns 0 where a mask says so, and ``thinned`` a network
of such activations, with masks newly drawn. The forward and the backward pass do not know of it. One training step is

    optimizer.step(network, gradients(thinned(network, len(x), rng), x, y, loss), state)

and the network itself, which is what one predicts with, has no mask at all.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from . import checks
from .activations import Activation
from .arrays import Array
from .checks import checked
from .network import Network

KEEP = checks.positive("try 0.5, it is the share of units kept", at_most=1)


@dataclass(frozen=True, repr=False, eq=False)
class Masked(Activation):
    """An activation with a mask; ``masked`` makes it."""

    mask: Array


@checked(activation=checks.unitwise, mask=checks.mask, keep=KEEP)
def masked(activation: Activation, mask: Array, keep: float = 0.5) -> Masked:
    """Make an activation that returns 0 where ``mask`` is 0, and f(z) / ``keep`` where it is 1.

    ``keep`` is the share of units kept, above 0 and at most 1. Dividing by it leaves the mean over all masks at f(z):
    that is why nothing needs to be scaled at test time (inverted dropout). ``mask`` is (*stack, examples, units), and
    fits that many examples only. Raises ValueError for masks of other numbers than 0 and 1, another ``keep``, or
    softmax, whose row must sum to 1.

    >>> mlp.masked(mlp.relu, np.array([[1, 0, 1]]), keep=0.5)(np.array([[1.0, 2.0, 3.0]]))
    array([[2., 0., 6.]])
    """
    low, high = min(activation.range[0] / keep, 0.0), max(activation.range[1] / keep, 0.0)
    function = partial(_function, activation, mask, keep)
    local_derivative = partial(_local_derivative, activation, mask, keep)
    formula = f"mask · ({activation.formula}) / keep"
    return Masked(f"masked {activation.name}", function, local_derivative, formula, (low, high), mask)


def _function(activation: Activation, mask: Array, keep: float, z: Array) -> Array:
    checks.mask_meets(mask, z)
    return activation.function(z) * mask.astype(z.dtype) / keep


def _local_derivative(activation: Activation, mask: Array, keep: float, z: Array, a: Array) -> Array:
    inside = activation.local_derivative(z, keep * a)  # where the mask is 1, keep · a is f(z)
    return inside * mask.astype(z.dtype) / keep


@checked(
    network=checks.network, rng=checks.generator, keep=KEEP, examples=checks.whole(1, "give the size of the mini-batch")
)
def thinned(network: Network, examples: int, rng: np.random.Generator, keep: float = 0.5) -> Network:
    """Draw a mask for every hidden layer, each example and unit by itself, and mask its activation; W and b are shared.

    ``examples`` is how many rows will be passed through: the size of the mini-batch. The output layer is left alone.
    Errors as ``masked``; other numbers of rows are refused when they are passed through.

    >>> network = mlp.initialise([2, 6, 1], np.random.default_rng(0))
    >>> thin = mlp.thinned(network, examples=4, rng=np.random.default_rng(1))
    >>> [layer.activation for layer in thin]
    [masked sigmoid, identity]
    """
    hidden = []
    for layer in network[:-1]:
        *stack, _, units = layer.b.shape
        mask = (rng.random((*stack, examples, units)) < keep).astype(float)
        hidden.append(layer._replace(activation=masked(layer.activation, mask, keep)))
    return (*hidden, network[-1])
