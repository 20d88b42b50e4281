"""Loss surfaces, and the directions in parameter space that they are drawn over."""

import numpy as np
import pytest
from refusals import DEEP, NAN, NET, RNG, WIDE, X, Y, assert_refused, each_row

import mlp_core as mlp
from mlp_core import (
    bias_direction,
    half_squared_error,
    initialise,
    loss_surface,
    predict,
    random_direction,
    shifted,
    tanh,
    weight_direction,
)


def alone(**settings):
    rng = np.random.default_rng(0)
    return [initialise((2, 4, 3, 2), rng, scale=0.8, hidden=tanh, **settings) for _ in range(3)]


def examples(rows=7, units=2):
    rng = np.random.default_rng(1)
    return rng.normal(size=(rows, 2)), rng.normal(size=(rows, units))


def test_a_direction_moves_one_named_weight_or_bias():
    network = alone()[0]
    moved = shifted(network, weight_direction(network, 1, 2, 0), 0.5)
    assert moved[1].W[2, 0] - network[1].W[2, 0] == pytest.approx(0.5)
    moved = shifted(moved, bias_direction(network, 2, 1), -0.25)
    assert moved[2].b[0, 1] - network[2].b[0, 1] == pytest.approx(-0.25)
    changed = sum(
        (a != b).sum() for one, two in zip(network, moved, strict=True) for a, b in zip(one[:2], two[:2], strict=True)
    )
    assert changed == 2


def test_a_random_direction_is_as_long_as_the_network_unit_by_unit_and_leaves_the_biases():
    network = alone()[0]
    direction = random_direction(network, np.random.default_rng(3))
    for layer, along in zip(network, direction, strict=True):
        np.testing.assert_allclose(np.linalg.norm(along.W, axis=0), np.linalg.norm(layer.W, axis=0), rtol=1e-12)
        assert not along.b.any()
    other = random_direction(network, np.random.default_rng(4))
    assert (direction[0].W != other[0].W).all()


@pytest.mark.parametrize("kind", ["two weights", "a weight and a bias", "random"])
def test_a_loss_surface_is_a_loop_over_its_grid(kind):
    network, (x, y) = alone()[0], examples()
    rng = np.random.default_rng(3)
    across, up = {
        "two weights": (weight_direction(network, 0, 1, 2), weight_direction(network, 2, 0, 1)),
        "a weight and a bias": (weight_direction(network, 1, 0, 0), bias_direction(network, 1, 2)),
        "random": (random_direction(network, rng), random_direction(network, rng)),
    }[kind]
    across_by, up_by = np.linspace(-1, 1, 4), np.linspace(-2, 0.5, 3)
    surface = loss_surface(network, x, y, half_squared_error, across, up, across_by, up_by)
    assert surface.shape == (3, 4)
    for row, column in np.ndindex(surface.shape):
        moved = shifted(shifted(network, across, across_by[column]), up, up_by[row])
        assert surface[row, column] == pytest.approx(half_squared_error(predict(moved, x), y), rel=1e-12)


