"""The optimizers against steps worked out by hand, on two parameters and three gradients."""

import math

import numpy as np
import pytest

from mlp_core import SGD, AdaGrad, Adam, Gradient, Layer, Momentum, RMSProp, identity, initialise, per_network, repeat

ETA = 0.1
GRADIENTS = [(0.5, -2.0), (1.0, 0.25), (-3.0, 0.5)]  # of w and b, step by step


def sgd(gradients):
    w = 1.0
    for g in gradients:
        w -= ETA * g
    return w


def momentum(gradients, mu=0.9):
    w, v = 1.0, 0.0
    for g in gradients:
        v = mu * v + g
        w -= ETA * v
    return w


def adagrad(gradients):
    w, s = 1.0, 0.0
    for g in gradients:
        s += g**2
        w -= ETA * g / (math.sqrt(s) + 1e-10)
    return w


def rmsprop(gradients, alpha=0.99):
    w, s = 1.0, 0.0
    for g in gradients:
        s = alpha * s + (1 - alpha) * g**2
        w -= ETA * g / (math.sqrt(s) + 1e-8)
    return w


def adam(gradients, beta1=0.9, beta2=0.999):
    w, m, s = 1.0, 0.0, 0.0
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        w -= ETA * (m / (1 - beta1**t)) / (math.sqrt(s / (1 - beta2**t)) + 1e-8)
    return w


CASES = [
    (SGD(ETA), sgd),
    (Momentum(ETA), momentum),
    (Momentum(ETA, mu=0.5), lambda gradients: momentum(gradients, 0.5)),
    (AdaGrad(ETA), adagrad),
    (RMSProp(ETA), rmsprop),
    (RMSProp(ETA, alpha=0.9), lambda gradients: rmsprop(gradients, 0.9)),
    (Adam(ETA), adam),
    (Adam(ETA, beta1=0.5, beta2=0.9), lambda gradients: adam(gradients, 0.5, 0.9)),
]
each_optimizer = pytest.mark.parametrize("optimizer", [case[0] for case in CASES], ids=str)


def one_weight(dtype=np.float64):
    return (Layer(np.ones((1, 1), dtype), np.ones((1, 1), dtype), identity),)


def gradient(dw, db, dtype=np.float64):
    return [Gradient(np.full((1, 1), dw, dtype), np.full((1, 1), db, dtype), None)]


def walk(optimizer, network, dtype=np.float64):
    """The networks on the way, and the memories."""
    state, path = optimizer.init(network), [(network, None)]
    for dw, db in GRADIENTS:
        network, state = optimizer.step(network, gradient(dw, db, dtype), state)
        path.append((network, state))
    return path


@pytest.mark.parametrize(("optimizer", "by_hand"), CASES)
def test_the_steps_are_those_worked_out_by_hand(optimizer, by_hand):
    for steps, (network, _) in enumerate(walk(optimizer, one_weight())):
        assert network[0].W.item() == pytest.approx(by_hand([g[0] for g in GRADIENTS[:steps]]), rel=1e-14)
        assert network[0].b.item() == pytest.approx(by_hand([g[1] for g in GRADIENTS[:steps]]), rel=1e-14)


@each_optimizer
def test_a_step_changes_neither_the_network_nor_the_memory_it_starts_from(optimizer):
    network = one_weight()
    state = optimizer.init(network)
    _, state = optimizer.step(network, gradient(0.5, -2.0), state)
    kept = [[np.copy(a) for a in memory] for memory in state[0]]
    given = gradient(1.0, 1.0)
    for array in (*network[0][:2], *given[0][:2], *(a for m in state[0] for a in m if isinstance(a, np.ndarray))):
        array.flags.writeable = False  # writing to it would raise
    optimizer.step(network, given, state)
    assert [[np.copy(a) for a in memory] for memory in state[0]] == kept


@each_optimizer
def test_float32_stays_float32_even_if_the_settings_are_numpy_numbers(optimizer):
    settings = {name: np.float64(value) for name, value in vars(optimizer).items()}
    network, state = walk(type(optimizer)(**settings), one_weight(np.float32), np.float32)[-1]
    arrays = [*network[0][:2], *(a for memory in state[0] for a in memory if isinstance(a, np.ndarray))]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


def test_one_learning_rate_a_network_takes_the_networks_dtype():
    many = repeat(initialise([2, 3, 1], np.random.default_rng(0), dtype=np.float32), 2)
    assert Adam(per_network([0.1, 0.2])).checked(many).eta.dtype == np.float32
    assert SGD(0.1).checked(many).eta == 0.1


@pytest.mark.parametrize(
    ("optimizer", "defaults"),
    [
        (Momentum, {"mu": 0.9}),
        (AdaGrad, {"epsilon": 1e-10}),
        (RMSProp, {"alpha": 0.99, "epsilon": 1e-8}),
        (Adam, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ],
)
def test_the_defaults_are_the_customary_ones(optimizer, defaults):
    assert vars(optimizer(0.1)) == {"eta": 0.1, **defaults}
