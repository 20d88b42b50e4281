"""The computation graph: the chain rule for any formula, one small operation at a time (slides NUS-12 to NUS-21).

A ``Node`` holds a value, the operation it came from and that operation's inputs. ``backward`` walks the nodes in
reverse topological order and *returns* the gradients: nothing is stored in the nodes, so calling it twice answers the
same. Write formulas with +, −, *, / , @ and ** on nodes, or with the operations below.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .activations import relu as _relu
from .activations import sigmoid as _sigmoid
from .activations import softmax as _softmax
from .activations import tanh as _tanh
from .doors import as_numbers, quietly
from .losses import minus_log_softmax

Array = np.ndarray


class Operation(NamedTuple):
    """A step of a formula: ``forward(*inputs)`` is its value, ``backward(d, value, *inputs)`` one gradient an input.

    ``d`` is ∂L/∂value, handed down from above.
    """

    name: str
    forward: Callable[..., Any]
    backward: Callable[..., tuple]

    @quietly
    def __call__(self, *inputs: "Node | Array | float") -> "Node":
        """Apply the operation: a new node, with its value computed."""
        nodes = tuple(node if isinstance(node, Node) else Node(node) for node in inputs)
        return Node(self.forward(*(node.value for node in nodes)), self, nodes)


class Node:
    """A value of the graph. ``Node(3.0, name="a")`` is an input; an operation's answer knows where it came from.

    Raises TypeError or ValueError for a value that is not finite real numbers.
    """

    def __init__(self, value, operation: Operation | None = None, inputs: tuple["Node", ...] = (), name: str = ""):
        self.value = as_numbers(name or "value", value) if operation is None else np.asarray(value)
        self.operation, self.inputs, self.name = operation, inputs, name

    def named(self, name: str) -> "Node":
        """Answer the same node under a name: the same operation and inputs."""
        return Node(self.value, self.operation, self.inputs, name)

    def __repr__(self) -> str:
        return f"{self.name or (self.operation.name if self.operation else 'value')} = {self.value}"

    def __add__(self, other):
        return add(self, other)

    def __sub__(self, other):
        return subtract(self, other)

    def __mul__(self, other):
        return multiply(self, other)

    def __truediv__(self, other):
        return divide(self, other)

    def __matmul__(self, other):
        return matmul(self, other)

    def __pow__(self, exponent: float):
        return power(self, exponent)

    def __neg__(self):
        return multiply(self, -1.0)

    def __radd__(self, other):
        return add(other, self)

    def __rsub__(self, other):
        return subtract(other, self)

    def __rmul__(self, other):
        return multiply(other, self)

    def __rtruediv__(self, other):
        return divide(other, self)

    def __rmatmul__(self, other):
        return matmul(other, self)

    __array_priority__ = 1000  # array * node asks the node


def topological_order(output: Node) -> list[Node]:
    """List the nodes an output depends on, each after all its inputs: the order of the forward pass (slide NUS-17)."""
    order, seen, pending = [], set(), [(output, False)]
    while pending:  # a loop, not a recursion: long chains must not run out of stack
        node, inputs_done = pending.pop()
        if inputs_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            pending.append((node, True))
            pending.extend((parent, False) for parent in reversed(node.inputs))
    return order


@quietly
def backward(output: Node) -> dict[Node, Array]:
    """Answer ∂output/∂node for every node of the graph: the reverse sweep of slide NUS-17, with += where paths meet.

    Raises ValueError where ``output`` is not a single number.
    """
    if output.value.size != 1:
        raise ValueError(f"the output has shape {output.value.shape}; expected one number, the loss: add it up first")
    order = topological_order(output)
    gradients = {node: np.zeros_like(node.value, dtype=float) for node in order}
    gradients[output] = np.ones_like(output.value, dtype=float)
    for node in reversed(order):
        if node.operation is not None:
            values = [parent.value for parent in node.inputs]
            parts = node.operation.backward(gradients[node], node.value, *values)
            for parent, part in zip(node.inputs, parts, strict=True):
                gradients[parent] = gradients[parent] + _like(part, parent.value)
    return gradients


def _like(gradient: Array, value: Array) -> Array:
    """Add a gradient up over the axes along which its value was broadcast: db = 1ᵀ dC (slide NUS-21)."""
    gradient = np.asarray(gradient)
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - value.ndim)))
    stretched = tuple(i for i, n in enumerate(value.shape) if n == 1 and gradient.shape[i] != 1)
    return gradient.sum(axis=stretched, keepdims=True)


def _matmul_backward(d: Array, c: Array, a: Array, b: Array) -> tuple[Array, Array]:
    if a.ndim == 1 or b.ndim == 1:  # a dot product: write the vectors as a row and a column
        row, column = np.atleast_2d(a), b.reshape(b.shape[0], -1)
        d = np.reshape(d, (row.shape[0], column.shape[1]))
        return (d @ column.T).reshape(a.shape), (row.T @ d).reshape(b.shape)
    return d @ b.mT, a.mT @ d


def _safe_log(a: Array) -> Array:
    return np.log(np.where(a > 0, a, 1))


def _examples(z: Array) -> int:
    return z.size // z.shape[-1]


# Forward and backward on one line: that is the point of this table.
# fmt: off
add      = Operation("+",       lambda a, b: a + b,   lambda d, c, a, b: (d, d))
subtract = Operation("−",       lambda a, b: a - b,   lambda d, c, a, b: (d, -d))
multiply = Operation("×",       lambda a, b: a * b,   lambda d, c, a, b: (d * b, d * a))
divide   = Operation("÷",       lambda a, b: a / b,   lambda d, c, a, b: (d / b, -d * a / b**2))
power    = Operation("power",   lambda a, n: a**n,    lambda d, c, a, n: (d * n * a**(n - 1), d * c * _safe_log(a)))
matmul   = Operation("@",       lambda a, b: a @ b,   _matmul_backward)
exp      = Operation("exp",     lambda a: np.exp(a),  lambda d, c, a: (d * c,))
log      = Operation("log",     lambda a: np.log(a),  lambda d, c, a: (d / a,))
sin      = Operation("sin",     lambda a: np.sin(a),  lambda d, c, a: (d * np.cos(a),))
sigmoid  = Operation("σ",       _sigmoid.function,    lambda d, c, a: (_sigmoid.chain(d, a, c),))
tanh     = Operation("tanh",    _tanh.function,       lambda d, c, a: (_tanh.chain(d, a, c),))
relu     = Operation("ReLU",    _relu.function,       lambda d, c, a: (_relu.chain(d, a, c),))
softmax  = Operation("softmax", _softmax.function,    lambda d, c, a: (_softmax.chain(d, a, c),))
total    = Operation("Σ",       lambda a: np.sum(a),  lambda d, c, a: (d * np.ones_like(a),))
mean     = Operation("mean",    lambda a: np.mean(a), lambda d, c, a: (d * np.ones_like(a) / a.size,))

# The losses as operations: p are probabilities, z logits, y targets; softmax_cross_entropy is the fused node p − y.
# The first two add up over the examples, the third answers their mean.
binary_cross_entropy = Operation("binary cross-entropy",
    lambda p, y: -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)),
    lambda d, c, p, y: (d * ((1 - y) / (1 - p) - y / p), d * np.log((1 - p) / p)))
cross_entropy = Operation("cross-entropy",
    lambda p, y: -np.sum(y * np.log(p)),
    lambda d, c, p, y: (-d * y / p, -d * np.log(p)))
softmax_cross_entropy = Operation("softmax + cross-entropy",
    lambda z, y: np.sum(y * minus_log_softmax(z)) / _examples(z),
    lambda d, c, z, y: (d * (_softmax.function(z) - y) / _examples(z), d * minus_log_softmax(z) / _examples(z)))
# fmt: on
