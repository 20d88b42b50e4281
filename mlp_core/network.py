"""The network: a tuple of layers, and the two passes through it.

Every array ends in (examples, units): rows are examples. Axes in front of those two are the stack: more networks,
carried along by broadcasting (see stacks.py). Nothing here is ever changed in place: ``forward`` returns what
``backward`` needs, and ``backward`` returns the gradients.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from . import checks
from .activations import Activation, identity, sigmoid
from .arrays import Array
from .checks import checked


class Layer(NamedTuple):
    """One fully connected layer: ``W`` (inputs, units), ``b`` (1, units) and its activation (slide UB-07).

    >>> hidden = mlp.Layer(np.array([[0.15, 0.20], [0.25, 0.30]]), np.array([[0.35, 0.35]]), mlp.sigmoid)
    >>> hidden.W.shape
    (2, 2)
    """

    W: Array
    b: Array
    activation: Activation = sigmoid


class Step(NamedTuple):
    """What the forward pass leaves behind at one layer: its input ``x``, pre-activation ``z``, activation ``a``.

    ``x`` is (examples, inputs), ``z`` and ``a`` are (examples, units).

    >>> network = (mlp.Layer(np.array([[1.0], [1.0]]), np.array([[-1.5]]), mlp.step),)
    >>> mlp.forward(network, np.array([[1.0, 1.0]]))
    [Step(x=array([[1., 1.]]), z=array([[0.5]]), a=array([[1.]]))]
    """

    x: Array
    z: Array
    a: Array


class Gradient(NamedTuple):
    """What the backward pass leaves behind at one layer: ∂L/∂W, ∂L/∂b and ``delta`` = ∂L/∂z (slide ITAM-19).

    ``dW`` and ``db`` have the shapes of W and b, ``delta`` that of z.

    >>> network = (mlp.Layer(np.array([[2.0]]), np.array([[0.0]]), mlp.identity),)
    >>> mlp.gradients(network, np.array([[3.0]]), np.array([[5.0]]), mlp.half_squared_error)
    [Gradient(dW=array([[3.]]), db=array([[1.]]), delta=array([[1.]]))]
    """

    dW: Array
    db: Array
    delta: Array


Network = tuple[Layer, ...]


@checked(network=checks.network, x=checks.inputs)
def forward(network: Network, x: Array) -> list[Step]:
    """Carry examples through the network, layer by layer: z = x W + b, a = f(z) (slides UT-29, NUS-04).

    ``x`` is (examples, inputs). Returns one Step per layer; the prediction is the last one's ``a``. Raises ValueError
    or TypeError for an x that does not fit the first layer.

    >>> network = mlp.initialise([2, 3, 1], np.random.default_rng(0))
    >>> [step.a.shape for step in mlp.forward(network, np.zeros((5, 2)))]
    [(5, 3), (5, 1)]
    """
    steps = []
    for W, b, activation in network:
        z = x @ W + b
        a = activation.function(z)
        steps.append(Step(x, z, a))
        x = a
    return steps


@checked(network=checks.network, steps=checks.steps_of, da=checks.error_of)
def backward(network: Network, steps: list[Step], da: Array) -> list[Gradient]:
    """Carry the error back through the network: the loop of ``forward``, reversed (slides MELB-15, UT-28).

    ``steps`` is what ``forward`` returned, ``da`` is ∂L/∂y_hat, as ``loss.derivative`` returns it. Returns one Gradient
    per layer, first layer first. A factor of the chain rule is computed once and handed on (slides UT-19, UB-21).
    Raises ValueError or TypeError where ``steps`` or ``da`` belong to something else.

    >>> network = mlp.initialise([2, 3, 1], np.random.default_rng(0))
    >>> x, y = mlp.logical_xor()
    >>> steps = mlp.forward(network, x)
    >>> first, last = mlp.backward(network, steps, mlp.half_squared_error.derivative(steps[-1].a, y))
    >>> first.dW.shape, last.db.shape
    ((2, 3), (1, 1))
    """
    gradients = []
    for (W, _, activation), (x, z, a) in zip(reversed(network), reversed(steps), strict=True):
        delta = activation.chain(da, z, a)
        gradients.append(Gradient(x.mT @ delta, delta.sum(axis=-2, keepdims=True), delta))
        if len(gradients) < len(network):  # what the first layer gets are the examples, and they stay as they are
            da = delta @ W.mT
    return gradients[::-1]


def predict(network: Network, x: Array) -> Array:
    """Return the network's output y_hat for examples ``x``: (*stack, examples, output units). Errors as ``forward``.

    >>> network = (mlp.Layer(np.array([[2.0]]), np.array([[1.0]]), mlp.identity),)
    >>> mlp.predict(network, np.array([[0.0], [3.0]]))
    array([[1.],
           [7.]])
    """
    return forward(network, x)[-1].a


@checked(
    widths=checks.widths, rng=checks.generator, hidden=checks.activation, output=checks.activation, scale=checks.scale,
    networks=checks.optional(checks.whole(1, "ask for at least one network")), dtype=checks.float_dtype,
)  # fmt: skip
def initialise(
    widths: Sequence[int],
    rng: np.random.Generator,
    hidden: Activation = sigmoid,
    output: Activation = identity,
    scale: float | str = "glorot",
    networks: int | None = None,
    dtype: Any = np.float64,
) -> Network:
    """Make a network with random weights and zero biases: ``initialise([2, 3, 1], rng)`` has 2 inputs, 3 hidden units.

    ``scale``: the standard deviation σ of N(0, σ²) (slide UT-16; biases are drawn too), or "glorot": √(2 / (inputs +
    units)), or "he": √(2 / inputs), the usual choice for ReLU. ``networks``: make a stack of that many, each with its
    own draw. Raises ValueError or TypeError for fewer than two widths, a width of 0, an unknown scale or dtype.

    >>> network = mlp.initialise([3, 4, 2], np.random.default_rng(0), hidden=mlp.relu, scale="he")
    >>> [layer.W.shape for layer in network], [layer.activation for layer in network]
    ([(3, 4), (4, 2)], [ReLU, identity])
    """
    stack = () if networks is None else (networks,)
    layers = []
    for inputs, units in zip(widths, widths[1:], strict=False):
        named = {"glorot": (2 / (inputs + units)) ** 0.5, "he": (2 / inputs) ** 0.5}
        deviation = named[scale] if isinstance(scale, str) else scale
        W = deviation * rng.standard_normal((*stack, inputs, units))
        b = np.zeros((*stack, 1, units))
        if not isinstance(scale, str):
            b = deviation * rng.standard_normal((*stack, 1, units))
        layers.append(Layer(W.astype(dtype), b.astype(dtype), hidden))
    layers[-1] = layers[-1]._replace(activation=output)
    return tuple(layers)


@checked(network=checks.network)
def parameter_count(network: Network) -> dict[str, int]:
    """Count neurons, weights and biases (slides UB-07, NUS-05). Of a stack, those of one network are counted.

    >>> mlp.parameter_count(mlp.initialise([3, 4, 2], np.random.default_rng(0)))
    {'neurons': 6, 'weights': 20, 'biases': 6, 'parameters': 26}
    """
    weights = sum(layer.W.shape[-2] * layer.W.shape[-1] for layer in network)
    neurons = sum(layer.b.shape[-1] for layer in network)
    return {"neurons": neurons, "weights": weights, "biases": neurons, "parameters": weights + neurons}
