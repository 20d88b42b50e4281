"""The single unit: perceptron rule in both conventions, delta rule and its generalisation, visit by visit."""

import warnings

import numpy as np
import pytest
from refusals import LABELS, NAN, X, Y, assert_refused, each_row, put

import mlp_core as mlp
from mlp_core import (
    SGD,
    Layer,
    curve,
    delta_rule,
    half_squared_error,
    identity,
    logical_and,
    logical_or,
    logical_xor,
    mistakes,
    perceptron_rule,
    sigmoid,
    tanh,
    threshold,
    train,
    with_bias,
)

LOW = {"UT": 0.0, "UB": -1.0}


def table(logic, convention="UT"):
    x, y = logic()
    return with_bias(x), np.where(y.ravel() == 1, 1.0, LOW[convention])


def test_the_bias_is_a_last_column_of_ones():
    np.testing.assert_array_equal(with_bias([[5.0, 6.0], [7.0, 8.0]]), [[5, 6, 1], [7, 8, 1]])


def test_the_slides_weights_compute_and():
    x, y = table(logical_and)
    np.testing.assert_array_equal(threshold(x, [1, 1, -1.5]), y)  # ITAM-09, NUS-02
    assert mistakes(x, y, [1, 1, -1.5]) == 0
    assert mistakes(x, y, [1, 1, -0.5]) == 2


def test_a_pre_activation_of_zero_gives_one():
    np.testing.assert_array_equal(threshold([[1.0], [0.0], [-1.0]], [2.0]), [1, 1, 0])
    np.testing.assert_array_equal(threshold([[1.0], [0.0], [-1.0]], [2.0], low=-1), [1, 1, -1])


@pytest.mark.parametrize("convention", ["UT", "UB"])
@pytest.mark.parametrize("logic", [logical_and, logical_or])
def test_the_perceptron_rule_follows_the_plain_loop_and_stops_when_all_are_right(logic, convention):
    x, y = table(logic, convention)
    visits = list(perceptron_rule(x, y, 100, convention=convention))
    w, number, epoch, wrong = [0.0, 0.0, 0.0], 0, 0, True
    while wrong:
        epoch, wrong = epoch + 1, False
        for example in range(4):
            z = sum(a * b for a, b in zip(w, x[example], strict=True))
            y_hat = 1.0 if z >= 0 else LOW[convention]
            changed = y_hat != y[example]
            if changed:
                sign = 1 if y[example] == 1 else -1
                w = [a + sign * b for a, b in zip(w, x[example], strict=True)]
                wrong = True
            visit = visits[number]
            assert (visit.epoch, visit.example, visit.z, visit.y_hat) == (epoch, example, z, y_hat)
            assert visit.changed is bool(changed) and visit.w.tolist() == w
            number += 1
    assert number == len(visits) and 1 < epoch < 100
    assert mistakes(x, y, w, LOW[convention]) == 0


def test_both_conventions_move_the_same_way():
    paths = [[visit.w.tolist() for visit in perceptron_rule(*table(logical_and, c), 100, convention=c)] for c in LOW]
    assert paths[0] == paths[1]


@pytest.mark.parametrize("convention", ["UT", "UB"])
def test_the_perceptron_rule_never_stops_by_itself_on_xor(convention):
    x, y = table(logical_xor, convention)
    visits = list(perceptron_rule(x, y, 50, convention=convention))
    assert len(visits) == 4 * 50
    assert all(mistakes(x, y, visit.w, LOW[convention]) for visit in visits)


def test_the_perceptron_rule_starts_where_it_is_told():
    x, y = table(logical_and)
    visits = list(perceptron_rule(x, y, 100, w=[1, 1, -1.5]))
    assert len(visits) == 4 and not any(visit.changed for visit in visits)
    assert list(perceptron_rule(x, y, 0)) == []


