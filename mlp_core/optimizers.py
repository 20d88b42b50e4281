"""Optimizers: how a gradient becomes a step. Each is a value with ``init`` (its memory) and ``step`` (a new network).

``eta``, the learning rate η, is a number, or one a network of a stack: ``per_network([0.1, 0.3, 1.0])``.
The rules are those of the slides ITAM-01 and UT-32; names and defaults are PyTorch's.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from .doors import as_numbers
from .network import Gradient, Layer, Network

Array = np.ndarray


@dataclass(frozen=True)
class SGD:
    """Plain gradient descent: w ← w − η ∂L/∂w, all parameters at once (slides ITAM-23, MELB-06)."""

    eta: Any

    def move(self, w: Array, dw: Array, memory: tuple) -> tuple[Array, tuple]:
        """Answer where parameter array ``w`` goes, and what is remembered of it: for plain descent, nothing."""
        return w - self.eta * dw, memory

    def start(self, w: Array) -> tuple:
        """Answer the memory of one parameter array before the first step."""
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

    def checked(self, network: Network) -> "SGD":
        """The door: answer this optimizer with an ``eta`` that fits the network.

        Raises TypeError for text, ValueError for an η that is zero, negative, NaN, infinite or neither one number nor
        one a network, and for another setting outside [0, 1).
        """
        for field in fields(self)[1:]:
            value = getattr(self, field.name)
            if not isinstance(value, (int, float)) or not 0 <= value < 1:
                raise ValueError(f"{field.name} is {value!r}; expected a number in [0, 1): the default is {field.default}")
        return replace(self, eta=_as_eta(self.eta, network))


@dataclass(frozen=True)
class Momentum(SGD):
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
class AdaGrad(SGD):
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
class RMSProp(SGD):
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
class Adam(SGD):
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


def _as_eta(eta, network: Network):
    """Answer η as a float or, one a network, as an array (*stack, 1, 1) in the network's dtype."""
    W = network[0].W
    array = as_numbers("eta", eta)
    if (array <= 0).any():
        raise ValueError(f"eta is {array[array <= 0].flat[0]:g}; expected a learning rate above 0: try 0.1")
    if array.ndim == 0:
        return float(array)
    if array.shape != (*W.shape[:-2], 1, 1):
        raise ValueError(
            f"eta has shape {array.shape}; expected one number, or one a network, here shape {(*W.shape[:-2], 1, 1)}: "
            "use per_network(etas) and a stack of as many networks"
        )
    return array.astype(W.dtype, copy=False)
