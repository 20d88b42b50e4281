"""The optimizers against steps worked out by hand, on two parameters and three gradients."""

import dataclasses
import math
import re

import numpy as np
import pytest
from refusals import DEEP, INF, NAN, NET, WIDE, X, Y, assert_refused, each_row, fit

import mlp_core as mlp
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


@pytest.mark.parametrize("optimizer", [Momentum, AdaGrad, RMSProp, Adam])
def test_each_setting_has_its_limits_and_its_refusal_names_its_default(optimizer):
    for setting in dataclasses.fields(optimizer)[1:]:
        for value in (-0.1, 1, 1.5, np.nan, np.inf, None, "0.5", False):
            expected = f"{setting.name} is {value!r}; expected a number (from|above) 0 to below 1: the default is "
            with pytest.raises(
                ValueError, match=re.escape(expected).replace(r"\(from\|above\)", "(from|above)")
            ) as told:
                optimizer(0.1, **{setting.name: value})
            assert str(told.value).endswith(f" is {setting.default}")


def test_one_learning_rate_a_network_takes_the_networks_dtype():
    many = repeat(initialise([2, 3, 1], np.random.default_rng(0), dtype=np.float32), 2)
    for optimizer in (Adam(per_network([0.1, 0.2])), SGD(per_network([0.1, 0.2])), SGD(0.1)):
        moved, _ = optimizer.step(many, [Gradient(W, b, None) for W, b, _ in many], optimizer.init(many))
        assert {array.dtype for layer in moved for array in layer[:2]} == {np.dtype(np.float32)}


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


def take_a_step(optimizer=None, gradients_from=NET, memory_from=NET, memory_of=None):
    """Take a step of NET with gradients or a memory that may be another's."""
    optimizer = optimizer or mlp.Momentum(0.1)
    slopes = mlp.gradients(gradients_from, X, Y, mlp.half_squared_error)
    optimizer.step(NET, slopes, (memory_of or optimizer).init(memory_from))


