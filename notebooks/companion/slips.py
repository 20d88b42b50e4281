"""Slips that happen in every exercise: a sign, a factor, a transpose, a missing term, an order, a place.

They are tried on the right result, alone and in pairs; where one of them gives the student's result, it is named.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np

TERM = "the term "  # how the diagnosis of a missing term begins
FEW_DIGITS, TYPED_DIGITS, MOST_DIGITS = 2, 3, 7

# One result per case: what is right, what the student's function returned, or what a mistake returns.
Results = Sequence[Any]  # an array, or None where there is no result


def agrees(result: Any, right: Any, scale: float, digits: int | None = None) -> bool:
    """Return whether a result is the right one.

    The tolerance is one millionth, and round-off of numbers as large as ``scale``. With ``digits``, a number that is
    the right one rounded to that many significant digits, or more, agrees too; a whole number is never rounded.
    """
    if result is None or right is None or result.shape != right.shape:
        return False
    with np.errstate(all="ignore"):
        close = np.isclose(result, right, rtol=1e-6, atol=1e-10 * scale)
        if digits is None:
            return bool(close.all())
        magnitude = np.floor(np.log10(np.abs(right)))
        for kept in range(digits, MOST_DIGITS + 1):
            unit = 10.0 ** (magnitude - kept + 1)
            written = np.abs(result / unit - np.round(result / unit)) < 1e-6
            close |= (right != np.round(right)) & written & (np.abs(result - right) <= 0.5 * unit * (1 + 1e-6))
        return bool(close.all())


def all_agree(results: Results, rights: Results, scale: float, digits: int | None = None) -> bool:
    """Return whether the results of all cases agree."""
    return all(agrees(result, right, scale, digits) for result, right in zip(results, rights, strict=True))


def distance(results: Results, others: Results) -> float:
    """Return how far the results lie from others of the same shapes."""
    return sum(float(np.abs(one - other).sum()) for one, other in zip(results, others, strict=True))


def named_slip(
    results: Results, rights: Results, listed: dict[str, Results], cases: Sequence[tuple], names: list[str],
    scale: float, digits: int | None,
) -> str:  # fmt: skip
    """Return what happened, in words, or nothing where no slip and no pair of slips gives the student's results.

    ``listed`` are the exercise's own mistakes with their results; ``names`` are the names of the arguments.
    """
    numbers = np.concatenate([right.ravel() for right in rights])
    coarse = len(set(numbers)) < 4 if len(numbers) > 1 else _small_whole_number(numbers)
    slips = list(_slips(rights, cases, names))
    tried = {text: _apply(change, rights) for text, change in slips}
    for text, wrong in tried.items():
        if all_agree(results, wrong, scale, digits) and not (coarse and "stand" in text):
            return text
    if coarse:
        return ""  # between so few numbers, a pair that fits is a coincidence
    if len(numbers) == 1:  # as is one with a slip that turns any number into any other: the sign, 2 and ½ remain
        slips = slips[:3]
        tried = {text: tried[text] for text, _ in slips}
    for (first, one), (second, two) in combinations(listed.items(), 2):
        both_terms = first.startswith(TERM) and second.startswith(TERM)
        if all_agree(results, _together(one, two, rights, both_terms), scale, digits):
            return f"two things: {first}; and {second}"
    shapes = [right.ndim for right in rights]  # a listed mistake may leave this line as it is: it has no result then
    alike = {text: wrong for text, wrong in listed.items() if [getattr(w, "ndim", None) for w in wrong] == shapes}
    for first, wrong in {**alike, **tried}.items():
        for second, change in slips:
            if first != second and all_agree(results, _apply(change, wrong), scale, digits):
                return f"two things: {first}; and {second}"
    factor = _constant_factor(results, rights)
    return f"every value is {factor:.4g} times what it should be" if factor else ""


def _slips(rights: Results, cases: Sequence[tuple], names: list[str]) -> Iterator[tuple[str, Callable]]:
    """Yield each slip with the change it makes to a right result. The number of a case comes second."""
    yield "the sign is turned", lambda right, case: -right
    yield "it is twice what it should be: a factor 2 too much, or a ½ missing", lambda right, case: 2 * right
    yield "it is half of what it should be: a ½ too much, or a factor 2 missing", lambda right, case: right / 2
    for text, lengths in _lengths(cases, names).items():
        yield (
            f"it is {text} times what it should be, as if a sum stood in place of a mean",
            lambda right, case, lengths=lengths: right * lengths[case],
        )
        yield (
            f"it is divided by {text} once too often, as if a mean stood in place of a sum",
            lambda right, case, lengths=lengths: right / lengths[case],
        )
    yield "it is 1 too large", lambda right, case: right + 1
    yield "it is 1 too small", lambda right, case: right - 1
    if any(right.size > 1 or 0 < right < 1 for right in rights):
        yield "it is 1 minus what it should be", lambda right, case: 1 - right
    if all(right.ndim == 2 for right in rights):
        yield "it is transposed: rows and columns are exchanged", lambda right, case: right.T
    for axis, things in enumerate(["values"] if rights[0].ndim == 1 else ["rows", "columns"][: rights[0].ndim]):
        if all(right.ndim > axis and right.shape[axis] > 1 for right in rights):
            yield f"the {things} stand in reversed order", lambda right, case, axis=axis: np.flip(right, axis)
            for step, way in ((1, "late"), (-1, "early")):
                yield (
                    f"the {things} stand one place too {way}",
                    lambda right, case, axis=axis, step=step: np.roll(right, step, axis),
                )


def _apply(change: Callable, rights: Results) -> Results:
    with np.errstate(all="ignore"):
        return [change(right, case) for case, right in enumerate(rights)]


def _lengths(cases: Sequence[tuple], names: list[str]) -> dict[str, list[int]]:
    """Return, for every array argument, its lengths in all cases: what N may be."""
    found = {}
    for position, name in enumerate(names):
        shapes: list[tuple[int, ...]] = [
            np.shape(case[position]) if isinstance(case[position], np.ndarray) else () for case in cases
        ]
        dimensions = min(len(shape) for shape in shapes)
        if dimensions > 0:
            found[f"len({name})"] = [shape[0] for shape in shapes]
        if dimensions > 1:
            found[f"{name}.shape[1]"] = [shape[1] for shape in shapes]
            found[f"{name}.size"] = [int(np.prod(shape)) for shape in shapes]
    return found


def _constant_factor(results: Results, rights: Results) -> float:
    """Return the one factor between all results and the right ones, or 0 where there is none."""
    ratios = []
    for result, right in zip(results, rights, strict=True):
        if result is None or result.shape != right.shape or ((right == 0) != (result == 0)).any():
            return 0.0
        ratios += list((result[right != 0] / right[right != 0]).flat)
    if len(ratios) < 3 or not np.allclose(ratios, ratios[0], rtol=1e-6):
        return 0.0
    return ratios[0]


def _small_whole_number(numbers: np.ndarray) -> bool:
    return bool((numbers == np.round(numbers)).all() and (np.abs(numbers) < 1000).all())


def _together(one: Results, two: Results, rights: Results, as_terms: bool) -> Results:
    """Return the results of two mistakes made at once: what each adds, or the factor that each brings, is applied."""
    both: list[Any] = []
    for first, second, right in zip(one, two, rights, strict=True):
        if first is None or second is None or not first.shape == second.shape == right.shape:
            both.append(None)
            continue
        with np.errstate(all="ignore"):
            both.append(first + second - right if as_terms else first * second / right)
    return both
