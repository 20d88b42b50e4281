"""The network: a tuple of layers, and the two passes through it.

Every array ends in (examples, units): rows are examples. Axes in front of those two are the stack: more networks,
carried along by broadcasting (see stacks.py). Nothing here is ever changed in place: ``forward`` returns what
``backward`` needs, and ``backward`` returns the gradients.
"""

from collections.abc import Sequence
from numbers import Real
from typing import NamedTuple

import numpy as np

from .activations import Activation, identity, sigmoid
from .doors import as_examples, as_generator, as_whole, quietly

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
    TypeError for an x that does not fit the first layer; ``checked=True`` says that ``train`` has looked at it already.
    """
    if not checked:
        return quietly(forward)(network, as_inputs(network, x), checked=True)
    steps = []
    for W, b, activation in network:
        z = x @ W + b
        a = activation.function(z)
        steps.append(Step(x, z, a))
        x = a
    return steps


def backward(network: Network, steps: list[Step], da: Array, *, checked: bool = False) -> list[Gradient]:
    """Carry the error back through the network: the loop of ``forward``, reversed (slides MELB-15, UT-28).

    ``steps`` is what ``forward`` returned, ``da`` is ∂L/∂y_hat, as ``loss.derivative`` gives it. Answers one Gradient a
    layer, first layer first. A factor of the chain rule is computed once and handed on (slides UT-19, UB-21). Raises
    ValueError where ``steps`` or ``da`` belong to something else.
    """
    if not checked:
        return quietly(backward)(network, steps, as_errors(network, steps, da), checked=True)
    gradients = []
    for (W, _, activation), (x, z, a) in zip(reversed(network), reversed(steps), strict=True):
        delta = activation.chain(da, z, a)
        gradients.append(Gradient(x.mT @ delta, delta.sum(axis=-2, keepdims=True), delta))
        if len(gradients) < len(network):  # nobody asks for the gradient of the examples themselves
            da = delta @ W.mT
    return gradients[::-1]


def predict(network: Network, x: Array) -> Array:
    """Answer the network's output y_hat for examples ``x``: (*stack, examples, output units). Errors as ``forward``."""
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
    own draw. Raises ValueError or TypeError for fewer than two widths, a width of 0, an unknown scale or dtype.
    """
    if np.ndim(widths) != 1 or len(widths) < 2:
        raise ValueError(f"widths is {widths!r}; expected a list of an input width, …, an output width: try [2, 3, 1]")
    widths = [as_whole("a width", width, 1, "give every layer at least one unit") for width in widths]
    if np.dtype(dtype) not in (np.float32, np.float64):
        raise ValueError(f"dtype is {dtype!r}; expected np.float32 or np.float64: leave it out for float64")
    as_generator(rng)
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
    check_network(layers)
    return tuple(layers)


def _deviation(scale: float | str, inputs: int, units: int) -> float:
    named = {"glorot": (2 / (inputs + units)) ** 0.5, "he": (2 / inputs) ** 0.5}
    if isinstance(scale, str) and scale in named:
        return named[scale]
    if isinstance(scale, Real) and not isinstance(scale, bool) and 0 <= scale < np.inf:
        return scale
    raise ValueError(f'scale is {scale!r}; expected "glorot", "he" or a standard deviation ≥ 0: try 1.0')


def parameter_count(network: Network) -> dict[str, int]:
    """Count neurons, weights and biases: 3-4-2 has 6, 20 and 6, so 26 parameters (slides UB-07, NUS-05)."""
    weights = sum(layer.W.shape[-2] * layer.W.shape[-1] for layer in network)
    neurons = sum(layer.b.shape[-1] for layer in network)
    return {"neurons": neurons, "weights": weights, "biases": neurons, "parameters": weights + neurons}


def as_inputs(network: Network, x: Array) -> Array:
    """The door of the first layer: let in examples (examples, inputs), in the network's dtype. Raises ValueError."""
    check_network(network)
    return as_examples("x", x, network[0].W.shape[-2], network[0].W.dtype)


def as_errors(network: Network, steps: list[Step], da: Array) -> Array:
    """The door of the last layer: let in ∂L/∂y_hat, in the dtype of y_hat. Raises ValueError."""
    y_hat = steps[-1].a
    if len(steps) != len(network) or np.shape(da) != y_hat.shape:
        raise ValueError(
            f"{len(steps)} steps and da of shape {np.shape(da)} came in; expected {len(network)} steps and shape "
            f"{y_hat.shape}: give what forward(...) and loss.derivative(...) returned"
        )
    return np.asarray(da, dtype=y_hat.dtype)


def check_network(network: Network) -> None:
    """Raise ValueError or TypeError unless the layers are arrays of numbers that fit one behind the other."""
    if not isinstance(network, (tuple, list)) or not network:
        raise ValueError(
            f"the network is {network!r}; expected a tuple of at least one Layer: use initialise([inputs, units], rng)"
        )
    units = None
    for number, layer in enumerate(network, start=1):
        if not isinstance(layer, Layer) or not isinstance(layer.W, np.ndarray) or not isinstance(layer.b, np.ndarray):
            expected = "Layer(W, b, activation) with arrays W and b: use np.array"
            raise TypeError(f"layer {number} is {layer!r}; expected {expected}")
        if not isinstance(layer.activation, Activation):
            expected = "an Activation: use sigmoid, relu, … of mlp_core"
            raise TypeError(f"layer {number} has activation {layer.activation!r}; expected {expected}")
        W, b = layer.W.shape, layer.b.shape
        if layer.W.dtype.kind != "f" or layer.b.dtype != layer.W.dtype:
            expected = "floats of one dtype: use W.astype(float) and b.astype(float)"
            raise TypeError(f"layer {number} holds {layer.W.dtype} W and {layer.b.dtype} b; expected {expected}")
        if len(W) < 2 or 0 in W or b != (*W[:-2], 1, W[-1]):
            expected = f"(inputs, units) and (1, units), at least one of each: here b of shape {(*W[:-2], 1, *W[-1:])}"
            raise ValueError(f"layer {number} has W of shape {W} and b of shape {b}; expected {expected}")
        if units is not None and W[-2] != units:
            expected = f"{units}, what layer {number - 1} puts out: give W one row an input"
            raise ValueError(f"layer {number} takes {W[-2]} inputs; expected {expected}")
        if W[:-2] != network[0].W.shape[:-2]:
            expected = f"{network[0].W.shape[:-2]}, as layer 1 has: stack whole networks, with stack(...)"
            raise ValueError(f"layer {number} has stack axes {W[:-2]}; expected {expected}")
        units = W[-1]
