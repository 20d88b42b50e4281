"""Exercises: a checker that says what is wrong, never what is right.

    check("the gradient of the loss", student=my_gradient, reference=right, cases=[...],
          mistakes={"the factor 1/N is missing": lambda y_hat, y: y_hat - y},
          hints=["Which rule differentiates a square?", "L is a mean: what does that do to each example?"])

A mistake is a wrong version of the solution: where the student's result agrees with one of them, the checker names it.
Slips that no author lists (a sign, a factor, a transpose, and pairs of them) are tried too; see ``slips``.

The cell that calls ``check`` holds the formula. It carries the tags ``check`` and ``hide-input``, so it is folded.
An exercise to explain or design needs no checker: its model answer stands in Markdown, folded with ``<details>``.
"""

import copy
import inspect
import textwrap
from collections.abc import Mapping, Sequence

import numpy as np

from .faults import explain, fault, met_dots, said
from .slips import FEW_DIGITS, TERM, TYPED_DIGITS, Results, agrees, all_agree, distance, named_slip

WIDTH = 88
NOT_ANSWERED = "Not answered yet: replace the dots in the cell above, run it, then run this cell again."

_wrong_runs: dict[tuple, int] = {}


def check(
    what: str, student, reference=None, cases: Sequence[tuple] = (), mistakes: dict | None = None,
    hints: Sequence[str] = (), steps: dict | Sequence[str] | None = None, terms: dict | None = None,
) -> None:  # fmt: skip
    """Check a student's number, array or function, and print what is right or what is wrong about it.

    ``reference`` is the right number, array or function; functions are tried on ``cases``, tuples of arguments.
    ``mistakes`` maps a diagnosis to the wrong result, or function, that it belongs to. Every wrong run gives one more
    of the ``hints``. A number that a student types may be rounded to three or more significant digits.

    ``steps`` are the lines of a derivation, so that the first wrong one is named. Either a dict of the right lines
    (values, or functions of a case) takes the place of ``reference``, and the student hands in, or returns, a dict or
    named tuple; or ``steps`` gives names to the values of a tuple that ``reference`` returns. A mistake may then be a
    dict of the lines that it changes.

    ``terms`` maps a name to each term of a reference that is a sum; a missing term, or one with the wrong sign, is
    told by its name. Like references, terms are values or functions of a case.

    Raises ValueError or TypeError where the exercise itself is at fault, never for what a student wrote.
    """
    if isinstance(hints, str):
        raise TypeError(f"hints of {what!r} is a text; expected a list of texts: put it into [ ]")
    exercise = _Exercise(what, reference, cases, mistakes, steps, terms)
    verdict, lines, counts = exercise.verdict(student)
    key = (what, tuple(hints))
    if verdict == "right":
        _wrong_runs.pop(key, None)
    if counts:
        _wrong_runs[key] = _wrong_runs.get(key, 0) + 1
        lines += _hint(hints, _wrong_runs[key])
    for line in lines:
        print(_wrapped(line))


def grade(what: str, student, reference=None, hints: Sequence[str] = (), **exercise) -> None:
    """Check as ``check`` does, without hints, for a grader: what is not right raises AssertionError with the words."""
    verdict, lines, _ = _Exercise(what, reference, **exercise).verdict(student)
    told = "\n".join(map(_wrapped, lines))
    if verdict != "right":
        raise AssertionError(told)
    print(told)


def _wrapped(line: str) -> str:
    return textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)


