"""Break it: a training run of which single lines can be replaced by wrong ones, and what then can be seen.

What the figure shows as code is what runs: a run is compiled from ``lines(faults)``, once per set of faults. Beside it
stand the loss of the right and of the broken run, and the gradient check, which asks the forward pass.
"""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

import mlp_core as mlp

from . import figures
from .controls import Control, control
from .parameters import Choice
from .predictions import Prediction

GOOD, BAD = "#117733", "#B00020"


class Fault(NamedTuple):
    """A line of the run, as it should be and as it should not."""

    label: str
    right: str
    wrong: str


FAULTS = {
    "order": Fault("forget the shuffle", "order = rng.permutation(len(X))", "order = range(len(X))"),
    "mean": Fault("drop 1/N", "    error = (a3 - y) / len(x)", "    error = a3 - y"),
    "input": Fault("a₃ for a₂", "    dW3 = a2.T @ delta3", "    dW3 = a3.T @ delta3"),
    "early": Fault("update too early", "", "    W3 = W3 - eta * dW3"),
    "slope": Fault("drop σ′", "    delta2 = back2 * a2 * (1 - a2)", "    delta2 = back2"),
    "edges": Fault(
        "= for +=", "        back1 += delta2[:, [k]] * W2[:, k]", "        back1 = delta2[:, [k]] * W2[:, k]"
    ),
    "sign": Fault("flip a sign", "    delta1 = back1 * a1 * (1 - a1)", "    delta1 = -back1 * a1 * (1 - a1)"),
}
# A name stands for the line of that fault.
EPOCH = (
    "order",
    "for x, y in batches(X[order], Y[order]):",
    "    a1 = sigmoid(x @ W1 + b1)",
    "    a2 = sigmoid(a1 @ W2 + b2)",
    "    a3 = sigmoid(a2 @ W3 + b3)",
    "mean",
    "    delta3 = error * a3 * (1 - a3)",
    "input",
    "early",
    "    back2 = delta3 @ W3.T",
    "slope",
    "    dW2 = a1.T @ delta2",
    "    back1 = 0",
    "    for k in range(len(W2.T)):",
    "edges",
    "sign",
    "    dW1 = x.T @ delta1",
)
# The rest is the same in every run, and not shown line by line.
UPDATE = (
    "    db1, db2, db3 = (each.sum(axis=0, keepdims=True) for each in (delta1, delta2, delta3))",
    "    kept = (dW1, db1), (dW2, db2), (dW3, db3)",
    "    W1, W2 = W1 - eta * dW1, W2 - eta * dW2",
    "    b1, b2, b3 = b1 - eta * db1, b2 - eta * db2, b3 - eta * db3",
)
LATE = "    W3 = W3 - eta * dW3"


def lines(faults: Iterable[str] = ()) -> list[str]:
    """Return the lines of one epoch, those of the faults as they should not be. Errors as ``checked``."""
    chosen = checked(faults)
    written = []
    for line in EPOCH:
        fault = FAULTS.get(line)
        written.append((fault.wrong if line in chosen else fault.right) if fault else line)
    return written


def checked(faults: Iterable[str]) -> frozenset[str]:
    """Return the names of faults as a set. Raises ValueError for an unknown one."""
    chosen = frozenset([faults] if isinstance(faults, str) else faults)
    unknown = sorted(chosen - FAULTS.keys())
    if unknown:
        raise ValueError(f"there is no fault {unknown[0]!r}; expected some of {list(FAULTS)}")
    return chosen


def body(faults: frozenset[str]) -> list[str]:
    """Return all lines of an epoch as they run: those that are shown, and the updates."""
    late = () if "early" in faults else (LATE,)
    return [line for line in (*lines(faults), *UPDATE, *late) if line]


@functools.cache
def epoch_with(faults: frozenset[str]) -> Callable[..., Any]:
    """Compile one epoch: ``epoch(parameters, X, Y, eta, batch_size, rng)`` returns the parameters and the gradients."""
    text = [
        "def epoch(parameters, X, Y, eta, batch_size, rng):",
        "    (W1, b1), (W2, b2), (W3, b3) = parameters",
        "    def batches(X, Y):",
        "        for start in range(0, len(X), batch_size):",
        "            yield X[start : start + batch_size], Y[start : start + batch_size]",
        *(f"    {line}" for line in body(faults)),
        "    return ((W1, b1), (W2, b2), (W3, b3)), kept",
    ]
    room: dict[str, Any] = {"sigmoid": mlp.sigmoid.function}  # under its checks: they would take as long as the run
    exec("\n".join(text), room)  # our own lines, from above
    return room["epoch"]


