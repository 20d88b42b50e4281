"""Dropout: right gradients under a mask, the right mean over masks, and the network itself left as it is."""

import pickle

import numpy as np
import pytest
from refusals import NET, RNG, X, assert_refused, each_row

import mlp_core as mlp
from mlp_core import (
    Activation,
    Adam,
    forward,
    gradient_check,
    gradients,
    half_squared_error,
    identity,
    initialise,
    leaky_relu,
    masked,
    member,
    predict,
    relu,
    sigmoid,
    softmax,
    softplus,
    stack,
    tanh,
    thinned,
)

HIDDEN = [sigmoid, tanh, relu, softplus, leaky_relu, identity]


def case(hidden=tanh, networks=None, dtype=np.float64):
    rng = np.random.default_rng(4)
    network = initialise([3, 6, 5, 2], rng, hidden, identity, scale=0.8, networks=networks, dtype=dtype)
    return network, rng.standard_normal((7, 3)), rng.standard_normal((7, 2)), rng


@pytest.mark.parametrize("hidden", HIDDEN, ids=repr)
@pytest.mark.parametrize("keep", [0.3, 0.5, 1.0])
def test_the_gradient_under_a_fixed_mask_agrees_with_central_differences(hidden, keep):
    network, x, y, rng = case(hidden)
    verdict = gradient_check(thinned(network, len(x), rng, keep), x, y, half_squared_error)
    assert verdict.passed, str(verdict)


def test_dropped_units_output_0_and_get_no_gradient_and_kept_ones_are_scaled():
    network, x, y, _ = case()
    mask = np.array([1.0, 0, 1, 1, 0, 1])
    layer = network[0]._replace(activation=masked(tanh, np.tile(mask, (7, 1)), keep=0.25))
    thin = (layer, *network[1:])
    assert (forward(thin, x)[0].a == 4 * mask * forward(network, x)[0].a).all()
    found = gradients(thin, x, y, half_squared_error)
    assert (found[0].dW[:, mask == 0] == 0).all() and (found[1].dW[mask == 0] == 0).all()
    assert (found[0].dW[:, mask == 1] != 0).all()


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8])
def test_the_mean_over_masks_is_the_activation_without_a_mask(keep):
    network, x, _, rng = case()
    a = forward(network, x)[0].a
    mean = np.mean([forward(thinned(network, len(x), rng, keep), x)[0].a for _ in range(4000)], axis=0)
    error = np.abs(a) * np.sqrt((1 - keep) / keep / 4000)  # the standard deviation of a mean of 4000 draws
    assert (np.abs(mean - a) < 5 * error).all() and np.abs(mean - a).max() > 0


