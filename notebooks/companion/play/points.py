"""The points of a playground: drawn for a recipe, painted and erased by hand, and turned into inputs and targets.

All data lie in the square from −3 to 3. They are the same for every seed: what differs between two seeds is where the
weights start, and in which order the examples come.
"""

import numpy as np

import mlp_core as mlp

from .recipe import EDGE, Recipe

RUBBER = 0.25  # how far around the pointer points are erased
TURNS = 1.25


def draw(recipe: Recipe, held_out: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Draw the points of a recipe: places (points, 2), and a class, 0 or 1, or on the surface a height, (points, 1).

    Of held-out points there are half as many, at least 100, drawn the same way.
    """
    count = 0 if recipe.data == "yours" else max(100, recipe.points // 2) if held_out else recipe.points
    shape, spread = np.random.default_rng([1, held_out]), np.random.default_rng([2, held_out])
    along, around = shape.random((count, 2)).T  # row by row, so that more points are the same points and some more
    x, y = SOURCES[recipe.data](np.arange(count), along, around)
    luck = recipe.noise * spread.standard_normal((count, 3))
    if recipe.data == "surface":
        return x, (y + luck[:, 2])[:, None]
    return np.clip(x + luck[:, :2], -EDGE, EDGE), y.astype(float)[:, None]


def _spirals(number, along, around):
    y, r = number % 2, np.sqrt(along)
    angle = 2 * np.pi * TURNS * r + np.pi * y
    return 2.7 * (r * np.stack([np.cos(angle), np.sin(angle)])).T, y


def _corners(number, along, around):
    first, second = number % 2, number // 2 % 2
    return 3.0 * np.column_stack([first, second]) - 1.5, first ^ second


def _moons(number, along, around):
    y, angle = number % 2, np.pi * along
    x = np.column_stack([np.cos(angle), np.sin(angle)])
    return 1.5 * (np.where(y[:, None], [1, 0.5] - x, x) - [0.5, 0.25]), y


def _circles(number, along, around):
    y, angle = number % 2, 2 * np.pi * along
    r = np.where(y, 1.1 * np.sqrt(around), 1.8 + 0.7 * around)
    return (r * np.stack([np.cos(angle), np.sin(angle)])).T, y


def _blobs(number, along, around):
    y, angle, r = number % 2, 2 * np.pi * along, 1.2 * np.sqrt(around)
    return (r * np.stack([np.cos(angle), np.sin(angle)])).T + np.where(y, 1.1, -1.1)[:, None], y


def _surface(number, along, around):
    x = 6 * np.column_stack([along, around]) - 3
    return x, np.sin(1.2 * x[:, 0]) * np.cos(0.8 * x[:, 1])


def _none(number, along, around):
    return np.zeros((0, 2)), number


SOURCES = {
    "spirals": _spirals, "XOR": _corners, "moons": _moons, "circles": _circles, "blobs": _blobs, "surface": _surface,
    "yours": _none,
}  # fmt: skip


def by_hand(recipe: Recipe, x: np.ndarray, y: np.ndarray, key: str, value: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Return the points after one of them has been painted, or some around a place have been erased."""
    if key == "erase":
        stays = ~near(x, value)
        return x[stays], y[stays]
    label = 2.0 * value[2] - 1 if recipe.data == "surface" else float(value[2])
    return np.vstack([x, value[:2]]), np.vstack([y, [label]])


def near(x: np.ndarray, place: tuple) -> np.ndarray:
    """Return which of the points a rubber at a place touches: (points,)."""
    return np.hypot(*(x - np.array(place, float)).T) <= RUBBER


FEATURES = {
    "x1": lambda x: x[:, 0], "x2": lambda x: x[:, 1], "x1^2": lambda x: x[:, 0] ** 2, "x2^2": lambda x: x[:, 1] ** 2,
    "x1*x2": lambda x: x[:, 0] * x[:, 1], "sin(x1)": lambda x: np.sin(x[:, 0]), "sin(x2)": lambda x: np.sin(x[:, 1]),
}  # fmt: skip


def inputs(recipe: Recipe, x: np.ndarray) -> np.ndarray:
    """Return what the network sees of places (points, 2): one column per feature of the recipe."""
    return np.column_stack([FEATURES[name](x) for name in recipe.features])


def targets(recipe: Recipe, y: np.ndarray) -> np.ndarray:
    """Write classes as the recipe's loss wants them: one-hot, −1 or 1, or as they are."""
    if recipe.loss == "cross-entropy":
        return mlp.one_hot(y.ravel().astype(int), 2) if len(y) else np.zeros((0, 2))
    return 2 * y - 1 if recipe.loss == "hinge" else y


def labels_as_heights(recipe: Recipe, y: np.ndarray) -> np.ndarray:
    """Bring targets to one height from −1, class 0, to 1, class 1: (points, 1)."""
    if recipe.loss == "cross-entropy":
        return 2 * y[:, 1:] - 1
    return y if recipe.loss == "hinge" or recipe.data == "surface" else 2 * y - 1