class _Exercise:
    """One exercise: its right results and its mistakes' results for every case, each a dict from line to array.

    A result without named lines has one line, named "".
    """

    def __init__(self, what, reference, cases=(), mistakes=None, steps=None, terms=None):
        if isinstance(steps, Mapping):
            if reference is not None:
                raise ValueError(
                    f"{what!r} has a reference and a dict of steps; expected one of them: remove reference"
                )
            functions = [step for step in steps.values() if callable(step)]
            reference = (lambda *case: _of_case(steps, case)) if functions else dict(steps)
        if reference is None:
            raise ValueError(f"{what!r} has no reference; expected a number, an array or a function")
        self.what, self.is_function = what, callable(reference)
        if self.is_function and not len(cases):
            raise ValueError(f"cases of {what!r} is empty; expected tuples of arguments to try the function on")
        if not self.is_function and len(cases):
            raise ValueError(f"{what!r} has cases, but its reference is no function: remove the cases")
        for case in cases:
            if not isinstance(case, tuple):
                raise TypeError(f"a case of {what!r} is {case!r}; expected a tuple of arguments, such as (x, y)")
        self.cases = list(cases) or [()]
        self.digits = None if self.is_function else TYPED_DIGITS
        self.line_names = list(steps) if steps else []
        self.rights = self._results(reference)
        self.names = list(self.rights[0])
        self.line_names = [] if self.names == [""] else self.names
        self.mistakes, self.faults = {}, []
        for text, wrong in (mistakes or {}).items():
            try:
                self.mistakes[text] = self._results(wrong, partial=True)
            except Exception as error:  # the notebook's fault, which must not become the student's
                self.faults.append(f"(The exercise has a fault: its mistake “{text}” cannot be tried, {error}.)")
        self.terms = self._missing_terms(terms or {})

    def _results(self, reference, partial: bool = False) -> list[dict]:
        found = []
        for case in self.cases:
            with np.errstate(all="ignore"):
                value = reference(*copy.deepcopy(case)) if callable(reference) else reference
            lines = _lines(value, self.line_names)
            if lines is None:
                raise ValueError(f"the result {value!r} of {self.what!r} does not have the steps {self.line_names}")
            arrays = {}
            for name, line in lines.items():
                array, complaint = _numbers(line)
                if array is None or complaint or np.isnan(array).any() and not partial:
                    raise ValueError(f"the reference of {self.what!r} {complaint or 'is NaN'}")
                arrays[name] = array
            found.append(arrays)
        return found

    def _missing_terms(self, terms: dict) -> dict[str, list[dict]]:
        values = {name: [result[""] for result in self._results(term)] for name, term in terms.items()}
        rights = [right.get("") for right in self.rights]
        sums = [sum(term) for term in zip(*values.values(), strict=True)]
        if terms and not all_agree(sums, rights, self._scale("")):
            raise ValueError(f"the terms of {self.what!r} do not add up to its reference; expected all of its terms")
        found = {}
        for name, term in values.items():
            for text, times in (("is missing", 1), ("has the wrong sign", 2)):
                found[f"{TERM}{name} {text}"] = [
                    {"": right - times * value} for right, value in zip(rights, term, strict=True)
                ]
        return found

    def _scale(self, name: str) -> float:
        sizes = [np.abs(right[name][np.isfinite(right[name])]).max(initial=0) for right in self.rights]
        return float(max(sizes)) or 1.0

    def verdict(self, student) -> tuple[str, list[str], bool]:
        """Return the kind of the verdict, what to print, and whether it counts as a wrong run, worth a hint."""
        if student is Ellipsis or _holds(student, Ellipsis) and not self.line_names:
            return "open", [NOT_ANSWERED], False
        if self.is_function and not callable(student):
            return self._wrong(f"A function is expected here, and you hand in {said(student)}. Hand in the function "
                               "itself: its name, without brackets after it")  # fmt: skip
        if callable(student) and not self.is_function:
            return self._wrong("A value is expected here, and you hand in a function. Call it: write brackets and its "
                               "arguments after its name")  # fmt: skip
        arguments = _argument_names(student, self.cases[0])
        results, changed = [], set()
        for case in self.cases:
            given = copy.deepcopy(case)
            try:
                with np.errstate(all="ignore"):  # NaN and infinity are told in words
                    value = student(*given) if self.is_function else student
            except Exception as error:
                if met_dots(error):
                    return "open", [NOT_ANSWERED], False
                return self._wrong(self._for(case, arguments) + explain(error))
            changed |= {
                name for name, now, before in zip(arguments, given, case, strict=True) if not _unchanged(now, before)
            }
            results.append(value)
        notes = [
            f"One remark: your function changes its argument `{name}` itself, and so the array of whoever calls it. "
            f"`{name} = {name} - …` makes a new array, `{name} -= …` does not."
            for name in sorted(changed)
        ]
        answers, complaint = self._answers(results, arguments)
        if complaint == NOT_ANSWERED:
            return "open", [NOT_ANSWERED], False
        if complaint:
            return self._wrong(complaint)
        kind, lines, counts = self._judged(answers, arguments)
        return kind, lines + notes, counts

    def _answers(self, results: list, arguments: list[str]) -> tuple[list[dict], str]:
        """Return the student's results by line, or what makes it impossible to compare them."""
        answers = []
        for value in results:
            start = "Your function returns" if self.is_function else "Your result is"
            if value is None:
                missing = "is `return` missing?" if self.is_function else "it was given no value"
                return [], f"{start} None: {missing}"
            if value is Ellipsis or self.names == [""] and _holds(value, Ellipsis):
                return [], NOT_ANSWERED
            if self.names == [""]:
                lines = {"": value}
            else:
                lines = _lines(value, self.names) or {}
                if not set(self.names) <= set(lines):
                    lacking = ", ".join(name for name in self.names if name not in lines)
                    wanted = f"{len(self.names)} values belong here: {', '.join(self.names)}"
                    return [], f"{wanted}. In your result {lacking} cannot be found" if lines else wanted
                if all(_holds(lines[name], Ellipsis) for name in self.names):
                    return [], NOT_ANSWERED
            answers.append({name: lines[name] for name in self.names})
        return answers, ""

    def _judged(self, answers: list[dict], arguments: list[str]) -> tuple[str, list[str], bool]:
        """Compare line by line, and every line in all cases, up to the first one that is wrong or open."""
        for place, name in enumerate(self.names):
            before = f"Right so far: {', '.join(self.names[:place])}." if place else ""
            results = []
            for case, answer in zip(self.cases, answers, strict=True):
                if answer[name] is Ellipsis:
                    return "open", [line for line in (before, f"Not answered yet: {name}.") if line], False
                array, complaint = _numbers(answer[name])
                if complaint:
                    return self._wrong(f"{self._for(case, arguments)}{name or 'your result'} {complaint}", before)
                results.append(array)
            if not self._is_right(name, results):
                return self._first_wrong_line(name, answers, results, arguments, before)
        return "right", [f"Right: {self.what}."], False

    def _first_wrong_line(
        self, name: str, answers: list[dict], results: list, arguments: list[str], before: str
    ) -> tuple[str, list[str], bool]:
        rights = _line(self.rights, name)
        tries = list(zip(self.cases, results, rights, strict=True))
        wrong = [one for one in tries if not agrees(*one[1:], self._scale(name), self.digits)] or tries
        case, result, right = wrong[0]
        found = f"{self._for(case, arguments)}{name or 'your result'}{fault(result, right)}"
        if len(wrong) < len(tries):
            found += f". In {len(tries) - len(wrong)} of {len(tries)} cases it is right"
        kind, lines, _ = self._wrong(found, before, f"the first wrong line is {name}" if name else "")
        diagnosis = self._diagnosis(name, answers, results, rights, arguments)
        if diagnosis and not (diagnosis.startswith("it is transposed") and "exchanged" in found):
            lines.append(f"What happened: {diagnosis.rstrip('.')}.")
        return kind, lines + self.faults, True

    def _is_right(self, name: str, results: list) -> bool:
        """Return whether a line is right; a listed mistake that it is exactly is stronger than rounding."""
        rights, scale = _line(self.rights, name), self._scale(name)
        if all_agree(results, rights, scale):
            return True
        if any(all_agree(results, _line(wrong, name), scale) for wrong in self.mistakes.values()):
            return False
        return all_agree(results, rights, scale, self.digits)

    def _wrong(self, found: str, before: str = "", first: str = "") -> tuple[str, list[str], bool]:
        title = f"Not right yet, {self.what}" + (f": {first}." if first else ".")
        word = found.split(maxsplit=1)[0]
        if word.isascii() and word not in self.line_names:  # δ₃ must not become Δ₃, nor dW DW
            found = found[0].upper() + found[1:]
        found += "" if found[-1] in ".?" else "."
        return "wrong", [line for line in (title, before, found) if line], False

    def _for(self, case: tuple, arguments: list[str]) -> str:
        return f"for {_said_arguments(case, arguments)}: " if case else ""

    def _diagnosis(self, name: str, answers: list, results: list, rights: list, arguments: list[str]) -> str:
        """Return what happened: a listed mistake, too much rounding, or a slip; nothing where none fits."""
        scale = self._scale(name)
        listed: dict[str, Results] = {text: _line(wrong, name) for text, wrong in (self.mistakes | self.terms).items()}
        for text, wrong in self.mistakes.items():
            if name in wrong[0] and self._agrees_in_all_lines(answers, wrong):
                return text
        for digits in dict.fromkeys((None, self.digits)):
            fits = [text for text, wrong in listed.items() if all_agree(results, wrong, scale, digits)]
            if fits:
                return min(fits, key=lambda text: distance(results, listed[text]))
        if not self.is_function and all_agree(results, rights, scale, FEW_DIGITS):
            return "it is rounded too far: give at least three significant digits"
        if not self.is_function:
            fits = [text for text, wrong in listed.items() if all_agree(results, wrong, scale, FEW_DIGITS)]
            if fits:
                return min(fits, key=lambda text: distance(results, listed[text]))
        if all(result.shape == right.shape for result, right in zip(results, rights, strict=True)):
            with np.errstate(all="ignore"):
                near = [
                    np.isclose(result, right, rtol=0.005, atol=0) for result, right in zip(results, rights, strict=True)
                ]
            if all(one.all() for one in near) and not all((right == np.round(right)).all() for right in rights):
                return "you are very near: was a number rounded on the way? Keep all digits, and round at the end"
        return named_slip(results, rights, listed, self.cases, arguments, scale, self.digits)

    def _agrees_in_all_lines(self, answers: list[dict], wrong: list[dict]) -> bool:
        """Return whether a mistake gives every line that it has, of which one at least is not right."""
        differs = False
        for name in wrong[0]:
            if name not in self.names:
                return False
            numbers = [_numbers(answer[name]) for answer in answers]
            results = [array for array, complaint in numbers if not complaint]
            lines, rights = _line(wrong, name), _line(self.rights, name)
            if len(results) < len(answers) or not all_agree(results, lines, self._scale(name)):
                return False
            differs = differs or not all_agree(lines, rights, self._scale(name))
        return differs


