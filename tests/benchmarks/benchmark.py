"""How fast is a training step? Ours beside PyTorch, scikit-learn, NumPy by hand, and the matrix products alone.

Run it with ``make bench``; it takes about a minute. It prints one table of ratios: how many times as long as ours the
peer takes for the same step, which is a forward pass, the gradient of the loss, a backward pass and an update. Speed is
only printed, as it depends on the machine. That ours and the peer compute the same is checked before they are timed.

How it is measured: in processor time, with one thread, in short rounds that take turns (ours, peer, ours, peer), so
that a busy machine hurts both. A ratio is the median of those of neighbouring rounds, printed with its quartiles.
All take the batches in order, so that shuffling is not measured; the peers find theirs cut already, ours cuts them.
Making the network and checking the data is not part of a step, except for scikit-learn, whose ``fit`` is one piece.
What a stack gains depends on the batch: the larger it is, the more of a step is arithmetic, which stacking cannot save.
"""

import os

# Read when NumPy and PyTorch are imported, so it stands before them.
os.environ.update(dict.fromkeys(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"], "1"))
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import platform
import time
import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import sklearn
import torch
from sklearn.datasets import load_digits, make_moons
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from torch.nn import functional

import mlp_core as mlp

torch.set_num_threads(1)

ROUNDS = 25  # of ours and of the peer, for one ratio
SECONDS = 0.03  # the least that a round takes
TOLERANCE = 1e-6  # the most by which a parameter may differ from the peer's

Array = np.ndarray


class Task(NamedTuple):
    """What is trained: where it starts, on which data, and how."""

    name: str
    network: mlp.network.Network
    x: Array
    y: Array
    loss: mlp.Loss
    eta: float
    batch_size: int

    @property
    def networks(self) -> int:
        """Count the networks: 1, unless they are a stack."""
        return self.network[0].W[..., 0, 0].size

    @property
    def steps(self) -> int:
        """Count the steps of an epoch."""
        return len(self.x) // self.batch_size

    def parameters(self) -> list[Array]:
        """Copy the parameters to start from: W and b of the first layer, W and b of the second."""
        return parameters(self.network)

    def batches(self) -> list[tuple[Array, Array]]:
        """Cut the data into batches, in order."""
        return list(zip(np.split(self.x, self.steps), np.split(self.y, self.steps), strict=True))

    def beginning(self) -> "Task":
        """Keep the first two batches only."""
        return self._replace(x=self.x[: 2 * self.batch_size], y=self.y[: 2 * self.batch_size])

    def alone(self) -> "Task":
        """Keep the first network of a stack only."""
        return self if self.networks == 1 else self._replace(network=mlp.member(self.network, 0))


def parameters(network: mlp.network.Network) -> list[Array]:
    """Copy W and b of every layer into one list."""
    return [parameter.copy() for layer in network for parameter in (layer.W, layer.b)]


Run = Callable[[int], list[Array]]  # trains on for so many epochs, and returns the parameters


# Those who train. Each takes a task, makes ready what is not measured, and returns a Run.


def ours(task: Task) -> Run:
    """Train with the public ``train``, as the notebooks do."""
    forever = 10**9
    networks = mlp.train(
        task.network, task.x, task.y, task.loss, mlp.SGD(task.eta), forever, task.batch_size, shuffle=False
    )
    next(networks)  # the one before training

    def run(epochs: int) -> list[Array]:
        for _ in range(epochs):
            network = next(networks)
        return parameters(network)

    return run


TORCH_ACTIVATIONS = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "ReLU": torch.nn.ReLU}
TORCH_LOSSES = {
    mlp.mean_squared_error.name: functional.mse_loss,
    mlp.binary_cross_entropy_on_logits.name: functional.binary_cross_entropy_with_logits,
    mlp.cross_entropy_on_logits.name: functional.cross_entropy,
}


def pytorch(task: Task) -> Run:
    """Train with PyTorch, eagerly, as its tutorials do."""
    modules = []
    for W, b, activation in task.network:
        linear = torch.nn.Linear(*W.shape, dtype=torch.from_numpy(W).dtype)
        linear.weight.data = torch.tensor(W.T).contiguous()
        linear.bias.data = torch.tensor(b[0])
        modules.append(linear)
        if activation.name in TORCH_ACTIVATIONS:
            modules.append(TORCH_ACTIVATIONS[activation.name]())
    model = torch.nn.Sequential(*modules)
    loss = TORCH_LOSSES[task.loss.name]
    optimizer = torch.optim.SGD(model.parameters(), task.eta)
    batches = [(torch.tensor(x), torch.tensor(y)) for x, y in task.batches()]
    if task.loss is mlp.cross_entropy_on_logits:
        batches = [(x, y.argmax(dim=1)) for x, y in batches]

    def run(epochs: int) -> list[Array]:
        for _ in range(epochs):
            for x, y in batches:
                optimizer.zero_grad()
                loss(model(x), y).backward()
                optimizer.step()
        return [parameter.detach().numpy().T.reshape(-1, parameter.shape[0]) for parameter in model.parameters()]

    return run


def pytorch_vmap(task: Task) -> Run:
    """Train a stack of 2-8-1 networks with torch.func.vmap over the gradient of one."""

    def loss(parameters: list[torch.Tensor], x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        W1, b1, W2, b2 = parameters
        z = torch.tanh(x @ W1 + b1) @ W2 + b2
        return functional.binary_cross_entropy_with_logits(z, y)

    gradients = torch.func.vmap(torch.func.grad(loss), in_dims=(0, None, None))
    parameters = [torch.tensor(parameter) for parameter in task.parameters()]
    batches = [(torch.tensor(x), torch.tensor(y)) for x, y in task.batches()]

    def run(epochs: int) -> list[Array]:
        for _ in range(epochs):
            for x, y in batches:
                for parameter, gradient in zip(parameters, gradients(parameters, x, y), strict=True):
                    parameter -= task.eta * gradient
        return [parameter.numpy() for parameter in parameters]

    return run


def scikit_learn(task: Task) -> Run:
    """Train with ``MLPClassifier.fit``, its penalty, momentum and stopping criterion switched off."""
    model = MLPClassifier(
        [task.network[0].W.shape[-1]],
        activation=task.network[0].activation.name.lower(),
        solver="sgd",
        alpha=0.0,
        batch_size=task.batch_size,
        learning_rate_init=task.eta,
        momentum=0.0,
        shuffle=False,
        max_iter=1,
        n_iter_no_change=10**9,
        warm_start=True,
    )
    labels = task.y.argmax(axis=1) if task.y.shape[1] > 1 else task.y[:, 0]

    def run(epochs: int) -> list[Array]:
        model.max_iter = epochs
        with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
            model.fit(task.x, labels)
        return [model.coefs_[0], model.intercepts_[0][None], model.coefs_[1], model.intercepts_[1][None]]

    run(1)  # only a fitted model can be given weights to start from
    W1, b1, W2, b2 = task.parameters()
    model.coefs_, model.intercepts_ = [W1, W2], [b1[0], b2[0]]
    return run


def numpy_squared_error(task: Task) -> Run:
    """Train XOR's network by hand: sigmoid, sigmoid, mean squared error."""
    W1, b1, W2, b2 = task.parameters()
    batches = task.batches()

    def run(epochs: int) -> list[Array]:
        nonlocal W1, b1, W2, b2
        for _ in range(epochs):
            for x, y in batches:
                a1 = 1 / (1 + np.exp(-(x @ W1 + b1)))
                a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
                delta2 = 2 * (a2 - y) / len(x) * a2 * (1 - a2)
                delta1 = delta2 @ W2.T * a1 * (1 - a1)
                W2 -= task.eta * a1.T @ delta2
                b2 -= task.eta * delta2.sum(axis=0)
                W1 -= task.eta * x.T @ delta1
                b1 -= task.eta * delta1.sum(axis=0)
        return [W1, b1, W2, b2]

    return run


def numpy_binary_cross_entropy(task: Task) -> Run:
    """Train the moons' network by hand: tanh, then sigmoid with binary cross-entropy."""
    W1, b1, W2, b2 = task.parameters()
    batches = task.batches()

    def run(epochs: int) -> list[Array]:
        nonlocal W1, b1, W2, b2
        for _ in range(epochs):
            for x, y in batches:
                a1 = np.tanh(x @ W1 + b1)
                p = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
                delta2 = (p - y) / len(x)
                delta1 = delta2 @ W2.T * (1 - a1**2)
                W2 -= task.eta * a1.T @ delta2
                b2 -= task.eta * delta2.sum(axis=0)
                W1 -= task.eta * x.T @ delta1
                b1 -= task.eta * delta1.sum(axis=0)
        return [W1, b1, W2, b2]

    return run


def numpy_cross_entropy(task: Task) -> Run:
    """Train the digits' network by hand: ReLU, then softmax with cross-entropy."""
    W1, b1, W2, b2 = task.parameters()
    batches = task.batches()

    def run(epochs: int) -> list[Array]:
        nonlocal W1, b1, W2, b2
        for _ in range(epochs):
            for x, y in batches:
                a1 = np.maximum(x @ W1 + b1, 0)
                z2 = a1 @ W2 + b2
                powers = np.exp(z2 - z2.max(axis=1, keepdims=True))
                delta2 = (powers / powers.sum(axis=1, keepdims=True) - y) / len(x)
                delta1 = delta2 @ W2.T * (a1 > 0)
                W2 -= task.eta * (a1.T @ delta2)
                b2 -= task.eta * delta2.sum(axis=0)
                W1 -= task.eta * (x.T @ delta1)
                b1 -= task.eta * delta1.sum(axis=0)
        return [W1, b1, W2, b2]

    return run


def matrix_products(task: Task) -> Run:
    """Only multiply: the five matrix products without which there is no step, the floor below every side."""
    W1, _, W2, _ = task.parameters()
    batches = [x for x, _ in task.batches()]
    a1 = batches[0] @ W1
    delta2 = a1 @ W2
    delta1 = delta2 @ W2.T

    def run(epochs: int) -> list[Array]:
        for _ in range(epochs):
            for x in batches:
                x @ W1
                a1 @ W2
                a1.T @ delta2
                delta2 @ W2.T
                x.T @ delta1
        return []

    return run


# The tasks, and whom ours is compared with.


class Pair(NamedTuple):
    """A line of the table: the task, the peer, and the ratio aimed at, where there is one."""

    task: Task
    peer: str
    prepare: Callable[[Task], Run]
    aim: float | None = None


def pairs() -> list[Pair]:
    """Make the lines of the table, on made-up data and on that of scikit-learn."""
    rng = np.random.default_rng(0)
    xor = Task(
        "XOR 2-2-1, batch 4",
        mlp.initialise([2, 2, 1], rng, mlp.sigmoid, mlp.sigmoid, scale=1.0),
        *mlp.logical_xor(),
        mlp.mean_squared_error,
        eta=0.5,
        batch_size=4,
    )
    x, labels = make_moons(192, noise=0.2, random_state=0)
    moons = Task(
        "moons 2-8-1, batch 1",
        mlp.initialise([2, 8, 1], rng, mlp.tanh),
        x,
        labels[:, None].astype(float),
        mlp.binary_cross_entropy_on_logits,
        eta=0.1,
        batch_size=1,
    )
    x, labels = load_digits(return_X_y=True)
    digits = Task(
        "digits 64-32-10, batch 32",
        mlp.initialise([64, 32, 10], rng, mlp.relu, scale="he"),
        x[:1792] / 16,
        mlp.one_hot(labels[:1792], 10),
        mlp.cross_entropy_on_logits,
        eta=0.1,
        batch_size=32,
    )
    wide = Task(
        "784-128-10, batch 128, float32",
        mlp.initialise([784, 128, 10], rng, mlp.relu, scale="he", dtype=np.float32),
        rng.standard_normal((1024, 784)).astype(np.float32),
        mlp.one_hot(rng.integers(0, 10, 1024), 10).astype(np.float32),
        mlp.cross_entropy_on_logits,
        eta=0.1,
        batch_size=128,
    )
    stack = moons._replace(
        name="64 times 2-8-1, batch 32", network=mlp.initialise([2, 8, 1], rng, mlp.tanh, networks=64), batch_size=32
    )
    return [
        Pair(xor, "PyTorch", pytorch, aim=5),
        Pair(xor, "NumPy by hand", numpy_squared_error),  # scikit-learn has no sigmoid output with a squared error
        Pair(moons, "PyTorch", pytorch),
        Pair(moons, "scikit-learn", scikit_learn),
        Pair(moons, "NumPy by hand", numpy_binary_cross_entropy),
        Pair(digits, "PyTorch", pytorch, aim=3.5),
        Pair(digits, "scikit-learn", scikit_learn),
        Pair(digits, "NumPy by hand", numpy_cross_entropy),
        Pair(digits, "matrix products alone", matrix_products),
        Pair(wide, "PyTorch", pytorch),
        Pair(wide, "scikit-learn", scikit_learn),
        Pair(wide, "NumPy by hand", numpy_cross_entropy),
        Pair(wide, "matrix products alone", matrix_products, aim=0.75),
        Pair(stack, "PyTorch, one by one", pytorch, aim=40),
        Pair(stack, "PyTorch, vmap", pytorch_vmap),
        Pair(stack, "scikit-learn, one by one", scikit_learn),
        Pair(stack, "NumPy by hand, one by one", numpy_binary_cross_entropy),
    ]


# Checking, measuring, printing.


def check(task: Task, peer_task: Task, prepare: Callable[[Task], Run]) -> None:
    """Raise ValueError unless ours and the peer arrive at the same parameters after the first two steps."""
    mine, theirs = ours(task.beginning())(1), prepare(peer_task.beginning())(1)
    if peer_task.networks < task.networks:
        mine = [parameter[0] for parameter in mine]
    for ours_now, theirs_now in zip(mine, theirs, strict=True):
        difference = np.abs(ours_now - theirs_now).max()
        if not difference <= TOLERANCE:
            raise ValueError(f"{task.name}: ours and {prepare.__name__} differ by {difference:.2g} after two steps")


def seconds(run: Run, epochs: int) -> float:
    """Measure the processor time of so many epochs."""
    start = time.process_time()
    run(epochs)
    return time.process_time() - start


def epochs_in_a_round(run: Run) -> int:
    """Find out how many epochs it takes to fill a round; this warms up as well."""
    epochs = 1
    while seconds(run, epochs) < SECONDS:
        epochs *= 2
    return epochs


def measure(pair: Pair) -> tuple[Array, Array]:
    """Time the rounds in turns: return the seconds of a step of one network, ours and the peer's, round by round."""
    stacked = pair.prepare is pytorch_vmap
    peer_task = pair.task if stacked else pair.task.alone()  # one by one, each of a stack takes as long as the first
    if pair.prepare is not matrix_products:
        check(pair.task, peer_task, pair.prepare)
    sides = []
    for task, run in [(pair.task, ours(pair.task)), (peer_task, pair.prepare(peer_task))]:
        epochs = epochs_in_a_round(run)
        sides.append((run, epochs, epochs * task.steps * task.networks))
    times = [[seconds(run, epochs) / steps for run, epochs, steps in sides] for _ in range(ROUNDS)]
    return tuple(np.array(times).T)


def main() -> None:
    """Print the table."""
    versions = f"NumPy {np.__version__}, PyTorch {torch.__version__}, scikit-learn {sklearn.__version__}"
    print(f"Python {platform.python_version()}, {versions}, {platform.system()} {platform.machine()}, one thread")
    print("ratio: the peer's time / ours; above 1 ours is faster. Times are those of one step of one network.\n")
    columns = "{:31} {:26} {:>9} {:>9} {:>7} {:>15}  {}"
    print(columns.format("task", "peer", "ours", "peer", "ratio", "quartiles", "aim"))
    for pair in pairs():
        mine, theirs = measure(pair)
        low, ratio, high = np.percentile(theirs / mine, [25, 50, 75])
        verdict = "" if pair.aim is None else f"{pair.aim:g}: {'reached' if ratio >= pair.aim else 'not reached'}"
        times = [f"{np.median(side) * 1e6:.1f} µs" for side in (mine, theirs)]
        ratios = [f"{ratio:.3g}", f"{low:.3g} to {high:.3g}"]
        print(columns.format(pair.task.name, pair.peer, *times, *ratios, verdict).rstrip(), flush=True)


if __name__ == "__main__":
    main()