BAD_INPUT = [
    ("eta zero", lambda: fit(eta=0), ValueError, "eta is 0; expected a learning rate above 0; try 0.1"),
    ("eta negative", lambda: fit(eta=-0.5), ValueError, "eta is -0.5; expected a learning rate above 0; try 0.1"),
    ("eta NaN", lambda: fit(eta=NAN), ValueError, "eta holds nan; expected finite numbers"),
    ("eta infinite", lambda: fit(eta=INF), ValueError, "eta holds inf; expected finite numbers"),
    (
        "eta a string",
        lambda: fit(eta="0.1"),
        TypeError,
        "eta holds '0.1'; expected real numbers; np.asarray(eta, dtype=float)",
    ),
    ("eta None", lambda: fit(eta=None), TypeError, "eta holds None; expected real numbers"),
    ("eta complex", lambda: fit(eta=1j), TypeError, "eta holds 1j; expected real numbers"),
    (
        "several etas for one network",
        lambda: fit(eta=[0.1, 0.2]),
        ValueError,
        "eta has shape (2,); expected one number, or one per network; use per_network",
    ),
    (
        "etas without axes for a stack",
        lambda: fit(mlp.repeat(NET, 3), eta=[0.1, 0.2, 0.3]),
        ValueError,
        "eta has shape (3,); here shape (3, 1, 1); use per_network",
    ),
    (
        "other number of etas than networks",
        lambda: fit(mlp.repeat(NET, 3), eta=mlp.per_network([0.1, 0.2])),
        ValueError,
        "eta has shape (2, 1, 1); here shape (3, 1, 1); a stack of as many",
    ),
    (
        "one eta of a stack is zero",
        lambda: fit(mlp.repeat(NET, 2), eta=mlp.per_network([0.1, 0])),
        ValueError,
        "eta is 0; expected a learning rate above 0",
    ),
    (
        "momentum of 1",
        lambda: mlp.Momentum(0.1, mu=1),
        ValueError,
        "mu is 1; expected a number from 0 to below 1; the default is 0.9",
    ),
    ("momentum NaN", lambda: mlp.Momentum(0.1, mu=NAN), ValueError, "mu is nan; expected a number from 0 to below 1"),
    (
        "beta a string",
        lambda: mlp.Adam(0.1, beta2="high"),
        ValueError,
        "beta2 is 'high'; expected a number from 0 to below 1; 0.999",
    ),
    (
        "a truth value for eta",
        lambda: mlp.SGD(True),
        ValueError,
        "eta is True; expected a learning rate above 0; try 0.1",
    ),
    (
        "no eta in a list of them",
        lambda: mlp.SGD([]),
        ValueError,
        "eta is []; expected a learning rate above 0; try 0.1",
    ),
    (
        "AdaGrad that may divide by 0",
        lambda: mlp.AdaGrad(0.1, epsilon=0),
        ValueError,
        "epsilon is 0; expected a number above 0 to below 1; the default is 1e-10",
    ),
    (
        "RMSProp that may divide by 0",
        lambda: mlp.RMSProp(0.1, epsilon=0),
        ValueError,
        "epsilon is 0; expected a number above 0 to below 1; the default is 1e-08",
    ),
    (
        "Adam that may divide by 0",
        lambda: mlp.Adam(0.1, epsilon=0),
        ValueError,
        "epsilon is 0; expected a number above 0 to below 1; the default is 1e-08",
    ),
    (
        "RMSProp that forgets nothing",
        lambda: mlp.RMSProp(0.1, alpha=1),
        ValueError,
        "alpha is 1; expected a number from 0 to below 1; the default is 0.99",
    ),
    (
        "a truth value for momentum",
        lambda: mlp.Momentum(0.1, mu=True),
        ValueError,
        "mu is True; expected a number from 0 to below 1; 0.9",
    ),
    (
        "gradients of a deeper network",
        lambda: take_a_step(gradients_from=DEEP),
        ValueError,
        "gradients holds 3 layers; expected 2, one Gradient per layer; pass what gradients(...)",
    ),
    (
        "gradients of a wider network",
        lambda: take_a_step(gradients_from=WIDE),
        ValueError,
        "dW of layer 1 has shape (2, 5); expected (2, 3), as W has; gradients(...)",
    ),
    (
        "a bias gradient of another shape",
        lambda: mlp.SGD(0.1).step(NET, [mlp.Gradient(W, b[0], None) for W, b, _ in NET], mlp.SGD(0.1).init(NET)),
        ValueError,
        "db of layer 1 has shape (3,); expected (1, 3), as b has",
    ),
    (
        "arrays for gradients",
        lambda: mlp.SGD(0.1).step(NET, [(W, b) for W, b, _ in NET], mlp.SGD(0.1).init(NET)),
        TypeError,
        "gradient 1 is (array; expected Gradient(dW, db, delta); gradients(...)",
    ),
    (
        "a memory of a deeper network",
        lambda: take_a_step(memory_from=DEEP),
        ValueError,
        "state holds 3 layers; expected 2, a pair per layer; optimizer.init(network)",
    ),
    (
        "a memory of a wider network",
        lambda: take_a_step(memory_from=WIDE),
        ValueError,
        "state of layer 1 is another optimizer's or network's; optimizer.init(network)",
    ),
    (
        "a memory of another optimizer",
        lambda: take_a_step(memory_of=mlp.Adam(0.1)),
        ValueError,
        "state of layer 1 is another optimizer's or network's; start with optimizer.init(network)",
    ),
    (
        "no memory",
        lambda: mlp.SGD(0.1).step(NET, mlp.gradients(NET, X, Y, mlp.half_squared_error), None),
        ValueError,
        "state holds None; expected 2, a pair per layer; optimizer.init(network)",
    ),
    (
        "several etas for a step of one network",
        lambda: take_a_step(mlp.SGD([0.1, 0.2])),
        ValueError,
        "eta has shape (2,); expected one number, or one per network; per_network",
    ),
    (
        "a step of one's own",
        lambda: fit(optimizer=type("Own", (mlp.SGD,), {"step": lambda *args: None})(0.1)),
        TypeError,
        "optimizer has a step of its own; expected Optimizer's; put the rule into move",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
