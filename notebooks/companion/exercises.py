"""Exercises: a checker that says what is wrong, not only that it is.

    check("the gradient of the loss", student=my_gradient, reference=right, cases=[...],
          mistakes={"the factor 1/N is missing": lambda y_hat, y: y_hat - y})

A mistake is a wrong version of the answer: where the student's answer agrees with one of them, the checker names it.
"""

from collections.abc import Callable, Sequence

import numpy as np

NOT_YET = "Not answered yet: replace the dots in the cell above, run it, then run this cell again."


def check(what: str, student, reference, cases: Sequence[tuple] = (), mistakes: dict | None = None) -> bool:
    """Check a student's number, array or function, print what is wrong about it, answer whether it is right.

    For functions, ``cases`` are argument tuples to try. ``mistakes`` maps a diagnosis to the wrong answer (or function)
    it belongs to.
    """
    if student is None or student is Ellipsis:
        print(NOT_YET)
        return False
    if not callable(reference):
        return _report(what, "", _fault(student, reference), _diagnosis([student], mistakes, [()]))
    for case in cases:
        answer, fault = _try(student, case)
        if answer is None and not fault:
            print(NOT_YET)
            return False
        fault = fault or _fault(answer, reference(*case))
        if fault:
            answers = [_try(student, each)[0] for each in cases]
            return _report(what, f"for {_arguments(case)}: ", fault, _diagnosis(answers, mistakes, cases))
    return _report(what, "", "", "")


def _try(function: Callable, case: tuple):
    try:
        answer = function(*case)
    except Exception as error:
        return None, f"it raises {type(error).__name__}: {error}"
    return (None if answer is Ellipsis else answer), ""


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


def _diagnosis(answers: list, mistakes: dict | None, cases: Sequence[tuple]) -> str:
    for diagnosis, wrong in (mistakes or {}).items():
        wrong_answers = [wrong(*case) if callable(wrong) else wrong for case in cases]
        if all(not _fault(answer, other) for answer, other in zip(answers, wrong_answers, strict=True)):
            return diagnosis
    return ""


def _arguments(case: tuple) -> str:
    return ", ".join(
        np.array2string(np.asarray(value), precision=3, separator=", ").replace("\n", "") for value in case
    )


def _report(what: str, where: str, fault: str, diagnosis: str) -> bool:
    if not fault:
        print(f"Right: {what}.")
        return True
    print(f"Not right yet, {what}: {where}{fault}." + (f"\nWhat happened: {diagnosis}." if diagnosis else ""))
    return False
