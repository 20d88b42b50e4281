"""Loss surfaces: the loss over two directions in parameter space, each row of the grid one stack of networks.

A direction is a network too: what is to be added to the parameters, layer by layer. It is a single weight or bias, or
drawn at random (slides UT-14, UT-30).
"""

import numpy as np

from . import checks
from .arrays import Array
from .checks import checked
from .losses import Loss
from .network import Layer, Network, forward
from .stacks import per_network


@checked(network=checks.network, column=checks.place("W", "row", "column"))
def weight_direction(network: Network, layer: int, row: int, column: int) -> Network:
    """Make the direction in parameter space that moves W[row, column] of ``layer`` (from 0) and nothing else.

    Raises ValueError where there is no such weight.

    >>> network = mlp.initialise([2, 1], np.random.default_rng(0))
    >>> mlp.weight_direction(network, layer=0, row=1, column=0)[0].W
    array([[0.],
           [1.]])
    """
    direction = _nowhere(network)
    direction[layer].W[..., row, column] = 1
    return direction


@checked(network=checks.network, unit=checks.place("b", "unit"))
def bias_direction(network: Network, layer: int, unit: int) -> Network:
    """Make the direction in parameter space that moves b[0, unit] of ``layer`` (from 0) and nothing else.

    Raises ValueError where there is no such bias.

    >>> network = mlp.initialise([2, 3, 1], np.random.default_rng(0))
    >>> mlp.bias_direction(network, layer=0, unit=1)[0].b
    array([[0., 1., 0.]])
    """
    direction = _nowhere(network)
    direction[layer].b[..., 0, unit] = 1
    return direction


def _nowhere(network: Network) -> Network:
    return tuple(Layer(np.zeros_like(W), np.zeros_like(b), activation) for W, b, activation in network)


@checked(network=checks.network, rng=checks.generator)
def random_direction(network: Network, rng: np.random.Generator) -> Network:
    """Draw a filter-normalised direction (Li et al., 2018; slide UT-30): a unit's weights as long as in the network.

    Biases are left alone, as in the paper. Raises TypeError for a seed in place of a generator.

    >>> network = mlp.initialise([2, 3, 1], np.random.default_rng(0))
    >>> direction = mlp.random_direction(network, np.random.default_rng(1))
    >>> bool(np.allclose(np.linalg.norm(direction[0].W, axis=0), np.linalg.norm(network[0].W, axis=0)))
    True
    """
    directions = []
    for W, b, activation in network:
        drawn = rng.standard_normal(W.shape)
        length = np.linalg.norm(W, axis=-2, keepdims=True) / np.linalg.norm(drawn, axis=-2, keepdims=True)
        directions.append(Layer((length * drawn).astype(W.dtype), np.zeros_like(b), activation))
    return tuple(directions)


@checked(network=checks.network, direction=checks.direction, by=checks.shift)
def shifted(network: Network, direction: Network, by: Array | float) -> Network:
    """Move a network along a direction in parameter space. An array ``by`` of shape (n, 1, 1) makes a stack of n.

    Raises ValueError for another network's direction, or a ``by`` of another shape.

    >>> network = mlp.initialise([2, 1], np.random.default_rng(0))
    >>> along = mlp.weight_direction(network, 0, 0, 0)
    >>> moved = mlp.shifted(network, along, mlp.per_network([0.0, 0.5]))
    >>> (moved[0].W[:, 0, 0] - network[0].W[0, 0]).tolist()
    [0.0, 0.5]
    """
    return tuple(
        Layer(layer.W + by * along.W, layer.b + by * along.b, layer.activation)
        for layer, along in zip(network, direction, strict=True)
    )


@checked(
    network=checks.one_network, loss=checks.loss_of_network, x=checks.inputs, y=checks.targets_of_network,
    across=checks.direction, up=checks.direction, across_by=checks.one_axis, up_by=checks.one_axis,
)  # fmt: skip
def loss_surface(
    network: Network, x: Array, y: Array, loss: Loss, across: Network, up: Network, across_by: Array, up_by: Array
) -> Array:
    """Compute the loss on a grid of networks: the given one, moved by ``across_by`` and ``up_by`` along two directions.

    Directions come from ``weight_direction``, ``bias_direction`` or ``random_direction``. Returns (len(up_by),
    len(across_by)), row first, as contour plots want it: each row is one forward pass of a stack. Slides UT-14, UT-30.
    Raises ValueError or TypeError for a stack, for directions of another network, and for data that do not fit.

    >>> (x, y), network = mlp.logical_or(), mlp.initialise([2, 1], np.random.default_rng(0))
    >>> across, up = mlp.weight_direction(network, 0, 0, 0), mlp.weight_direction(network, 0, 1, 0)
    >>> mlp.loss_surface(network, x, y, mlp.l1, across, up, np.linspace(-1, 1, 5), np.linspace(-1, 1, 4)).shape
    (4, 5)
    """
    row = shifted(network, across, per_network(across_by))
    return np.stack([loss(forward(shifted(row, up, by), x)[-1].a, y) for by in up_by])
