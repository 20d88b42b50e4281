"""The activation functions: their values, their derivatives, their extremes, their dtype."""

import math
import pickle

import numpy as np
import pytest
from refusals import HIDDEN_ENTRIES, NAN, RNG, assert_refused, each_row

import mlp_core as mlp
from mlp_core import (
    ACTIVATIONS,
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

BY_HAND = {
    step: lambda z: 1.0 if z >= 0 else 0.0,
    sigmoid: lambda z: 1 / (1 + math.exp(-z)),
    tanh: lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    relu: lambda z: z if z > 0 else 0.0,
    softplus: lambda z: math.log1p(math.exp(z)),
    arctan: lambda z: math.atan(z),
    softsign: lambda z: z / (1 + abs(z)),
    leaky_relu: lambda z: z if z > 0 else 0.01 * z,
    identity: lambda z: z,
    prelu(0.3): lambda z: z if z > 0 else 0.3 * z,
}
UNITWISE = list(BY_HAND)
Z = np.array([-30.0, -3.0, -1.5, -0.2, 0.1, 0.7, 2.0, 25.0])  # off the corners at 0

names = pytest.mark.parametrize("activation", UNITWISE, ids=str)


def test_the_slides_activations_are_all_here():
    wanted = "step sigmoid tanh ReLU softplus arctan softsign leaky-ReLU identity softmax"
    assert [a.name.replace(" ", "-") for a in ACTIVATIONS] == wanted.split()


@names
def test_a_value_is_that_of_the_formula_written_by_hand(activation):
    np.testing.assert_allclose(activation(Z), [BY_HAND[activation](z) for z in Z], rtol=1e-12)


@names
def test_a_derivative_agrees_with_central_differences(activation):
    z, h = Z[1:-1], 1e-5
    differences = (activation(z + h) - activation(z - h)) / (2 * h)
    np.testing.assert_allclose(activation.derivative(z), differences, rtol=1e-8, atol=1e-10)


@names
def test_the_chain_multiplies_by_the_derivative(activation):
    da = np.arange(1.0, 9.0)
    a = activation(Z)
    np.testing.assert_array_equal(activation.chain(da, Z, a), da * activation.derivative(Z))


@names
def test_values_lie_in_the_stated_range_and_come_near_its_ends(activation):
    low, high = activation.range
    values = activation(np.array([-1e6, -1.0, 0.0, 1.0, 1e6]))
    assert values.min() >= low and values.max() <= high
    for end, value in ((low, values[0]), (high, values[-1])):
        assert abs(value) >= 1e4 if np.isinf(end) else value == pytest.approx(end, abs=2e-6)


@pytest.mark.parametrize("activation", [relu, leaky_relu, prelu(0.3)], ids=str)
def test_at_a_corner_the_slope_is_that_from_the_right(activation):
    assert activation.derivative(0.0) == 1


def test_the_step_is_one_at_zero_and_is_flat_everywhere():
    assert step(0.0) == 1
    assert not step.derivative(Z).any()


@pytest.mark.parametrize("activation", [*UNITWISE, softmax], ids=str)
@pytest.mark.parametrize(("dtype", "extreme"), [(np.float64, 1000), (np.float32, 100), (np.float32, 1000)])
def test_extreme_inputs_give_finite_values_and_slopes_of_the_same_dtype(activation, dtype, extreme):
    z = np.array([[-extreme, extreme, 0]], dtype=dtype)
    a = activation(z)
    dz = activation.chain(np.ones_like(z), z, a)
    assert np.isfinite(a).all() and np.isfinite(dz).all()
    assert a.dtype == dz.dtype == dtype
    if activation is not softmax:
        assert activation.derivative(z).dtype == dtype


def test_far_out_the_sigmoid_keeps_its_digits():
    np.testing.assert_allclose(sigmoid([-50.0, -700.0]), [math.exp(-50), math.exp(-700)], rtol=1e-12)
    assert sigmoid(np.float32(-20)) == pytest.approx(math.exp(-20), rel=1e-6)


def test_softmax_is_the_formula_and_does_not_see_a_shift():
    z = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]])
    by_hand = [[math.exp(v) / sum(math.exp(w) for w in row) for v in row] for row in z]
    np.testing.assert_allclose(softmax(z), by_hand, rtol=1e-14)
    np.testing.assert_allclose(softmax(z + 500), softmax(z), rtol=1e-12)
    np.testing.assert_allclose(softmax(z).sum(axis=-1), 1, rtol=1e-15)
    np.testing.assert_allclose(softmax(z + [[0.0], [5000.0]]), softmax(z), rtol=1e-12)  # nor do rows see each other


