"""How checks are put on a function from outside: what they get, when they run, and how one gets under them."""

import inspect
import warnings

import numpy as np
import pytest

import mlp_core as mlp
from mlp_core.checks import bare, checked, interruptible, numbers


def doubled(name, value, given):
    given.setdefault("order", []).append(name) if "order" in given else None
    return 2 * value


@checked(a=doubled)
def add(a, b=1, *, c=0):
    """Add."""
    return a + b + c


def test_a_check_hands_on_what_the_function_gets_however_it_is_called():
    assert add(1) == 3 and add(1, 2) == 4 and add(1, b=2) == 4 and add(b=2, a=1) == 4 and add(1, 2, c=5) == 9
    assert bare(add)(1) == add.__wrapped__(1) == 2
    assert (add.__name__, add.__doc__) == ("add", "Add.")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: add(), r"add\(\) missing 1 required positional argument: 'a'"),
        (lambda: add(1, 2, 3), r"add\(\) takes from 1 to 2 positional arguments but 3 were given"),
        (lambda: add(1, d=2), r"add\(\) got an unexpected keyword argument 'd'"),
        (lambda: add(1, a=2), r"add\(\) got multiple values for argument 'a'"),
        (lambda: mlp.SGD(), "missing 1 required positional argument: 'eta'"),
        (lambda: mlp.sigmoid(), "missing 1 required positional argument: 'z'"),
        (lambda: mlp.forward(1), r"forward\(\) missing 1 required positional argument: 'x'"),
    ],
)
def test_a_wrong_number_of_arguments_is_told_in_pythons_own_words(call, words):
    with pytest.raises(TypeError, match=words):
        call()


def test_checks_run_in_the_order_given_and_each_sees_what_those_before_let_in():
    def at_most_a(name, value, given):
        return min(value, given["a"])

    @checked(a=doubled, b=at_most_a)
    def both(b, a):
        return a, b

    assert both(b=100, a=3) == (6, 6)


def test_a_stream_is_checked_at_once_and_runs_only_when_it_is_asked():
    seen = []

    @checked(x=numbers)
    def stream(x):
        seen.append("asked")
        yield x

    with pytest.raises(ValueError, match="x holds nan"):
        stream(np.nan)
    run = stream(1.0)
    assert not seen and next(run) == 1 and seen == ["asked"] and next(run, None) is None


def test_overflow_is_no_warning_inside_and_what_it_was_outside_between_the_steps_of_a_stream():
    @checked(x=numbers)
    def growing(x):
        while True:
            x = x * 1e200
            yield x

    @checked(x=numbers)
    def divided(x):
        return x / 0

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert divided([1.0]) == np.inf
        run = growing([1e200])
        assert next(run) == np.inf
        with pytest.raises(RuntimeWarning):
            np.float64(1e200) * np.float64(1e200)
        assert next(run) == np.inf


NET = mlp.initialise([2, 3, 1], np.random.default_rng(0), output=mlp.sigmoid)
X, Y = mlp.logical_xor()


