"""The data sets: what they hold, that they are drawn reproducibly, and one-hot rows."""

import numpy as np
import pytest
from refusals import NAN, RNG, Y, assert_refused, each_row

import mlp_core as mlp
from mlp_core import curve, logical_and, logical_or, logical_xor, one_hot, will_i_pass


@pytest.mark.parametrize(
    ("logic", "rule"),
    [
        (logical_and, lambda a, b: a and b),
        (logical_or, lambda a, b: a or b),
        (logical_xor, lambda a, b: a != b),
    ],
)
def test_a_truth_table_is_complete_and_true(logic, rule):
    x, y = logic()
    assert sorted(map(tuple, x.tolist())) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert y.tolist() == [[float(rule(*row))] for row in x.tolist()]
    x[0, 0] = 9  # it is the caller's own copy
    assert logic()[0][0, 0] == 0


def test_students_who_attend_and_work_pass():
    x, y = will_i_pass(np.random.default_rng(0), 5000)
    assert x.shape == (5000, 2) and y.shape == (5000, 1)
    assert set(np.unique(y)) == {0, 1} and 0.3 < y.mean() < 0.7
    assert x.min() >= 0 and x.max() <= 10 and (x[:, 0] == np.round(x[:, 0])).all() and x[:, 0].max() == 10
    effort = x @ [0.6, 0.8]
    assert y[effort > 11].all() and not y[effort < 3].any()
    exceptions, if_swapped = ((y.ravel() != (x @ weights > 7)).mean() for weights in ([0.6, 0.8], [0.8, 0.6]))
    assert 0.02 < exceptions < 0.9 * if_swapped < 0.2  # luck, and hours count more than lectures
    np.testing.assert_array_equal(x, will_i_pass(np.random.default_rng(0), 5000)[0])


def test_a_curve_is_its_function_with_noise():
    x, y = curve(np.random.default_rng(0), 400, noise=0.2)
    assert x.shape == y.shape == (400, 1)
    assert (np.diff(x, axis=0) >= 0).all() and -1 <= x.min() < -0.95 and 0.95 < x.max() <= 1
    assert (y - np.sin(3 * x)).std() == pytest.approx(0.2, rel=0.1)
    x, y = curve(np.random.default_rng(0), 5, noise=0, function=np.cos)
    np.testing.assert_array_equal(y, np.cos(x))


def test_label_two_of_five_is_the_slides_row():
    np.testing.assert_array_equal(one_hot([2, 0], 5), [[0, 0, 1, 0, 0], [1, 0, 0, 0, 0]])  # ITAM-27
    np.testing.assert_array_equal(one_hot(np.array([1.0, 2.0]), 3).argmax(axis=-1), [1, 2])


BAD_INPUT = [
    (
        "a curve with one axis too few",
        lambda: mlp.curve(RNG, function=lambda x: x[:, 0]),
        ValueError,
        "function(x) has shape (40,); expected (40, 1), as x has; keep the column",
    ),
    (
        "a column to make one-hot",
        lambda: mlp.one_hot(Y, 2),
        ValueError,
        "labels has shape (4, 1); expected (examples,); use labels.ravel(); one-hot already",
    ),
    (
        "a label too high",
        lambda: mlp.one_hot([0, 3], 3),
        ValueError,
        "labels holds 3; expected whole numbers from 0 to 2",
    ),
    (
        "a negative label",
        lambda: mlp.one_hot([0, -1], 3),
        ValueError,
        "labels holds -1; expected whole numbers from 0 to 2; number the classes",
    ),
    ("a fractional label", lambda: mlp.one_hot([0.5], 3), ValueError, "labels holds 0.5; expected whole numbers"),
    (
        "names for labels",
        lambda: mlp.one_hot(["cat"], 3),
        TypeError,
        "labels holds 'cat'; expected real numbers; convert it first",
    ),
    ("one class", lambda: mlp.one_hot([0], 1), ValueError, "classes is 1; expected a whole number of at least 2"),
    (
        "no students",
        lambda: mlp.will_i_pass(RNG, 0),
        ValueError,
        "students is 0; expected a whole number of at least 1",
    ),
    ("a seed for students", lambda: mlp.will_i_pass(0), TypeError, "rng is 0; expected a random generator"),
    (
        "no examples of a curve",
        lambda: mlp.curve(RNG, 0),
        ValueError,
        "examples is 0; expected a whole number of at least 1",
    ),
    ("a seed for a curve", lambda: mlp.curve(0), TypeError, "rng is 0; expected a random generator"),
    (
        "negative noise",
        lambda: mlp.curve(RNG, noise=-1),
        ValueError,
        "noise is -1; expected one number from 0; try 0.1",
    ),
    ("NaN for noise", lambda: mlp.curve(RNG, noise=NAN), ValueError, "noise holds nan; expected finite"),
    (
        "a formula for a curve",
        lambda: mlp.curve(RNG, function="sin"),
        TypeError,
        "function is 'sin'; expected a function; without parentheses",
    ),
    (
        "no labels",
        lambda: mlp.one_hot([], 3),
        ValueError,
        "labels is empty; expected at least one label; check your selection",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