@pytest.mark.parametrize(
    ("activation", "value", "slope"),
    [
        (identity, lambda z: z, lambda z: 1.0),
        (tanh, np.tanh, lambda z: 1 / np.cosh(z) ** 2),
        (sigmoid, lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    ],
    ids=["identity", "tanh", "sigmoid"],
)
def test_the_delta_rule_follows_the_plain_loop(activation, value, slope):
    x, y = curve(np.random.default_rng(0), 6)
    x, y, w = with_bias(x), y.ravel(), np.array([0.2, -0.1])
    visits = iter(delta_rule(x, y, 0.3, 3, w=w, activation=activation))
    for epoch in (1, 2, 3):
        for example in range(6):
            z = w @ x[example]
            w = w + 0.3 * (y[example] - value(z)) * slope(z) * x[example]
            visit = next(visits)
            assert (visit.epoch, visit.example, visit.changed) == (epoch, example, True)
            assert (visit.z, visit.y_hat) == pytest.approx((z, value(z)), rel=1e-12)
            np.testing.assert_allclose(visit.w, w, rtol=1e-12)
    assert next(visits, None) is None


def test_the_delta_rule_is_a_network_of_one_unit_trained_one_example_at_a_time():
    x, y = curve(np.random.default_rng(0), 6)
    unit = (Layer(np.zeros((1, 1)), np.zeros((1, 1)), sigmoid),)
    *_, trained = train(unit, x, y, half_squared_error, SGD(0.3), 3, batch_size=1, shuffle=False)
    *_, visit = delta_rule(with_bias(x), y.ravel(), 0.3, 3, activation=sigmoid)
    np.testing.assert_allclose(visit.w, [trained[0].W.item(), trained[0].b.item()], rtol=1e-12)


def test_the_delta_rule_finds_the_line_that_made_the_data():
    x = with_bias(np.linspace(-1, 1, 9)[:, None])
    *_, visit = delta_rule(x, x @ [2.0, -0.5], 0.1, 200)
    np.testing.assert_allclose(visit.w, [2, -0.5], rtol=1e-6)


def test_too_large_an_eta_diverges_without_a_warning_or_a_crash():
    x, y = table(logical_and)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        visits = list(delta_rule(x, y, 100.0, 200))
    assert len(visits) == 800 and not np.isfinite(visits[-1].w).any()


def test_nothing_that_is_passed_in_is_changed():
    x, y = table(logical_and)
    w = np.zeros(3)
    for array in (x, y, w):
        array.flags.writeable = False  # writing to it would raise
    list(perceptron_rule(x, y, 10, w))
    visits = list(delta_rule(x, y, 0.1, 10, w))
    assert not w.any() and len({visit.w.tobytes() for visit in visits}) > 30


def test_a_visit_says_whether_the_weights_moved():
    x, y = table(logical_and)
    before = np.zeros(3)
    for visit in perceptron_rule(x, y, 20):
        assert visit.changed is bool((visit.w != before).any())
        before = visit.w
    first, second = delta_rule([[1.0], [1.0]], [1.0, 1.0], 1.0, 1)  # one step of η = 1 is right at once
    assert (first.changed, second.changed) == (True, False)
    (still,) = delta_rule([[0.0, 2.0]], [4.0], 0.5, 1, w=[3.0, 2.0])
    assert still.changed is False


def test_a_visit_shows_the_output_before_learning():
    first = next(delta_rule([[2.0]], [1.0], 0.1, 1, w=[3.0], activation=tanh))
    assert (first.z, first.y_hat) == (6.0, np.tanh(6.0)) and first.w[0] > 3


BAD_INPUT = [
    (
        "1 below the threshold",
        lambda: mlp.threshold(X, [1, 1], low=1),
        ValueError,
        "low is 1; expected one number below 1; use 0 or -1",
    ),
    (
        "a column of labels to the perceptron",
        lambda: mlp.perceptron_rule(X, Y, 5),
        ValueError,
        "y has shape (4, 1); expected (4,); use y.ravel()",
    ),
    (
        "0 and 1 in the UB convention",
        lambda: mlp.perceptron_rule(X, LABELS, 5, convention="UB"),
        ValueError,
        "y holds 0; expected -1 or 1; use 2 * y - 1",
    ),
    (
        "-1 and 1 in the UT convention",
        lambda: mlp.perceptron_rule(X, 2 * LABELS - 1, 5),
        ValueError,
        'y holds -1; expected 0 or 1; convention="UB"',
    ),
    (
        "an unknown convention",
        lambda: mlp.perceptron_rule(X, LABELS, 5, convention="ITAM"),
        ValueError,
        'convention is \'ITAM\'; expected "UT" or "UB"; use "UT"',
    ),
    (
        "epochs negative to the perceptron",
        lambda: mlp.perceptron_rule(X, LABELS, -1),
        ValueError,
        "epochs is -1; expected a whole number of at least 0",
    ),
    (
        "too few weights",
        lambda: mlp.perceptron_rule(mlp.with_bias(X), LABELS, 5, w=[1, 2]),
        ValueError,
        "w has shape (2,); expected (3,); one weight per input; with_bias(x)",
    ),
    (
        "a stack to the perceptron",
        lambda: mlp.perceptron_rule(X[None], LABELS, 5),
        ValueError,
        "x has shape (1, 4, 2); expected (examples, inputs)",
    ),
    (
        "NaN to the perceptron",
        lambda: mlp.perceptron_rule(put(NAN), LABELS, 5),
        ValueError,
        "x holds nan; expected finite",
    ),
    (
        "a column of labels to count mistakes",
        lambda: mlp.mistakes(X, Y, [1, 1]),
        ValueError,
        "y has shape (4, 1); expected (4,); use y.ravel()",
    ),
    (
        "-1 and 1 to count mistakes",
        lambda: mlp.mistakes(X, 2 * LABELS - 1, [1, 1]),
        ValueError,
        "y holds -1; expected 0 or 1; low=-1",
    ),
    (
        "too many weights to the threshold",
        lambda: mlp.threshold(X, [1, 2, 3]),
        ValueError,
        "w has shape (3,); expected (2,); with_bias(x)",
    ),
    (
        "1-D x to the threshold",
        lambda: mlp.threshold(LABELS, [1]),
        ValueError,
        "x has shape (4,); expected (examples, columns); reshape(-1, 1)",
    ),
    (
        "eta negative to the delta rule",
        lambda: mlp.delta_rule(X, LABELS, -0.1, 5),
        ValueError,
        "eta is -0.1; expected one number above 0; try 0.1",
    ),
    (
        "eta a string to the delta rule",
        lambda: mlp.delta_rule(X, LABELS, "fast", 5),
        TypeError,
        "eta holds 'fast'; expected real numbers",
    ),
    (
        "epochs fractional to the delta rule",
        lambda: mlp.delta_rule(X, LABELS, 0.1, 0.5),
        TypeError,
        "epochs is 0.5; expected a whole number",
    ),
    (
        "softmax to the delta rule",
        lambda: mlp.delta_rule(X, LABELS, 0.1, 5, activation=mlp.softmax),
        ValueError,
        "activation is softmax; expected one that treats each unit by itself",
    ),
    (
        "a name to the delta rule",
        lambda: mlp.delta_rule(X, LABELS, 0.1, 5, activation="tanh"),
        TypeError,
        "activation is 'tanh'; expected an Activation; use sigmoid",
    ),
    (
        "NaN below the threshold",
        lambda: mlp.threshold(X, [1, 1], low=NAN),
        ValueError,
        "low holds nan; expected finite",
    ),
    (
        "2 below the threshold",
        lambda: mlp.threshold(X, [1, 1], low=2),
        ValueError,
        "low is 2; expected one number below 1; use 0 or -1",
    ),
    (
        "a truth value below the threshold",
        lambda: mlp.threshold(X, [1, 1], low=False),
        ValueError,
        "low is False; expected one number below 1; use 0 or -1",
    ),
    (
        "two numbers below the threshold",
        lambda: mlp.mistakes(X, LABELS, [1, 1], low=[0, 1]),
        ValueError,
        "low is [0, 1]; expected one number below 1",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
