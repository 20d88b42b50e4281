"""Training: a stream of networks, the one before training and the one after every epoch.

``list(train(...))`` is the history, ``tqdm(train(...))`` the progress bar, ``break`` early stopping. Nothing else is
recorded: a loss curve is one forward pass of the stacked history (see stacks.py).
"""

import warnings
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from .doors import as_generator, as_numbers, as_positive, as_whole, fits, quietly
from .losses import Loss
from .network import Gradient, Network, as_inputs, backward, forward, predict
from .optimizers import Optimizer

Array = np.ndarray


def train(
    network: Network,
    x: Array,
    y: Array,
    loss: Loss,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int | None = None,
    shuffle: bool = True,
    rng: np.random.Generator | None = None,
    reduction: str = "mean",
) -> Iterator[Network]:
    """Train by gradient descent: yield the network before training, then the one after every epoch.

    The lecture's three algorithms are one argument apart: ``batch_size=1, shuffle=False`` is Algorithm 1 (ITAM-02),
    ``batch_size=1`` is Algorithm 2 (ITAM-03), ``batch_size=B`` is Algorithm 3 (ITAM-04); None, or a size above N, is
    the full batch (UT-33). The last batch of an epoch holds what is left over.

    ``x`` is (examples, inputs), ``y`` (examples, output units); ``rng`` shuffles the examples anew each epoch, in the
    same order for all networks of a stack; without one, every run shuffles differently. An interrupt ends the stream
    with the last complete network, and a warning. A run that diverges goes on, and yields NaN.

    Raises ValueError or TypeError, before the first epoch, for x, y, eta, epochs or batch_size that do not fit, and for
    an output activation that does not go with the loss.
    """
    x, y = check_data(network, x, y, loss)
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer is {optimizer!r}; expected an optimizer with its learning rate: try SGD(0.1)")
    optimizer = optimizer.checked(network)
    epochs = as_whole("epochs", epochs, 0, "0 yields the untrained network only")
    examples = x.shape[-2]
    if batch_size is None:
        batch_size = examples
    batch_size = min(as_whole("batch_size", batch_size, 1, "use None for the full batch"), examples)
    rng = np.random.default_rng() if rng is None else as_generator(rng)
    loss.derivative(predict(network, x[..., :1, :]), y[..., :1, :], reduction)  # a loss without gradient says so now
    orders = _orders(examples, shuffle and batch_size < examples, rng)
    return _stream(network, x, y, loss, optimizer, epochs, batch_size, orders, reduction)


def check_data(network: Network, x: Array, y: Array, loss: Loss) -> tuple[Array, Array]:
    """The door of training: answer x and y in the network's dtype, or raise where they, or the loss, do not fit it."""
    if not isinstance(loss, Loss):
        raise TypeError(f"loss is {loss!r}; expected a Loss: use half_squared_error, cross_entropy, … of mlp_core")
    x = as_inputs(network, x)
    W, b, activation = network[-1]
    if not fits(x.shape[:-2], W.shape[:-2]):
        raise ValueError(f"x has shape {x.shape}; expected (examples, inputs): use x.reshape(-1, {x.shape[-1]})")
    loss.check_output(activation)
    return x, loss.check_targets(y, (*W.shape[:-2], x.shape[-2], b.shape[-1]), x.dtype)


def _orders(examples: int, shuffle: bool, rng: np.random.Generator) -> Iterator[Array | None]:
    """Yield the order in which each epoch takes the examples; None leaves them as they are."""
    while True:
        yield rng.permutation(examples) if shuffle else None


def _stream(network, x, y, loss, optimizer, epochs, batch_size, orders, reduction) -> Iterator[Network]:
    done = 0
    try:
        state = optimizer.init(network)
        yield network
        while done < epochs:
            network, state = _epoch(network, x, y, loss, optimizer, state, batch_size, next(orders), reduction)
            done += 1
            yield network
    except KeyboardInterrupt:
        warnings.warn(f"interrupted: the last network is the one after epoch {done} of {epochs}", stacklevel=2)


