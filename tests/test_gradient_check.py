"""The gradient check: every activation, every loss, every depth; and that it finds a backward pass that is wrong."""

import numpy as np
import pytest
from refusals import NET, X, Y, assert_refused, each_row

import mlp_core as mlp
from mlp_core import (
    Activation,
    arctan,
    binary_cross_entropy,
    binary_cross_entropy_on_logits,
    compare,
    cross_entropy,
    cross_entropy_on_logits,
    gradient_check,
    gradients,
    half_squared_error,
    hinge,
    identity,
    initialise,
    l1,
    leaky_relu,
    mean_squared_error,
    numerical_gradients,
    prelu,
    relu,
    repeat,
    sigmoid,
    softmax,
    softplus,
    softsign,
    tanh,
)

ROWS, UNITS = 6, 3
HIDDEN = [sigmoid, tanh, relu, softplus, arctan, softsign, leaky_relu, prelu(0.3), identity, softmax]
LOSSES = {
    half_squared_error: tanh,
    mean_squared_error: identity,
    l1: identity,
    hinge: identity,
    binary_cross_entropy: sigmoid,
    cross_entropy: softmax,
    binary_cross_entropy_on_logits: identity,
    cross_entropy_on_logits: identity,
}


def case(loss, hidden=tanh, depth=2, output=None):
    rng = np.random.default_rng(depth)
    output = output or LOSSES[loss]
    network = initialise([2, 4, 5][:depth] + [UNITS], rng, hidden, output, scale=0.7)  # the biases are drawn too
    x = rng.normal(size=(ROWS, 2))
    y = {
        "real": rng.normal(size=(ROWS, UNITS)),
        "-1 or 1": rng.choice([-1.0, 1.0], size=(ROWS, UNITS)),
        "0 or 1": rng.choice([0.0, 1.0], size=(ROWS, UNITS)),
        "one-hot": np.eye(UNITS)[rng.integers(0, UNITS, ROWS)],
    }[loss.targets]
    assert all(b.all() for _, b, _ in network)
    return network, x, y, loss


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("hidden", HIDDEN, ids=str)
@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_backward_agrees_with_central_differences(loss, hidden, depth, reduction):
    check = gradient_check(*case(loss, hidden, depth), rtol=1e-6, reduction=reduction)
    assert check.passed, check
    assert 0 < check.error <= 1e-6 and "agrees" in str(check)


@pytest.mark.parametrize("output", HIDDEN, ids=str)
def test_backward_agrees_with_central_differences_for_any_output_activation(output):
    check = gradient_check(*case(half_squared_error, output=output))
    assert check.passed, check


def test_the_differences_are_those_of_a_plain_loop():
    network, x, y, loss = case(half_squared_error)
    found = numerical_gradients(network, x, y, loss, h=1e-4)
    for number, layer in enumerate(network):
        for which, parameter in enumerate(layer[:2]):
            for i in np.ndindex(parameter.shape):
                losses = []
                for sign in (1, -1):
                    nudged = parameter.copy()
                    nudged[i] += sign * 1e-4
                    new = layer._replace(**{"Wb"[which]: nudged})
                    y_hat = x
                    for W, b, activation in (*network[:number], new, *network[number + 1 :]):
                        y_hat = activation(y_hat @ W + b)
                    losses.append(((y_hat - y) ** 2).sum() / 2 / ROWS)
                assert found[number][which][i] == pytest.approx((losses[0] - losses[1]) / 2e-4, rel=1e-9, abs=1e-11)


@pytest.mark.parametrize(
    "wrong_slope",
    [
        lambda z, a: -(1 - a * a),
        lambda z, a: 1 - a,
        lambda z, a: (1 - a * a) * (1 + 1e-5),
        lambda z, a: np.full_like(z, np.nan),
    ],
)
def test_a_wrong_derivative_is_found(wrong_slope):
    network, x, y, loss = case(half_squared_error)
    wrong = Activation("wrong tanh", tanh.function, wrong_slope, "", (-1, 1))
    damaged = (network[0]._replace(activation=wrong), network[1])
    check = gradient_check(damaged, x, y, loss)
    assert not check.passed and check.error > 1e-6
    assert "DIFFERS" in str(check) and "layer 1" in check.where