def _hint(hints: Sequence[str], run: int) -> list[str]:
    if run <= len(hints):
        return [f"Hint {run} of {len(hints)}: {hints[run - 1]}"]
    return ["All hints are given; the solution is folded below."] if hints else []


def _of_case(steps: dict, case: tuple) -> dict:
    return {name: step(*copy.deepcopy(case)) if callable(step) else step for name, step in steps.items()}


def _line(results: list[dict], name: str) -> list:
    return [result.get(name) for result in results]


def _lines(value, names: list[str]) -> dict | None:
    """Return a result by lines: those of a dict or named tuple, or of a tuple by place; None where that cannot be."""
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "_asdict"):
        return value._asdict()
    if not names:
        tuple_of_arrays = isinstance(value, tuple) and any(np.ndim(part) for part in value if not callable(part))
        return (
            {f"value {n} of {len(value)}": part for n, part in enumerate(value, 1)} if tuple_of_arrays else {"": value}
        )
    if isinstance(value, tuple | list | np.ndarray) and len(value) == len(names):
        return dict(zip(names, value, strict=True))
    return None


def _numbers(value) -> tuple[np.ndarray | None, str]:
    """Return a value as an array, or what keeps it from being one."""
    if value is None or _holds(value, None):
        return None, "holds None: a value is missing"
    if _holds(value, Ellipsis):
        return None, "holds dots: replace them"
    if isinstance(value, str):
        return None, f"is the text {value!r}; a number is written without quotes"
    if callable(value):
        return None, "is a function: call it, with brackets and its arguments"
    try:
        array = np.asarray(value)
        if np.iscomplexobj(array):
            return None, "holds complex numbers: was a root taken of a negative number?"
        return array.astype(float), ""
    except (TypeError, ValueError, OverflowError):
        return None, f"is {said(value)}; numbers belong here, as many in every row"


def _holds(value, thing) -> bool:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, np.ndarray):
        value = list(value.flat) if value.dtype == object else []
    return value is thing or isinstance(value, list | tuple) and any(_holds(part, thing) for part in value)


def _argument_names(student, case: tuple) -> list[str]:
    try:
        names = [p.name for p in inspect.signature(student).parameters.values() if p.kind == p.POSITIONAL_OR_KEYWORD]
    except (TypeError, ValueError, OverflowError):
        names = []
    return names[: len(case)] + [f"argument {n}" for n in range(len(names) + 1, len(case) + 1)]


def _unchanged(now, before) -> bool:
    if type(now) is not type(before):
        return False
    if isinstance(before, np.ndarray):
        return now.shape == before.shape and np.array_equal(now, before, equal_nan=before.dtype.kind == "f")
    if isinstance(before, list | tuple):
        return len(now) == len(before) and all(map(_unchanged, now, before))
    return not isinstance(before, int | float | str | dict) or now == before


def _said_arguments(case: tuple, names: list[str]) -> str:
    return ", ".join(f"{name} = {said(value)}" for name, value in zip(names, case, strict=True))
