"""Optimizers: how a gradient becomes a step. Each is a value with ``init`` (its memory) and ``step`` (a new network).

``eta``, the learning rate η, is a number, or one a network of a stack: ``per_network([0.1, 0.3, 1.0])``.
The rules are those of the slides ITAM-01 and UT-32; names and defaults are PyTorch's.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields, replace
from numbers import Real
from typing import Any

import numpy as np

from .doors import as_numbers
from .network import Gradient, Layer, Network

Array = np.ndarray


@dataclass(frozen=True)
class Optimizer(ABC):
    """What all optimizers have in common: a learning rate, a memory of each parameter, and a step of the network.

    A rule of your own is a frozen dataclass with this base and a ``move``.
    """

    eta: Any

    def __post_init__(self):
        """The door: let in an η above 0, and other settings from 0 to 1. Raises TypeError for text, else ValueError."""
        eta = as_numbers("eta", self.eta)
        if (eta <= 0).any():
            raise ValueError(f"eta is {eta[eta <= 0].flat[0]:g}; expected a learning rate above 0: try 0.1")
        object.__setattr__(self, "eta", eta if eta.ndim else float(eta))  # the class is frozen from here on
        for field in fields(self)[1:]:
            value = getattr(self, field.name)
            if not isinstance(value, Real) or not 0 <= value < 1:
                expected = f"a number from 0 to below 1: the default is {field.default}"
                raise ValueError(f"{field.name} is {value!r}; expected {expected}")
            object.__setattr__(self, field.name, float(value))

    @abstractmethod
    def move(self, w: Array, dw: Array, memory: tuple) -> tuple[Array, tuple]:
        """Return where parameter array ``w`` goes, and what is remembered of it."""

    def start(self, w: Array) -> tuple:
        """Answer the memory of one parameter array before the first step: nothing, unless a rule says so."""
        return ()

    def init(self, network: Network) -> list:
        """Answer the memory before the first step: a pair a layer, for W and b."""
        return [(self.start(W), self.start(b)) for W, b, _ in network]

    def step(self, network: Network, gradients: list[Gradient], state: list) -> tuple[Network, list]:
        """Take one step against the gradient. Answers the new network and memory; the old ones stay as they are."""
        layers, memories = [], []
        for (W, b, activation), (dW, db, _), (W_memory, b_memory) in zip(network, gradients, state, strict=True):
            W, W_memory = self.move(W, dW, W_memory)
            b, b_memory = self.move(b, db, b_memory)
            layers.append(Layer(W, b, activation))
            memories.append((W_memory, b_memory))
        return tuple(layers), memories

    def checked(self, network: Network) -> "Optimizer":
        """The door of training: answer this optimizer with an ``eta`` that fits the network, or raise ValueError."""
        stack = network[0].W.shape[:-2]
        if np.ndim(self.eta) and np.shape(self.eta) != (*stack, 1, 1):
            raise ValueError(
                f"eta has shape {np.shape(self.eta)}; expected one number, or one a network, here shape "
                f"{(*stack, 1, 1)}: use per_network(etas) and a stack of as many networks"
            )
        return replace(self, eta=np.asarray(self.eta, network[0].W.dtype) if np.ndim(self.eta) else self.eta)


@dataclass(frozen=True)
class SGD(Optimizer):
    """Plain gradient descent: w ← w − η ∂L/∂w, all parameters at once (slides ITAM-23, MELB-06)."""

    def move(self, w: Array, dw: Array, memory: tuple) -> tuple[Array, tuple]:
        """Return w − η ∂L/∂w; there is nothing to remember."""
        return w - self.eta * dw, memory


@dataclass(frozen=True)
class Momentum(Optimizer):
    """Descent with momentum: v ← μ v + ∂L/∂w, w ← w − η v: a heavy ball that keeps rolling."""

    mu: float = 0.9

    def start(self, w: Array) -> tuple:
        """Remember the velocity v."""
        return (np.zeros_like(w),)

    def move(self, w: Array, dw: Array, memory: tuple) -> tuple[Array, tuple]:
        """Step along the velocity."""
        (v,) = memory
        v = self.mu * v + dw
        return w - self.eta * v, (v,)


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """AdaGrad (Duchi et al., 2011): each weight's η shrinks with the squares of all its gradients so far."""

    epsilon: float = 1e-10

    def start(self, w: Array) -> tuple:
        """Remember the sum s of squared gradients."""
        return (np.zeros_like(w),)

    def move(self, w: Array, dw: Array, memory: tuple) -> tuple[Array, tuple]:
        """Step by η ∂L/∂w / √s."""
        (s,) = memory
        s = s + dw * dw
        return w - self.eta * dw / (np.sqrt(s) + self.epsilon), (s,)


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """RMSProp (Hinton, 2012): as AdaGrad, but old gradients are forgotten at the rate ``alpha``."""

    alpha: float = 0.99
    epsilon: float = 1e-8

    def start(self, w: Array) -> tuple:
        """Remember the running mean s of squared gradients."""
        return (np.zeros_like(w),)

    def move(self, w: Array, dw: Array, memory: tuple) -> tuple[Array, tuple]:
        """Step by η ∂L/∂w / √s."""
        (s,) = memory
        s = self.alpha * s + (1 - self.alpha) * dw * dw
        return w - self.eta * dw / (np.sqrt(s) + self.epsilon), (s,)


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adam (Kingma & Ba, 2015): momentum and RMSProp together, corrected for their start from zero."""

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def start(self, w: Array) -> tuple:
        """Remember the running means m and s of the gradient and its square, and the number t of steps."""
        return np.zeros_like(w), np.zeros_like(w), 0

    def move(self, w: Array, dw: Array, memory: tuple) -> tuple[Array, tuple]:
        """Step by η m̂ / √ŝ."""
        m, s, t = memory
        m = self.beta1 * m + (1 - self.beta1) * dw
        s = self.beta2 * s + (1 - self.beta2) * dw * dw
        t = t + 1
        m_hat, s_hat = m / (1 - self.beta1**t), s / (1 - self.beta2**t)
        return w - self.eta * m_hat / (np.sqrt(s_hat) + self.epsilon), (m, s, t)
