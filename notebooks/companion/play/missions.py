"""Missions of the playground: a student hands in the state string, mlp_core runs it, and what is wrong is said.

mission("solve the spiral", "v=1;data=spirals;…")
"""

import textwrap
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .experiment import Experiment, outcome
from .recipe import Recipe, read

NOT_ANSWERED = "Not answered yet: copy the state string of your playground, and paste it in place of the dots."
MOST_UPDATES = 30_000
WANTED = 0.95


class Mission(NamedTuple):
    """How many state strings a mission takes, and what is said of the experiments they lead to: (right?, words)."""

    strings: int
    judge: Callable[..., tuple[bool, str]]


def mission(name: str, *texts: str) -> None:
    """Run the state strings that a student hands in, and print whether the mission is done, or what is missing.

    Raises ValueError where there is no mission of this name, or it takes another number of strings.
    """
    if name not in MISSIONS:
        raise ValueError(f"there is no mission {name!r}; expected one of {', '.join(MISSIONS)}: see the headings")
    if len(texts) != MISSIONS[name].strings:
        raise ValueError(f"{name!r} takes {MISSIONS[name].strings} state strings; you hand in {len(texts)}")
    print(textwrap.fill(verdict(name, *texts), 88))


def verdict(name: str, *texts: str) -> str:
    """Return what ``mission`` prints."""
    if any(text is Ellipsis or not text for text in texts):
        return NOT_ANSWERED
    try:
        recipes = [read(text) for text in texts]
    except (TypeError, ValueError) as problem:
        return f"This is no state string: {problem}"
    for recipe in recipes:
        if not 0 < recipe.updates <= MOST_UPDATES:
            return (
                f"Not yet: updates is {recipe.updates:,}; expected 1 to {MOST_UPDATES:,}: train, then copy the state."
            )
    right, words = MISSIONS[name].judge(*(outcome(recipe) for recipe in recipes))
    return f"{'Right' if right else 'Not yet'}: {words}"


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _solved(run: Experiment, wants: dict[str, tuple], about: str) -> tuple[bool, str]:
    for key, allowed in wants.items():
        if getattr(run.start, key) not in allowed:
            shown = " or ".join(",".join(each) if isinstance(each, tuple) else str(each) for each in allowed) or "none"
            return False, f"{key} is {read_off(run.start, key)}; expected {shown}: that is the mission."
    training, held_out = run.score(), run.score(held_out=True)
    if held_out.accuracy >= WANTED:
        return True, f"held-out accuracy {_share(held_out.accuracy)} after {run.updates:,} updates. {about}"
    advice = (
        "the training points are right, the held-out ones are not: it overfits."
        if training.accuracy >= WANTED
        else f"the training points are not right either ({_share(training.accuracy)}): train longer, or change what "
        "the network can do."
    )
    return False, f"held-out accuracy {_share(held_out.accuracy)}; wanted {_share(WANTED)}: {advice}"


def read_off(recipe: Recipe, key: str) -> str:
    """Return a setting as the state string writes it."""
    parts = dict(part.split("=", 1) for part in str(recipe).split(";"))
    return parts[key]


def _spiral(run: Experiment) -> tuple[bool, str]:
    if run.start.noise < 0.1 or run.start.points < 100:
        return False, f"noise is {run.start.noise:g} with {run.start.points} points; keep at least 0.1 and 100 points."
    return _solved(run, {"data": ("spirals",), "features": (("x1", "x2"),)}, "From two coordinates alone.")


def _stuck_xor(run: Experiment) -> tuple[bool, str]:
    start, now = run.start, run.score()
    if start.data != "XOR" or not start.hidden or start.hidden[0] < 2 or start.activation == "identity":
        return False, (f"data={start.data}, hidden={read_off(start, 'hidden')}, {start.activation}; wanted XOR and at "
                       "least two hidden units that bend: a network that could.")  # fmt: skip
    if now.accuracy >= 0.9:
        return False, f"{_share(now.accuracy)} of the training points are right: this one is not stuck. Run 100 seeds."
    later = outcome(run.recipe)
    later.train(max(500, run.updates // 2))
    fell = 1 - later.score().loss / now.loss
    if not fell < 0.05:
        return False, f"the loss falls by another {_share(fell)} in the next updates: it is slow, not stuck. Wait."
    if run.lost:
        return False, "this run has diverged: that is another mission. Take a smaller η."
    others = Experiment(replace(run.recipe, updates=run.updates), range(20))
    others.arrive()
    solved = int(np.sum(others.score().accuracy >= WANTED))
    if not solved:
        return False, "none of the seeds 0 to 19 gets anywhere: the settings are to blame, not the start. Try others."
    return True, f"stuck at {_share(now.accuracy)}, though {solved} of the seeds 0 to 19 solve it with these settings."


def _overfit(run: Experiment) -> tuple[bool, str]:
    training, held_out = run.score(), run.score(held_out=True)
    words = f"training loss {training.loss:.3g}, held-out loss {held_out.loss:.3g}"
    if run.start.data == "surface" or run.start.data == "yours":
        return False, f"data is {run.start.data}; take data with classes and held-out points."
    if training.accuracy < 0.99:
        return False, f"{words}: only {_share(training.accuracy)} of the training points are learned by heart."
    if held_out.loss < 5 * training.loss or held_out.loss < 0.3:
        return False, f"{words}: the gap is small. Try fewer points, more noise, more units, more updates."
    return True, f"{words}. It knows {len(run.x)} points by heart, and that does not help with others."


def _cure(ill: Experiment, cured: Experiment) -> tuple[bool, str]:
    done, words = _overfit(ill)
    if not done:
        return False, f"the first state does not overfit: {words}"
    for key in ("data", "noise", "points"):
        if getattr(ill.start, key) != getattr(cured.start, key):
            return (
                False,
                f"{key} differs; expected the same data in both: more or cleaner points are a cure, but not here.",
            )
    before, after = ill.score(held_out=True).loss, cured.score(held_out=True).loss
    if after > before / 2:
        return (
            False,
            f"held-out loss {before:.3g} before, {after:.3g} after; wanted half: try L2, dropout, or stop early.",
        )
    return True, f"held-out loss {before:.3g} before, {after:.3g} after."


def _too_large(run: Experiment) -> tuple[bool, str]:
    changed = [change for change in run.changes if change.key == "eta"]
    if changed:
        return False, "η was changed on the way; rewind, so that it is the same from the start to the end."
    smaller = replace(run.recipe, eta=max(run.start.eta / 10, 0.0001))
    begin, large, small = Experiment(run.rewound()).score().loss, run.score().loss, outcome(smaller).score().loss
    ends = f"to {large:.3g} with η = {run.start.eta:g} and to {small:.3g} with η = {smaller.eta:g}"
    words = f"from the loss {begin:.3g}, {run.updates:,} updates lead {ends}"
    if large < begin:
        return False, f"{words}. It does get better: take a larger η, or fewer updates."
    if not small < begin / 2:
        return False, f"{words}. A tenth of η does not learn either: η is not what is wrong."
    return True, f"{words}."


def _features(run: Experiment) -> tuple[bool, str]:
    return _solved(run, {"hidden": ((),), "data": ("XOR", "circles")}, "Without a hidden layer.")


MISSIONS = {
    "solve the spiral": Mission(1, _spiral),
    "make XOR stick": Mission(1, _stuck_xor),
    "overfit": Mission(1, _overfit),
    "cure": Mission(2, _cure),
    "too large a learning rate": Mission(1, _too_large),
    "features instead of layers": Mission(1, _features),
}
