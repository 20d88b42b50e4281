"""Exercises: a checker that says what is wrong, not only that it is.

    check("the gradient of the loss", student=my_gradient, reference=right, cases=[...],
          mistakes={"the factor 1/N is missing": lambda y_hat, y: y_hat - y})

A mistake is a wrong version of the answer: where the student's answer agrees with one of them, the checker names it.
"""

from collections.abc import Callable, Sequence

import numpy as np


def check(what: str, student, reference, cases: Sequence[tuple] = (), mistakes: dict | None = None) -> None:
    """Check a student's number, array or function, and print what is right or what is wrong about it.

    For functions, ``cases`` are argument tuples to try. ``mistakes`` maps a diagnosis to the wrong answer (or function)
    it belongs to.
    """
    cases = cases if callable(reference) else [()]
    answers = [_try(student, case) if callable(student) else (student, "") for case in cases]
    if any(answer is None or answer is Ellipsis for answer, error in answers if not error):
        print("Not answered yet: replace the dots in the cell above, run it, then run this cell again.")
        return
    for case, (answer, error) in zip(cases, answers, strict=True):
        fault = error or _fault(answer, reference(*case) if callable(reference) else reference)
        if fault:
            where = f"for {_arguments(case)}: " if case else ""
            diagnosis = _diagnosis([answer for answer, _ in answers], mistakes or {}, cases)
            print(f"Not right yet, {what}: {where}{fault}." + (f"\nWhat happened: {diagnosis}." if diagnosis else ""))
            return
    print(f"Right: {what}.")


def _try(function: Callable, case: tuple) -> tuple:
    """Answer what a student's function answers, and the error it raises, if any."""
    try:
        return function(*case), ""
    except Exception as error:
        return None, f"it raises {type(error).__name__}: {error}"


def _fault(answer, right) -> str:
    try:
        answer = np.asarray(answer, float)
    except (TypeError, ValueError):
        return f"the answer is {answer!r}; expected numbers"
    right = np.asarray(right, float)
    if answer.shape != right.shape:
        return f"the answer has shape {answer.shape}; expected {right.shape}"
    if not np.isfinite(answer).all():
        return "the answer holds NaN or infinity"
    if np.allclose(answer, right, rtol=1e-6, atol=1e-9):
        return ""
    at = np.unravel_index(np.argmax(np.abs(answer - right)), right.shape)
    place = f" at {tuple(int(i) for i in at)}" if right.ndim else ""
    return f"the answer{place} is {answer[at]:.6g}; expected {right[at]:.6g}"


def _diagnosis(answers: list, mistakes: dict, cases: Sequence[tuple]) -> str:
    for diagnosis, wrong in mistakes.items():
        wrong_answers = [wrong(*case) if callable(wrong) else wrong for case in cases]
        if all(not _fault(answer, other) for answer, other in zip(answers, wrong_answers, strict=True)):
            return diagnosis
    return ""


def _arguments(case: tuple) -> str:
    return ", ".join(
        np.array2string(np.asarray(value), precision=3, separator=", ").replace("\n", "") for value in case
    )
