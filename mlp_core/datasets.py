"""The small data sets of the lecture. Everything larger comes from scikit-learn."""

import numpy as np

from .doors import as_generator, as_numbers, as_whole

Array = np.ndarray

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
CORNERS.flags.writeable = False


def logical_and() -> tuple[Array, Array]:
    """Answer the truth table of AND: x (4, 2), y (4, 1). One line separates it (slides ITAM-09, NUS-02)."""
    return CORNERS.copy(), np.array([[0.0], [0.0], [0.0], [1.0]])


def logical_or() -> tuple[Array, Array]:
    """Answer the truth table of OR: x (4, 2), y (4, 1). One line separates it (slide MELB-01)."""
    return CORNERS.copy(), np.array([[0.0], [1.0], [1.0], [1.0]])


def logical_xor() -> tuple[Array, Array]:
    """Answer the truth table of XOR: x (4, 2), y (4, 1). No line separates it (slides ITAM-10, MELB-01, NUS-03)."""
    return CORNERS.copy(), np.array([[0.0], [1.0], [1.0], [0.0]])


def will_i_pass(rng: np.random.Generator, students: int = 200) -> tuple[Array, Array]:
    """Draw made-up students for slide UT-01: x is (lectures attended 0–10, project hours 0–10), y is 1 for a pass.

    A student passes where 0.6 lectures + 0.8 hours, with some luck (standard deviation 1), exceed 7.
    """
    students = as_whole("students", students, 1, "try 200")
    as_generator(rng)
    x = np.column_stack([rng.integers(0, 11, students), rng.uniform(0, 10, students)])
    luck = rng.standard_normal(students)
    return x, (x @ np.array([0.6, 0.8]) + luck > 7).astype(float)[:, None]


def curve(
    rng: np.random.Generator, examples: int = 40, noise: float = 0.1, function=lambda x: np.sin(3 * x)
) -> tuple[Array, Array]:
    """Draw points of a function of one variable on [−1, 1] with Gaussian noise: x (examples, 1), y (examples, 1)."""
    examples = as_whole("examples", examples, 1, "try 40")
    as_generator(rng)
    x = np.sort(rng.uniform(-1, 1, examples))[:, None]
    return x, function(x) + noise * rng.standard_normal(x.shape)


def one_hot(labels: Array, classes: int) -> Array:
    """Write class labels (examples,) as rows with a single 1: label 2 of 5 is (0, 0, 1, 0, 0) (slide ITAM-27).

    Raises ValueError or TypeError for labels that are not whole numbers from 0 to classes − 1, or already one-hot.
    """
    classes = as_whole("classes", classes, 2, "give the number of classes")
    numbers = as_numbers("labels", labels)
    if numbers.ndim != 1:
        raise ValueError(
            f"labels has shape {numbers.shape}; expected (examples,): use labels.ravel() for a column; "
            "rows of 0 and 1 are one-hot already"
        )
    wrong = numbers[(numbers != np.floor(numbers)) | (numbers < 0) | (numbers >= classes)]
    if wrong.size:
        raise ValueError(
            f"labels holds {wrong[0]:g}; expected whole numbers from 0 to {classes - 1}: number the classes"
        )
    return np.eye(classes)[numbers.astype(int)]
