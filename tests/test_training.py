"""Training: the three algorithms against plain loops, the stream, stopping, interrupts, divergence, dtype."""

import warnings

import numpy as np
import pytest
from refusals import HIDDEN_ENTRIES, INF, LABELS, LOGITS, NAN, NET, RNG, THREE, X, Y, assert_refused, each_row, fit, put

import mlp_core as mlp
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
    gradients,
    half_squared_error,
    identity,
    initialise,
    logical_or,
    predict,
    relu,
    settled_loss,
    sigmoid,
    small_gradient,
    stack,
    tanh,
    train,
    until,
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
    batches = 2
    stops = Activation("stops", Interrupts(batches * k), lambda z, a: a * (1 - a), "", (0, 1))
    network = start()
    faulty = (network[0]._replace(activation=stops), network[1])
    with pytest.warns(UserWarning, match=f"interrupted.* epoch {k - 1} of 9"):
        history = list(train(faulty, x, y, half_squared_error, SGD(ETA), 9, batch_size=3, shuffle=False))
    undisturbed = list(train(network, x, y, half_squared_error, SGD(ETA), k - 1, batch_size=3, shuffle=False))
    assert len(history) == len(undisturbed) == k
    assert_same(history[-1], parameters_of(undisturbed[-1]), rtol=0)


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


def test_a_full_batch_draws_no_order_and_a_mini_batch_one_per_epoch():
    (x, y), network = examples(6), start()
    for batch_size, drawn in ((None, 0), (6, 0), (7, 0), (5, 3), (1, 3)):
        rng, again = np.random.default_rng(4), np.random.default_rng(4)
        list(train(network, x, y, half_squared_error, SGD(ETA), 3, batch_size, rng=rng))
        for _ in range(drawn):
            again.permutation(6)
        assert rng.random() == again.random()


def test_without_a_generator_every_run_shuffles_differently():
    (x, y), network = examples(60), start()
    ends = [list(train(network, x, y, half_squared_error, SGD(ETA), 1, 1))[-1][0].W.tobytes() for _ in range(2)]
    assert ends[0] != ends[1]


