"""The network: a tuple of layers, and the two passes through it.

Every array ends in (examples, units): rows are examples. Axes in front of those two are the stack: more networks,
carried along by broadcasting (see stacks.py). Nothing here is ever changed in place: ``forward`` returns what
``backward`` needs, and ``backward`` returns the gradients.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .activations import Activation, identity, sigmoid
from .doors import as_examples, as_whole

Array = np.ndarray


class Layer(NamedTuple):
    """One fully connected layer: ``W`` (inputs, units), ``b`` (1, units) and its activation (slide UB-07)."""

    W: Array
    b: Array
    activation: Activation = sigmoid


class Step(NamedTuple):
    """What the forward pass leaves behind at one layer: its input ``x``, pre-activation ``z``, activation ``a``."""

    x: Array
    z: Array
    a: Array


class Gradient(NamedTuple):
    """What the backward pass leaves behind at one layer: ∂L/∂W, ∂L/∂b and ``delta`` = ∂L/∂z (slide ITAM-19)."""

    dW: Array
    db: Array
    delta: Array


Network = tuple[Layer, ...]


def forward(network: Network, x: Array, *, checked: bool = False) -> list[Step]:
    """Carry examples through the network, layer by layer: z = x W + b, a = f(z) (slides UT-29, NUS-04).

    ``x`` is (examples, inputs). Answers one Step a layer; the prediction is the last one's ``a``. Raises ValueError or
    TypeError for an x that does not fit the first layer; ``checked=True`` says that it has been looked at already.
    """
    if not checked:
        x = as_inputs(network, x)
    steps = []
    for W, b, activation in network:
        z = x @ W + b
        a = activation.function(z)
        steps.append(Step(x, z, a))
        x = a
    return steps


def backward(network: Network, steps: list[Step], da: Array) -> list[Gradient]:
    """Carry the error back through the network: the loop of ``forward``, reversed (slides MELB-15, UT-28).

    ``steps`` is what ``forward`` returned, ``da`` is ∂L/∂y_hat, as ``loss.gradient`` gives it. Answers one Gradient a
    layer, first layer first. A factor of the chain rule is computed once and handed on (slides UT-19, UB-21).
    """
    gradients = []
    for layer, (x, z, a) in zip(reversed(network), reversed(steps), strict=True):
        delta = layer.activation.chain(da, z, a)
        gradients.append(Gradient(x.mT @ delta, delta.sum(axis=-2, keepdims=True), delta))
        if len(gradients) < len(network):  # nobody asks for the gradient of the examples themselves
            da = delta @ layer.W.mT
    return gradients[::-1]


def predict(network: Network, x: Array) -> Array:
    """Answer the network's output y_hat for examples ``x``: (*stack, examples, output units). Errors as ``forward``."""
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network answers NaN, without a fuss
        return forward(network, x)[-1].a


def initialise(
    widths: Sequence[int],
    rng: np.random.Generator,
    hidden: Activation = sigmoid,
    output: Activation = identity,
    scale: float | str = "glorot",
    networks: int | None = None,
    dtype=np.float64,
) -> Network:
    """Make a network with random weights and zero biases: ``initialise([2, 3, 1], rng)`` has 2 inputs, 3 hidden units.

    ``scale``: the standard deviation σ of N(0, σ²) (slide UT-16; biases are drawn too), or "glorot": √(2 / (inputs +
    units)), or "he": √(2 / inputs), the usual choice for ReLU. ``networks``: make a stack of that many, each with its
    own draw. Raises ValueError for fewer than two widths, a width of 0 or an unknown scale.
    """
    widths = [as_whole("a width", width, 1, "give every layer at least one unit") for width in widths]
    if len(widths) < 2:
        raise ValueError(f"widths is {widths}; expected at least an input and an output width, e.g. [2, 3, 1]")
    stack = () if networks is None else (as_whole("networks", networks, 1, "ask for at least one network"),)
    layers = []
    for inputs, units in zip(widths, widths[1:], strict=False):
        deviation = _deviation(scale, inputs, units)
        W = deviation * rng.standard_normal((*stack, inputs, units))
        b = np.zeros((*stack, 1, units))
        if not isinstance(scale, str):
            b = deviation * rng.standard_normal(b.shape)
        layers.append(Layer(W.astype(dtype), b.astype(dtype), hidden))
    layers[-1] = layers[-1]._replace(activation=output)
    return tuple(layers)


def _deviation(scale: float | str, inputs: int, units: int) -> float:
    named = {"glorot": (2 / (inputs + units)) ** 0.5, "he": (2 / inputs) ** 0.5}
    if isinstance(scale, str) and scale in named:
        return named[scale]
    if isinstance(scale, (int, float)) and not isinstance(scale, bool) and 0 <= scale < np.inf:
        return scale
    raise ValueError(f'scale is {scale!r}; expected "glorot", "he" or a standard deviation ≥ 0: try 1.0')


def parameter_count(network: Network) -> dict[str, int]:
    """Count the network's neurons, weights and biases: 3-4-2 has 6, 20 and 6, so 26 parameters (slides UB-07, NUS-05)."""
    weights = sum(layer.W.shape[-2] * layer.W.shape[-1] for layer in network)
    neurons = sum(layer.b.shape[-1] for layer in network)
    return {"neurons": neurons, "weights": weights, "biases": neurons, "parameters": weights + neurons}


def as_inputs(network: Network, x: Array) -> Array:
    """The door of the first layer: let in examples (examples, inputs), in the network's dtype. Raises ValueError."""
    check_network(network)
    return as_examples("x", x, network[0].W.shape[-2], network[0].W.dtype)


def check_network(network: Network) -> None:
    """Raise ValueError or TypeError unless the layers are arrays of numbers that fit one behind the other."""
    if not network:
        raise ValueError("the network has no layers; expected at least one: use initialise([inputs, units], rng)")
    units = None
    for number, layer in enumerate(network, start=1):
        if not isinstance(layer, Layer) or not isinstance(layer.W, np.ndarray) or not isinstance(layer.b, np.ndarray):
            raise TypeError(f"layer {number} is {type(layer).__name__}; expected Layer(W, b, activation) with arrays W and b")
        W, b = layer.W.shape, layer.b.shape
        if layer.W.dtype.kind != "f" or layer.b.dtype != layer.W.dtype:
            raise TypeError(
                f"layer {number} holds {layer.W.dtype} weights and {layer.b.dtype} biases; "
                "expected floats of one dtype: use W.astype(float)"
            )
        if len(W) < 2 or 0 in W or b != (*W[:-2], 1, W[-1]):
            expected = f"W (inputs, units), b (1, units), at least one of each: here b of shape {(*W[:-2], 1, *W[-1:])}"
            raise ValueError(f"layer {number} has W of shape {W} and b of shape {b}; expected {expected}")
        if units is not None and W[-2] != units:
            raise ValueError(f"layer {number} takes {W[-2]} inputs; expected {units}, what layer {number - 1} puts out")
        units = W[-1]
