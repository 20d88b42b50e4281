"""Write a digit, without a browser: what the figure holds, what it refuses, and how a hand is learned."""

import base64
import functools

import numpy as np
import pytest
from sklearn import datasets

import mlp_core as mlp
from companion import Pick
from companion.pad.digit import write_a_digit
from companion.page import data_of


@functools.cache
def trained():
    digits = datasets.load_digits()
    x, labels = digits.data / 16, digits.target
    rng = np.random.default_rng(0)
    network = mlp.initialise([64, 32, 10], rng, mlp.relu, mlp.identity, scale="he")
    training, held_out = (x[:1198], labels[:1198]), (x[1198:], labels[1198:])
    y, loss = mlp.one_hot(training[1], 10), mlp.cross_entropy_on_logits
    *_, network = mlp.train(network, training[0], y, loss, mlp.SGD(0.2), epochs=20, batch_size=16, rng=rng)
    return network, training, held_out


def a_writing(**options):
    return write_a_digit(*trained(), **options)


def test_the_figure_holds_the_network_to_the_last_bit_and_a_sample_of_every_digit():
    writing = a_writing()
    data = data_of(writing._repr_mimebundle_()["text/html"])
    for layer, sent in zip(writing.network, data["layers"], strict=True):
        for part, name in ((layer.W, "W"), (layer.b, "b")):
            numbers = np.frombuffer(base64.b64decode(sent[name]), "<f8")
            assert (numbers.reshape(part.shape) == part).all()
    assert [sample["label"] for sample in data["samples"][:10]] == list(range(10))
    assert not any(sample["note"] for sample in data["samples"][:10])
    assert all("read as" in sample["note"] for sample in data["samples"][10:])
    assert np.array([sample["pixels"] for sample in data["samples"]]).max() == 16


def test_what_not_sure_means_is_told_with_the_numbers_of_the_held_out_images():
    network, _, (images, labels) = trained()
    p = mlp.softmax(mlp.predict(network, images))
    kept = p.max(axis=1) >= 0.7
    told = a_writing(sure=0.7).data["caution"]
    assert "below 0.7" in told and f"{kept.mean():.0%} lie" in told
    assert f"{(p.argmax(axis=1) != labels)[kept].mean():.1%} of these are misread" in told


def test_without_scripts_a_held_out_digit_and_its_probabilities_are_shown():
    bundle = a_writing()._repr_mimebundle_()
    assert "A held-out 0 is read as 0, with p = " in bundle["text/plain"]
    assert '<img alt="A held-out 0 is read as 0, with p = ' in bundle["text/html"]
    assert "Ten probabilities p" in bundle["text/html"]


def test_what_does_not_fit_is_refused_with_a_remedy():
    network, training, held_out = trained()
    wrong = mlp.initialise([64, 8, 3], np.random.default_rng(0), mlp.relu, mlp.identity)
    for arguments, message in [
        ((wrong, training, held_out), "64-8-3 with ReLU, identity; expected 64-…-10"),
        (((*network[:1], network[1]._replace(activation=mlp.softmax)), training, held_out), "logits as output"),
        ((network, (training[0], training[1][:5]), held_out), "training has shapes"),
        ((network, training, (16 * held_out[0], held_out[1])), "held_out goes to 16; expected 0"),
    ]:
        with pytest.raises(ValueError, match=message):
            write_a_digit(*arguments)
    with pytest.raises(ValueError, match="sure is 1"):
        a_writing(sure=1)
    with pytest.raises(TypeError, match="expected a Pick"):
        a_writing(predict="a guess")
    assert a_writing(predict=Pick("Which?", ["one", "other"], "one", "It is.")).data["predict"]["answer"] == 0


def test_a_hand_is_learned_from_the_same_weights_every_time():
    writing = a_writing()
    images, labels = writing.held_out
    hand = np.rint(16 * images[:10].reshape(-1, 8, 8).swapaxes(1, 2).reshape(-1, 64))  # a hand that mirrors all
    alone = writing.learn(hand.tolist(), labels[:10].tolist(), 40, False)
    assert alone["mine"][0] < 5 and alone["mine"][1] == 10, "ten drawings are learned"
    assert alone["held_out"][1] < alone["held_out"][0] - 0.01, "and the others are forgotten"
    mixed = writing.learn(hand.tolist(), labels[:10].tolist(), 40, True)
    assert mixed["mine"][1] == 10 and mixed["held_out"][1] > alone["held_out"][1]
    assert writing.learn(hand.tolist(), labels[:10].tolist(), 40, False) == alone
    before = mlp.softmax(mlp.predict(writing.network, hand / 16))[np.arange(10), labels[:10]]
    assert np.allclose(alone["p"][0], before)
    assert alone["held_out"][0] == np.mean(mlp.predict(writing.network, images).argmax(axis=1) == labels)


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        ({"examples": []}, "keep a drawing first"),
        ({"examples": [[17] * 64]}, "counts from 0 to 16"),
        ({"labels": [10]}, "choose what you mean"),
        ({"epochs": 0}, "expected 1 to 200"),
    ],
)
def test_a_page_that_sends_nonsense_is_told_so_and_the_kernel_lives(message, complaint):
    writing, replies = a_writing(), []
    writing.live.send = replies.append
    good = {"examples": [[1] * 64], "labels": [1], "epochs": 1, "mixed": False}
    writing.live._asked(None, good | message, [])
    assert complaint in replies[0]["error"]
    writing.live._asked(None, good, [])
    assert set(replies[1]) == {"layers", "p", "mine", "held_out"}