@pytest.mark.parametrize(
    ("layer", "name", "entry"), [(0, "W", (1, 2)), (0, "b", (0, 3)), (1, "W", (3, 0)), (1, "b", (0, 2))]
)
@pytest.mark.parametrize("damage", [1.001, -1, np.nan])
def test_a_single_wrong_entry_is_found_and_named(layer, name, entry, damage):
    network, x, y, loss = case(half_squared_error)
    numerical = numerical_gradients(network, x, y, loss)
    computed = [[g.dW.copy(), g.db.copy()] for g in gradients(network, x, y, loss)]
    assert compare(computed, numerical).passed
    computed[layer]["Wb".index(name)][entry] *= damage
    check = compare(computed, numerical)
    assert not check.passed
    assert f"layer {layer + 1}, {name}[{entry[0]}, {entry[1]}]: computed" in str(check)


def test_equal_gradients_pass_and_a_missing_layer_or_axis_is_said():
    ones = [(np.ones((2, 3)), np.ones((1, 3)))]
    assert compare(ones, ones) == (True, 0.0, "all entries are equal")
    with pytest.raises(ValueError, match="gradients of 0 layers; expected 1"):
        compare([], ones)
    with pytest.raises(ValueError, match=r"gradient of b in layer 1 has shape \(3,\); expected \(1, 3\)"):
        compare([(np.ones((2, 3)), np.ones(3))], ones)


def test_tiny_gradients_are_compared_by_their_difference():
    zero = [(np.zeros((1, 1)), np.zeros((1, 1)))]
    assert compare([(np.full((1, 1), 1e-10), zero[0][1])], zero).passed
    assert not compare([(np.full((1, 1), 1e-8), zero[0][1])], zero).passed


def test_saturated_units_are_compared_without_a_warning():
    network, x, y, loss = case(half_squared_error, sigmoid)
    check = gradient_check(network, 1e5 * x, y, loss)
    assert check.passed, check


def test_a_stack_and_float32_are_sent_away():
    network, x, y, loss = case(half_squared_error)
    with pytest.raises(ValueError, match=r"W has shape \(2, 2, 4\).*use member"):
        gradient_check(repeat(network, 2), x, y, loss)
    low = tuple(layer._replace(W=layer.W.astype(np.float32), b=layer.b.astype(np.float32)) for layer in network)
    with pytest.raises(ValueError, match="dtype float32"):
        gradient_check(low, x, y, loss)


BAD_INPUT = [
    (
        "a step of 0",
        lambda: mlp.numerical_gradients(NET, X, Y, mlp.half_squared_error, h=0),
        ValueError,
        "h is 0; expected one number above 0; try 1e-5",
    ),
    (
        "a tolerance of 0",
        lambda: mlp.gradient_check(NET, X, Y, mlp.half_squared_error, rtol=0),
        ValueError,
        "rtol is 0; expected one number above 0; try 1e-6",
    ),
    (
        "gradients of another shape",
        lambda: mlp.compare([(Y, Y)], [(X, Y)]),
        ValueError,
        "the gradient of W in layer 1 has shape (4, 1); expected (4, 2)",
    ),
    (
        "a step beyond any tangent",
        lambda: mlp.gradient_check(NET, X, Y, mlp.half_squared_error, h=10),
        ValueError,
        "h is 10; expected one number above 0 and at most 0.1; try 1e-5",
    ),
    (
        "a tolerance that tolerates all",
        lambda: mlp.gradient_check(NET, X, Y, mlp.half_squared_error, rtol=5),
        ValueError,
        "rtol is 5; expected one number above 0 and at most 1; try 1e-6",
    ),
    (
        "numbers for gradients",
        lambda: mlp.compare([1.0], [(X, Y)]),
        TypeError,
        "computed is [1.0]; expected a list of pairs; one (dW, db) per layer",
    ),
    (
        "the zero-one loss to check",
        lambda: mlp.gradient_check(NET, X, Y, mlp.zero_one),
        ValueError,
        "zero-one loss has no gradient",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
