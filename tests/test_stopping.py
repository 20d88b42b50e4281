"""When to stop: each criterion when it is met and not before, alone and in stacks, and interrupted."""

import numpy as np
import pytest
from refusals import LABELS, NAN, NET, X, Y, assert_refused, each_row, put

import mlp_core as mlp
from mlp_core import (
    SGD,
    Adam,
    Layer,
    curve,
    gradients,
    half_squared_error,
    identity,
    initialise,
    logical_or,
    mean_squared_error,
    no_improvement,
    predict,
    settled_loss,
    sigmoid,
    small_gradient,
    stack,
    tanh,
    train,
    until,
    within,
)


def start(widths=(2, 3, 1), **settings):
    return initialise(widths, np.random.default_rng(0), scale=0.8, **{"output": sigmoid, **settings})


def stopped_after(criterion, epochs=500, network=None, data=None):
    x, y = data or logical_or()
    return list(until(train(network or start(), x, y, half_squared_error, SGD(1.0), epochs), criterion))


def gradient_norm(network):
    x, y = logical_or()
    found = gradients(network, x, y, half_squared_error)
    return np.sqrt(sum((g.dW**2).sum() + (g.db**2).sum() for g in found))


def test_a_small_gradient_stops_the_run_when_it_is_small_and_not_before():
    x, y = logical_or()
    norms = [gradient_norm(network) for network in stopped_after(small_gradient(x, y, half_squared_error, 0.05))]
    assert 2 < len(norms) < 400
    assert norms[-1] <= 0.05 < min(norms[:-1])


def test_a_settled_loss_stops_the_run_when_it_changes_little_and_not_before():
    x, y = logical_or()
    history = stopped_after(settled_loss(x, y, half_squared_error, 1e-4))
    changes = np.abs(np.diff(half_squared_error(predict(stack(history), x), y)))
    assert 2 < len(history) < 400
    assert changes[-1] <= 1e-4 < changes[:-1].min()


def test_outputs_within_epsilon_stop_the_run_when_all_of_them_are():
    x, y = logical_or()
    gaps = [np.abs(predict(network, x) - y).max() for network in stopped_after(within(x, y, 0.3))]
    assert 2 < len(gaps) < 400
    assert gaps[-1] <= 0.3 < min(gaps[:-1])


@pytest.mark.parametrize("patience", [1, 4])
def test_early_stopping_waits_its_patience_out_and_starts_afresh_with_each_stream(patience):
    x, y = curve(np.random.default_rng(0), 8, noise=0.5)
    x_valid, y_valid = curve(np.random.default_rng(1), 40)
    criterion = no_improvement(x_valid, y_valid, mean_squared_error, patience)
    network = start((1, 20, 1), hidden=tanh, output=identity)
    for _ in range(2):
        run = train(network, x, y, mean_squared_error, Adam(0.05), 2000)
        history = list(until(run, criterion))
        losses = mean_squared_error(predict(stack(history), x_valid), y_valid)
        assert patience + 1 < len(history) < 2000
        assert len(history) - 1 - np.argmin(losses) == patience
        records = np.minimum.accumulate(losses)
        assert all((np.diff(records[i : i + patience + 1]) < 0).any() for i in range(len(history) - patience - 1))


def test_a_stack_stops_when_all_its_networks_do():
    x, y = logical_or()
    alone = [start(), initialise([2, 3, 1], np.random.default_rng(7), output=sigmoid)]
    for criterion in (
        small_gradient(x, y, half_squared_error, 0.05),
        settled_loss(x, y, half_squared_error, 1e-4),
        within(x, y, 0.3),
        no_improvement(x[:2], 1 - y[:2], half_squared_error, 3),
    ):
        lengths = [len(stopped_after(criterion, network=network)) for network in alone]
        assert len(set(lengths)) == 2
        assert len(stopped_after(criterion, network=stack(alone))) == max(lengths)


def test_a_run_that_meets_no_criterion_goes_on_to_its_end():
    x, y = logical_or()
    assert len(stopped_after(small_gradient(x, y, half_squared_error, 1e-9), epochs=5)) == 6


def test_an_interrupt_while_a_criterion_is_computed_leaves_the_networks_so_far_and_warns():
    def interrupted(previous, network):
        if previous is not None:
            raise KeyboardInterrupt
        return False

    with pytest.warns(UserWarning, match="interrupted"):
        assert len(stopped_after(interrupted)) == 2


def losses_in_turn(values):
    """A network per value whose half squared error against 0 is that value."""
    return [(Layer(np.zeros((1, 1)), np.array([[(2 * value) ** 0.5]]), identity),) for value in values]


@pytest.mark.parametrize(
    ("losses", "patience", "seen"),
    [
        ([3, 2, 2, 2, 1], 2, 4),  # to stay is not to fall
        ([3, 2, 2, 1, 1, 1], 2, 6),  # a fall starts the wait anew
        ([3, 4, 2, 3, 2, 1], 3, 6),  # to come back to the best is not to fall either
        ([3, 4, 5], 1, 2),
    ],
)
def test_a_tie_with_the_best_loss_is_no_improvement(losses, patience, seen):
    criterion = no_improvement(np.zeros((1, 1)), np.zeros((1, 1)), half_squared_error, patience)
    assert len(list(until(losses_in_turn(losses), criterion))) == seen


