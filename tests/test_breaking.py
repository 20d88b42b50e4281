"""Break it: without a fault the run is the core's; with one, the check names the layer of its line, or rightly none."""

import itertools

import numpy as np
import pytest

import mlp_core as mlp
from companion import breaking
from companion.breaking import FAULTS, Bench, lines

HOW = {"hidden": mlp.sigmoid, "output": mlp.sigmoid, "scale": 1.5}
RECIPE = {"eta": 2.0, "epochs": 5, "batch_size": 7, "seed": 4}


@pytest.fixture(scope="module")
def bench():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((30, 2))
    y = (x[:, :1] * x[:, 1:] > 0).astype(float)
    return Bench(mlp.initialise([2, 4, 4, 1], rng, **HOW), x[np.argsort(y[:, 0])], np.sort(y, axis=0), **RECIPE)


def test_without_a_fault_the_run_is_the_cores(bench):
    sgd, rng = mlp.SGD(RECIPE["eta"]), np.random.default_rng(RECIPE["seed"])
    half = mlp.half_squared_error
    history = mlp.train(bench.network, bench.x, bench.y, half, sgd, RECIPE["epochs"], RECIPE["batch_size"], rng=rng)
    losses = half(mlp.predict(mlp.stack(history), bench.x), bench.y)
    np.testing.assert_allclose(bench.run().losses, losses, rtol=1e-12, atol=0)
    gradients = mlp.gradients(bench.network, bench.x, bench.y, half)
    for (dW, db), right in zip(bench.gradients(), gradients, strict=True):
        np.testing.assert_allclose(dW, right.dW, rtol=1e-12, atol=1e-16)
        np.testing.assert_allclose(db, right.db, rtol=1e-12, atol=1e-16)
    assert bench.run().passed and bench.run().factor == 1


# From the output backwards: a wrong δ spoils its own layer and those below, a wrong dW its own layer only.
SPOILT = {"order": [], "mean": [], "input": [3], "early": [1, 2], "slope": [1, 2], "edges": [1], "sign": [1]}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_check_names_the_layers_that_a_fault_spoils(bench, fault):
    run = bench.run([fault])
    assert [number for number, verdict in enumerate(run.verdicts, start=1) if not verdict.passed] == SPOILT[fault]
    assert run.factor == (30 if fault == "mean" else 1)
    assert not np.allclose(run.losses, bench.run().losses, rtol=1e-6), "the fault changes nothing"
    if SPOILT[fault]:
        assert int(run.worst[6]) in SPOILT[fault]


def test_the_worst_entry_is_named_with_both_its_numbers(bench):
    run = bench.run(["sign"])
    turned, right = bench.gradients(["sign"])[0][0], bench.measured[0][0]
    assert np.abs(turned + right).max() < 1e-8, "a turned sign turns the whole gradient of layer 1"
    _, _, numbers = run.worst.partition(": ")
    computed, measured = (part.split()[1] for part in numbers.split(", "))
    assert computed.replace("−", "") == measured.replace("−", "") and ("−" in computed) != ("−" in measured)


def test_two_faults_are_two_faults(bench):
    both = bench.run(["mean", "input"])
    assert [verdict.passed for verdict in both.verdicts] == [True, True, False] and both.factor == 30


def test_what_is_shown_is_what_runs_and_each_fault_has_its_line(bench):
    right = lines()
    for fault in FAULTS:
        changed = [(a, b) for a, b in zip(right, lines([fault]), strict=True) if a != b]
        assert changed == [(FAULTS[fault].right, FAULTS[fault].wrong)]
    text = "\n".join(breaking.body(frozenset({"early"})))
    assert text.count("W3 = W3 - eta * dW3") == 1, "updated twice"
    assert set(lines(FAULTS)) - {""} <= set(breaking.body(frozenset(FAULTS)))


def test_a_switch_per_fault_and_a_sentence_per_run(bench):
    made = breaking.explorer(bench, ["mean", "slope"])
    assert [each["kind"] for each in made.data["parameters"]] == ["switch", "switch"]
    for states in itertools.product(("off", "on"), repeat=2):
        chosen = [name for name, state in zip(("mean", "slope"), states, strict=True) if state == "on"]
        told, run = made.at(mean=states[0], slope=states[1]), bench.run(chosen)
        assert all((FAULTS[name].label in told) == (name in chosen) for name in ("mean", "slope"))
        assert f"to {run.losses[-1]:.3f}" in told
        assert ("agrees in every layer" in told) == run.passed and ("N = 30" in told) == (chosen == ["mean"])


def test_a_menu_of_batch_sizes_trains_each_beside_its_own_right_run(bench):
    made = breaking.explorer(bench, ["order", "mean"], batch_sizes=[1, 7, 30])
    for size in (1, 7, 30):
        ends = [bench.run(faults, size).losses[-1] for faults in ([], ["order"], ["mean"])]
        assert f"to {ends[1]:.3f} (right: {ends[0]:.3f})" in made.at(order="on", batch_size=size)
        assert np.isclose(ends[0], ends[1], rtol=1e-9) == (size == 30), "one batch of all has no order"
        assert np.isclose(ends[0], ends[2], rtol=1e-9) == (size == 1), "the mean of one is itself"
    assert made.sentence == made.at(batch_size=7)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda bench: bench.run(["shuffle"]), "no fault 'shuffle'; expected some of .'order', 'mean'"),
        (lambda bench: breaking.explorer(bench, ["signs"]), "no fault 'signs'; expected some of"),
        (lambda bench: Bench(bench.network[:2], bench.x, bench.y, **RECIPE), "expected three of sigmoids: two hidden"),
    ],
)
def test_what_cannot_be_broken_is_refused_with_a_remedy(bench, make, message):
    with pytest.raises(ValueError, match=message):
        make(bench)
