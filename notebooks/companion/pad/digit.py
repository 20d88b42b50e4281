"""Write a digit: a pad in the page, and at every stroke all that a network makes of what is written there.

The forward pass runs in the page, from the weights stored with the figure; *Learn my hand* trains in the kernel.
"""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

import mlp_core as mlp

from .. import figures
from ..describe import describe
from ..kernel_line import KernelLine
from ..page import figure_html, hint, script, size_of, still
from ..predictions import Pick, question_html

HERE = Path(__file__).parent
PARTS = ("digit_picture.js", "digit_learning.js", "digit.js")
SCRIPTS = script(HERE / "digit.css", *(HERE / part for part in PARTS))
ETA, BATCH, SEED = 0.1, 16, 0  # how a hand is learned
OFTEN = 10  # among the training images each drawn example comes so often, or nobody would hear it
MOST = 200  # examples that a page may send, and epochs it may ask for


def write_a_digit(
    network: mlp.Network,
    training: tuple[np.ndarray, np.ndarray],
    held_out: tuple[np.ndarray, np.ndarray],
    sure: float = 0.9,
    predict: Pick | None = None,
) -> "Writing":
    """Return a pad on which digits are written and read by ``network``, live.

    ``training`` and ``held_out`` are images (examples, 64), from 0 (paper) to 1 (ink), with their labels (examples,).
    A largest p below ``sure`` is told as "not sure". ``predict`` locks the pad until the reader has committed.

    Raises ValueError for a network that is not 64-…-10 with ReLU and logits, for images that do not go with their
    labels, and for a threshold that no p can be below.
    """
    _check_network(network)
    for name, (images, labels) in (("training", training), ("held_out", held_out)):
        if np.ndim(images) != 2 or np.shape(images)[1] != 64 or np.shape(labels) != np.shape(images)[:1]:
            raise ValueError(
                f"{name} has shapes {np.shape(images)} and {np.shape(labels)}; expected (examples, 64) and "
                "(examples,): pass images as rows, with one label each"
            )
        if np.min(images) < 0 or np.max(images) > 1:
            raise ValueError(f"{name} goes to {np.max(images):g}; expected 0 (paper) to 1 (ink): divide by 16")
    if not 0.1 < sure < 1:
        raise ValueError(f"sure is {sure!r}; expected above 0.1 and below 1: the largest of ten p is never below 0.1")
    if predict is not None and not isinstance(predict, Pick):
        raise TypeError(f"predict is {predict!r}; expected a Pick: predict=Pick(question, …)")
    return Writing(network, training, held_out, sure, predict)


