"""Training: the three algorithms against plain loops, the stream, stopping, interrupts, divergence, dtype."""

import warnings

import numpy as np
import pytest

from mlp_core import (
    SGD,
    Activation,
    AdaGrad,
    Adam,
    Layer,
    Momentum,
    RMSProp,
    binary_cross_entropy,
    cross_entropy_on_logits,
    curve,
    gradients,
    half_squared_error,
    identity,
    initialise,
    logical_or,
    mean_squared_error,
    no_improvement,
    predict,
    relu,
    settled_loss,
    sigmoid,
    small_gradient,
    stack,
    tanh,
    train,
    until,
    within,
)

ETA = 0.3


def start(widths=(2, 3, 1), **settings):
    return initialise(widths, np.random.default_rng(0), scale=0.8, **{"output": sigmoid, **settings})


def examples(n=7):
    rng = np.random.default_rng(1)
    return rng.normal(size=(n, 2)), rng.uniform(0.1, 0.9, size=(n, 1))


def descend(parameters, x, y, divisor):
    """One plain step of a 2-3-1 sigmoid network under half squared error, on the rows of x, written out."""
    W1, b1, W2, b2 = parameters
    sums = [np.zeros_like(p) for p in parameters]
    for xi, yi in zip(x, y, strict=True):
        a1 = 1 / (1 + np.exp(-(xi @ W1 + b1)))
        a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
        delta2 = (a2 - yi) * a2 * (1 - a2)
        delta1 = (W2 @ delta2) * a1 * (1 - a1)
        for total, part in zip(sums, (np.outer(xi, delta1), delta1, np.outer(a1, delta2), delta2), strict=True):
            total += part
    return [p - ETA * total / divisor for p, total in zip(parameters, sums, strict=True)]


def parameters_of(network):
    return [parameter for W, b, _ in network for parameter in (W, b[0])]


def arrays_of(network):
    return [array for W, b, _ in network for array in (W, b)]


def assert_same(network, parameters, rtol=1e-12):
    for found, wanted in zip(parameters_of(network), parameters, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=rtol, atol=1e-15)


@pytest.mark.parametrize("epochs", [0, 1, 3])
def test_algorithm_1_takes_the_examples_one_by_one_in_order(epochs):
    (x, y), network = examples(), start()
    history = list(train(network, x, y, half_squared_error, SGD(ETA), epochs, batch_size=1, shuffle=False))
    parameters = parameters_of(network)
    assert len(history) == epochs + 1
    assert_same(history[0], parameters)
    for epoch in range(1, epochs + 1):
        for n in range(len(x)):
            parameters = descend(parameters, x[n : n + 1], y[n : n + 1], 1)
        assert_same(history[epoch], parameters)


def test_algorithm_2_shuffles_the_examples_anew_each_epoch():
    (x, y), network = examples(), start()
    run = train(network, x, y, half_squared_error, SGD(ETA), 3, batch_size=1, rng=np.random.default_rng(5))
    next(run)
    orders, parameters = np.random.default_rng(5), parameters_of(network)
    for trained in run:
        for n in orders.permutation(len(x)):
            parameters = descend(parameters, x[n : n + 1], y[n : n + 1], 1)
        assert_same(trained, parameters)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_algorithm_3_takes_batches_and_the_last_one_holds_what_is_left_over(reduction):
    (x, y), network = examples(7), start()
    rng = np.random.default_rng(5)
    run = train(network, x, y, half_squared_error, SGD(ETA), 3, batch_size=3, rng=rng, reduction=reduction)
    next(run)
    orders, parameters = np.random.default_rng(5), parameters_of(network)
    for trained in run:
        order = orders.permutation(len(x))
        for batch in (order[:3], order[3:6], order[6:]):
            parameters = descend(parameters, x[batch], y[batch], len(batch) if reduction == "mean" else 1)
        assert_same(trained, parameters)


@pytest.mark.parametrize("batch_size", [None, 7, 1000])
def test_the_full_batch_is_one_step_an_epoch_whatever_the_order(batch_size):
    (x, y), network = examples(7), start()
    parameters = parameters_of(network)
    for trained in list(train(network, x, y, half_squared_error, SGD(ETA), 3, batch_size=batch_size))[1:]:
        parameters = descend(parameters, x, y, 7)
        assert_same(trained, parameters)


def test_the_gradients_are_those_of_one_forward_and_one_backward_pass():
    (x, y), network = examples(), start()
    stepped = descend(parameters_of(network), x, y, len(x))
    by_gradients = [
        layer._replace(W=layer.W - ETA * g.dW, b=layer.b - ETA * g.db)
        for layer, g in zip(network, gradients(network, x, y, half_squared_error), strict=True)
    ]
    assert_same(by_gradients, stepped)


@pytest.mark.parametrize("optimizer", [Momentum(ETA), AdaGrad(ETA), RMSProp(ETA), Adam(ETA)], ids=str)
def test_an_optimizer_remembers_from_batch_to_batch_and_from_epoch_to_epoch(optimizer):
    (x, y), network = examples(6), start()
    *_, trained = train(network, x, y, half_squared_error, optimizer, 3, batch_size=4, shuffle=False)
    memory = optimizer.init(network)
    for rows in 3 * [slice(0, 4), slice(4, 6)]:
        network, memory = optimizer.step(network, gradients(network, x[rows], y[rows], half_squared_error), memory)
    assert_same(trained, parameters_of(network))