@quietly  # a run that diverges yields NaN, without a fuss
def _epoch(network, x, y, loss, optimizer, state, batch_size, order, reduction) -> tuple[Network, list]:
    if order is not None:
        x, y = x[..., order, :], y[..., order, :]
    for start in range(0, x.shape[-2], batch_size):
        rows = slice(start, start + batch_size)
        batch = x[..., rows, :], y[..., rows, :]
        network, state = optimizer.step(network, _gradients(network, *batch, loss, reduction), state)
    return network, state


def _gradients(network: Network, x: Array, y: Array, loss: Loss, reduction: str) -> list[Gradient]:
    """Forward, loss, backward: the whole of one gradient, on data that has passed the door."""
    steps = forward(network, x, checked=True)
    return backward(network, steps, loss.derivative(steps[-1].a, y, reduction, checked=True), checked=True)


@quietly
def gradients(network: Network, x: Array, y: Array, loss: Loss, reduction: str = "mean") -> list[Gradient]:
    """Answer ∂L/∂W, ∂L/∂b and delta of every layer for these examples: one forward and one backward pass.

    Raises ValueError or TypeError as ``train`` does.
    """
    x, y = check_data(network, x, y, loss)
    return _gradients(network, x, y, loss, reduction)


def until(networks: Iterable[Network], stop: Callable[[Network | None, Network], bool]) -> Iterator[Network]:
    """Pass a stream of networks on, up to and including the first for which ``stop(previous, network)`` is true.

    An interrupt ends the stream, as it does in ``train``.
    """
    previous = None
    try:
        for network in networks:
            yield network
            if stop(previous, network):
                return
            previous = network
    except KeyboardInterrupt:
        warnings.warn("interrupted: the last network is the one passed on last", stacklevel=2)


def small_gradient(x: Array, y: Array, loss: Loss, epsilon: float) -> Callable:
    """Make the stopping criterion ‖∇L‖ ≤ ε of slide UT-16, for ``until``. A stack stops when all its networks do."""
    epsilon = as_positive("epsilon", epsilon, "try 1e-3")

    @quietly
    def stop(previous, network) -> bool:
        squares = sum(
            (dW**2).sum(axis=(-2, -1)) + (db**2).sum(axis=(-2, -1)) for dW, db, _ in gradients(network, x, y, loss)
        )
        return bool(np.all(np.sqrt(squares) <= epsilon))

    return stop


def settled_loss(x: Array, y: Array, loss: Loss, epsilon: float) -> Callable:
    """Make the stopping criterion |L(new) − L(old)| ≤ ε of slide UT-16, for ``until``."""
    epsilon = as_positive("epsilon", epsilon, "try 1e-5")

    @quietly
    def stop(previous, network) -> bool:
        if previous is None:
            return False
        change = loss(predict(network, x), y) - loss(predict(previous, x), y)
        return bool(np.all(np.abs(change) <= epsilon))

    return stop


def within(x: Array, y: Array, epsilon: float) -> Callable:
    """Make the stopping criterion "all outputs within ε of their targets" of slide UT-24, for ``until``."""
    epsilon = as_positive("epsilon", epsilon, "try 0.1")
    y = as_numbers("y", y)

    def stop(previous, network) -> bool:
        y_hat = predict(network, x)
        if y_hat.shape[-2:] != y.shape[-2:]:
            raise ValueError(f"y has shape {y.shape}; expected {y_hat.shape[-2:]}, as y_hat has: use y.reshape(-1, 1)")
        return bool(np.all(np.abs(y_hat - y) <= epsilon))

    return stop


def no_improvement(x: Array, y: Array, loss: Loss, patience: int) -> Callable:
    """Make the early-stopping criterion of slide UT-37: the validation loss has not fallen for ``patience`` epochs.

    ``x`` and ``y`` are validation data. The best epoch is ``np.argmin`` of the validation losses of the history.
    A stack stops when all its networks do.
    """
    patience = as_whole("patience", patience, 1, "try 10")
    best, waited = np.inf, 0

    def stop(previous, network) -> bool:
        nonlocal best, waited
        if previous is None:  # a new stream
            best, waited = np.inf, 0
        now = loss(predict(network, x), y)
        waited = np.where(now < best, 0, waited + 1)
        best = np.fmin(now, best)
        return bool(np.all(waited >= patience))

    return stop
