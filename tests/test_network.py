"""The network: forward and backward against plain loops and the slides' numbers, and how networks are made."""

import math

import numpy as np
import pytest
from refusals import F32, LABELS, NAN, NET, RNG, THREE, WIDE, X, Y, assert_refused, each_row, fit, put

import mlp_core as mlp
from mlp_core import (
    SGD,
    Gradient,
    Layer,
    backward,
    forward,
    gradients,
    half_squared_error,
    identity,
    initialise,
    logical_xor,
    parameter_count,
    predict,
    relu,
    sigmoid,
    softmax,
    step,
    tanh,
    train,
)


def network_with_biases(widths, seed=0, **settings):
    """A network whose biases are drawn too, as scale is a number."""
    return initialise(widths, np.random.default_rng(seed), scale=0.8, **settings)


def logistic(s):
    return 1 / (1 + math.exp(-s))


# The worked example of ITAM-16: rows are inputs, columns units.
ITAM = (
    Layer(np.array([[0.15, 0.20], [0.25, 0.30]]), np.array([[0.35, 0.35]]), sigmoid),
    Layer(np.array([[0.50], [0.55]]), np.array([[0.60]]), sigmoid),
)
ITAM_X, ITAM_Y = np.array([[0.05, 0.1]]), np.array([[1.0]])


def printed(values, digits):
    return [f"{value:.{digits}f}" for value in np.ravel(values)]


def test_the_worked_example_goes_forward_as_printed():
    hidden, output = forward(ITAM, ITAM_X)
    assert printed(hidden.z, 4) == ["0.3825", "0.3900"]
    assert printed(hidden.a, 4) == ["0.5945", "0.5963"]  # ITAM-17 prints 0.5964 once, an erratum
    assert printed([output.z, output.a], 4) == ["1.2252", "0.7730"]
    assert printed(half_squared_error(output.a, ITAM_Y), 4) == ["0.0258"]


def test_the_worked_example_goes_backward_as_printed():
    hidden, output = gradients(ITAM, ITAM_X, ITAM_Y, half_squared_error)
    assert printed(output.delta, 4) == ["-0.0398"]
    assert printed(output.dW, 4) == ["-0.0237", "-0.0238"]
    assert printed(output.db, 4) == ["-0.0398"]
    assert printed(hidden.delta, 4) == ["-0.0048", "-0.0053"]
    assert printed(hidden.dW, 4) == ["-0.0002", "-0.0003", "-0.0005", "-0.0005"]
    assert printed(hidden.db, 4) == ["-0.0048", "-0.0053"]


def test_the_worked_example_is_updated_as_printed():
    before, after = train(ITAM, ITAM_X, ITAM_Y, half_squared_error, SGD(0.1), epochs=1)
    hidden, output = after
    assert printed(hidden.W, 5) == ["0.15002", "0.20003", "0.25005", "0.30005"]
    assert printed(output.W, 5) == ["0.50237", "0.55238"]
    assert printed(hidden.b, 5) + printed(output.b, 5) == ["0.35048", "0.35053", "0.60398"]
    assert printed(predict(before, ITAM_X), 4) + printed(predict(after, ITAM_X), 4) == ["0.7730", "0.7742"]


def test_forward_is_the_scalar_loops_of_the_slide():
    network, x = network_with_biases([3, 4, 2], output=sigmoid), np.random.default_rng(1).normal(size=(5, 3))
    steps = forward(network, x)
    for n in range(5):
        y = list(x[n])
        for layer, recorded in zip(network, steps, strict=True):
            assert y == pytest.approx(recorded.x[n], rel=1e-13)
            inputs, units = layer.W.shape
            z = [sum(y[i] * layer.W[i, j] for i in range(inputs)) + layer.b[0, j] for j in range(units)]
            y = [logistic(v) for v in z]
            assert z == pytest.approx(recorded.z[n], rel=1e-13)
            assert y == pytest.approx(recorded.a[n], rel=1e-13)
    np.testing.assert_array_equal(predict(network, x), steps[-1].a)


