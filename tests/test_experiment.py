"""The playground without its pictures: recipes there and back, bad ones, exact resumption, 100 seeds, points."""

from dataclasses import replace

import numpy as np
import pytest

import mlp_core as mlp
from companion.play import points
from companion.play.experiment import LOSSES, OPTIMIZERS, Experiment, outcome
from companion.play.recipe import DATA, KEYS, Change, Recipe, read

CHANGED = "400:eta=0.03/400:paint=0.5,-1,1/450:batch=7/460:l2=0.01/470:dropout=0.3/480:erase=0.5,-0.9"
EVERYTHING = (
    "v=1;data=moons;noise=0.25;points=120;features=x1,x2,x1^2,x2^2,x1*x2,sin(x1),sin(x2);hidden=4,3;"
    "activation=leaky-ReLU;loss=hinge;optimizer=Momentum;eta=0.005;batch=16;l2=0.001;dropout=0.1;seed=42;"
    f"updates=500;then={CHANGED}"
)


def weights(network):
    return np.concatenate([np.ravel(array) for layer in network for array in layer[:2]])


@pytest.mark.parametrize("text", [EVERYTHING, str(Recipe()), "data=yours;hidden=none", "eta=0.0123456789012345678"])
def test_a_recipe_there_and_back_is_the_same(text):
    recipe = read(text)
    assert read(str(recipe)) == recipe
    assert str(read(str(recipe))) == str(recipe)


def test_a_text_says_what_it_reads_as():
    assert str(read(EVERYTHING)) == EVERYTHING
    assert read(" seed = 3 ;\n HIDDEN=2; data=xor;activation=relu") == Recipe(
        seed=3, hidden=(2,), data="XOR", activation="ReLU"
    )
    assert read("then=5:paint=1,-2,0;updates=5").then == (Change(5, "paint", (1.0, -2.0, 0)),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("eta=fast", "eta is 'fast'; expected a number from 0.0001 to 10: write eta=0.03"),
        ("eta=nan", "eta is 'nan'; expected a number from 0.0001 to 10"),
        ("batch=2.5", "batch is '2.5'; expected a whole number from 1 to 1000: write batch=32"),
        ("hidden=8,9", "hidden is '8,9'; expected the units of at most 4 layers, 1 to 8 each"),
        ("features=x3", "features is 'x3'; expected some of x1, x2, x1^2"),
        ("data=spiral", "data is 'spiral'; expected one of spirals, XOR, moons"),
        ("etta=0.1", "seed, updates, then: did you mean eta=0.03?"),
        ("zzz=0.1", "'zzz' is no key of a recipe; expected one of data, noise, points"),
        ("seed=1;seed=2", "seed stands twice in the recipe, the second time as '2'"),
        ("seed", "'seed' is no setting; expected KEY=VALUE, with ; between two of them: write seed=3"),
        ("v=2", "v is '2'; expected 1, the version"),
        ("data=surface", "loss is 'cross-entropy'; expected half-squared-error or L1, because data=surface has no cl"),
        ("updates=9;then=10:eta=1", "then is '10:…'; expected no change after update 9"),
        ("updates=9;then=5:eta=1/4:eta=2", "expected changes in the order in which they were made"),
        ("updates=9;then=5:seed=1", "then is '5:seed=1'; expected UPDATE:KEY=VALUE, with a key among eta"),
        ("updates=9;then=5:eta=20", "eta is '20'; expected a number from 0.0001 to 10: write then=400:eta=0.03"),
        ("updates=9;then=5:paint=1,4,0", "paint is '1,4,0'; expected x1,x2,class"),
    ],
)
def test_a_bad_recipe_names_key_value_and_what_was_expected(text, words):
    with pytest.raises(ValueError) as refused:
        read(text)
    assert words in str(refused.value)


def test_what_is_no_text_is_refused():
    with pytest.raises(TypeError, match="the recipe is 3; expected a text"):
        read(3)


@pytest.mark.parametrize("text", [EVERYTHING, "updates=300;optimizer=Adam;points=50"])
def test_an_experiment_is_brought_back_bit_for_bit_and_goes_on_alike(text):
    first = outcome(read(text))
    second = outcome(read(str(first.recipe)))
    assert (weights(first.network) == weights(second.network)).all()
    first.train(75)
    second.train(75)
    assert (weights(first.network) == weights(second.network)).all()
    assert first.recipe == second.recipe


def test_changes_made_by_hand_while_it_trains_are_in_the_recipe():
    live = Experiment(read("data=circles;points=60"))
    live.train(13)
    live.change("eta", 0.3)
    live.change("eta", 0.2)  # dragged on before the next update
    live.change("paint", (0.25, -1.0, 0))
    live.train(20)
    live.change("batch", 5)
    live.change("erase", (0.25, -1.0))
    live.train(4)
    assert [tuple(change) for change in live.changes][0] == (13, "eta", 0.2)
    again = outcome(read(str(live.recipe)))
    assert (weights(live.network) == weights(again.network)).all()
    assert len(again.x) == len(live.x)


def test_training_in_pieces_of_time_arrives_at_the_same_weights():
    recipe = read("updates=200;points=40")
    slow, share = Experiment(recipe), 0.0
    while share < 1:
        share = slow.arrive(seconds=1e-4)
    assert slow.updates == 200
    assert (weights(slow.network) == weights(outcome(recipe).network)).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch", [16, 1000])
