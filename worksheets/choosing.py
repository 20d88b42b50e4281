"""Choosing a problem: numbers are drawn until every known mistake gives a result of its own."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from .sheet import Problem, tells_apart
from .topics import TOPICS

DRAWS = 2000


def problem(topic: str, seed: int, copy: int = 1) -> Problem:
    """Return the problem of a topic: for the same topic, seed and copy always the same one.

    Numbers are drawn again until every known mistake gives a result of its own. Raises ValueError or TypeError for an
    unknown topic, a seed below 0 or a copy below 1.

    >>> problem("parameters", seed=7).title
    'Count the parameters'
    """
    if topic not in TOPICS:
        raise ValueError(f"topic is {topic!r}; expected one of {', '.join(TOPICS)}")
    for name, value, least in (("seed", seed, 0), ("copy", copy, 1)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer):
            raise TypeError(f"{name} is {value!r}; expected a whole number: pass {name}=7, for example")
        if value < least:
            raise ValueError(f"{name} is {value}; expected {least} or more")
    rng = np.random.default_rng([zlib.crc32(topic.encode()), int(seed), int(copy)])
    for found in _draws(TOPICS[topic].draw, rng):
        if tells_apart(found):
            return replace(found, topic=topic, seed=int(seed), copy=int(copy))
    raise RuntimeError(f"{DRAWS} draws for topic {topic!r} and seed {seed} were not enough; take another seed")


def _draws(draw: Callable[[np.random.Generator], Problem | None], rng: np.random.Generator) -> Iterator[Problem]:
    for _ in range(DRAWS):
        found = draw(rng)
        if found is not None:
            yield found
