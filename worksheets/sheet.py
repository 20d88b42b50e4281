"""A worksheet's content: what is given, the lines to compute, and what each known mistake would give instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from . import formulas

# Two results can be told apart when they differ by more than a rounding on the way, or to three digits, can explain.
UNITS_APART = 5
SHARE_APART = 0.006
SIGNIFICANT = 100  # units of the last decimal: a result that is not exact has three significant digits


@dataclass(frozen=True)
class Line:
    """One line to compute: its name, its formula (both as in formulas.py), and its value, computed by mlp_core.

    ``mistakes`` maps the words for a mistake to the formula that it amounts to; formulas in the words stand between
    backticks. ``because`` follows the value in the key.
    """

    name: str
    formula: str
    value: Any
    mistakes: Mapping[str, str] = field(default_factory=dict)
    because: str = ""


class Part(NamedTuple):
    """One line as a notebook asks for it: what to compute, the right value, and the wrong value of each mistake."""

    text: str
    value: Any
    mistakes: dict[str, Any]


@dataclass(frozen=True, repr=False)
class Problem:
    """One worksheet: a task in words, numbers given, lines to compute in groups, and a drawing.

    The drawing is a call of template.typ, and ``seen`` says in words what it shows. ``given`` holds every number of the
    formulas; ``shown`` the rows in which they are printed: names of ``given``, or words. ``topic``, ``seed`` and
    ``copy`` say where the problem comes from.
    """

    title: str
    task: str
    given: dict[str, Any]
    shown: list[list[str]]
    groups: dict[str, list[Line]]
    drawing: str
    seen: str
    decimals: int = 4
    topic: str = ""
    seed: int = 0
    copy: int = 1

    @property
    def lines(self) -> list[Line]:
        """All lines, in the order in which they are computed."""
        return [line for group in self.groups.values() for line in group]

    @cached_property
    def values(self) -> dict[str, Any]:
        """Every number: the given ones, and the right result of each line."""
        return self.given | {line.name: line.value for line in self.lines}

    def wrong(self, line: Line) -> dict[str, Any]:
        """Return what each known mistake gives in a line, right numbers taken for everything before it."""
        return {words: formulas.evaluate(formula, self.values) for words, formula in line.mistakes.items()}

    @property
    def parts(self) -> list[Part]:
        """The lines as plain text and numbers.

        >>> problem("backprop", seed=7).parts[0].text
        's₁'
        """
        return [
            Part(
                formulas.text(line.name),
                line.value,
                {formulas.words_as_text(words): value for words, value in self.wrong(line).items()},
            )
            for line in self.lines
        ]

    def steps(self, *names: str) -> dict[str, Any]:
        """Return right values by name, as the companion's ``check`` takes them; without names, all of them.

        Raises ValueError for a name that is not a line of this problem.
        """
        rights = {part.text: part.value for part in self.parts}
        for name in names:
            if name not in rights:
                raise ValueError(f"{name!r} is no line of {self.topic!r}; expected one of {', '.join(rights)}")
        return {name: rights[name] for name in names or rights}

    def mistakes(self, *names: str) -> dict[str, dict[str, Any]]:
        """Return for the words of each mistake the wrong value per line, as the companion's ``check`` takes them."""
        found: dict[str, dict[str, Any]] = {}
        wanted = self.steps(*names)
        for part in self.parts:
            if part.text in wanted:
                for words, value in part.mistakes.items():
                    found.setdefault(words, {})[part.text] = value
        return found

    @property
    def question(self) -> str:
        """The task, the numbers and what to compute, in Markdown."""
        rows = "\n".join(f"- {self.row(row)}" for row in self.shown)
        wanted = "\n".join(
            f"- {group}: {', '.join(formulas.text(line.name) for line in lines)}"
            for group, lines in self.groups.items()
        )
        words = formulas.words_as_text(f"{self.task} {self.seen}")
        return f"{words}\n\nGiven:\n\n{rows}\n\nCompute:\n\n{wanted}"

    def _repr_markdown_(self) -> str:
        return self.question

    def __repr__(self) -> str:
        return f"{self.title}: seed {self.seed}, copy {self.copy}"

    def row(self, row: list[str]) -> str:
        """Return a row of given numbers as text."""
        return ", ".join(
            f"{formulas.text(item)} = {formulas.number(self.given[item])}"
            if item in self.given
            else formulas.words_as_text(item)
            for item in row
        )


def tells_apart(found: Problem) -> bool:
    """Return whether in each line the right result and those of all mistakes differ, to the digits that are printed."""
    unit = 10.0**-found.decimals
    for line in found.lines:
        results = [np.asarray(value, dtype=float) for value in (line.value, *found.wrong(line).values())]
        if not all(np.isfinite(result).all() for result in results):
            return False
        exact = np.isclose(results[0], results[0].round(found.decimals), rtol=0, atol=1e-9)
        if not (exact | (np.abs(results[0]) >= SIGNIFICANT * unit)).all():
            return False
        apart = max(UNITS_APART * unit, SHARE_APART * float(np.abs(results[0]).max()))
        if any(np.abs(one - other).max() < apart for one, other in combinations(results, 2)):
            return False
    return True


def pick(rng: np.random.Generator, low: float, high: float, step: float, signs: bool = False) -> float:
    """Draw one of the friendly numbers low, low + step, …, high; with ``signs``, half of them negative."""
    count = round((high - low) / step)
    value = round(low + step * int(rng.integers(count + 1)), 6)
    return -value if signs and rng.integers(2) else value