def test_the_mean_over_all_masks_of_a_layer_is_exact():
    z = np.array([[0.3, -1.2, 2.0]])
    masks = np.array([[[i, j, k]] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    assert np.allclose(masked(tanh, masks)(z).mean(axis=0), np.tanh(z), rtol=1e-15)


def test_the_range_of_a_masked_activation_is_stretched_and_holds_0():
    mask = np.ones((1, 2))
    assert masked(tanh, mask, 0.25).range == (-4, 4)
    assert masked(sigmoid, mask, 0.25).range == (0, 4)
    assert masked(relu, mask, 0.25).range == (0, np.inf)
    above = Activation("above", np.exp, lambda z, a: a, "exp z + 1", (1, 3))
    below = Activation("below", np.exp, lambda z, a: a, "exp z − 3", (-3, -1))
    assert masked(above, mask, 0.5).range == (0, 6) and masked(below, mask, 0.5).range == (-6, 0)


def test_keeping_everything_is_no_dropout():
    network, x, y, rng = case()
    thin = thinned(network, len(x), rng, keep=1)
    assert (predict(thin, x) == predict(network, x)).all()
    pairs = zip(gradients(thin, x, y, half_squared_error), gradients(network, x, y, half_squared_error), strict=True)
    assert all(np.array_equal(a, b) for one, other in pairs for a, b in zip(one, other, strict=True))


def test_masks_are_drawn_anew_for_each_example_unit_and_call_and_the_output_layer_has_none():
    network, x, _, rng = case(sigmoid)
    first, second = (forward(thinned(network, 7, rng), x)[0].a == 0 for _ in range(2))
    assert (first != second).any() and (first[0] != first[1]).any() and 0.2 < first.mean() < 0.8
    thin = thinned(network, 7, rng)
    assert thin[-1] is network[-1] and all(a.W is b.W and a.b is b.b for a, b in zip(thin, network, strict=True))
    assert [layer.activation for layer in network] == [sigmoid, sigmoid, identity], "the network stays as it was"


def test_a_stack_gets_a_mask_a_network_and_one_step_of_it_is_the_steps_of_its_members():
    network, x, y, _ = case(networks=3)
    thin = thinned(network, len(x), np.random.default_rng(1))
    a = forward(thin, x)[0].a
    assert a.shape == (3, 7, 6) and ((a[0] == 0) != (a[1] == 0)).any()
    drawn = np.random.default_rng(1)
    masks = [drawn.random((3, 7, 6)) < 0.5, drawn.random((3, 7, 5)) < 0.5]
    optimizer = Adam(0.1)
    after, _ = optimizer.step(network, gradients(thin, x, y, half_squared_error), optimizer.init(network))
    assert after[0].activation is tanh, "what comes out of a step has no mask"
    for number in range(3):
        one = member(network, number)
        layers = [
            layer._replace(activation=masked(tanh, mask[number])) for layer, mask in zip(one[:2], masks, strict=True)
        ]
        found = gradients((*layers, one[-1]), x, y, half_squared_error)
        stepped, _ = optimizer.step(one, found, optimizer.init(one))
        assert all(np.allclose(a.W, b.W[number], atol=1e-14) for a, b in zip(stepped, after, strict=True))
    assert stack([member(after, 0), member(after, 1)])[0].W.shape[0] == 2


def test_float32_stays_float32():
    network, x, y, rng = case(dtype=np.float32)
    thin = thinned(network, len(x), rng, keep=0.3)
    assert predict(thin, x).dtype == np.float32
    assert all(array.dtype == np.float32 for found in gradients(thin, x, y, half_squared_error) for array in found)


def test_a_masked_activation_travels_to_other_processes():
    mask = np.array([[1, 0]])
    there = pickle.loads(pickle.dumps(masked(sigmoid, mask)))
    assert (there(np.ones((1, 2))) == masked(sigmoid, mask)(np.ones((1, 2)))).all()
    assert there.range == (0.0, 2.0) and "sigmoid" in repr(there)


@pytest.mark.parametrize("keep", [0, -0.5, 1.5, np.nan, [0.5, 0.5]])
def test_a_share_that_is_none_is_refused(keep):
    network, x, _, rng = case()
    with pytest.raises(ValueError, match="keep"):
        thinned(network, len(x), rng, keep)
    with pytest.raises(ValueError, match="keep"):
        masked(tanh, np.ones((1, 2)), keep)


def test_masks_of_other_numbers_and_softmax_and_seeds_are_refused():
    with pytest.raises(ValueError, match="mask holds 0.5"):
        masked(tanh, np.array([[0.5, 1.0]]))
    with pytest.raises(ValueError, match="softmax"):
        masked(softmax, np.ones((1, 2)))
    network, x, _, _ = case(relu)
    with pytest.raises(TypeError, match="default_rng"):
        thinned(network, len(x), 0)
    with pytest.raises(ValueError, match="mini-batch"):
        thinned(network, 0, np.random.default_rng(0))


BAD_INPUT = [
    (
        "one mask for four rows",
        lambda: mlp.predict(mlp.thinned(NET, 1, RNG), X),
        ValueError,
        "the mask has shape (1, 3); expected (4, 3), as z has; thinned(network, len(x), rng)",
    ),
    (
        "a mask of another width",
        lambda: mlp.masked(mlp.tanh, np.ones((4, 1)))(np.ones((4, 3))),
        ValueError,
        "the mask has shape (4, 1); expected (4, 3), as z has",
    ),
    (
        "a mask without rows",
        lambda: mlp.masked(mlp.tanh, np.ones(3)),
        ValueError,
        "mask has shape (3,); expected (examples, columns)",
    ),
    (
        "a mask for an activation by name",
        lambda: mlp.masked("tanh", np.ones((4, 3))),
        TypeError,
        "activation is 'tanh'; expected an Activation",
    ),
    (
        "a mask for softmax",
        lambda: mlp.masked(mlp.softmax, np.ones((4, 3))),
        ValueError,
        "activation is softmax; expected one that treats each unit by itself",
    ),
    (
        "a truth value for a share",
        lambda: mlp.thinned(NET, 4, RNG, keep=True),
        ValueError,
        "keep is True; expected one number above 0 and at most 1; try 0.5",
    ),
    (
        "no network to thin",
        lambda: mlp.thinned(None, 4, RNG),
        ValueError,
        "the network is None; expected a tuple of at least one Layer",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