def test_a_criterion_is_met_at_its_epsilon_exactly():
    (network,) = losses_in_turn([0.5])  # its output is 1
    x, y = np.zeros((1, 1)), np.zeros((1, 1))
    assert within(x, y, 1.0)(None, network) and not within(x, y, 0.999)(None, network)
    assert settled_loss(x, y, half_squared_error, 0.5)(losses_in_turn([0.0])[0], network)
    assert not settled_loss(x, y, half_squared_error, 0.499)(losses_in_turn([0.0])[0], network)
    assert small_gradient(x, y, half_squared_error, 1.0)(None, network)  # ∂L/∂b = 1, ∂L/∂W = 0
    assert not small_gradient(x, y, half_squared_error, 0.999)(None, network)


BAD_INPUT = [
    (
        "NaN where a gradient is to be small",
        lambda: mlp.small_gradient(put(NAN), Y, mlp.half_squared_error, 0.1),
        ValueError,
        "x holds nan; expected finite",
    ),
    (
        "NaN in targets of a small gradient",
        lambda: mlp.small_gradient(X, put(NAN, Y), mlp.half_squared_error, 0.1),
        ValueError,
        "y holds nan; expected finite",
    ),
    (
        "NaN in targets of what is to be settled",
        lambda: mlp.settled_loss(X, put(NAN, Y), mlp.half_squared_error, 0.1),
        ValueError,
        "y holds nan; expected finite",
    ),
    ("NaN in what is to be within", lambda: mlp.within(put(NAN), Y, 0.1), ValueError, "x holds nan; expected finite"),
    ("NaN to be within", lambda: mlp.within(X, put(NAN, Y), 0.1), ValueError, "y holds nan; expected finite"),
    (
        "NaN in validation inputs",
        lambda: mlp.no_improvement(put(NAN), Y, mlp.half_squared_error, 3),
        ValueError,
        "x holds nan; expected finite",
    ),
    (
        "NaN in validation targets",
        lambda: mlp.no_improvement(X, put(NAN, Y), mlp.half_squared_error, 3),
        ValueError,
        "y holds nan; expected finite",
    ),
    (
        "epsilon zero",
        lambda: mlp.settled_loss(X, Y, mlp.half_squared_error, 0),
        ValueError,
        "epsilon is 0; expected one number above 0; try 1e-5",
    ),
    (
        "epsilon negative",
        lambda: mlp.small_gradient(X, Y, mlp.half_squared_error, -1),
        ValueError,
        "epsilon is -1; expected one number above 0; try 1e-3",
    ),
    ("epsilon a string", lambda: mlp.within(X, Y, "small"), TypeError, "epsilon holds 'small'; expected real numbers"),
    (
        "1-D targets to be within",
        lambda: mlp.within(X, LABELS, 0.1)(None, NET),
        ValueError,
        "y has shape (4,); expected (4, 1); use y.reshape(-1, 1)",
    ),
    (
        "patience 0",
        lambda: mlp.no_improvement(X, Y, mlp.half_squared_error, 0),
        ValueError,
        "patience is 0; expected a whole number of at least 1; try 10",
    ),
    (
        "no loss for a small gradient",
        lambda: mlp.small_gradient(X, Y, None, 0.1),
        TypeError,
        "loss is None; expected a Loss; use half_squared_error",
    ),
    (
        "a loss without a gradient for a small one",
        lambda: mlp.small_gradient(X, Y, mlp.zero_one, 0.1),
        ValueError,
        "zero-one loss has no gradient; train with hinge",
    ),
    (
        "a name for the loss that is to settle",
        lambda: mlp.settled_loss(X, Y, "mse", 0.1),
        TypeError,
        "loss is 'mse'; expected a Loss; use half_squared_error",
    ),
    (
        "a name for the loss that is to improve",
        lambda: mlp.no_improvement(X, Y, "mse", 3),
        TypeError,
        "loss is 'mse'; expected a Loss; use half_squared_error",
    ),
    (
        "NaN in what is to be settled",
        lambda: mlp.settled_loss(put(NAN), Y, mlp.half_squared_error, 0.1),
        ValueError,
        "x holds nan; expected finite",
    ),
    (
        "a truth value for epsilon",
        lambda: mlp.within(X, Y, True),
        ValueError,
        "epsilon is True; expected one number above 0; try 0.1",
    ),
    (
        "a fractional patience",
        lambda: mlp.no_improvement(X, Y, mlp.half_squared_error, 2.5),
        TypeError,
        "patience is 2.5; expected a whole number of at least 1; try 10",
    ),
    (
        "one network for a stream",
        lambda: mlp.until(NET, mlp.within(X, Y, 0.1)),
        TypeError,
        "networks is one network; expected a stream or list of networks; [network]",
    ),
    (
        "a number for a stream",
        lambda: mlp.until(3, mlp.within(X, Y, 0.1)),
        TypeError,
        "networks is 3; expected a stream or list of networks; pass train(...)",
    ),
    ("a number for a criterion", lambda: mlp.until([NET], 0.1), TypeError, "stop is 0.1; expected a function"),
    (
        "a stack of targets to be within",
        lambda: mlp.within(X, np.stack([Y, Y]), 0.1)(None, NET),
        ValueError,
        "y has shape (2, 4, 1); expected (4, 1); give one row per example",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
