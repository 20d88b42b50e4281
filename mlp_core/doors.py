"""The doors: where arrays and numbers come in, they are checked, once, with a message that says what to do.

Nothing past these functions checks anything again.
"""

import operator

import numpy as np

# Beyond the doors numbers may grow too large for a float: 1 / (1 + exp(1000)) is 0, as it should be, and a run that
# diverges yields NaN. Neither is worth a warning. To be written above a function: @quietly.
quietly = np.errstate(over="ignore", invalid="ignore", divide="ignore")


@quietly
def as_numbers(name: str, value, dtype=None) -> np.ndarray:
    """Let in an array of finite real numbers, as floats (``dtype`` if given, else float64 unless float32 came in).

    Raises TypeError for complex numbers, strings and objects; ValueError for NaN and infinity.
    """
    try:
        array = np.asarray(value)
    except ValueError as problem:
        raise TypeError(f"{name} is ragged: expected rows of equal length; give every row as many numbers") from problem
    if array.dtype.kind not in "fiub":
        strange = [entry for entry in array.ravel().tolist() if not isinstance(entry, (int, float))]
        held = repr(strange[0]) if strange else f"{array.dtype.name} values"
        remedy = f"convert it first, e.g. np.asarray({name}, dtype=float)"
        raise TypeError(f"{name} holds {held}; expected real numbers: {remedy}")
    if dtype is None:
        dtype = array.dtype if array.dtype.kind == "f" and array.dtype.itemsize >= 4 else np.float64
    array = array.astype(dtype, copy=False)
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        held = f"{array[where]} at index {where}" if where else f"{array[where]}"
        raise ValueError(f"{name} holds {held}; expected finite numbers only: drop or fill what is missing first")
    return array


def as_examples(name: str, value, columns: int | None = None, dtype=None) -> np.ndarray:
    """Let in an array whose last two axes are (examples, ``columns``). Raises ValueError for any other shape."""
    array = as_numbers(name, value, dtype)
    wanted = f"(examples, {'columns' if columns is None else columns})"
    if array.ndim < 2:
        remedy = f"{name}.reshape(-1, 1) for one column, {name}.reshape(1, -1) for one example"
        raise ValueError(f"{name} has shape {array.shape}; expected {wanted}: use {remedy}")
    if array.shape[-2] == 0:
        raise ValueError(
            f"{name} has no rows (shape {array.shape}); expected at least one example: check your selection"
        )
    if columns is not None and array.shape[-1] != columns:
        hint = f"use {name}.T" if array.ndim == 2 and array.shape[0] == columns else "give one column an input"
        raise ValueError(f"{name} has {array.shape[-1]} columns (shape {array.shape}); expected {wanted}: {hint}")
    return array


def as_whole(name: str, value, least: int, remedy: str) -> int:
    """Let in a whole number of at least ``least``. Raises TypeError for fractions, ValueError for smaller numbers."""
    try:
        if isinstance(value, (bool, np.bool_)):
            raise TypeError
        whole = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}; expected a whole number of at least {least}: {remedy}") from None
    if whole < least:
        raise ValueError(f"{name} is {whole}; expected a whole number of at least {least}: {remedy}")
    return whole


def as_positive(name: str, value, remedy: str) -> float:
    """Let in one finite number above 0. Raises TypeError for what is not a number, ValueError for the rest."""
    number = as_numbers(name, value)
    if number.ndim or number <= 0:
        raise ValueError(f"{name} is {value!r}; expected one number above 0: {remedy}")
    return float(number)


def as_generator(rng) -> np.random.Generator:
    """Let in a random generator. Raises TypeError for anything else, a seed among it."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is {rng!r}; expected a random generator: use np.random.default_rng(0)")
    return rng


def fits(shape: tuple[int, ...], into: tuple[int, ...]) -> bool:
    """Answer whether an array of ``shape`` meets one of shape ``into`` without stretching the latter."""
    return len(shape) <= len(into) and all(n in (1, m) for n, m in zip(shape[::-1], into[::-1], strict=False))