class Run(NamedTuple):
    """What a run shows: the loss before it and after every epoch, and the verdict of the check on each layer."""

    losses: np.ndarray
    verdicts: list[mlp.Check]
    factor: float

    @property
    def falls(self) -> bool:
        """Tell whether the loss at the end is below half of what it was."""
        return bool(self.losses[-1] < self.losses[0] / 2)

    @property
    def passed(self) -> bool:
        """Tell whether the gradients agree in all layers, apart from a factor that they share."""
        return all(verdict.passed for verdict in self.verdicts)

    @property
    def worst(self) -> str:
        """Name layer and entry of the worst disagreement, and its two numbers."""
        number, verdict = max(enumerate(self.verdicts, start=1), key=lambda each: each[1].error)
        place, _, numbers = verdict.where.removeprefix("layer 1, ").partition(": ")
        computed, numerical = (figures.plain(float(part.split()[-1]), 3) for part in numbers.split(", "))
        return f"layer {number}, {place}: computed {computed}, measured {numerical}"


class Bench:
    """A network of three sigmoid layers, its examples and one recipe: ``bench.run({"sign"})`` trains with that fault.

    ``x`` is (examples, inputs), ``y`` (examples, output units); half squared error, plain gradient descent. Raises
    ValueError for another kind of network.
    """

    def __init__(
        self, network: mlp.Network, x: np.ndarray, y: np.ndarray, *, eta: float, epochs: int, batch_size: int, seed=0
    ):
        if len(network) != 3 or any(layer.activation is not mlp.sigmoid for layer in network):
            raise ValueError("the network has other layers; expected three of sigmoids: two hidden, output=mlp.sigmoid")
        self.network, self.x, self.y = network, x, y
        self.eta, self.epochs, self.batch_size, self.seed = eta, epochs, batch_size, seed
        self.measured = mlp.numerical_gradients(network, x, y, mlp.half_squared_error)
        self.runs: dict[tuple[frozenset[str], int], Run] = {}

    def run(self, faults: Iterable[str] = (), batch_size: int | None = None) -> Run:
        """Return the run with these faults; it is trained once. Raises ValueError for an unknown fault.

        ``batch_size`` takes the place of the recipe's.
        """
        chosen = checked(faults), batch_size or self.batch_size
        if chosen not in self.runs:
            self.runs[chosen] = Run(self._losses(*chosen), *self._verdicts(self.gradients(chosen[0])))
        return self.runs[chosen]

    def gradients(self, faults: Iterable[str] = ()) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return what the run takes for (dW, db) of every layer, on all examples at once, before the first update."""
        epoch, rng = epoch_with(checked(faults)), np.random.default_rng(self.seed)
        _, computed = epoch(self._parameters(), self.x, self.y, self.eta, len(self.x), rng)
        shapes = [layer.W.shape for layer in self.network]  # an update stretches what is too small, without a word
        return [(np.broadcast_to(dW, shape), db) for (dW, db), shape in zip(computed, shapes, strict=True)]

    def _parameters(self) -> tuple:
        return tuple((layer.W, layer.b) for layer in self.network)

    def _losses(self, faults: frozenset[str], batch_size: int) -> np.ndarray:
        epoch, rng = epoch_with(faults), np.random.default_rng(self.seed)
        parameters: tuple = self._parameters()
        history: list[mlp.Network] = [self.network]
        for _ in range(self.epochs):
            with np.errstate(over="ignore"):  # a broken run may go far: 1 / (1 + exp(1000)) is 0
                parameters, _ = epoch(parameters, self.x, self.y, self.eta, batch_size, rng)
            history.append(tuple(mlp.Layer(W, b, mlp.sigmoid) for W, b in parameters))
        return mlp.half_squared_error(mlp.predict(mlp.stack(history), self.x), self.y)

    def _verdicts(self, computed: list[tuple[np.ndarray, np.ndarray]]) -> tuple[list[mlp.Check], float]:
        """Check layer by layer. Without 1/N it is the sum of the losses that has been differentiated: N times as much.

        So the factor is taken out where that makes more layers agree.
        """
        found = []
        for factor in (1.0, float(len(self.x))):
            pairs = zip(computed, self.measured, strict=True)
            found.append([mlp.compare([mine], [(factor * dW, factor * db)]) for mine, (dW, db) in pairs])
        agreeing = [sum(verdict.passed for verdict in verdicts) for verdicts in found]
        return (found[1], float(len(self.x))) if agreeing[1] > agreeing[0] else (found[0], 1.0)


class _Picture:
    """What stands side by side: the code that runs, the two curves, and the verdict of the check on each layer."""

    def __init__(self, bench: Bench):
        figure, axes = figures.mosaic("AAAAAABBBBB;AAAAAACCCCC", height=4.7, heights=[5, 4])
        self.figure, self.bench = figure, bench
        self.code = _written(axes["A"], len(EPOCH), size=11, family="monospace")
        axes["A"].set_title("What runs")
        axes["B"].set(xlim=(0, bench.epochs), ylim=(0, 0.35), xlabel="epoch", ylabel="loss", title="The loss")
        right = bench.run().losses
        self.right = figures.curve(axes["B"], range(len(right)), right, "right", figures.REFERENCE, False, linewidth=3)
        self.yours = figures.curve(axes["B"], range(len(right)), right, "yours", figures.YOURS, False)
        axes["B"].legend(loc="upper right", ncols=2)
        self.verdicts = _written(axes["C"], 5, size=12.5)
        self.verdicts[3].set_y(3.5)  # room for two lines
        axes["C"].set_title("The gradient check")

    def show(self, faults: frozenset[str], batch_size: int | None = None) -> str:
        """Show the run with these faults, and return the sentence about it."""
        run, right = self.bench.run(faults, batch_size), self.bench.run((), batch_size)
        for text, name, line in zip(self.code, EPOCH, lines(faults), strict=True):
            broken = name in faults
            _write(text, f"{'✗' if broken else ' '} {line}", BAD if broken else figures.BLACK)
        self.right.set_ydata(right.losses)
        self.yours.set_ydata(run.losses)
        for number, (text, verdict) in enumerate(zip(self.verdicts, run.verdicts, strict=False), start=1):
            word = "differs" if not verdict.passed else "agrees" if run.factor == 1 else f"agrees, times {run.factor:g}"
            mark, colour = ("✓", GOOD) if verdict.passed else ("✗", BAD)
            _write(text, f"{mark}  layer {number} {word}", colour)
        _write(self.verdicts[3], "" if run.passed else run.worst.replace(": ", "\n", 1), figures.BLACK)
        told = _told(faults, run, right)
        return f"Batch size {batch_size}. {told}" if batch_size else told


def _told(faults: frozenset[str], run: Run, right: Run) -> str:
    labels = [f"“{fault.label}”" for name, fault in FAULTS.items() if name in faults]
    named = "With " + (" and ".join(labels) or "no fault")
    told = f"{named} the loss goes from {run.losses[0]:.3f} to {run.losses[-1]:.3f}"
    told += f" (right: {right.losses[-1]:.3f}). The gradient " if faults else ". The gradient "
    if not run.passed:
        verdicts = enumerate((verdict.passed for verdict in run.verdicts), start=1)
        layers = ", ".join(f"layer {number} {'agrees' if agrees else 'differs'}" for number, agrees in verdicts)
        return f"{told}is wrong: {layers}. Worst: {run.worst}."
    return f"{told}agrees in every layer" + (f", up to the factor N = {run.factor:g}." if run.factor != 1 else ".")


def _written(axes: Axes, count: int, size: float, **style: Any) -> list[Text]:
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(count - 0.5, -0.5))
    return [axes.text(0, row, "", fontsize=size, va="center", in_layout=False, **style) for row in range(count)]


def _write(text: Text, words: str, colour: str) -> None:
    """Write only what has changed: letters are what takes time to draw."""
    if (text.get_text(), text.get_color()) != (words, colour):
        text.set(text=words, color=colour)


def explorer(
    bench: Bench,
    faults: Sequence[str] = tuple(FAULTS),
    predict: Prediction | None = None,
    batch_sizes: Sequence[int] = (),
) -> Control:
    """Return the control: one switch per fault, and a menu of batch sizes if asked for. All runs are trained here.

    Raises ValueError for an unknown fault.
    """
    checked(faults)
    picture = _Picture(bench)

    def update(batch_size: int | None = None, **switched: str) -> str:
        return picture.show(frozenset(name for name, state in switched.items() if state == "on"), batch_size)

    switches = {name: Choice(["off", "on"], FAULTS[name].label) for name in faults}
    sizes = {"batch_size": Choice(batch_sizes, "batch size B", start=bench.batch_size)} if batch_sizes else {}
    return control(picture.figure, update, predict, (), **sizes, **switches)