class Writing:
    """The pad, the network that reads what is on it, and the line to the kernel along which it learns a hand."""

    def __init__(self, network: mlp.Network, training: tuple, held_out: tuple, sure: float, predict: Pick | None):
        self.network, self.training, self.held_out, self.predict = network, training, held_out, predict
        images, labels = held_out
        p = mlp.softmax(mlp.predict(network, images))
        read, confident = p.argmax(axis=1), p.max(axis=1) >= sure
        known = [np.flatnonzero((labels == digit) & (read == digit)) for digit in range(10)]
        samples = [int(images_of[0]) for images_of in known if images_of.size]
        misread = np.flatnonzero(read != labels)
        samples += sorted(misread[np.unique(labels[misread], return_index=True)[1]].tolist())[:3]
        layers = sent(network)
        line = hashlib.sha256(json.dumps(layers).encode()).hexdigest()[:12]
        self.data: dict[str, Any] = {
            "kind": "digit", "parameters": [], "frames": [], "fragments": [], "definitions": "", "sure": sure,
            "layers": layers, "line": line,
            "samples": [
                {
                    "pixels": np.rint(16 * images[i]).astype(int).tolist(), "label": int(labels[i]),
                    "note": "" if read[i] == labels[i] else f", read as {read[i]}",
                }
                for i in samples
            ],
            "caution": f"Not sure means: the largest p is below {sure:g}. Of the {len(labels)} held-out images, "
            f"{confident.mean():.0%} lie at or above that, and {(read != labels)[confident].mean():.1%} of these are "
            f"misread; of all images {(read != labels).mean():.1%}.",
            "training": len(training[1]), "held_out": len(labels), "most": MOST,
        }  # fmt: skip
        figure = self._drawn(images[samples[0]], p[samples[0]])
        self.sentence = (
            f"A held-out {labels[samples[0]]} is read as {read[samples[0]]}, with p = {p[samples[0]].max():.2f}."
        )
        self.data |= size_of(figure) | {"sentences": [self.sentence], "descriptions": [describe(figure)]}
        if predict:
            self.data["predict"] = predict.page()
        self.still = still(figure)
        self.live = _Line(self, key=line)

    def _drawn(self, image: np.ndarray, p: np.ndarray) -> Any:
        """Draw what a page without scripts shows: one held-out digit, and its ten probabilities."""
        figure, axes = figures.mosaic("ABB", height=3)
        figures.pictures(axes["A"], image.reshape(1, 8, 8), columns=1)
        axes["A"].set_title("What the network sees")
        figures.Bars(axes["B"], [str(digit) for digit in range(10)], p, "p", figures.FORWARD, numbers="{:.2f}")
        axes["B"].set(xlabel="digit", ylim=(0, 1.15), title="Ten probabilities p")
        return figure

    def learn(self, examples: np.ndarray, labels: np.ndarray, epochs: int, mixed: bool) -> dict[str, Any]:
        """Train on drawn digits, alone or ``mixed`` among the training images, from the weights as they were.

        ``examples`` are counts of ink (examples, 64), 0 to 16. Returns the new weights, and what they and the old ones
        make of the drawn and of the held-out digits. Raises ValueError for what is no drawn digit.
        """
        examples, labels = np.asarray(examples, float), np.asarray(labels)
        _check_drawn(examples, labels, epochs)
        x, y = examples / 16, labels
        if mixed:
            x = np.concatenate([self.training[0], *[x] * OFTEN])
            y = np.concatenate([self.training[1], *[y] * OFTEN])
        *_, learned = mlp.train(
            self.network, x, mlp.one_hot(y, 10), mlp.cross_entropy_on_logits, mlp.SGD(ETA), epochs=epochs,
            batch_size=BATCH, rng=np.random.default_rng(SEED),
        )  # fmt: skip
        p = [mlp.softmax(mlp.predict(each, examples / 16)) for each in (self.network, learned)]
        images, right = self.held_out
        held_out = [mlp.predict(each, images).argmax(axis=1) == right for each in (self.network, learned)]
        return {
            "layers": sent(learned),
            "p": [each[np.arange(len(labels)), labels].tolist() for each in p],
            "mine": [int((each.argmax(axis=1) == labels).sum()) for each in p],
            "held_out": [float(hits.mean()) for hits in held_out],
        }

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        """Return one piece of HTML, and the sentence."""
        question = question_html(self.predict) if self.predict else ""
        html = figure_html(self.data, self.still, question, hint("write a digit"), SCRIPTS)
        return {"text/html": html, "text/plain": self.sentence}


class _Line(KernelLine):
    """The line along which a page asks the kernel to learn a hand."""

    def __init__(self, owner: Writing, key: str):
        super().__init__(key=key)
        self.owner = owner
        self.on_msg(self._asked)

    def _asked(self, _, content: dict, buffers: list) -> None:
        try:
            self.send(self.owner.learn(content["examples"], content["labels"], content["epochs"], content["mixed"]))
        except Exception as problem:
            self.send({"error": str(problem)})


def sent(network: mlp.Network) -> list[dict[str, str]]:
    """Return the weights and biases as the page reads them: 64-bit numbers, row by row, in base64."""

    def bytes_of(numbers: np.ndarray) -> str:
        return base64.b64encode(numbers.astype("<f8").tobytes()).decode()

    return [{"W": bytes_of(layer.W), "b": bytes_of(layer.b)} for layer in network]


def _check_network(network: mlp.Network) -> None:
    sizes = [network[0].W.shape[-2], *(layer.W.shape[-1] for layer in network)]
    names = [layer.activation.name for layer in network]
    wanted = [mlp.relu.name] * (len(network) - 1) + [mlp.identity.name]
    if len(network) < 2 or network[0].W.ndim != 2 or sizes[0] != 64 or sizes[-1] != 10 or names != wanted:
        raise ValueError(
            f"network is {'-'.join(map(str, sizes))} with {', '.join(names)}; expected 64-…-10, ReLU in hidden layers "
            "and logits as output: pass the one that was trained with cross_entropy_on_logits"
        )


def _check_drawn(examples: np.ndarray, labels: np.ndarray, epochs: int) -> None:
    if examples.ndim != 2 or examples.shape[1] != 64 or not 1 <= len(examples) <= MOST:
        raise ValueError(f"examples has shape {examples.shape}; expected 1 to {MOST} rows of 64: keep a drawing first")
    if not (np.isfinite(examples).all() and examples.min() >= 0 and examples.max() <= 16):
        raise ValueError("examples holds more than ink; expected counts from 0 to 16: send what the pad shows")
    if labels.shape != (len(examples),) or not np.isin(labels, range(10)).all():
        raise ValueError(f"labels is {labels.tolist()}; expected a digit per example: choose what you mean")
    if not isinstance(epochs, int) or not 1 <= epochs <= MOST:
        raise ValueError(f"epochs is {epochs!r}; expected 1 to {MOST}: choose one of the menu")
