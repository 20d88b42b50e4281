"""The small data sets of the lecture. Everything larger comes from scikit-learn."""

from collections.abc import Callable
from typing import Any

import numpy as np

from . import checks
from .arrays import Array
from .checks import checked

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
CORNERS.flags.writeable = False


def logical_and() -> tuple[Array, Array]:
    """Return the truth table of AND: x (4, 2), y (4, 1). One line separates it (slides ITAM-09, NUS-02).

    >>> x, y = mlp.logical_and()
    >>> np.hstack([x, y]).tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 1.0]]
    """
    return CORNERS.copy(), np.array([[0.0], [0.0], [0.0], [1.0]])


def logical_or() -> tuple[Array, Array]:
    """Return the truth table of OR: x (4, 2), y (4, 1). One line separates it (slide MELB-01).

    >>> x, y = mlp.logical_or()
    >>> y.ravel()
    array([0., 1., 1., 1.])
    """
    return CORNERS.copy(), np.array([[0.0], [1.0], [1.0], [1.0]])


def logical_xor() -> tuple[Array, Array]:
    """Return the truth table of XOR: x (4, 2), y (4, 1). No line separates it (slides ITAM-10, MELB-01, NUS-03).

    >>> x, y = mlp.logical_xor()
    >>> y.ravel()
    array([0., 1., 1., 0.])
    """
    return CORNERS.copy(), np.array([[0.0], [1.0], [1.0], [0.0]])


@checked(students=checks.whole(1, "try 200"), rng=checks.generator)
def will_i_pass(rng: np.random.Generator, students: int = 200) -> tuple[Array, Array]:
    """Draw made-up students for slide UT-01: x is (lectures attended 0–10, project hours 0–10), y is 1 for a pass.

    A student passes where 0.6 lectures + 0.8 hours, with some luck (standard deviation 1), exceed 7. Returns x
    (students, 2) and y (students, 1). Raises TypeError for a seed in place of a generator.

    >>> x, y = mlp.will_i_pass(np.random.default_rng(0), students=3)
    >>> x.round(1).tolist(), y.ravel().tolist()
    ([[9.0, 0.4], [7.0, 0.2], [5.0, 8.1]], [0.0, 0.0, 1.0])
    """
    x = np.column_stack([rng.integers(0, 11, students), rng.uniform(0, 10, students)])
    luck = rng.standard_normal(students)
    return x, (x @ np.array([0.6, 0.8]) + luck > 7).astype(float)[:, None]


@checked(
    examples=checks.whole(1, "try 40"),
    rng=checks.generator,
    noise=checks.between(0, np.inf, "try 0.1"),
    function=checks.function,
)
def curve(
    rng: np.random.Generator,
    examples: int = 40,
    noise: float = 0.1,
    function: Callable[[Any], Any] = lambda x: np.sin(3 * x),
) -> tuple[Array, Array]:
    """Draw points of a function of one variable on [−1, 1] with Gaussian noise: x (examples, 1), y (examples, 1).

    ``noise`` is its standard deviation. Raises ValueError or TypeError for no examples, a negative noise, a seed.

    >>> x, y = mlp.curve(np.random.default_rng(0), examples=3, noise=0, function=np.abs)
    >>> bool((np.abs(x) == y).all()), y.shape
    (True, (3, 1))
    """
    x = np.sort(rng.uniform(-1, 1, examples))[:, None]
    return x, checks.column("function(x)", function(x), x) + noise * rng.standard_normal(x.shape)


@checked(classes=checks.whole(2, "give the number of classes"), labels=checks.class_labels)
def one_hot(labels: Any, classes: int) -> Array:
    """Write class labels (examples,) as rows with a single 1: label 2 of 5 is (0, 0, 1, 0, 0) (slide ITAM-27).

    Returns (examples, classes). Raises ValueError or TypeError for labels that are not whole numbers from 0 to
    classes − 1, for none, and for rows that are one-hot already.

    >>> mlp.one_hot([2, 0], classes=5)
    array([[0., 0., 1., 0., 0.],
           [1., 0., 0., 0., 0.]])
    """
    return np.eye(classes)[labels]
