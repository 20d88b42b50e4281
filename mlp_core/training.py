"""Training: a stream of networks, the one before training and the one after every epoch.

``list(train(...))`` is the history, ``tqdm(train(...))`` the progress bar, ``break`` early stopping. Nothing else is
recorded: a loss curve is one forward pass of the stacked history (see stacks.py), and when to stop is a criterion of
stopping.py.
"""

from collections.abc import Iterator

import numpy as np

from . import checks
from . import network as networks
from .arrays import Array
from .checks import bare, checked, interruptible
from .losses import Loss
from .network import Gradient, Network
from .optimizers import Optimizer

# What comes in is checked before the first epoch; from then on the functions under the checks are called.
forward, backward = bare(networks.forward), bare(networks.backward)
derivative, step = bare(Loss.derivative), bare(Optimizer.step)


@interruptible("the last network is the one after epoch {done} of {epochs}")
@checked(
    network=checks.network, loss=checks.loss_to_train, x=checks.inputs, y=checks.targets_of_network,
    optimizer=checks.optimizer, epochs=checks.whole(0, "0 yields the untrained network only"),
    batch_size=checks.optional(checks.whole(1, "use None for the full batch")), shuffle=checks.flag,
    rng=checks.optional(checks.generator), reduction=checks.reduction,
)  # fmt: skip
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

    Raises ValueError or TypeError, before the first epoch, for x, y, eta, epochs or batch_size that do not fit, for a
    loss without a derivative, and for an output activation that does not go with the loss.

    >>> x, y = mlp.logical_or()
    >>> network = mlp.initialise([2, 1], np.random.default_rng(0), output=mlp.sigmoid)
    >>> history = list(mlp.train(network, x, y, mlp.binary_cross_entropy, mlp.SGD(1.0), epochs=100))
    >>> len(history), mlp.predict(history[-1], x).round().ravel().tolist()
    (101, [0.0, 1.0, 1.0, 1.0])
    """
    examples = x.shape[-2]
    batch_size = batch_size or examples
    rng = rng or np.random.default_rng()
    state = optimizer.init(network)
    yield network
    for _ in range(epochs):
        order = rng.permutation(examples) if shuffle and batch_size < examples else slice(None)
        x_now, y_now = x[..., order, :], y[..., order, :]
        for start in range(0, examples, batch_size):
            batch = slice(start, start + batch_size)
            steps = forward(network, x_now[..., batch, :])
            da = derivative(loss, steps[-1].a, y_now[..., batch, :], reduction)
            network, state = step(optimizer, network, backward(network, steps, da), state)
        yield network


@checked(
    network=checks.network,
    loss=checks.loss_to_train,
    x=checks.inputs,
    y=checks.targets_of_network,
    reduction=checks.reduction,
)
def gradients(network: Network, x: Array, y: Array, loss: Loss, reduction: str = "mean") -> list[Gradient]:
    """Return ∂L/∂W, ∂L/∂b and delta of every layer for these examples: one forward and one backward pass.

    Arguments and errors as for ``train``.

    >>> network = (mlp.Layer(np.array([[2.0]]), np.array([[0.0]]), mlp.identity),)
    >>> (gradient,) = mlp.gradients(network, np.array([[3.0]]), np.array([[5.0]]), mlp.half_squared_error)
    >>> gradient.dW
    array([[3.]])
    """
    steps = forward(network, x)
    return backward(network, steps, derivative(loss, steps[-1].a, y, reduction))