def test_backward_is_the_scalar_loops_of_the_slide():
    network, rng = network_with_biases([3, 4, 2], output=sigmoid), np.random.default_rng(1)
    x, y = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    steps = forward(network, x)
    dW = [np.zeros_like(layer.W) for layer in network]
    db = [np.zeros_like(layer.b) for layer in network]
    for n in range(5):
        a1, a2 = steps[0].a[n], steps[1].a[n]
        delta2 = [(a2[k] - y[n, k]) * a2[k] * (1 - a2[k]) for k in range(2)]
        delta1 = [a1[j] * (1 - a1[j]) * sum(delta2[k] * network[1].W[j, k] for k in range(2)) for j in range(4)]
        for k in range(2):
            db[1][0, k] += delta2[k] / 5
            for j in range(4):
                dW[1][j, k] += delta2[k] * a1[j] / 5
        for j in range(4):
            db[0][0, j] += delta1[j] / 5
            for i in range(3):
                dW[0][i, j] += delta1[j] * x[n, i] / 5
    for number, found in enumerate(backward(network, steps, half_squared_error.derivative(steps[-1].a, y))):
        np.testing.assert_allclose(found.dW, dW[number], rtol=1e-12)
        np.testing.assert_allclose(found.db, db[number], rtol=1e-12)
        assert isinstance(found, Gradient) and found.delta.shape == steps[number].z.shape


@pytest.mark.parametrize(
    "network",
    [
        (  # MELB-01: OR and AND by step units
            Layer(np.ones((2, 2)), np.array([[-0.5, -1.5]]), step),
            Layer(np.array([[1.0], [-2.0]]), np.array([[-0.5]]), step),
        ),
        (  # NUS-03: ReLU features
            Layer(np.ones((2, 2)), np.array([[0.0, -1.0]]), relu),
            Layer(np.array([[1.0], [-2.0]]), np.array([[0.0]]), identity),
        ),
        (  # ITAM-10: sigmoid units, wired so that it works
            Layer(np.array([[20.0, -20.0], [20.0, -20.0]]), np.array([[-10.0, 30.0]]), sigmoid),
            Layer(np.array([[20.0], [20.0]]), np.array([[-30.0]]), sigmoid),
        ),
    ],
    ids=["MELB-01", "NUS-03", "ITAM-10"],
)
def test_the_slides_networks_solve_xor(network):
    x, y = logical_xor()
    np.testing.assert_allclose(predict(network, x), y, atol=1e-4)


def test_layers_without_a_nonlinearity_collapse_to_one():
    first, second = network_with_biases([3, 4, 2], hidden=identity)
    x = np.random.default_rng(1).normal(size=(5, 3))
    collapsed = (Layer(first.W @ second.W, first.b @ second.W + second.b, identity),)
    np.testing.assert_allclose(predict((first, second), x), predict(collapsed, x), rtol=1e-12)


def test_parameters_are_counted_as_on_the_slides():
    counts = parameter_count(network_with_biases([3, 4, 2]))
    assert counts == {"neurons": 6, "weights": 20, "biases": 6, "parameters": 26}
    assert parameter_count(network_with_biases([3, 4, 2], networks=7)) == counts


@pytest.mark.parametrize(
    ("scale", "deviation", "biased"), [("glorot", 0.1, False), ("he", 0.02**0.5, False), (0.3, 0.3, True)]
)
def test_weights_are_drawn_with_the_stated_deviation(scale, deviation, biased):
    hidden, _ = initialise([100, 100, 1], np.random.default_rng(0), scale=scale)
    assert hidden.W.std() == pytest.approx(deviation, rel=0.02)
    assert abs(hidden.W.mean()) < 0.02 * deviation * 3
    assert bool(hidden.b.any()) == biased
    if biased:
        assert hidden.b.std() == pytest.approx(deviation, rel=0.2)


