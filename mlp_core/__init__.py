"""mlp_core: the mathematics of a lecture on multilayer perceptrons, in NumPy, to be read in an evening.

Read it in this order: activations, losses, network, training, optimizers; then dropout, stacks, gradient_check,
perceptron, graph. The computation graph keeps its own names: ``from mlp_core import graph``.
"""

# ruff: noqa: F401  (what is imported here is meant for others)
from types import ModuleType as _Module

from . import graph
from .activations import (
    ACTIVATIONS,
    Activation,
    arctan,
    identity,
    leaky_relu,
    prelu,
    relu,
    rrelu,
    sigmoid,
    softmax,
    softplus,
    softsign,
    step,
    tanh,
)
from .datasets import curve, logical_and, logical_or, logical_xor, one_hot, will_i_pass
from .dropout import masked, thinned
from .gradient_check import compare, gradient_check, numerical_gradients
from .losses import (
    LOSSES,
    Loss,
    binary_cross_entropy,
    binary_cross_entropy_on_logits,
    cross_entropy,
    cross_entropy_on_logits,
    half_squared_error,
    hinge,
    l1,
    mean_squared_error,
    zero_one,
)
from .network import Gradient, Layer, Step, backward, forward, initialise, parameter_count, predict
from .optimizers import SGD, AdaGrad, Adam, Momentum, Optimizer, RMSProp
from .perceptron import delta_rule, mistakes, perceptron_rule, threshold, with_bias
from .stacks import (
    bias_direction,
    loss_surface,
    member,
    per_network,
    random_direction,
    repeat,
    shifted,
    stack,
    sweep,
    weight_direction,
)
from .training import gradients, no_improvement, settled_loss, small_gradient, train, until, within

__all__ = ["graph", *(name for name, value in globals().items() if name[0] != "_" and not isinstance(value, _Module))]
