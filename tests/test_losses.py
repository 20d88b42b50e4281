"""The losses: values against loops written out by hand, gradients, reductions, extremes, what goes with what."""

import math
import pickle

import numpy as np
import pytest
from refusals import HIDDEN_ENTRIES, LABELS, LOGITS, RNG, THREE, Z3, X, Y, assert_refused, each_row, fit

import mlp_core as mlp
from mlp_core import (
    LOSSES,
    binary_cross_entropy,
    binary_cross_entropy_on_logits,
    cross_entropy,
    cross_entropy_on_logits,
    half_squared_error,
    hinge,
    identity,
    l1,
    mean_squared_error,
    relu,
    sigmoid,
    softmax,
    tanh,
    zero_one,
)
from mlp_core.checks.targets import output_goes_with

N, UNITS = 5, 3


def surprise(logits, label):
    return math.log(sum(math.exp(z) for z in logits)) - logits[label]


# What one example costs, for its row of predictions p and of targets t.
BY_HAND = {
    half_squared_error: lambda p, t: sum((b - a) ** 2 / 2 for a, b in zip(p, t, strict=True)),
    mean_squared_error: lambda p, t: sum((b - a) ** 2 for a, b in zip(p, t, strict=True)) / len(p),
    l1: lambda p, t: sum(abs(b - a) for a, b in zip(p, t, strict=True)) / len(p),
    hinge: lambda p, t: sum(max(0, 1 - b * a) for a, b in zip(p, t, strict=True)),
    binary_cross_entropy: lambda p, t: -sum(math.log(a if b else 1 - a) for a, b in zip(p, t, strict=True)),
    cross_entropy: lambda p, t: -math.log(p[list(t).index(1)]),
    binary_cross_entropy_on_logits: lambda p, t: sum(
        -math.log(1 / (1 + math.exp(-a if b else a))) for a, b in zip(p, t, strict=True)
    ),
    cross_entropy_on_logits: lambda p, t: surprise(p, list(t).index(1)),
}
SMOOTH = list(BY_HAND)
each_loss = pytest.mark.parametrize("loss", SMOOTH, ids=str)


def example_data(loss, units=UNITS, rows=N, dtype=np.float64):
    """Predictions and targets of the kinds that the loss takes."""
    rng = np.random.default_rng(3)
    z = rng.normal(size=(rows, units))
    y_hat = {"probability": sigmoid, "distribution": softmax}.get(loss.outputs, identity)(z)
    y = {
        "real": rng.normal(size=(rows, units)),
        "-1 or 1": rng.choice([-1.0, 1.0], size=(rows, units)),
        "0 or 1": rng.choice([0.0, 1.0], size=(rows, units)),
        "one-hot": np.eye(units)[rng.integers(0, units, rows)],
        "label": rng.choice([0.0, 1.0], size=(rows, units)),
    }[loss.targets]
    return y_hat.astype(dtype), y.astype(dtype)


@each_loss
def test_the_loss_is_the_mean_over_the_examples_of_the_formula_written_by_hand(loss):
    y_hat, y = example_data(loss)
    costs = [BY_HAND[loss](p, t) for p, t in zip(y_hat.tolist(), y.tolist(), strict=True)]
    np.testing.assert_allclose(loss(y_hat, y), sum(costs) / N, rtol=1e-13)
    np.testing.assert_allclose(loss(y_hat, y, reduction="sum"), sum(costs), rtol=1e-13)
    np.testing.assert_allclose(loss.per_example(y_hat, y), costs, rtol=1e-13)


@each_loss
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_gradient_agrees_with_central_differences(loss, reduction):
    y_hat, y = example_data(loss)
    h, differences = 1e-6, np.zeros((N, UNITS))
    for i in np.ndindex(differences.shape):
        nudge = np.zeros((N, UNITS))
        nudge[i] = h
        differences[i] = (loss(y_hat + nudge, y, reduction) - loss(y_hat - nudge, y, reduction)) / (2 * h)
    np.testing.assert_allclose(loss.derivative(y_hat, y, reduction), differences, rtol=1e-6, atol=1e-9)


