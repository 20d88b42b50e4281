"""When to stop: criteria for a stream of networks, such as ``train`` yields.

    history = list(until(train(...), small_gradient(x, y, loss, epsilon=1e-3)))

A criterion is a function ``stop(previous, network)``; ``previous`` is None for the first network of a stream. Where
networks are stacked, it is met when all of them meet it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from . import checks
from .arrays import Array
from .checks import checked, interruptible, numbers_may_overflow
from .losses import Loss
from .network import Network, predict
from .training import gradients

Criterion = Callable[[Network | None, Network], bool]


@interruptible("the last network is the one passed on last")
@checked(networks=checks.stream, stop=checks.function)
def until(networks: Iterable[Network], stop: Criterion) -> Iterator[Network]:
    """Pass a stream of networks on, up to and including the first for which ``stop(previous, network)`` is true.

    An interrupt ends the stream, as it does in ``train``. Raises TypeError for one network in place of a stream.

    >>> x, y = mlp.logical_or()
    >>> network = mlp.initialise([2, 1], np.random.default_rng(0), output=mlp.sigmoid)
    >>> run = mlp.train(network, x, y, mlp.half_squared_error, mlp.SGD(1.0), epochs=10**6)
    >>> history = list(mlp.until(run, mlp.within(x, y, epsilon=0.4)))
    >>> bool(abs(mlp.predict(history[-1], x) - y).max() <= 0.4)
    True
    """
    previous = None
    for network in networks:
        yield network
        if stop(previous, network):
            return
        previous = network


@checked(x=checks.numbers, y=checks.numbers, loss=checks.differentiable, epsilon=checks.positive("try 1e-3"))
def small_gradient(x: Array, y: Array, loss: Loss, epsilon: float) -> Criterion:
    """Make the stopping criterion ‖∇L‖ ≤ ε of slide UT-16, for ``until``.

    Raises ValueError or TypeError for a loss without a derivative or an epsilon that is not above 0.

    >>> x, y = mlp.logical_or()
    >>> network = (mlp.Layer(np.zeros((2, 1)), np.zeros((1, 1)), mlp.sigmoid),)
    >>> mlp.small_gradient(x, y, mlp.half_squared_error, 0.1)(None, network)
    False
    """

    @numbers_may_overflow()
    def stop(previous: Network | None, network: Network) -> bool:
        squares: Any = 0
        for dW, db, _ in gradients(network, x, y, loss):
            squares = squares + (dW**2).sum(axis=(-2, -1)) + (db**2).sum(axis=(-2, -1))
        return bool(np.all(np.sqrt(squares) <= epsilon))

    return stop


@checked(x=checks.numbers, y=checks.numbers, loss=checks.loss, epsilon=checks.positive("try 1e-5"))
def settled_loss(x: Array, y: Array, loss: Loss, epsilon: float) -> Criterion:
    """Make the stopping criterion |L(new) − L(old)| ≤ ε of slide UT-16, for ``until``. Errors as ``small_gradient``.

    >>> x, y = mlp.logical_or()
    >>> network = (mlp.Layer(np.zeros((2, 1)), np.zeros((1, 1)), mlp.sigmoid),)
    >>> mlp.settled_loss(x, y, mlp.half_squared_error, 1e-5)(network, network)
    True
    """

    @numbers_may_overflow()
    def stop(previous: Network | None, network: Network) -> bool:
        if previous is None:
            return False
        change = loss(predict(network, x), y) - loss(predict(previous, x), y)
        return bool(np.all(np.abs(change) <= epsilon))

    return stop


@checked(x=checks.numbers, y=checks.numbers, epsilon=checks.positive("try 0.1"))
def within(x: Array, y: Array, epsilon: float) -> Criterion:
    """Make the stopping criterion "all outputs within ε of their targets" of slide UT-24, for ``until``.

    Raises ValueError for an epsilon that is not above 0, and when asked about a network whose outputs y does not fit.

    >>> x, y = mlp.logical_or()
    >>> network = (mlp.Layer(np.zeros((2, 1)), np.zeros((1, 1)), mlp.sigmoid),)
    >>> mlp.within(x, y, 0.5)(None, network), mlp.within(x, y, 0.4)(None, network)
    (True, False)
    """

    def stop(previous: Network | None, network: Network) -> bool:
        y_hat = predict(network, x)
        return bool(np.all(np.abs(y_hat - checks.fitting(y, y_hat)) <= epsilon))

    return stop


@checked(x=checks.numbers, y=checks.numbers, loss=checks.loss, patience=checks.whole(1, "try 10"))
def no_improvement(x: Array, y: Array, loss: Loss, patience: int) -> Criterion:
    """Make the early-stopping criterion of slide UT-37: the validation loss has not fallen for ``patience`` epochs.

    ``x`` and ``y`` are validation data. The best epoch is ``np.argmin`` of the validation losses of the history.
    Raises ValueError or TypeError for what is no loss, or a patience below 1.

    >>> x, y = mlp.logical_or()
    >>> network = (mlp.Layer(np.zeros((2, 1)), np.zeros((1, 1)), mlp.sigmoid),)
    >>> stop = mlp.no_improvement(x, y, mlp.half_squared_error, patience=2)
    >>> [stop(previous, network) for previous in (None, network, network)]
    [False, False, True]
    """
    best: Any = np.inf
    waited: Any = 0

    def stop(previous: Network | None, network: Network) -> bool:
        nonlocal best, waited
        if previous is None:  # a new stream
            best, waited = np.inf, 0
        now = loss(predict(network, x), y)
        waited = np.where(now < best, 0, waited + 1)
        best = np.fmin(now, best)
        return bool(np.all(waited >= patience))

    return stop
