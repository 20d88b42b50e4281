"""The nodes of a computation graph: values that remember the operation they came from (slides NUS-12 to NUS-16).

Write formulas with +, −, *, /, @ and ** on nodes; graph.py has the other operations, and the way back.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from . import checks
from .arrays import Array
from .checks import numbers_may_overflow


class Operation(NamedTuple):
    """A step of a formula: ``forward(*inputs)`` is its value, ``backward(d, value, *inputs)`` one gradient per input.

    ``d`` is ∂L/∂value, handed down from above. Call it on nodes, arrays or numbers.

    >>> mlp.graph.log(mlp.graph.Node(1.0, name="a"))
    log = 0.0
    """

    name: str
    forward: Callable[..., Any]
    backward: Callable[..., tuple[Any, ...]]

    @numbers_may_overflow()
    def __call__(self, *inputs: "Operand") -> "Node":
        """Apply the operation: a new node, with its value computed."""
        nodes = tuple(node if isinstance(node, Node) else Node(node) for node in inputs)
        return Node(self.forward(*(node.value for node in nodes)), self, nodes)


class Node:
    """A value of the graph. ``Node(3.0, name="a")`` is an input; what an operation returns knows where it came
    from. Raises TypeError or ValueError for a value that is not finite real numbers.

    >>> a = mlp.graph.Node(3.0, name="a")
    >>> a, a * a + 1
    (a = 3.0, + = 10.0)
    """

    def __init__(self, value: Any, operation: Operation | None = None, inputs: tuple["Node", ...] = (), name: str = ""):
        self.value = checks.numbers(name or "value", value) if operation is None else np.asarray(value)
        self.operation, self.inputs, self.name = operation, inputs, name

    def named(self, name: str) -> "Node":
        """Return the same node under a name: the same operation and inputs."""
        return Node(self.value, self.operation, self.inputs, name)

    def __repr__(self) -> str:
        return f"{self.name or (self.operation.name if self.operation else 'value')} = {self.value}"

    def __add__(self, other: "Operand") -> "Node":
        return add(self, other)

    def __sub__(self, other: "Operand") -> "Node":
        return subtract(self, other)

    def __mul__(self, other: "Operand") -> "Node":
        return multiply(self, other)

    def __truediv__(self, other: "Operand") -> "Node":
        return divide(self, other)

    def __matmul__(self, other: "Operand") -> "Node":
        return matmul(self, other)

    def __pow__(self, exponent: "Operand") -> "Node":
        return power(self, exponent)

    def __neg__(self) -> "Node":
        return multiply(self, -1.0)

    def __radd__(self, other: "Operand") -> "Node":
        return add(other, self)

    def __rsub__(self, other: "Operand") -> "Node":
        return subtract(other, self)

    def __rmul__(self, other: "Operand") -> "Node":
        return multiply(other, self)

    def __rtruediv__(self, other: "Operand") -> "Node":
        return divide(other, self)

    def __rmatmul__(self, other: "Operand") -> "Node":
        return matmul(other, self)

    __array_priority__ = 1000  # array * node asks the node


Operand = Node | Array | float  # what an operation takes


def _matmul_backward(d: Array, c: Array, a: Array, b: Array) -> tuple[Array, Array]:
    if a.ndim == 1 or b.ndim == 1:  # a dot product: write the vectors as a row and a column
        row, column = np.atleast_2d(a), b.reshape(b.shape[0], -1)
        d = np.reshape(d, (row.shape[0], column.shape[1]))
        return (d @ column.T).reshape(a.shape), (row.T @ d).reshape(b.shape)
    return d @ b.mT, a.mT @ d


def _log_or_zero(a: Array) -> Array:
    return np.log(np.where(a > 0, a, 1))


# Forward and backward on one line: that is the point of this table.
# fmt: off
add      = Operation("+",       lambda a, b: a + b,   lambda d, c, a, b: (d, d))
subtract = Operation("−",       lambda a, b: a - b,   lambda d, c, a, b: (d, -d))
multiply = Operation("×",       lambda a, b: a * b,   lambda d, c, a, b: (d * b, d * a))
divide   = Operation("÷",       lambda a, b: a / b,   lambda d, c, a, b: (d / b, -d * a / b**2))
power    = Operation("power",   lambda a, n: a**n,    lambda d, c, a, n: (d * n * a**(n - 1), d * c * _log_or_zero(a)))
matmul   = Operation("@",       lambda a, b: a @ b,   _matmul_backward)
# fmt: on