def test_the_slides_example_of_the_mean_squared_error_holds():
    loss = mean_squared_error(np.array([[30.0], [80.0], [85.0]]), np.array([[90.0], [20.0], [95.0]]))
    assert f"{loss:.2f}" == "2433.33"  # UT-06


def test_the_zero_one_loss_counts_what_differs_and_has_no_gradient():
    y_hat, y = np.array([[1.0], [0.0], [1.0], [1.0]]), np.array([[1.0], [1.0], [1.0], [1.0]])
    assert zero_one(y_hat, y) == 0.25
    assert zero_one(y_hat, y, "sum") == 1
    with pytest.raises(ValueError, match="no gradient"):
        zero_one.derivative(y_hat, y)


@pytest.mark.parametrize(
    ("on_logits", "on_probabilities", "activation"),
    [
        (binary_cross_entropy_on_logits, binary_cross_entropy, sigmoid),
        (cross_entropy_on_logits, cross_entropy, softmax),
    ],
    ids=str,
)
def test_the_fused_form_is_the_plain_one_behind_its_activation_and_its_gradient_is_p_minus_y(
    on_logits, on_probabilities, activation
):
    z, y = example_data(on_logits)
    p = activation(z)
    np.testing.assert_allclose(on_logits(z, y), on_probabilities(p, y), rtol=1e-12)
    np.testing.assert_allclose(on_logits.derivative(z, y), (p - y) / N, rtol=1e-14)
    np.testing.assert_allclose(activation.chain(on_probabilities.derivative(p, y), z, p), (p - y) / N, rtol=1e-10)


@pytest.mark.parametrize(("dtype", "extreme"), [(np.float64, 1000), (np.float32, 100), (np.float32, 1000)])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("loss", "activation"),
    [
        (binary_cross_entropy, sigmoid),
        (binary_cross_entropy_on_logits, identity),
        (cross_entropy, softmax),
        (cross_entropy_on_logits, identity),
    ],
    ids=str,
)
def test_extreme_logits_give_finite_losses_and_gradients(loss, activation, sign, dtype, extreme):
    z = np.array([[sign * extreme, -sign * extreme]], dtype=dtype)
    y = np.array([[1, 0]], dtype=dtype)
    y_hat = activation(z)
    value, gradient = loss(y_hat, y), loss.derivative(y_hat, y)
    assert np.isfinite(value) and np.isfinite(gradient).all()
    assert np.isfinite(activation.chain(gradient, z, y_hat)).all()
    assert value.dtype == gradient.dtype == dtype
    if sign == 1:
        assert value == pytest.approx(0, abs=1e-30)
    elif activation is identity:
        assert value == 2 * extreme


def test_rows_of_logits_far_apart_do_not_disturb_each_other():
    z, y = np.array([[1.0, 2.0], [1.0, 2.0]]), np.eye(2)
    shift = np.array([[0.0], [5000.0]])
    assert cross_entropy_on_logits(z + shift, y) == pytest.approx(cross_entropy_on_logits(z, y), rel=1e-12)


def test_a_very_unlikely_truth_costs_its_true_surprise_and_is_still_learnt_from():
    z, y = np.array([[-200.0]]), np.array([[1.0]])
    p = sigmoid(z)
    assert binary_cross_entropy(p, y) == pytest.approx(200)
    assert sigmoid.chain(binary_cross_entropy.derivative(p, y), z, p) == pytest.approx(-1)
    assert binary_cross_entropy(np.array([[1.0]]), np.array([[0.0]])) == pytest.approx(36.7, abs=0.1)


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_a_stack_of_predictions_gives_one_loss_a_network(loss):
    y_hat, y = example_data(loss, units=1 if loss is zero_one else UNITS)
    several = np.stack([y_hat, y_hat[::-1]])
    np.testing.assert_allclose(loss(several, y), [loss(y_hat, y), loss(y_hat[::-1], y)], rtol=1e-14)
    np.testing.assert_array_equal(loss.per_example(several, y)[0], loss.per_example(y_hat, y))


