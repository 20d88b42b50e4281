"""Stacks: whatever is done to a stack is what is done to each of its networks alone."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from refusals import DEEP, F32, NET, RNG, THREE, assert_refused, each_row

import mlp_core as mlp
from mlp_core import (
    SGD,
    AdaGrad,
    Adam,
    Momentum,
    RMSProp,
    cross_entropy_on_logits,
    forward,
    gradients,
    half_squared_error,
    identity,
    initialise,
    logical_xor,
    loss_surface,
    mean_squared_error,
    member,
    per_network,
    predict,
    random_direction,
    relu,
    repeat,
    sigmoid,
    stack,
    sweep,
    tanh,
    train,
    weight_direction,
)

ETAS = [0.03, 0.3, 1.0]


def alone(networks=3, widths=(2, 4, 3, 2), **settings):
    rng = np.random.default_rng(0)
    return [initialise(widths, rng, scale=0.8, hidden=tanh, **settings) for _ in range(networks)]


def examples(rows=7, units=2):
    rng = np.random.default_rng(1)
    return rng.normal(size=(rows, 2)), rng.normal(size=(rows, units))


def assert_same(network, other):
    for one, two in zip(network, other, strict=True):
        np.testing.assert_allclose(one.W, two.W, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(one.b, two.b, rtol=1e-12, atol=1e-14)
        assert one.activation is two.activation


def test_stacking_and_taking_out_again_changes_nothing():
    networks = alone()
    for number, network in enumerate(networks):
        assert_same(member(stack(networks), number), network)
    assert_same(member(repeat(networks[0], 5), 4), networks[0])
    assert_same(member(member(stack([stack(networks), stack(networks[::-1])]), 1), 0), networks[2])
    assert repeat(networks[0], 5)[0].W.shape == (5, 2, 4)


def test_the_forward_and_backward_pass_of_a_stack_are_those_of_its_networks():
    networks, (x, y) = alone(), examples()
    steps, slopes = forward(stack(networks), x), gradients(stack(networks), x, y, mean_squared_error)
    losses = mean_squared_error(predict(stack(networks), x), y)
    for number, network in enumerate(networks):
        assert mean_squared_error(predict(network, x), y) == pytest.approx(losses[number], rel=1e-12)
        for one, two in zip(forward(network, x), steps, strict=True):
            np.testing.assert_allclose(one.a, two.a[number], rtol=1e-12)
        for one, two in zip(gradients(network, x, y, mean_squared_error), slopes, strict=True):
            for mine, stacked in zip(one, two, strict=True):
                np.testing.assert_allclose(mine, stacked[number], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("optimizer", [SGD, Momentum, AdaGrad, RMSProp, Adam])
@pytest.mark.parametrize("batch_size", [None, 3, 1])
def test_training_a_stack_with_one_eta_a_network_is_training_each_alone(optimizer, batch_size):
    networks, (x, y) = alone(), examples()

    def run(network, eta):
        rng = np.random.default_rng(2)
        return list(train(network, x, y, half_squared_error, optimizer(eta), 5, batch_size, rng=rng))

    together = run(stack(networks), per_network(ETAS))
    for number, (network, eta) in enumerate(zip(networks, ETAS, strict=True)):
        for one, two in zip(run(network, eta), together, strict=True):
            assert_same(one, member(two, number))


def test_each_network_of_a_stack_may_have_its_own_data():
    networks, (x, y) = alone(2), examples()
    xs, ys = np.stack([x, -x]), np.stack([y, 2 * y])
    together = list(train(stack(networks), xs, ys, half_squared_error, SGD(0.1), 3))
    for number, network in enumerate(networks):
        for one, two in zip(
            train(network, xs[number], ys[number], half_squared_error, SGD(0.1), 3), together, strict=True
        ):
            assert_same(one, member(two, number))


def test_a_history_stacks_to_a_loss_curve():
    (x, y), network = examples(), alone()[0]
    history = list(train(network, x, y, half_squared_error, SGD(0.1), 4))
    curve = half_squared_error(predict(stack(history), x), y)
    assert curve.tolist() == pytest.approx([half_squared_error(predict(one, x), y) for one in history], rel=1e-12)


def test_stacks_and_surfaces_keep_float32():
    network, (x, y) = alone(dtype=np.float32)[0], examples()
    many = repeat(network, 3)
    directions = random_direction(network, np.random.default_rng(0)), weight_direction(network, 0, 0, 0)
    for trained in train(many, x, y, half_squared_error, Adam(per_network(ETAS)), 2):
        assert {a.dtype for layer in trained for a in layer[:2]} == {np.dtype(np.float32)}
    assert {a.dtype for d in directions for layer in d for a in layer[:2]} == {np.dtype(np.float32)}
    grid = np.linspace(-1, 1, 3)
    assert loss_surface(network, x, y, half_squared_error, *directions, grid, grid).dtype == np.float32


def final_network(width, epochs=3):
    x, y = logical_xor()
    network = initialise([2, width, 1], np.random.default_rng(0), hidden=relu, output=sigmoid)
    *_, trained = train(network, x, y, half_squared_error, SGD(0.5), epochs)
    return trained


def processes(number):
    return ProcessPoolExecutor(number, mp_context=get_context("spawn"))  # as on every system


@pytest.mark.parametrize("pool", [None, ThreadPoolExecutor, processes])
def test_a_sweep_returns_in_order_and_its_networks_travel(pool):
    settings = [{"width": width} for width in (5, 2, 9)]
    executor = pool and pool(2)
    networks = sweep(final_network, settings, executor)
    if executor:
        executor.shutdown()
    assert [network[0].W.shape for network in networks] == [(2, 5), (2, 2), (2, 9)]
    assert_same(networks[1], final_network(2))


def test_a_sweep_raises_the_error_of_its_function():
    with pytest.raises(ValueError, match="a width is 0"):
        sweep(final_network, [{"width": 2}, {"width": 0}])


def test_softmax_and_cross_entropy_do_not_mix_the_networks_of_a_stack():
    x, _ = examples()
    y = np.eye(3)[[0, 1, 2, 0, 1, 2, 0]]
    networks = alone(3, (2, 4, 3), output=identity)
    together = list(train(stack(networks), x, y, cross_entropy_on_logits, SGD(0.5), 4))[-1]
    for number, network in enumerate(networks):
        assert_same(list(train(network, x, y, cross_entropy_on_logits, SGD(0.5), 4))[-1], member(together, number))


BAD_INPUT = [
    ("nothing to stack", lambda: mlp.stack([]), ValueError, "networks is empty; expected at least one; keep its list"),
    (
        "unequal networks to stack",
        lambda: mlp.stack([NET, THREE]),
        ValueError,
        "network 1 has layers; expected; sweep over unequal ones",
    ),
    (
        "unequal activations to stack",
        lambda: mlp.stack([NET, (NET[0], NET[1]._replace(activation=mlp.relu))]),
        ValueError,
        "network 1 has layers; ReLU; expected; sigmoid",
    ),
    (
        "unequal random ReLUs to stack",
        lambda: mlp.stack([(NET[0]._replace(activation=mlp.rrelu(RNG)), NET[1]) for _ in "ab"]),
        ValueError,
        "network 1 has layers; RReLU",
    ),
    (
        "a network that is no stack",
        lambda: mlp.member(NET, 0),
        ValueError,
        "W has shape (2, 3); expected a stack; use stack(...)",
    ),
    ("no copies", lambda: mlp.repeat(NET, 0), ValueError, "times is 0; expected a whole number of at least 1"),
    (
        "two dropout masks in one stack",
        lambda: mlp.stack([mlp.thinned(NET, 4, RNG), mlp.thinned(NET, 4, RNG)]),
        ValueError,
        "network 1 has layers; masked sigmoid; expected; the very same masks",
    ),
    (
        "float32 stacked on float64",
        lambda: mlp.stack([NET, mlp.initialise([2, 3, 1], RNG, output=mlp.sigmoid, dtype=F32)]),
        ValueError,
        "network 1 has layers; float32; expected; float64",
    ),
    (
        "a deeper network to stack",
        lambda: mlp.stack([NET, DEEP]),
        ValueError,
        "network 1 has layers; (3, 3); expected; sweep over unequal ones",
    ),
    (
        "one network for several",
        lambda: mlp.stack(NET),
        TypeError,
        "networks is one network; expected a stream or list of networks; write [network]",
    ),
    (
        "a number for several networks",
        lambda: mlp.stack(3),
        TypeError,
        "networks is 3; expected a stream or list of networks",
    ),
    (
        "a member behind the last",
        lambda: mlp.member(mlp.repeat(NET, 3), 3),
        ValueError,
        "index is 3; expected a whole number from 0 to 2; from 0",
    ),
    (
        "a member before the first",
        lambda: mlp.member(mlp.repeat(NET, 3), -4),
        ValueError,
        "index is -4; expected a whole number from 0 to 2",
    ),
    (
        "a fractional member",
        lambda: mlp.member(mlp.repeat(NET, 3), 1.0),
        TypeError,
        "index is 1.0; expected a whole number from 0 to 2",
    ),
    (
        "a truth value for a member",
        lambda: mlp.member(mlp.repeat(NET, 3), True),
        TypeError,
        "index is True; expected a whole number from 0 to 2",
    ),
    (
        "a member that would keep the masks of all",
        lambda: mlp.member(mlp.thinned(mlp.repeat(NET, 3), 4, RNG), 0),
        ValueError,
        "layer 1 has masks of the whole stack; take the member first",
    ),
    (
        "one value for many networks",
        lambda: mlp.per_network(0.1),
        ValueError,
        "values is 0.1; expected one number per network; try [0.1, 0.3, 1.0]",
    ),
    (
        "no values for many networks",
        lambda: mlp.per_network([]),
        ValueError,
        "values is []; expected one number per network",
    ),
    ("text for many networks", lambda: mlp.per_network(["a"]), TypeError, "values holds 'a'; expected real numbers"),
    ("a number to sweep with", lambda: mlp.sweep(3, [{"width": 2}]), TypeError, "function is 3; expected a function"),
    (
        "numbers to sweep over",
        lambda: mlp.sweep(print, [2, 4]),
        TypeError,
        "settings[0] is 2; expected a dictionary; name its arguments",
    ),
    (
        "a number of processes for an executor",
        lambda: mlp.sweep(print, [], executor=4),
        TypeError,
        "executor is 4; expected an executor of concurrent.futures; ThreadPoolExecutor(2)",
    ),
    (
        "an executor that is not made yet",
        lambda: mlp.sweep(print, [], executor=ThreadPoolExecutor),
        TypeError,
        "executor is <class; expected an executor of concurrent.futures",
    ),
    (
        "a word for the progress of a sweep",
        lambda: mlp.sweep(print, [], progress="tqdm"),
        TypeError,
        "progress is 'tqdm'; expected a function",
    ),
    (
        "one setting to sweep over",
        lambda: mlp.sweep(print, {"width": 2}),
        TypeError,
        "settings is {'width': 2}; expected a list of dictionaries",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
