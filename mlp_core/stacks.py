"""Stacks: many networks of one shape in one set of arrays, trained and evaluated in one run.

A stack is an ordinary network whose arrays have axes in front of (inputs, units). ``forward``, ``backward`` and
``train`` do not know of it: broadcasting carries the extra axes along.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np

from .doors import as_generator, as_numbers, as_whole, quietly
from .losses import Loss
from .network import Layer, Network, check_network, predict
from .training import check_data

Array = np.ndarray


def stack(networks: Iterable[Network]) -> Network:
    """Put networks of the same shape into one: a new axis in front, one entry a network.

    Raises ValueError where there are none, or where shapes or activations differ.
    """
    networks = list(networks)
    if not networks:
        raise ValueError("networks is empty; expected at least one network: if a stream is used up, keep its list(...)")
    for network in networks:
        check_network(network)
    first = _shape(networks[0])
    for number, network in enumerate(networks):
        if _shape(network) != first:
            raise ValueError(
                f"network {number} has layers {_shape(network)}; expected {first}, as network 0 has: "
                "stack equal shapes, sweep over unequal ones"
            )
    return tuple(
        Layer(np.stack([layer.W for layer in layers]), np.stack([layer.b for layer in layers]), layers[0].activation)
        for layers in zip(*networks, strict=True)
    )


def _shape(network: Network) -> list:
    return [(layer.W.shape, layer.activation.name) for layer in network]


def member(network: Network, index: int) -> Network:
    """Take the network at ``index`` of a stack's first axis. Raises ValueError if the network is no stack."""
    check_network(network)
    if network[0].W.ndim < 3:
        raise ValueError(f"W has shape {network[0].W.shape}; expected a stack, with an axis in front: use stack(...)")
    return tuple(Layer(W[index], b[index], activation) for W, b, activation in network)


def repeat(network: Network, times: int) -> Network:
    """Make a stack of ``times`` copies of one network: the same start for every learning rate."""
    return stack([network] * as_whole("times", times, 1, "ask for at least one copy"))


def per_network(values: Sequence[float]) -> Array:
    """Shape one value a network so that it meets the parameters of a stack: (n,) becomes (n, 1, 1)."""
    return as_numbers("values", values)[..., None, None]


def weight_direction(network: Network, layer: int, row: int, column: int) -> Network:
    """Make the direction in parameter space that moves W[row, column] of ``layer`` (from 0) and nothing else."""
    return _towards(network, layer, "W", (row, column))


def bias_direction(network: Network, layer: int, unit: int) -> Network:
    """Make the direction in parameter space that moves b[0, unit] of ``layer`` (from 0) and nothing else."""
    return _towards(network, layer, "b", (0, unit))


def _towards(network: Network, layer: int, name: str, place: tuple[int, int]) -> Network:
    check_network(network)
    direction = tuple(Layer(np.zeros_like(W), np.zeros_like(b), activation) for W, b, activation in network)
    try:
        getattr(direction[layer], name)[(..., *place)] = 1
    except (IndexError, TypeError):
        shapes = ", ".join(str(getattr(each, name).shape[-2:]) for each in network)
        raise ValueError(
            f"layer {layer!r}, {name}{list(place)} is not there; expected a place in {name} of shapes {shapes}: "
            "count layers and places from 0"
        ) from None
    return direction


def random_direction(network: Network, rng: np.random.Generator) -> Network:
    """Draw a filter-normalised direction (Li et al., 2018; slide UT-30): a unit's weights as long as in the network.

    Biases are left alone, as in the paper.
    """
    as_generator(rng)
    directions = []
    for W, b, activation in network:
        drawn = rng.standard_normal(W.shape)
        length = np.linalg.norm(W, axis=-2, keepdims=True) / np.linalg.norm(drawn, axis=-2, keepdims=True)
        directions.append(Layer((length * drawn).astype(W.dtype), np.zeros_like(b), activation))
    return tuple(directions)


@quietly
def shifted(network: Network, direction: Network, by: Array | float) -> Network:
    """Move a network along a direction in parameter space. An array ``by`` of shape (n, 1, 1) makes a stack of n."""
    by = np.asarray(by, dtype=network[0].W.dtype)
    return tuple(
        Layer(layer.W + by * along.W, layer.b + by * along.b, layer.activation)
        for layer, along in zip(network, direction, strict=True)
    )


def loss_surface(
    network: Network, x: Array, y: Array, loss: Loss, across: Network, up: Network, across_by: Array, up_by: Array
) -> Array:
    """Compute the loss on a grid of networks: the given one, moved by ``across_by`` and ``up_by`` along two directions.

    Directions come from ``weight_direction``, ``bias_direction`` or ``random_direction``. Answers (len(up_by),
    len(across_by)), row first, as contour plots want it: each row is one forward pass of a stack. Slides UT-14, UT-30.
    """
    x, y = check_data(network, x, y, loss)
    if network[0].W.ndim > 2:
        raise ValueError(f"W has shape {network[0].W.shape}; expected one network, no stack: use member(network, 0)")
    across_by, up_by = as_numbers("across_by", across_by), as_numbers("up_by", up_by)
    if across_by.ndim != 1 or up_by.ndim != 1:
        shapes = f"{across_by.shape} and {up_by.shape}"
        raise ValueError(
            f"across_by and up_by have shapes {shapes}; expected one axis each: use np.linspace(-1, 1, 50)"
        )
    row = shifted(network, across, per_network(across_by))
    return np.stack([loss(predict(shifted(row, up, by), x), y) for by in up_by])


def sweep(function: Callable, settings: Iterable[dict], executor: Executor | None = None) -> list:
    """Call ``function(**setting)`` for every setting, several at a time, and answer the results in order.

    For what cannot be stacked: batch sizes, widths, depths. ``executor`` is any concurrent.futures executor, also a
    Dask cluster's ``Client.get_executor()``; without one, a local pool of threads. The first error is raised.
    """
    settings = list(settings)
    if executor is not None:
        return [job.result() for job in [executor.submit(function, **setting) for setting in settings]]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return sweep(function, settings, pool)
