"""The computation graph: the chain rule for any formula, one small operation at a time (slides NUS-12 to NUS-21).

A ``Node`` holds a value, the operation it came from and that operation's inputs. ``backward`` walks the nodes in
reverse topological order and *returns* the gradients: nothing is stored in the nodes, so calling it twice returns the
same. Write formulas with +, −, *, /, @ and ** on nodes (see nodes.py), or with the operations below.
"""

import numpy as np

from . import checks
from .activations import relu as _relu
from .activations import sigmoid as _sigmoid
from .activations import softmax as _softmax
from .activations import tanh as _tanh
from .arrays import Array
from .checks import checked
from .losses import minus_log_softmax
from .nodes import Node, Operation, add, divide, matmul, multiply, power, subtract  # noqa: F401


@checked(output=checks.node)
def topological_order(output: Node) -> list[Node]:
    """List the nodes an output depends on, each after all its inputs: the order of the forward pass (slide NUS-17).

    >>> a, b = mlp.graph.Node(2.0, name="a"), mlp.graph.Node(3.0, name="b")
    >>> mlp.graph.topological_order(a * b)
    [a = 2.0, b = 3.0, × = 6.0]
    """
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


@checked(output=checks.one_number)
def backward(output: Node) -> dict[Node, Array]:
    """Return ∂output/∂node for every node of the graph: the reverse sweep of slide NUS-17, with += where paths meet.

    A gradient has the shape of its node's value. Raises ValueError where ``output`` is not a single number.

    >>> x, y = mlp.graph.Node(1.0), mlp.graph.Node(2.0)
    >>> gradients = mlp.graph.backward(x * y + x)
    >>> float(gradients[x]), float(gradients[y])
    (3.0, 1.0)
    """
    order = topological_order(output)
    gradients = {node: np.zeros_like(node.value, dtype=float) for node in order}
    gradients[output] = np.ones_like(output.value, dtype=float)
    for node in reversed(order):
        if node.operation is not None:
            values = [parent.value for parent in node.inputs]
            parts = node.operation.backward(gradients[node], node.value, *values)
            for parent, part in zip(node.inputs, parts, strict=True):
                gradients[parent] = gradients[parent] + _added_up(part, parent.value)
    return gradients


def _added_up(gradient: Array, value: Array) -> Array:
    """Add a gradient up over the axes along which its value was broadcast: db = 1ᵀ dC (slide NUS-21)."""
    gradient = np.asarray(gradient)
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - value.ndim)))
    stretched = tuple(i for i, n in enumerate(value.shape) if n == 1 and gradient.shape[i] != 1)
    return gradient.sum(axis=stretched, keepdims=True)


def _examples(z: Array) -> int:
    return int(z.size // z.shape[-1])


# Forward and backward on one line: that is the point of this table.
# fmt: off
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
# The first two add up over the examples, the third returns their mean.
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
