"""Stacks: many networks of one shape in one set of arrays, trained and evaluated in one run.

A stack is an ordinary network whose arrays have axes in front of (inputs, units). ``forward``, ``backward`` and
``train`` do not know of it: broadcasting carries the extra axes along. Loss surfaces are made of stacks; what cannot
be stacked is swept over.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import numpy as np

from . import checks
from .arrays import Array
from .checks import checked
from .network import Layer, Network


@checked(networks=checks.several_networks)
def stack(networks: Iterable[Network]) -> Network:
    """Put networks of the same shape into one: a new axis in front, one entry per network.

    Raises ValueError where there are none, or where shapes, dtypes, activations or masks differ.

    >>> rng = np.random.default_rng(0)
    >>> together = mlp.stack([mlp.initialise([2, 3, 1], rng), mlp.initialise([2, 3, 1], rng)])
    >>> [layer.W.shape for layer in together]
    [(2, 2, 3), (2, 3, 1)]
    """
    return tuple(
        Layer(np.stack([layer.W for layer in layers]), np.stack([layer.b for layer in layers]), layers[0].activation)
        for layers in zip(*networks, strict=True)
    )


@checked(network=checks.stack_of_networks, index=checks.index_of_member)
def member(network: Network, index: int) -> Network:
    """Take the network at ``index`` of a stack's first axis; -1 is the last.

    Raises ValueError or TypeError if the network is no stack, or has no member of that number.

    >>> rng = np.random.default_rng(0)
    >>> one, other = mlp.initialise([2, 1], rng), mlp.initialise([2, 1], rng)
    >>> bool((mlp.member(mlp.stack([one, other]), 1)[0].W == other[0].W).all())
    True
    """
    return tuple(Layer(W[index], b[index], activation) for W, b, activation in network)


@checked(times=checks.whole(1, "ask for at least one copy"))
def repeat(network: Network, times: int) -> Network:
    """Make a stack of ``times`` copies of one network: the same start for every learning rate.

    >>> network = mlp.initialise([2, 1], np.random.default_rng(0))
    >>> mlp.repeat(network, 5)[0].W.shape
    (5, 2, 1)
    """
    return stack([network] * times)


@checked(values=checks.values_per_network)
def per_network(values: Sequence[float] | Array) -> Array:
    """Shape one value per network so that it meets the parameters of a stack: (n,) becomes (n, 1, 1).

    Raises ValueError or TypeError for a single number, and for what are no finite numbers.

    >>> mlp.SGD(mlp.per_network([0.1, 0.3, 1.0])).eta.shape
    (3, 1, 1)
    """
    return np.asarray(values)[..., None, None]


@checked(
    function=checks.function,
    settings=checks.list_of_settings,
    executor=checks.optional(checks.executor),
    progress=checks.function,
)
def sweep(
    function: Callable[..., Any],
    settings: Iterable[Mapping[str, Any]],
    executor: Executor | None = None,
    progress: Callable[[list[Future[Any]]], Iterable[Future[Any]]] = list,
) -> list[Any]:
    """Call ``function(**setting)`` for every setting, several at a time, and return the results in order.

    For what cannot be stacked: batch sizes, widths, depths. ``executor`` is any concurrent.futures executor, also a
    Dask cluster's ``Client.get_executor()``; without one, a local pool of threads. ``progress=tqdm`` shows how many
    results are there. The first error is raised.

    >>> mlp.sweep(lambda width: 10 * width, [{"width": 2}, {"width": 4}])
    [20, 40]
    """
    if executor is not None:
        jobs = [executor.submit(function, **setting) for setting in settings]
        return [job.result() for job in progress(jobs)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return sweep(function, settings, pool, progress)
