"""The data sets: what they hold, that they are drawn reproducibly, and one-hot rows."""

import numpy as np
import pytest

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
