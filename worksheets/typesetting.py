"""From problems to pages: the Typst source of sheets and keys, and the PDF that Typst makes of it.

The same problems give the same source, and the same source gives the same PDF: no date goes in, and only the fonts that
come with Typst are used. How a page looks is in template.typ.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from . import formulas
from .sheet import Line, Problem

TEMPLATE = Path(__file__).with_name("template.typ")


def sheets(problems: Iterable[Problem]) -> str:
    """Return the Typst source of the sheets: one page per problem."""
    return _document(map(_sheet, problems))


def keys(problems: Iterable[Problem]) -> str:
    """Return the Typst source of the keys: every line worked out, with what each known mistake gives instead."""
    return _document(map(_key, problems))


def pdf(source: str) -> bytes:
    """Return the PDF of a Typst source. Needs the package ``typst``; no network, no date, no fonts of the machine."""
    import typst

    return typst.compile(source.encode(), ignore_system_fonts=True, timestamp=0)


def _document(pages: Iterable[str]) -> str:
    return TEMPLATE.read_text(encoding="utf-8") + "\n" + "\n".join(pages) + "\n"


def _sheet(problem: Problem) -> str:
    groups = [
        f'("{group}", {_tuple(f"${formulas.typst(line.name)}$" for line in lines)})'
        for group, lines in problem.groups.items()
    ]
    rounded = str(any(not formulas.is_exact(line.value, problem.decimals) for line in problem.lines)).lower()
    return (
        f"#sheet({_origin(problem)}, task: [{formulas.words_as_typst(problem.task)}], given: {_given(problem)}, "
        f"drawing: [{problem.drawing}], seen: {_quoted(formulas.words_as_text(problem.seen))}, rounded: {rounded}, "
        f"groups: {_tuple(groups)})"
    )


def _key(problem: Problem) -> str:
    groups = [
        f'("{group}", {_tuple(_worked_out(problem, line) for line in lines)})'
        for group, lines in problem.groups.items()
    ]
    return f"#key({_origin(problem)}, given: {_given(problem)}, groups: {_tuple(groups)})"


def _origin(problem: Problem) -> str:
    return f'title: "{problem.title}", topic: "{problem.topic}", copy: {problem.copy}, seed: {problem.seed}'


def _given(problem: Problem) -> str:
    return _tuple(f"[{_row(problem, row)}]" for row in problem.shown)


def _row(problem: Problem, row: list[str]) -> str:
    cells = []
    for item in row:
        if item in problem.given:
            cells.append(f"#box[${formulas.typst(item)} = {_numbers(problem.given[item], problem.decimals)}$]")
        else:
            cells.append(formulas.words_as_typst(item))
    return " #h(3mm) ".join(cells)


def _worked_out(problem: Problem, line: Line) -> str:
    """Return "symbols = numbers = value", and what each mistake gives."""
    numbers = formulas.typst(line.formula, problem.values, problem.decimals)
    value = _numbers(line.value, problem.decimals)
    sides = [formulas.typst(line.name), formulas.typst(line.formula), numbers, f"bold({value})"]
    if numbers.strip("()") == value.strip("()"):  # one name alone: "∂E/∂b₃ = δ₃ = −0.04"
        del sides[2]
    if sides[1] == value:
        del sides[1]
    # Boxes, so that a long line breaks before an equals sign and nowhere else.
    equals = " ".join(f"#box[$= {side}$]" for side in sides[1:])
    worked = f"[${sides[0]}$ {equals}{formulas.words_as_typst(line.because)}]"
    wrong = [
        f"([{formulas.number(value, problem.decimals)}], [{formulas.words_as_typst(words)}])"
        for words, value in problem.wrong(line).items()
    ]
    return f"({worked}, {_tuple(wrong)})"


def _numbers(value: Any, decimals: int) -> str:
    if np.ndim(value) == 2:
        return f"display(mat({'; '.join(', '.join(formulas.typst_number(v, decimals) for v in row) for row in value)}))"
    return formulas.typst_number(value, decimals)


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _tuple(items: Iterable[str]) -> str:
    return f"({''.join(f'{item}, ' for item in items)})"