def test_it_is_the_training_of_the_core(optimizer, batch):
    experiment = Experiment(read(f"data=moons;points=50;hidden=4;optimizer={optimizer};eta=0.01;batch={batch};seed=9"))
    rule = {"SGD": mlp.SGD, "Momentum": mlp.Momentum, "AdaGrad": mlp.AdaGrad, "RMSProp": mlp.RMSProp, "Adam": mlp.Adam}
    start, rng = experiment.network, np.random.default_rng(9)
    loss = mlp.cross_entropy_on_logits
    *_, end = mlp.train(start, experiment.x, experiment.y, loss, rule[optimizer](0.01), 5, batch, rng=rng)
    for _ in range(5):
        experiment.train(experiment.updates_left_in_epoch())
    assert experiment.epoch == 5
    assert (weights(experiment.network) == weights(end)).all()


def test_l2_adds_lambda_w_to_the_gradient_of_weights_and_leaves_biases():
    with_it, without = (Experiment(read(f"points=30;optimizer=SGD;eta=1;batch=30;l2={l2}")) for l2 in (0.5, 0))
    with_it.train(1), without.train(1)
    for start, a, b in zip(with_it.last.before, with_it.network, without.network, strict=True):
        assert np.allclose(a.W, b.W - 0.5 * start.W, rtol=1e-12, atol=1e-14)
        assert (a.b == b.b).all()


@pytest.mark.parametrize("extra", ["", ";dropout=0.4;l2=0.01", ";then=20:paint=0,0,1/25:eta=0.05/30:batch=11"])
def test_a_hundred_seeds_at_once_are_a_hundred_single_runs(extra):
    recipe = read("data=XOR;hidden=3,2;points=40;batch=16;updates=40" + extra)
    seeds = range(100)
    together = Experiment(recipe, seeds)
    together.arrive()
    scores = together.score(), together.score(held_out=True)
    for seed in (0, 1, 37, 99):
        alone = outcome(replace(recipe, seed=seed))
        assert np.allclose(weights(mlp.member(together.network, seed)), weights(alone.network), rtol=1e-12, atol=1e-12)
        for many, one in zip(scores, (alone.score(), alone.score(held_out=True)), strict=True):
            every = [many.loss[seed], many.accuracy[seed], many.diverged[seed]]
            assert np.allclose(every, one, rtol=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("data", DATA)
def test_every_loss_learns_something_of_every_data_set(data, loss):
    if data == "surface" and loss not in ("half-squared-error", "L1"):
        return
    experiment = Experiment(read(f"data={data};loss={loss};points=40;hidden=4;eta=0.03;features=x1,x2,x1*x2"))
    if data == "yours":
        for number in range(8):
            experiment.change("paint", (number / 4, -1.0, number % 2))
    before = experiment.score()
    experiment.train(60)
    after = experiment.score()
    assert after.loss < before.loss
    assert not experiment.lost
    heights = experiment.heights(experiment.predicted(experiment.x)[-1].a)
    assert heights.shape == (len(experiment.x), 1) and (abs(heights) <= 1).all()
    if data != "surface":
        assert 0 <= before.accuracy <= 1
        labels = np.sign(heights) == 2 * experiment.labels - 1
        assert labels.mean() == after.accuracy


def test_points_are_painted_with_their_class_and_erased_around_the_pointer():
    live = Experiment(read("data=yours"))
    with pytest.raises(ValueError, match="there are no training points"):
        live.train(1)
    for place in [(1, 1, 1), (1.1, 1, 0), (2, 2, 1)]:
        live.change("paint", place)
    assert live.labels.ravel().tolist() == [1, 0, 1]
    assert live.y.tolist() == [[0, 1], [1, 0], [0, 1]]
    live.change("erase", (1.0, 1.2))
    assert live.places.tolist() == [[2, 2]]


def test_rewinding_keeps_the_seed_the_painted_points_and_the_eta_of_now():
    live = Experiment(read("points=20;seed=5"))
    start = weights(live.network)
    live.train(9)
    live.change("eta", 0.5)
    live.change("paint", (0.0, 0.0, 1))
    live.train(9)
    again = Experiment(live.rewound())
    assert (weights(again.network) == start).all()
    assert again.eta == 0.5 and again.updates == 0 and len(again.x) == 21
    assert str(again.recipe).endswith("seed=5;updates=0;then=0:paint=0,0,1")


def test_more_points_are_the_same_points_and_some_more_and_held_out_ones_are_others():
    few, many = (points.draw(read(f"data=circles;points={count}"))[0] for count in (20, 60))
    assert (many[:20] == few).all()
    assert not np.isin(points.draw(read("data=circles;points=60"), held_out=True)[0], many).any()


def test_xor_without_noise_is_the_truth_table():
    x, y = points.draw(read("data=XOR;noise=0;points=4"))
    assert {(*place, label) for place, (label,) in zip(x.tolist(), y.tolist(), strict=True)} == {
        (-1.5, -1.5, 0.0), (1.5, -1.5, 1.0), (-1.5, 1.5, 1.0), (1.5, 1.5, 0.0)
    }  # fmt: skip


def test_a_run_that_diverges_is_known_to_be_lost():
    lost = outcome(read("loss=half-squared-error;data=surface;optimizer=SGD;eta=10;activation=ReLU;updates=60"))
    assert lost.lost
    assert not outcome(read("updates=20")).lost


def test_every_key_has_an_example_that_is_read():
    for key, kind in KEYS.items():
        assert kind.read(kind.example) is not None, key