def test_a_network_is_made_as_asked():
    network = initialise([2, 3, 4, 1], np.random.default_rng(0), hidden=tanh, output=softmax, networks=5)
    assert [layer.W.shape for layer in network] == [(5, 2, 3), (5, 3, 4), (5, 4, 1)]
    assert [layer.b.shape for layer in network] == [(5, 1, 3), (5, 1, 4), (5, 1, 1)]
    assert [layer.activation for layer in network] == [tanh, tanh, softmax]
    assert len({float(w) for w in network[0].W[:, 0, 0]}) == 5  # each its own draw
    again = initialise([2, 3, 4, 1], np.random.default_rng(0), networks=5)
    np.testing.assert_array_equal(network[1].W, again[1].W)


def test_float32_stays_float32_through_both_passes():
    network = network_with_biases([3, 4, 2], dtype=np.float32)
    x, y = np.ones((5, 3)), np.ones((5, 2))
    steps = forward(network, x)
    found = backward(network, steps, (steps[-1].a - y) / 5)
    arrays = [
        *(a for layer in network for a in layer[:2]),
        *(a for s in steps for a in s),
        *(a for g in found for a in g),
    ]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


def test_a_passing_network_and_its_data_are_left_as_they_were():
    network = network_with_biases([2, 3, 1])
    x, y = logical_xor()
    for array in (x, y, *(a for layer in network for a in layer[:2])):
        array.flags.writeable = False  # writing to it would raise
    steps = forward(network, x)
    kept = [[a.copy() for a in s] for s in steps]
    da = half_squared_error.derivative(steps[-1].a, y)
    da.flags.writeable = False
    backward(network, steps, da)
    for before, after in zip(kept, steps, strict=True):
        for a, b in zip(before, after, strict=True):
            np.testing.assert_array_equal(a, b)


def test_a_diverged_network_goes_forward_and_backward_without_a_warning():
    network = network_with_biases([2, 3, 1], hidden=relu)
    endless = tuple(layer._replace(W=layer.W * 1e308) for layer in network)
    steps = forward(endless, 1e10 * np.ones((1, 2)))
    assert not np.isfinite(steps[-1].a).any()
    linear = tuple(layer._replace(W=layer.W * 1e200, activation=identity) for layer in network)
    steps = forward(linear, np.zeros((1, 2)))
    assert not np.isfinite(backward(linear, steps, np.full((1, 1), 1e200))[0].delta).any()


def test_he_looks_at_what_comes_in_and_glorot_at_both_ends():
    for widths in ([400, 50], [50, 400]):
        (layer,) = initialise(widths, np.random.default_rng(0), scale="he")
        assert layer.W.std() == pytest.approx((2 / widths[0]) ** 0.5, rel=0.03)
        (layer,) = initialise(widths, np.random.default_rng(0), scale="glorot")
        assert layer.W.std() == pytest.approx((2 / 450) ** 0.5, rel=0.03)


def test_a_layer_that_stands_in_a_network_twice_gets_both_its_gradients():
    layer = initialise([2, 2], np.random.default_rng(0), output=tanh, scale=1.0)[0]
    x, y = np.array([[0.5, -1.0]]), np.array([[0.0, 1.0]])
    copied = Layer(layer.W.copy(), layer.b.copy(), tanh)
    for one, two in zip(
        gradients((layer, layer), x, y, half_squared_error),
        gradients((layer, copied), x, y, half_squared_error),
        strict=True,
    ):
        np.testing.assert_array_equal(one.dW, two.dW)
        assert one.dW.any()


