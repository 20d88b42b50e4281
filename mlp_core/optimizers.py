"""Optimizers: how a gradient becomes a step. Each is a value with ``init`` (its memory) and ``step`` (a new network).

``eta``, the learning rate η, is a number, or one per network of a stack: ``per_network([0.1, 0.3, 1.0])``.
The rules are those of the slides ITAM-01 and UT-32; names and defaults are PyTorch's.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, final

import numpy as np

from . import checks
from .arrays import Array
from .checks import checked
from .network import Gradient, Layer, Network


@dataclass(frozen=True)
class Optimizer(ABC):
    """What all optimizers have in common: a learning rate, a memory of each parameter, and a step of the network.

    A rule of your own is a frozen dataclass with this base, a ``move``, and a ``start`` if it remembers anything.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class SignDescent(mlp.Optimizer):
    ...     def move(self, w, dw, memory):
    ...         return w - self.eta * np.sign(dw), memory
    >>> SignDescent(0.1).move(np.array([1.0, 1.0]), np.array([5.0, -0.3]), ())
    (array([0.9, 1.1]), ())
    """

    eta: Any

    @abstractmethod
    def move(self, w: Array, dw: Array, memory: tuple[Any, ...]) -> tuple[Array, tuple[Any, ...]]:
        """Return where parameter array ``w`` goes, given ∂L/∂w, and what is remembered of it."""

    def start(self, w: Array) -> tuple[Any, ...]:
        """Return the memory of one parameter array before the first step: nothing, unless a rule says so."""
        return ()

    def init(self, network: Network) -> list[Any]:
        """Return the memory before the first step: a pair per layer, for W and b."""
        return [(self.start(W), self.start(b)) for W, b, _ in network]

    @final
    @checked(network=checks.network, self=checks.optimizer, gradients=checks.gradients_of, state=checks.memory_of)
    def step(self, network: Network, gradients: list[Gradient], state: list[Any]) -> tuple[Network, list[Any]]:
        """Take one step against the gradient. Returns the new network and memory; the old ones stay as they are.

        ``state`` is what ``init`` or the step before returned. Raises ValueError or TypeError where ``gradients`` or
        ``state`` belong to another network, or η to another stack.

        >>> network = (mlp.Layer(np.array([[2.0]]), np.array([[0.0]]), mlp.identity),)
        >>> slopes = mlp.gradients(network, np.array([[3.0]]), np.array([[5.0]]), mlp.half_squared_error)
        >>> sgd = mlp.SGD(0.1)
        >>> network, state = sgd.step(network, slopes, sgd.init(network))
        >>> network[0].W, network[0].b
        (array([[1.7]]), array([[-0.1]]))
        """
        layers, memories = [], []
        for (W, b, activation), (dW, db, _), (W_memory, b_memory) in zip(network, gradients, state, strict=True):
            W, W_memory = self.move(W, dW, W_memory)
            b, b_memory = self.move(b, db, b_memory)
            layers.append(Layer(W, b, activation))
            memories.append((W_memory, b_memory))
        return tuple(layers), memories


@checked(eta=checks.rate)
@dataclass(frozen=True)
class SGD(Optimizer):
    """Plain gradient descent: w ← w − η ∂L/∂w, all parameters at once (slides ITAM-23, MELB-06).

    >>> mlp.SGD(0.1).move(np.array([1.0]), np.array([5.0]), ())
    (array([0.5]), ())
    """

    def move(self, w: Array, dw: Array, memory: tuple[Any, ...]) -> tuple[Array, tuple[Any, ...]]:
        """Step against the gradient; there is nothing to remember."""
        return w - self.eta * dw, memory


@checked(eta=checks.rate, mu=checks.setting(0.9))
@dataclass(frozen=True)
class Momentum(Optimizer):
    """Descent with momentum: v ← μ v + ∂L/∂w, w ← w − η v: a heavy ball that keeps rolling (slide UT-32).

    >>> ball, w, v = mlp.Momentum(0.1, mu=0.5), np.array([1.0]), (np.array([2.0]),)
    >>> ball.move(w, np.array([5.0]), v)
    (array([0.4]), (array([6.]),))
    """

    mu: float = 0.9

    def start(self, w: Array) -> tuple[Any, ...]:
        """Remember the velocity v."""
        return (np.zeros_like(w),)

    def move(self, w: Array, dw: Array, memory: tuple[Any, ...]) -> tuple[Array, tuple[Any, ...]]:
        """Step along the velocity."""
        (v,) = memory
        v = self.mu * v + dw
        return w - self.eta * v, (v,)


@checked(eta=checks.rate, epsilon=checks.setting(1e-10, zero=False))
@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """AdaGrad (Duchi et al., 2011; slide UT-32): each weight's η shrinks with the squares of all its gradients so far.

    >>> w, s = mlp.AdaGrad(0.1).move(np.array([1.0]), np.array([5.0]), (np.array([0.0]),))
    >>> w.round(3), s
    (array([0.9]), (array([25.]),))
    """

    epsilon: float = 1e-10

    def start(self, w: Array) -> tuple[Any, ...]:
        """Remember the sum s of squared gradients."""
        return (np.zeros_like(w),)

    def move(self, w: Array, dw: Array, memory: tuple[Any, ...]) -> tuple[Array, tuple[Any, ...]]:
        """Step by η ∂L/∂w / √s."""
        (s,) = memory
        s = s + dw * dw
        return w - self.eta * dw / (np.sqrt(s) + self.epsilon), (s,)


@checked(eta=checks.rate, alpha=checks.setting(0.99), epsilon=checks.setting(1e-8, zero=False))
@dataclass(frozen=True)
class RMSProp(Optimizer):
    """RMSProp (Hinton, 2012; slide UT-32): as AdaGrad, but old gradients are forgotten at the rate ``alpha``.

    >>> w, s = mlp.RMSProp(0.1, alpha=0.75).move(np.array([1.0]), np.array([5.0]), (np.array([0.0]),))
    >>> w.round(3), s
    (array([0.8]), (array([6.25]),))
    """

    alpha: float = 0.99
    epsilon: float = 1e-8

    def start(self, w: Array) -> tuple[Any, ...]:
        """Remember the running mean s of squared gradients."""
        return (np.zeros_like(w),)

    def move(self, w: Array, dw: Array, memory: tuple[Any, ...]) -> tuple[Array, tuple[Any, ...]]:
        """Step by η ∂L/∂w / √s."""
        (s,) = memory
        s = self.alpha * s + (1 - self.alpha) * dw * dw
        return w - self.eta * dw / (np.sqrt(s) + self.epsilon), (s,)


@checked(
    eta=checks.rate, beta1=checks.setting(0.9), beta2=checks.setting(0.999), epsilon=checks.setting(1e-8, zero=False)
)
@dataclass(frozen=True)
class Adam(Optimizer):
    """Adam (Kingma & Ba, 2015; slide UT-32): momentum and RMSProp together, corrected for their start from zero.

    >>> adam, w = mlp.Adam(0.1), np.array([1.0])
    >>> w, (m, s, t) = adam.move(w, np.array([5.0]), adam.start(w))
    >>> w.round(3), m, t
    (array([0.9]), array([0.5]), 1)
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def start(self, w: Array) -> tuple[Any, ...]:
        """Remember the running means m and s of the gradient and its square, and the number t of steps."""
        return np.zeros_like(w), np.zeros_like(w), 0

    def move(self, w: Array, dw: Array, memory: tuple[Any, ...]) -> tuple[Array, tuple[Any, ...]]:
        """Step by η m̂ / √ŝ."""
        m, s, t = memory
        m = self.beta1 * m + (1 - self.beta1) * dw
        s = self.beta2 * s + (1 - self.beta2) * dw * dw
        t = t + 1
        m_hat, s_hat = m / (1 - self.beta1**t), s / (1 - self.beta2**t)
        return w - self.eta * m_hat / (np.sqrt(s_hat) + self.epsilon), (m, s, t)
