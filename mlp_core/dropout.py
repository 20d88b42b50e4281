"""Dropout: while training, some units of the hidden layers answer 0, others every mini-batch (slide UT-36).

A unit is dropped by its activation: ``masked`` makes one that answers 0 where a mask says so, and ``thinned`` a network
of such activations, with masks newly drawn. The forward and the backward pass do not know of it. One training step is

    optimizer.step(network, gradients(thinned(network, len(x), rng), x, y, loss), state)

and the network itself, which is what one predicts with, has no mask at all.
"""

from functools import partial

import numpy as np

from .activations import Activation, Softmax
from .doors import as_generator, as_numbers, as_whole
from .network import Network, check_network

Array = np.ndarray


def masked(activation: Activation, mask: Array, keep: float = 0.5) -> Activation:
    """Make an activation that answers 0 where ``mask`` is 0, and f(z) / ``keep`` where it is 1.

    ``keep`` is the share of units kept, above 0 and at most 1. Dividing by it leaves the mean over all masks at f(z):
    that is why nothing needs to be scaled at test time (inverted dropout). ``mask`` is (*stack, examples, units).
    Raises ValueError for masks of other numbers than 0 and 1, another ``keep``, or softmax, whose row must sum to 1.
    """
    keep, mask = _as_keep(keep), as_numbers("mask", mask)
    if not np.isin(mask, (0, 1)).all():
        held = mask[~np.isin(mask, (0, 1))].flat[0]
        raise ValueError(f"mask holds {held:g}; expected 0 (dropped) and 1 (kept): try rng.random(shape) < keep")
    if isinstance(activation, Softmax):
        raise ValueError("softmax cannot be masked, as its rows sum to 1; drop units of hidden layers: relu, tanh, …")
    low, high = min(activation.range[0] / keep, 0.0), max(activation.range[1] / keep, 0.0)
    function, slope = partial(_function, activation, mask, keep), partial(_slope, activation, mask, keep)
    formula = f"mask · ({activation.formula}) / keep"
    return Activation(f"masked {activation.name}", function, slope, formula, (low, high))


def _function(activation: Activation, mask: Array, keep: float, z: Array) -> Array:
    return activation.function(z) * mask.astype(z.dtype) / keep


def _slope(activation: Activation, mask: Array, keep: float, z: Array, a: Array) -> Array:
    return activation.slope(z, keep * a) * mask.astype(z.dtype) / keep  # where the mask is 1, keep · a is f(z)


def thinned(network: Network, examples: int, rng: np.random.Generator, keep: float = 0.5) -> Network:
    """Draw a mask for every hidden layer, each example and unit by itself, and mask its activation; W and b are shared.

    ``examples`` is how many rows will be passed through: the size of the mini-batch. The output layer is left alone.
    """
    check_network(network)
    as_generator(rng)
    keep, examples = _as_keep(keep), as_whole("examples", examples, 1, "give the size of the mini-batch")
    hidden = []
    for layer in network[:-1]:
        *stack, _, units = layer.b.shape
        mask = rng.random((*stack, examples, units)) < keep
        hidden.append(layer._replace(activation=masked(layer.activation, mask, keep)))
    return (*hidden, network[-1])


def _as_keep(keep: float) -> float:
    if np.ndim(as_numbers("keep", keep)) or not 0 < keep <= 1:
        raise ValueError(f"keep is {keep!r}; expected the share of units kept, above 0 and at most 1: try 0.5")
    return float(keep)