W1, B1 = np.ones((2, 3)), np.ones((1, 3))
BAD_INPUT = [
    (
        "a list for a bias",
        lambda: fit((mlp.Layer(W1, [[1.0] * 3]),)),
        TypeError,
        "layer 1 is Layer(W=; with arrays W and b",
    ),
    (
        "a list for W",
        lambda: fit((mlp.Layer([[1.0] * 3] * 2, B1),)),
        TypeError,
        "layer 1 is Layer(W=; with arrays W and b",
    ),
    (
        "arrays for a layer",
        lambda: fit(((W1, B1, mlp.tanh),)),
        TypeError,
        "layer 1 is (array; expected Layer(W, b, activation)",
    ),
    (
        "NaN to predict from",
        lambda: mlp.predict(NET, put(NAN)),
        ValueError,
        "x holds nan; expected finite; drop or fill",
    ),
    (
        "too large for float32",
        lambda: mlp.predict(mlp.initialise([2, 1], RNG, dtype=F32), 1e300 * np.ones((1, 2))),
        ValueError,
        "x holds inf; expected finite",
    ),
    (
        "a column too many",
        lambda: mlp.forward(NET, np.ones((5, 3))),
        ValueError,
        "x has 3 columns; (5, 3); expected (examples, 2)",
    ),
    (
        "no layers",
        lambda: fit(()),
        ValueError,
        "the network is (); expected a tuple of at least one Layer; use initialise",
    ),
    ("no network", lambda: fit(None), ValueError, "the network is None; expected a tuple of at least one Layer"),
    (
        "one width",
        lambda: mlp.initialise([2], RNG),
        ValueError,
        "widths is [2]; expected a list of an input width; try [2, 3, 1]",
    ),
    ("widths not in a list", lambda: mlp.initialise(3, RNG), ValueError, "widths is 3; expected a list; try [2, 3, 1]"),
    (
        "a width of 0",
        lambda: mlp.initialise([2, 0, 1], RNG),
        ValueError,
        "a width is 0; expected a whole number of at least 1; at least one unit",
    ),
    (
        "a fractional width",
        lambda: mlp.initialise([2, 1.5, 1], RNG),
        TypeError,
        "a width is 1.5; expected a whole number of at least 1",
    ),
    (
        "an unknown scale",
        lambda: mlp.initialise([2, 1], RNG, scale="big"),
        ValueError,
        'scale is \'big\'; expected "glorot", "he" or; try 1.0',
    ),
    (
        "a negative scale",
        lambda: mlp.initialise([2, 1], RNG, scale=-1),
        ValueError,
        "scale is -1; expected; standard deviation ≥ 0; try 1.0",
    ),
    (
        "a seed for a generator",
        lambda: mlp.initialise([2, 1], 0),
        TypeError,
        "rng is 0; expected a random generator; use np.random.default_rng(0)",
    ),
    (
        "whole-number weights",
        lambda: mlp.initialise([2, 1], RNG, dtype=int),
        ValueError,
        "dtype is <class 'int'>; expected np.float32 or np.float64; leave it out",
    ),
    (
        "no networks in a stack",
        lambda: mlp.initialise([2, 1], RNG, networks=0),
        ValueError,
        "networks is 0; expected a whole number of at least 1",
    ),
    (
        "a name for an activation",
        lambda: mlp.initialise([2, 3, 1], RNG, hidden="relu"),
        TypeError,
        "hidden is 'relu'; expected an Activation; use sigmoid, relu",
    ),
    (
        "a function for an activation",
        lambda: fit((mlp.Layer(W1, B1, np.tanh),)),
        TypeError,
        "layer 1 has activation <ufunc; expected an Activation",
    ),
    (
        "lists for weights",
        lambda: fit((mlp.Layer([[1.0], [1.0]], [[1.0]]),)),
        TypeError,
        "layer 1 is Layer(W=[[1.0], [1.0]]; expected Layer(W, b, activation) with arrays; use np.array",
    ),
    (
        "whole numbers for weights",
        lambda: fit((mlp.Layer(W1.astype(int), B1),)),
        TypeError,
        "layer 1 holds int64 W; expected floats of one dtype; W.astype(float)",
    ),
    (
        "two dtypes in a layer",
        lambda: fit((mlp.Layer(W1, B1.astype(F32)),)),
        TypeError,
        "layer 1 holds float64 W and float32 b; expected floats of one dtype",
    ),
    (
        "1-D bias",
        lambda: fit((mlp.Layer(W1, np.ones(3)),)),
        ValueError,
        "layer 1 has W of shape (2, 3) and b of shape (3,); expected; here b of shape (1, 3)",
    ),
    (
        "a layer of no units",
        lambda: fit((mlp.Layer(np.ones((2, 0)), np.ones((1, 0))),)),
        ValueError,
        "layer 1 has W of shape (2, 0); expected; at least one",
    ),
    (
        "layers that do not fit",
        lambda: mlp.predict((mlp.Layer(W1, B1), mlp.Layer(W1, B1)), X),
        ValueError,
        "layer 2 takes 2 inputs; expected 3, what layer 1 puts out; one row per input",
    ),
    (
        "a stack on one network",
        lambda: fit((mlp.repeat(NET, 2)[0], NET[1])),
        ValueError,
        "layer 2 has stack axes (); expected (2,); stack(...)",
    ),
    (
        "a foreign error to carry back",
        lambda: mlp.backward(NET, mlp.forward(NET, X), LABELS),
        ValueError,
        "da has shape (4,); expected (4, 1), as y_hat has; loss.derivative(...)",
    ),
    (
        "steps of another network",
        lambda: mlp.backward(NET, mlp.forward(NET, X)[1:], Y),
        ValueError,
        "1 steps; expected 2 steps; pass what forward(network, x) returned",
    ),
    (
        "a stack of inputs for another stack",
        lambda: mlp.predict(mlp.repeat(NET, 3), np.ones((2, 4, 2))),
        ValueError,
        "x has shape (2, 4, 2); expected stack axes (3,), as the network has; pass (examples, inputs) for all of them",
    ),
    (
        "a layer for a network",
        lambda: mlp.forward(NET[0], X),
        ValueError,
        "the network is Layer(W=; expected a tuple of at least one Layer; (layer,) for a single one",
    ),
    (
        "steps of a wider network",
        lambda: mlp.backward(NET, mlp.forward(WIDE, X), Y),
        ValueError,
        "step 1 goes from 2 to 5 units; expected (2, 3), as layer 1 has; pass what forward",
    ),
    (
        "steps of another last layer",
        lambda: mlp.backward(NET, mlp.forward(THREE, X), Y),
        ValueError,
        "step 2 goes from 3 to 3 units; expected (3, 1), as layer 2 has; pass what forward",
    ),
    (
        "activations for steps",
        lambda: mlp.backward(NET, [taken.a for taken in mlp.forward(NET, X)], Y),
        TypeError,
        "step 1 is array; expected Step(x, z, a); pass what forward",
    ),
    ("no steps", lambda: mlp.backward(NET, None, Y), ValueError, "steps holds None; expected 2 steps, one per layer"),
    (
        "text to carry back",
        lambda: mlp.backward(NET, mlp.forward(NET, X), [["big"]] * 4),
        TypeError,
        "da is [['big']; expected real numbers; pass what loss.derivative(...) returned",
    ),
    (
        "to count the parameters of nothing",
        lambda: mlp.parameter_count(None),
        ValueError,
        "the network is None; expected a tuple of at least one Layer",
    ),
    (
        "a truth value for a width",
        lambda: mlp.initialise([2, True, 1], RNG),
        TypeError,
        "a width is True; expected a whole number of at least 1",
    ),
    (
        "a truth value for a scale",
        lambda: mlp.initialise([2, 1], RNG, scale=True),
        ValueError,
        'scale is True; expected "glorot", "he" or; try 1.0',
    ),
    (
        "an output activation by name",
        lambda: mlp.initialise([2, 1], RNG, output="sigmoid"),
        TypeError,
        "output is 'sigmoid'; expected an Activation; use sigmoid, relu",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