@each_loss
def test_float32_predictions_give_float32_losses_and_gradients(loss):
    y_hat, y = example_data(loss, dtype=np.float32)
    assert loss(y_hat, y.astype(float)).dtype == np.float32
    assert loss.per_example(y_hat, y.astype(float)).dtype == np.float32
    assert loss.derivative(y_hat, y.astype(float)).dtype == np.float32


@each_loss
def test_nothing_that_is_passed_in_is_changed(loss):
    y_hat, y = example_data(loss)
    before = y_hat.copy(), y.copy()
    y_hat.flags.writeable = y.flags.writeable = False
    loss(y_hat, y)
    loss.derivative(y_hat, y)
    np.testing.assert_array_equal((y_hat, y), before)


@pytest.mark.parametrize(
    ("loss", "welcome"),
    [
        (half_squared_error, {identity, sigmoid, tanh, relu, softmax}),
        (hinge, {identity, sigmoid, tanh, relu}),
        (binary_cross_entropy, {sigmoid}),
        (cross_entropy, {softmax}),
        (binary_cross_entropy_on_logits, {identity, tanh, relu}),
        (cross_entropy_on_logits, {identity, tanh, relu}),
    ],
    ids=lambda value: "" if isinstance(value, set) else str(value),  # a set has no lasting order
)
def test_a_loss_takes_the_output_activations_that_go_with_it_and_no_other(loss, welcome):
    for activation in (identity, sigmoid, tanh, relu, softmax):
        if activation in welcome:
            output_goes_with(loss, activation)
        else:
            with pytest.raises(ValueError, match=f"{activation.name}; {loss.name} expects .*: use "):
                output_goes_with(loss, activation)


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_a_loss_travels_to_another_process(loss):
    assert pickle.loads(pickle.dumps(loss)) is loss


def test_at_the_corner_of_the_hinge_its_derivative_is_0_and_just_inside_it_is_not():
    scores, signs = np.array([[1.0], [1.0 - 1e-12], [-1.0]]), np.array([[1.0], [1.0], [-1.0]])
    np.testing.assert_array_equal(hinge.derivative(scores, signs, "sum"), [[0], [-1], [0]])


def test_at_equality_the_derivative_of_the_l1_loss_is_0():
    np.testing.assert_array_equal(l1.derivative(np.array([[2.0], [3.0]]), np.array([[2.0], [1.0]]), "sum"), [[0], [1]])


@pytest.mark.parametrize(("error", "welcome"), [(0.9e-5, True), (-0.9e-5, True), (1.1e-5, False), (-1.1e-5, False)])
def test_a_target_row_sums_to_1_up_to_rounding(error, welcome):
    z, y = np.zeros((1, 2)), np.array([[0.25, 0.75 + error]])
    if welcome:
        assert cross_entropy_on_logits(z, y) == pytest.approx(math.log(2), rel=1e-4)
    else:
        with pytest.raises(ValueError, match="y holds the row .*; expected one-hot rows, which sum to 1"):
            cross_entropy_on_logits(z, y)


@pytest.mark.parametrize("extreme", [1e307, 1e308, np.finfo(float).max])
def test_the_most_extreme_logits_have_a_finite_loss(extreme):
    z = np.array([[extreme, -extreme]])
    for y in ([[1.0, 0.0]], [[0.0, 1.0]]):
        for loss in (cross_entropy_on_logits, binary_cross_entropy_on_logits):
            with np.errstate(over="ignore"):
                assert np.isfinite(loss.unit_cost(z, np.array(y))).all()
        assert np.isfinite(cross_entropy_on_logits(z, y))
    assert cross_entropy_on_logits(z, [[1.0, 0.0]]) == 0


