"""mlp_core: the mathematics of a lecture on multilayer perceptrons, in NumPy, to be read in an evening.

    import mlp_core as mlp

Read it in this order, which is also that of the names below: activations, losses, network, optimizers, training; then
stopping, stacks, surfaces, dropout, gradient_check, perceptron, nodes, graph, datasets. One training step is
``forward`` and ``backward`` in network.py, ``SGD`` in optimizers.py, and the loop of ``train`` in training.py. What is
refused, and with which words, stands in checks/. The computation graph keeps its own names: ``mlp.graph.backward``.
"""

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
from .gradient_check import Check, compare, gradient_check, numerical_gradients
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
from .network import Gradient, Layer, Network, Step, backward, forward, initialise, parameter_count, predict
from .optimizers import SGD, AdaGrad, Adam, Momentum, Optimizer, RMSProp
from .perceptron import Visit, delta_rule, mistakes, perceptron_rule, threshold, with_bias
from .stacks import member, per_network, repeat, stack, sweep
from .stopping import no_improvement, settled_loss, small_gradient, until, within
from .surfaces import bias_direction, loss_surface, random_direction, shifted, weight_direction
from .training import gradients, train

__all__ = [
    # activations
    "Activation", "step", "sigmoid", "tanh", "relu", "softplus", "arctan", "softsign", "leaky_relu", "prelu", "rrelu",
    "identity", "softmax", "ACTIVATIONS",
    # losses
    "Loss", "half_squared_error", "mean_squared_error", "l1", "hinge", "zero_one", "binary_cross_entropy",
    "cross_entropy", "binary_cross_entropy_on_logits", "cross_entropy_on_logits", "LOSSES",
    # network
    "Layer", "Network", "initialise", "parameter_count", "forward", "Step", "backward", "Gradient", "predict",
    # optimizers
    "Optimizer", "SGD", "Momentum", "AdaGrad", "RMSProp", "Adam",
    # training, and when to stop
    "train", "gradients", "until", "small_gradient", "settled_loss", "within", "no_improvement",
    # stacks and loss surfaces
    "stack", "member", "repeat", "per_network", "sweep",
    "weight_direction", "bias_direction", "random_direction", "shifted", "loss_surface",
    # dropout
    "masked", "thinned",
    # the gradient check
    "gradient_check", "numerical_gradients", "compare", "Check",
    # the single unit
    "with_bias", "threshold", "mistakes", "perceptron_rule", "delta_rule", "Visit",
    # the computation graph
    "graph",
    # data
    "logical_and", "logical_or", "logical_xor", "will_i_pass", "curve", "one_hot",
]  # fmt: skip