@pytest.mark.parametrize(
    "call",
    [
        lambda: (mlp.prelu(0), mlp.prelu(1), mlp.prelu(np.float32(0.5))),
        lambda: mlp.rrelu(np.random.default_rng(0), 0, 1),
        lambda: (mlp.Momentum(0.1, 0), mlp.Momentum(0.1, 0.999), mlp.Adam(1e-300, 0, 0, 1e-300)),
        lambda: mlp.gradient_check(NET, X, Y, mlp.half_squared_error, h=0.1, rtol=1),
        lambda: [mlp.member(mlp.repeat(NET, 3), index) for index in (-3, -1, 0, 2, np.int64(2))],
        lambda: [mlp.weight_direction(NET, *place) for place in ((0, 0, 0), (-2, -2, -3), (1, 2, 0), (-1, -3, -1))],
        lambda: [mlp.bias_direction(NET, *place) for place in ((0, 2), (0, -3), (1, 0), (np.int64(-1), -1))],
        lambda: mlp.initialise((2, 1), np.random.default_rng(0), scale=0, networks=1),
        lambda: mlp.one_hot([0, 1], 2),
        lambda: mlp.curve(np.random.default_rng(0), 1, 0, lambda x: 1),
        lambda: (mlp.will_i_pass(np.random.default_rng(0), 1), mlp.per_network([0.1]), mlp.per_network([[1, 2]])),
        lambda: mlp.threshold(X, [1, 1], low=0.99),
        lambda: list(mlp.train(NET, X, Y, mlp.half_squared_error, mlp.SGD(0.1), 0, 1, rng=None)),
        lambda: mlp.predict(mlp.repeat(NET, 3), X[None]),
        lambda: mlp.predict(NET, np.ones((1, 2))),
        lambda: mlp.predict(mlp.repeat(mlp.repeat(NET, 3), 2), np.stack([X, X, X])),
        lambda: mlp.half_squared_error(np.stack([Y, Y]), Y[None]),
        lambda: mlp.cross_entropy(np.array([[0.0, 1.0]]), [[0.0, 1.0]]),
        lambda: mlp.binary_cross_entropy(np.array([[0.0], [1.0]]), [[0.5], [1.0]]),
        lambda: mlp.loss_surface(NET, X, Y, mlp.l1, NET, NET, [0.0], range(2)),
        lambda: mlp.shifted(mlp.repeat(NET, 3), mlp.repeat(NET, 3), 1),
        lambda: mlp.shifted(mlp.repeat(NET, 3), NET, np.ones((3, 1, 1))),
        lambda: mlp.stack(network for network in [NET, NET]),
        lambda: mlp.stack([(mlp.Layer(*NET[0][:2], mlp.prelu(0.3)),), (mlp.Layer(*NET[0][:2], mlp.prelu(0.3)),)]),
        lambda: mlp.repeat(mlp.thinned(NET, 4, np.random.default_rng(0)), 2),
        lambda: mlp.sigmoid(np.array([1, 2], dtype=np.int8)),
        lambda: mlp.sweep(print, []),
        lambda: list(mlp.until([], print)),
    ],
)
def test_what_is_just_inside_is_let_in(call):
    call()


def test_integers_and_half_precision_become_float64_and_float32_stays():
    for dtype, wanted in ((int, float), (bool, float), (np.float16, float), (np.float32, np.float32)):
        assert numbers("x", np.ones(2, dtype)).dtype == wanted


def test_a_long_value_is_shown_in_part_and_on_one_line():
    with pytest.raises(TypeError) as caught:
        mlp.train(NET, X, Y, mlp.half_squared_error, np.ones((50, 50)), 1)
    shown = str(caught.value).split(" is ", 1)[1].split("; expected")[0]
    assert len(shown) == 70 and shown.endswith("…") and "\n" not in shown
    with pytest.raises(TypeError, match=f"optimizer is '{'a' * 68}'; expected"):
        mlp.train(NET, X, Y, mlp.half_squared_error, "a" * 68, 1)


def test_the_checks_of_a_class_are_those_of_its_making():
    assert mlp.SGD(eta=np.float32(0.5)).eta == 0.5 and type(mlp.SGD(np.float32(0.5)).eta) is float
    with pytest.raises(ValueError, match="mu is 2"):
        mlp.Momentum(0.1, 2)


def test_an_interrupted_stream_says_how_far_it_came():
    @interruptible("{done} of {most}")
    def count(most):
        for number in range(most):
            if number == 2:
                raise KeyboardInterrupt
            yield number

    with pytest.warns(UserWarning, match="^interrupted: 1 of 5$") as caught:
        assert list(count(5)) == [0, 1]
    assert caught[0].filename == __file__


@pytest.mark.parametrize("number", [0, 1, 5])
def test_the_warning_of_an_interrupted_run_points_to_the_readers_line(number):
    def stop(previous, network):
        raise KeyboardInterrupt

    network = mlp.initialise([2, 1], np.random.default_rng(0))
    with pytest.warns(UserWarning, match="interrupted: the last network is the one passed on last") as caught:
        assert len(list(mlp.until([network], stop))) == 1
    assert caught[0].filename == __file__


def test_the_bodies_of_the_lectures_lines_hold_the_algorithm_and_nothing_else():
    rules = [rule.move for rule in (mlp.SGD, mlp.Momentum, mlp.AdaGrad, mlp.RMSProp, mlp.Adam)]
    for function in (mlp.forward, mlp.backward, mlp.train, mlp.gradients, mlp.Optimizer.step, *rules):
        source = inspect.getsource(bare(function))
        body = source[source.rindex('"""') + 3 :]
        for token in ("check", "errstate", "quiet", "overflow", "out=", "isinstance", "raise", "try", "warn"):
            assert token not in body, f"{function.__qualname__}: {token}"