def test_of_several_units_mse_and_l1_take_the_mean_and_the_others_the_sum():
    assert {loss for loss in LOSSES if loss.over_units == "mean"} == {mean_squared_error, l1}


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", 3), ("unit_cost", "p − y"), ("unit_derivative", "1"), ("formula", None), ("targets", "all"),
     ("outputs", "all"), ("over_units", "max"), ("differentiable", "yes")],
)  # fmt: skip
def test_a_loss_of_ones_own_is_checked_field_by_field(field, value):
    fields = {"name": "mine", "unit_cost": abs, "unit_derivative": abs, "formula": "", "targets": "real", field: value}
    with pytest.raises((TypeError, ValueError), match=f"^{field} is {value!r}; expected "):
        mlp.Loss(**fields)


BAD_INPUT = [
    (
        "no rows in a loss",
        lambda: mlp.half_squared_error(Y[:0], Y[:0]),
        ValueError,
        "y_hat has shape (0, 1); expected at least one row",
    ),
    ("complex predictions", lambda: mlp.half_squared_error(1j * Y, Y), TypeError, "y_hat holds"),
    (
        "1-D predictions",
        lambda: mlp.half_squared_error(LABELS, LABELS),
        ValueError,
        "y_hat has shape (4,); expected (examples, units); use y_hat.reshape(-1, 1)",
    ),
    (
        "a row of predictions against a column",
        lambda: mlp.half_squared_error(Y.T, Y),
        ValueError,
        "y has shape (4, 1); expected (1, 4); use y.T",
    ),
    (
        "targets with more axes than the predictions",
        lambda: mlp.half_squared_error(Y, Y[None]),
        ValueError,
        "y has shape (1, 4, 1); expected (4, 1)",
    ),
    (
        "labels where one-hot is wanted",
        lambda: fit(THREE, y=LABELS, loss=mlp.cross_entropy),
        ValueError,
        "y has shape (4,); expected (4, 3); class labels; one_hot(y.ravel(), 3)",
    ),
    (
        "a column of labels where one-hot is wanted",
        lambda: fit(LOGITS, y=Y, loss=mlp.cross_entropy_on_logits),
        ValueError,
        "y has shape (4, 1); expected (4, 3); one_hot(y.ravel(), 3)",
    ),
    (
        "rows that are no distribution",
        lambda: mlp.cross_entropy_on_logits(Z3, Z3 + [1, 1, 0]),
        ValueError,
        "y holds the row [1.0, 1.0, 0.0]; expected one-hot rows; one_hot(labels, 3)",
    ),
    (
        "negative chances",
        lambda: mlp.cross_entropy_on_logits(Z3, Z3 + [2, -1, 0]),
        ValueError,
        "y holds the row [2.0, -1.0, 0.0]; expected one-hot",
    ),
    (
        "one-hot where labels are wanted",
        lambda: fit(y=np.eye(4)[:, :2], loss=mlp.binary_cross_entropy),
        ValueError,
        "y has shape (4, 2); expected (4, 1); one-hot rows need one output unit per class",
    ),
    (
        "one-hot for the zero-one loss",
        lambda: mlp.zero_one(Z3, Z3),
        ValueError,
        "y holds 3 columns; expected one column of labels; use argmax(axis=-1)",
    ),
    (
        "-1 and 1 where 0 and 1 are wanted",
        lambda: fit(y=2 * Y - 1, loss=mlp.binary_cross_entropy),
        ValueError,
        "y holds -1; expected 0 or 1; use (y + 1) / 2",
    ),
    (
        "-1 and 1 where 0 and 1 are wanted, on logits",
        lambda: mlp.binary_cross_entropy_on_logits(Y, 2 * Y - 1),
        ValueError,
        "y holds -1; expected 0 or 1; use (y + 1) / 2",
    ),
    (
        "label 2 where 0 and 1 are wanted",
        lambda: mlp.binary_cross_entropy(Y, 2 * Y),
        ValueError,
        "y holds 2; expected 0 or 1",
    ),
    (
        "0 and 1 where -1 and 1 are wanted",
        lambda: fit(mlp.initialise([2, 1], RNG), loss=mlp.hinge),
        ValueError,
        "y holds 0; expected −1 or 1; use 2 * y - 1",
    ),
    ("label 2 where -1 and 1 are wanted", lambda: mlp.hinge(Y, 3 * Y - 1), ValueError, "y holds 2; expected −1 or 1"),
    (
        "scores where probabilities are wanted",
        lambda: mlp.binary_cross_entropy(3 * Y, Y),
        ValueError,
        "y_hat holds 3; expects probabilities from 0 to 1; binary_cross_entropy_on_logits",
    ),
    (
        "negative scores where probabilities are wanted",
        lambda: mlp.cross_entropy(Z3 - 2, np.eye(3)[[0, 1, 2, 0]]),
        ValueError,
        "y_hat holds -2; expects probabilities; cross_entropy_on_logits",
    ),
    (
        "one column where one a class is wanted",
        lambda: fit(mlp.initialise([2, 1], RNG), loss=mlp.cross_entropy_on_logits),
        ValueError,
        "y_hat has 1 column; expects one per class; binary cross-entropy",
    ),
    (
        "an unknown reduction of a loss",
        lambda: mlp.half_squared_error(Y, Y, "total"),
        ValueError,
        "reduction is 'total'; expected",
    ),
    (
        "softmax with binary cross-entropy",
        lambda: fit(THREE, y=np.eye(4)[:, :3], loss=mlp.binary_cross_entropy),
        ValueError,
        "the output activation is softmax; binary cross-entropy expects probabilities; use sigmoid",
    ),
    (
        "softmax with cross-entropy on logits",
        lambda: fit(THREE, y=Z3 + [1, 0, 0], loss=mlp.cross_entropy_on_logits),
        ValueError,
        "the output activation is softmax; expects logits; use identity",
    ),
    (
        "softmax with hinge",
        lambda: fit(THREE, y=Z3 + 1, loss=mlp.hinge),
        ValueError,
        "the output activation is softmax; hinge loss expects scores; use identity",
    ),
    (
        "identity with cross-entropy",
        lambda: fit(LOGITS, y=Z3 + [1, 0, 0], loss=mlp.cross_entropy),
        ValueError,
        "the output activation is identity; expects rows that sum to 1; use softmax",
    ),
    (
        "identity with binary cross-entropy",
        lambda: mlp.gradients(mlp.initialise([2, 1], RNG), X, Y, mlp.binary_cross_entropy),
        ValueError,
        "the output activation is identity; expects probabilities; use sigmoid",
    ),
    (
        "sigmoid with logits",
        lambda: fit(loss=mlp.binary_cross_entropy_on_logits),
        ValueError,
        "the output activation is sigmoid; expects logits; use identity",
    ),
    (
        "hidden entries in predictions",
        lambda: mlp.half_squared_error(HIDDEN_ENTRIES, X),
        TypeError,
        "y_hat is a masked array with hidden entries; expected plain numbers; y_hat.filled(...)",
    ),
    (
        "hidden entries in targets",
        lambda: mlp.half_squared_error(X, HIDDEN_ENTRIES),
        TypeError,
        "y is a masked array with hidden entries; expected plain numbers",
    ),
    (
        "the derivative of the zero-one loss",
        lambda: mlp.zero_one.derivative(Y, Y),
        ValueError,
        "zero-one loss has no gradient; train with hinge",
    ),
    (
        "an unknown reduction of a derivative",
        lambda: mlp.half_squared_error.derivative(Y, Y, "total"),
        ValueError,
        'reduction is \'total\'; expected "mean" or "sum"; choose one',
    ),
    (
        "an unknown kind of targets",
        lambda: mlp.Loss("f", abs, abs, "", "binary"),
        ValueError,
        "targets is 'binary'; expected \"real\" or; say what y may hold",
    ),
    (
        "an unknown kind of outputs",
        lambda: mlp.Loss("f", abs, abs, "", "real", "odds"),
        ValueError,
        "outputs is 'odds'; expected \"real\" or; say what y_hat is",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