BAD_INPUT = [
    ("NaN in x", lambda: fit(x=put(NAN)), ValueError, "x holds nan at index (1, 0); expected finite; drop or fill"),
    ("infinity in x", lambda: fit(x=put(-INF)), ValueError, "x holds -inf at index (1, 0); expected finite; drop or"),
    ("NaN in y", lambda: fit(y=put(NAN, Y)), ValueError, "y holds nan at index (1, 0); expected finite; drop or fill"),
    ("infinity in y", lambda: fit(y=put(INF, Y)), ValueError, "y holds inf at index (1, 0); expected finite; drop or"),
    (
        "a column too few",
        lambda: fit(x=X[:, :1]),
        ValueError,
        "x has 1 columns; (4, 1); expected (examples, 2); pass one column per input",
    ),
    (
        "transposed x",
        lambda: fit(x=np.ones((2, 4))),
        ValueError,
        "x has 4 columns; (2, 4); expected (examples, 2); use x.T",
    ),
    (
        "1-D x",
        lambda: fit(x=X[:, 0]),
        ValueError,
        "x has shape (4,); expected (examples, 2); use x.reshape(-1, 1); reshape(1, -1)",
    ),
    (
        "images for x",
        lambda: fit(x=np.ones((4, 4, 2))),
        ValueError,
        "x has shape (4, 4, 2); expected (examples, inputs); x.reshape(-1, 2)",
    ),
    ("1-D targets", lambda: fit(y=LABELS), ValueError, "y has shape (4,); expected (4, 1); use y.reshape(-1, 1)"),
    ("transposed targets", lambda: fit(y=Y.T), ValueError, "y has shape (1, 4); expected (4, 1); use y.T"),
    (
        "a single number for targets",
        lambda: fit(y=1.0),
        ValueError,
        "y has shape (); expected (4, 1); give one row per example",
    ),
    (
        "other rows in y than x",
        lambda: fit(y=Y[:3]),
        ValueError,
        "y has shape (3, 1); expected (4, 1); give one row per example",
    ),
    (
        "1-D targets of another length",
        lambda: fit(y=LABELS[:3]),
        ValueError,
        "y has shape (3,); expected (4, 1); give one row per example",
    ),
    ("too many targets a row", lambda: fit(y=np.ones((4, 2))), ValueError, "y has shape (4, 2); expected (4, 1)"),
    (
        "a stack of targets for one network",
        lambda: fit(y=np.stack([Y, Y])),
        ValueError,
        "y has shape (2, 4, 1); expected (4, 1)",
    ),
    (
        "no rows",
        lambda: fit(x=X[:0], y=Y[:0]),
        ValueError,
        "x has no rows; (0, 2); expected at least one example; check your selection",
    ),
    ("complex x", lambda: fit(x=put(1j)), TypeError, "x holds 0j; expected real numbers; np.asarray(x, dtype=float)"),
    (
        "complex y",
        lambda: fit(y=put(1j, Y)),
        TypeError,
        "y holds 0j; expected real numbers; np.asarray(y, dtype=float)",
    ),
    (
        "objects in x",
        lambda: fit(x=X.astype(object)),
        TypeError,
        "x holds object values; expected real numbers; np.asarray(x, dtype=float)",
    ),
    (
        "None in y",
        lambda: fit(y=[[None], [0], [1], [0]]),
        TypeError,
        "y holds None; expected real numbers; convert it first",
    ),
    ("a string in x", lambda: fit(x=put("much")), TypeError, "x holds 'much'; expected real numbers; convert it first"),
    (
        "strings for y",
        lambda: fit(y=[["cat"]] * 4),
        TypeError,
        "y holds 'cat'; expected real numbers; convert it first",
    ),
    ("ragged x", lambda: fit(x=[[0, 1], [1]]), TypeError, "x is ragged; expected rows of equal length; give every row"),
    ("ragged y", lambda: fit(y=[[0, 1], [1]]), TypeError, "y is ragged; expected rows of equal length; give every row"),
    (
        "a number for the optimizer",
        lambda: fit(optimizer=0.1),
        TypeError,
        "optimizer is 0.1; expected an optimizer; try SGD(0.1)",
    ),
    (
        "an optimizer without its eta",
        lambda: fit(optimizer=mlp.SGD),
        TypeError,
        "optimizer is <class; expected an optimizer; try SGD(0.1)",
    ),
    (
        "a name for the loss",
        lambda: fit(loss="mse"),
        TypeError,
        "loss is 'mse'; expected a Loss; use half_squared_error",
    ),
    (
        "epochs negative",
        lambda: fit(epochs=-1),
        ValueError,
        "epochs is -1; expected a whole number of at least 0; 0 yields the untrained",
    ),
    ("epochs fractional", lambda: fit(epochs=2.5), TypeError, "epochs is 2.5; expected a whole number of at least 0"),
    ("epochs a truth value", lambda: fit(epochs=True), TypeError, "epochs is True; expected a whole number"),
    (
        "batch size 0",
        lambda: fit(batch_size=0),
        ValueError,
        "batch_size is 0; expected a whole number of at least 1; use None for the full batch",
    ),
    (
        "batch size negative",
        lambda: fit(batch_size=-4),
        ValueError,
        "batch_size is -4; expected a whole number of at least 1; use None",
    ),
    (
        "batch size fractional",
        lambda: fit(batch_size=0.5),
        TypeError,
        "batch_size is 0.5; expected a whole number of at least 1; use None",
    ),
    (
        "a seed for a generator",
        lambda: fit(rng=0),
        TypeError,
        "rng is 0; expected a random generator; use np.random.default_rng(0)",
    ),
    (
        "an unknown reduction",
        lambda: fit(reduction="none"),
        ValueError,
        'reduction is \'none\'; expected "mean" or "sum"; choose one',
    ),
    (
        "a loss without a gradient",
        lambda: fit(loss=mlp.zero_one),
        ValueError,
        "zero-one loss has no gradient; train with hinge",
    ),
    (
        "targets for another number of networks",
        lambda: fit(mlp.repeat(NET, 3), y=np.stack([Y, Y])),
        ValueError,
        "y has shape (2, 4, 1); expected (4, 1); give one row per example",
    ),
    (
        "inputs for another number of networks",
        lambda: fit(mlp.repeat(NET, 3), x=np.stack([X, X])),
        ValueError,
        "x has shape (2, 4, 2); expected stack axes (3,)",
    ),
    ("too few output units", lambda: fit(y=np.ones((4, 3))), ValueError, "y has shape (4, 3); expected (4, 1)"),
    (
        "a word for yes or no",
        lambda: fit(shuffle="no"),
        TypeError,
        "shuffle is 'no'; expected True or False; shuffle=False",
    ),
    ("None for yes or no", lambda: fit(shuffle=None), TypeError, "shuffle is None; expected True or False"),
    (
        "hidden entries in x",
        lambda: fit(x=HIDDEN_ENTRIES),
        TypeError,
        "x is a masked array with hidden entries; expected plain numbers; leave those rows out",
    ),
    (
        "hidden entries in y",
        lambda: fit(y=np.ma.masked_greater(Y, 0.5)),
        TypeError,
        "y is a masked array with hidden entries; expected plain numbers",
    ),
    (
        "a loss without its making",
        lambda: fit(loss=mlp.Loss),
        TypeError,
        "loss is <class; expected a Loss; use half_squared_error",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)


def test_ordinary_input_passes_the_same_checks():
    fit()
    fit(x=X.tolist(), y=Y.astype(int).tolist(), batch_size=1000, epochs=np.int64(3), eta=np.float32(0.1))
    fit(THREE, y=mlp.one_hot([0, 1, 2, 0], 3), loss=mlp.cross_entropy)
    fit(LOGITS, y=np.full((4, 3), 1 / 3), loss=mlp.cross_entropy_on_logits)
    fit(loss=mlp.binary_cross_entropy, x=X.astype(bool), y=Y.astype(bool))
    network = mlp.initialise([2, 1], RNG, hidden=mlp.identity, scale=np.float32(0.5))
    fit(network, y=2 * Y - 1, loss=mlp.hinge, shuffle=np.bool_(False))
    fit(mlp.initialise(range(2, 0, -1), RNG, dtype=float, output=mlp.sigmoid))
    fit(mlp.repeat(NET, 3), eta=mlp.per_network([0.1, 0.2, 0.3]))
    fit(x=np.ma.array(X, mask=False))