def test_the_chain_through_softmax_agrees_with_central_differences():
    rng = np.random.default_rng(0)
    z, da, h = rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), 1e-5
    differences = np.zeros_like(z)
    for i in np.ndindex(z.shape):
        nudge = np.zeros_like(z)
        nudge[i] = h
        differences[i] = (da * (softmax(z + nudge) - softmax(z - nudge))).sum() / (2 * h)
    np.testing.assert_allclose(softmax.chain(da, z, softmax(z)), differences, rtol=1e-7)


def test_softmax_says_that_it_has_no_derivative_a_unit():
    with pytest.raises(ValueError, match="chain"):
        softmax.derivative(Z)


def test_the_randomised_relu_draws_its_slope_between_its_bounds():
    rng = np.random.default_rng(0)
    slopes = np.array([rrelu(rng).derivative(-1.0) for _ in range(200)])
    assert 1 / 8 <= slopes.min() < 0.14 and 0.32 < slopes.max() <= 1 / 3
    assert rrelu(rng, 0.5, 0.5)(-2.0) == -1


@pytest.mark.parametrize("activation", [*ACTIVATIONS, prelu(0.3)], ids=str)
def test_an_activation_travels_to_another_process(activation):
    twin = pickle.loads(pickle.dumps(activation))
    np.testing.assert_array_equal(twin(Z), activation(Z))
    assert twin is activation or activation not in ACTIVATIONS


@names
def test_nothing_that_is_passed_in_is_changed(activation):
    z = Z.copy()
    z.flags.writeable = False
    activation(z)
    activation.derivative(z)
    np.testing.assert_array_equal(z, Z)


def test_the_range_of_a_leaky_relu_is_bounded_below_only_where_it_does_not_leak():
    assert prelu(0).range == (0, np.inf)
    assert prelu(0.01).range == leaky_relu.range == (-np.inf, np.inf)


def test_a_parametric_relu_is_named_after_its_slope():
    assert str(prelu(0.25)) == "PReLU(0.25)" and str(leaky_relu) == "leaky ReLU"


def test_a_single_number_goes_in_and_a_single_number_comes_out():
    for activation in UNITWISE:
        assert np.ndim(activation(0.5)) == np.ndim(activation.derivative(0.5)) == 0


BAD_INPUT = [
    (
        "no formula",
        lambda: mlp.Activation("half", abs, abs, None, (0, 1)),
        TypeError,
        "formula is None; expected a text",
    ),
    (
        "a formula for a derivative",
        lambda: mlp.Activation("half", abs, "½", "z / 2", (0, 1)),
        TypeError,
        "local_derivative is '½'; expected a function",
    ),
    ("NaN to an activation", lambda: mlp.sigmoid([0.0, NAN]), ValueError, "z holds nan at index (1,); expected finite"),
    ("text to an activation", lambda: mlp.relu("high"), TypeError, "z holds 'high'; expected real numbers"),
    ("a slope above 1", lambda: mlp.prelu(1.5), ValueError, "alpha is 1.5; expected one number from 0 to 1; try 0.01"),
    ("a slope of text", lambda: mlp.prelu("steep"), TypeError, "alpha holds 'steep'; expected real numbers"),
    ("a seed for a random slope", lambda: mlp.rrelu(0), TypeError, "rng is 0; expected a random generator"),
    (
        "bounds of a random slope the wrong way round",
        lambda: mlp.rrelu(RNG, 0.5, 0.1),
        ValueError,
        "upper is 0.1; expected one number from 0.5 to 1; give the lower bound first",
    ),
    (
        "a random slope below 0",
        lambda: mlp.rrelu(RNG, -1, 0.5),
        ValueError,
        "lower is -1; expected one number from 0 to 1; try 1/8",
    ),
    (
        "hidden entries to an activation",
        lambda: mlp.sigmoid(HIDDEN_ENTRIES),
        TypeError,
        "z is a masked array with hidden entries; expected plain numbers; z.filled(...)",
    ),
    (
        "a slope that is a truth value",
        lambda: mlp.prelu(True),
        ValueError,
        "alpha is True; expected one number from 0 to 1; try 0.01",
    ),
    ("two slopes", lambda: mlp.prelu([0.1, 0.2]), ValueError, "alpha is [0.1, 0.2]; expected one number from 0 to 1"),
    (
        "a formula for a function",
        lambda: mlp.Activation("half", "z / 2", abs, "z / 2", (0, 1)),
        TypeError,
        "function is 'z / 2'; expected a function; without parentheses",
    ),
    (
        "a range the wrong way round",
        lambda: mlp.Activation("half", abs, abs, "z / 2", (1, 0)),
        ValueError,
        "range is (1, 0); expected its lower and its upper end; try (0, np.inf)",
    ),
    (
        "a number for a name",
        lambda: mlp.Activation(1, abs, abs, "z / 2", (0, 1)),
        TypeError,
        "name is 1; expected a text; quotation marks",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