def test_training_is_a_stream_that_waits_to_be_asked():
    x, y = examples()
    run = train(start(), x, y, half_squared_error, SGD(ETA), 10**9)
    assert len([next(run) for _ in range(3)]) == 3


@pytest.mark.parametrize("optimizer", [SGD(ETA), Momentum(ETA), AdaGrad(ETA), RMSProp(ETA), Adam(ETA)], ids=str)
def test_nothing_is_changed_in_place_and_the_same_rng_gives_the_same_run(optimizer):
    (x, y), network = examples(), start()
    frozen = [x, y, *arrays_of(network)]
    for array in frozen:
        array.flags.writeable = False  # writing to it would raise
    kept = [a.copy() for a in frozen]
    runs = []
    for _ in range(2):
        run, history, copies = (
            train(network, x, y, half_squared_error, optimizer, 4, 3, rng=np.random.default_rng(2)),
            [],
            [],
        )
        for trained in run:
            for a in arrays_of(trained):
                a.flags.writeable = False
            history.append(trained)
            copies.append([a.copy() for a in arrays_of(trained)])
        for trained, copied in zip(history, copies, strict=True):
            for a, b in zip(arrays_of(trained), copied, strict=True):
                np.testing.assert_array_equal(a, b)
        runs.append(copies)
    for first, second in zip(*runs, strict=True):
        for a, b in zip(first, second, strict=True):
            np.testing.assert_array_equal(a, b)
    for a, b in zip(frozen, kept, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("optimizer", [SGD(ETA), Momentum(ETA), AdaGrad(ETA), RMSProp(ETA), Adam(ETA)], ids=str)
@pytest.mark.parametrize("loss", [half_squared_error, binary_cross_entropy], ids=str)
def test_a_float32_network_stays_float32(optimizer, loss):
    x, y = examples()
    for trained in train(start(dtype=np.float32), x, y, loss, optimizer, 3, batch_size=3):
        assert {a.dtype for a in arrays_of(trained)} == {np.dtype(np.float32)}
    assert {a.dtype for g in gradients(trained, x, y, loss) for a in g} == {np.dtype(np.float32)}
    assert loss(predict(trained, x), y).dtype == np.float32


def test_training_learns_or():
    x, y = logical_or()
    *_, trained = train(start(), x, y, binary_cross_entropy, Adam(0.1), 200, batch_size=2, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(predict(trained, x) > 0.5, y == 1)


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


class Interrupts:
    """A sigmoid during whose n-th evaluation the user presses the stop button."""

    def __init__(self, n):
        self.left = n

    def __call__(self, z):
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        return 1 / (1 + np.exp(-z))


@pytest.mark.parametrize("k", [1, 2, 5])
def test_an_interrupt_in_epoch_k_leaves_the_k_networks_before_it_and_warns(k):
    x, y = examples(6)
    doors, batches = 1, 2
    stops = Activation("stops", Interrupts(doors + batches * k), lambda z, a: a * (1 - a), "", (0, 1))
    network = start()
    faulty = (network[0]._replace(activation=stops), network[1])
    with pytest.warns(UserWarning, match=f"interrupted.* epoch {k - 1} of 9"):
        history = list(train(faulty, x, y, half_squared_error, SGD(ETA), 9, batch_size=3, shuffle=False))
    undisturbed = list(train(network, x, y, half_squared_error, SGD(ETA), k - 1, batch_size=3, shuffle=False))
    assert len(history) == len(undisturbed) == k
    assert_same(history[-1], parameters_of(undisturbed[-1]), rtol=0)


def test_an_interrupt_while_a_criterion_is_computed_leaves_the_networks_so_far_and_warns():
    def interrupted(previous, network):
        if previous is not None:
            raise KeyboardInterrupt
        return False

    with pytest.warns(UserWarning, match="interrupted"):
        assert len(stopped_after(interrupted)) == 2


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("optimizer", [SGD(1e6), Momentum(1e6)], ids=str)
@pytest.mark.parametrize("hidden", [relu, tanh, sigmoid], ids=str)
def test_a_run_that_diverges_yields_nan_without_a_warning_or_a_crash(optimizer, hidden, dtype):
    x, y = examples()
    network = start((2, 3, 3, 1), hidden=hidden, output=identity, dtype=dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = list(train(network, 10 * x, y, half_squared_error, optimizer, 200))
        losses = half_squared_error(predict(stack(history), x), y)
        assert len(list(until(history, settled_loss(x, y, half_squared_error, 1e-9)))) == 201
        assert len(list(until(history, small_gradient(x, y, half_squared_error, 1e-9)))) == 201
    assert len(history) == 201
    assert np.isnan(losses[-1]) and np.isfinite(losses[0])


def test_logits_that_blow_up_yield_nan_without_a_warning_or_a_crash():
    x = 1e200 * np.ones((2, 2))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = list(
            train(start((2, 3, 2), output=identity, hidden=relu), x, np.eye(2), cross_entropy_on_logits, SGD(1e200), 5)
        )
    assert len(history) == 6 and np.isnan(history[-1][0].W).any()


def test_a_single_layer_is_a_network_too():
    x, y = logical_or()
    network = (Layer(np.zeros((2, 1)), np.zeros((1, 1)), sigmoid),)
    *_, trained = train(network, x, y, binary_cross_entropy, SGD(2.0), 200)
    np.testing.assert_array_equal(predict(trained, x) > 0.5, y == 1)