DIRECTION = mlp.weight_direction(NET, 0, 0, 0)
GRID = np.linspace(-1, 1, 3)
BAD_INPUT = [
    (
        "a direction without its layer",
        lambda: mlp.weight_direction(NET, 2, 0, 0),
        ValueError,
        "layer 2, W[0, 0] is not there; expected a place in W of shapes (2, 3), (3, 1); from 0",
    ),
    (
        "a direction without its weight",
        lambda: mlp.weight_direction(NET, 0, 2, 0),
        ValueError,
        "layer 0, W[2, 0] is not there; (2, 3), (3, 1); from 0",
    ),
    (
        "a direction without its bias",
        lambda: mlp.bias_direction(NET, 1, 1),
        ValueError,
        "layer 1, b[0, 1] is not there; expected a place in b of shapes (1, 3), (1, 1)",
    ),
    (
        "a direction between two layers",
        lambda: mlp.weight_direction(NET, 0.5, 0, 0),
        ValueError,
        "layer 0.5, W[0, 0] is not there; from 0",
    ),
    (
        "a seed for a direction",
        lambda: mlp.random_direction(NET, 0),
        TypeError,
        "rng is 0; expected a random generator; default_rng(0)",
    ),
    (
        "a grid of two axes",
        lambda: mlp.loss_surface(NET, X, Y, mlp.half_squared_error, DIRECTION, DIRECTION, GRID[None], GRID),
        ValueError,
        "across_by has shape (1, 3); expected one axis; use np.linspace",
    ),
    (
        "NaN in a grid",
        lambda: mlp.loss_surface(NET, X, Y, mlp.half_squared_error, DIRECTION, DIRECTION, GRID, GRID * NAN),
        ValueError,
        "up_by holds nan; expected finite",
    ),
    (
        "the surface of a stack",
        lambda: mlp.loss_surface(mlp.repeat(NET, 3), X, Y, mlp.half_squared_error, DIRECTION, DIRECTION, GRID, GRID),
        ValueError,
        "W has shape (3, 2, 3); expected one network; use member",
    ),
    (
        "a direction of a narrower network",
        lambda: mlp.shifted(NET, mlp.initialise([2, 1, 1], RNG), 0.5),
        ValueError,
        "direction has W of shapes [(2, 1), (1, 1)]; expected [(2, 3), (3, 1)], as the network has; random_direction",
    ),
    (
        "a direction of a deeper network",
        lambda: mlp.shifted(NET, DEEP, 0.5),
        ValueError,
        "direction has W of shapes [(2, 3), (3, 3), (3, 1)]; expected [(2, 3), (3, 1)]",
    ),
    (
        "a direction of a stack",
        lambda: mlp.shifted(NET, mlp.repeat(NET, 3), 0.5),
        ValueError,
        "direction has W of shapes [(3, 2, 3), (3, 3, 1)]; expected [(2, 3), (3, 1)]",
    ),
    (
        "a surface across another network",
        lambda: mlp.loss_surface(NET, X, Y, mlp.half_squared_error, WIDE, DIRECTION, GRID, GRID),
        ValueError,
        "across has W of shapes; expected [(2, 3), (3, 1)]",
    ),
    (
        "a surface up another network",
        lambda: mlp.loss_surface(
            NET, X, Y, mlp.half_squared_error, DIRECTION, mlp.initialise([2, 1, 1], RNG), GRID, GRID
        ),
        ValueError,
        "up has W of shapes [(2, 1), (1, 1)]; expected [(2, 3), (3, 1)]",
    ),
    (
        "a shift per column",
        lambda: mlp.shifted(NET, DIRECTION, [0.1, 0.2, 0.3]),
        ValueError,
        "by has shape (3,); expected one number, or one per network, (n, 1, 1); per_network",
    ),
    (
        "a shift per weight",
        lambda: mlp.shifted(NET, DIRECTION, np.ones((1, 2, 3))),
        ValueError,
        "by has shape (1, 2, 3); expected one number, or one per network",
    ),
    ("NaN for a shift", lambda: mlp.shifted(NET, DIRECTION, NAN), ValueError, "by holds nan; expected finite"),
    (
        "a truth value for a layer",
        lambda: mlp.weight_direction(NET, True, 0, 0),
        ValueError,
        "layer True, W[0, 0] is not there; from 0",
    ),
    (
        "a direction before the first weight",
        lambda: mlp.weight_direction(NET, 0, -3, 0),
        ValueError,
        "layer 0, W[-3, 0] is not there; (2, 3), (3, 1)",
    ),
    (
        "an empty grid",
        lambda: mlp.loss_surface(NET, X, Y, mlp.half_squared_error, DIRECTION, DIRECTION, GRID, []),
        ValueError,
        "up_by has shape (0,); expected one axis; use np.linspace",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
