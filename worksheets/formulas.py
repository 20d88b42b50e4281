"""Formulas: written once, as code, and read as mathematics: in letters, or with numbers put in, as text or for Typst.

A name says how it is written: ``omega5`` is ω₅, ``y_hat1`` is ŷ₁, ``delta_h1`` is δₕ₁, ``w_at1`` is w(1), the w after
one update, ``w11_layer2`` is w₁₁⁽²⁾, ``dE_omega5`` is ∂E/∂ω₅, and ``w_Adam`` is the w of Adam.
"""

import ast
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

import mlp_core as mlp

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sigma": mlp.sigmoid, "relu": mlp.relu, "step": mlp.step, "exp": np.exp, "log": np.log, "sqrt": np.sqrt,
}  # fmt: skip
WRITTEN = {
    "omega": "ω", "delta": "δ", "eta": "η", "sigma": "σ", "mu": "μ", "alpha": "α", "beta": "β", "relu": "ReLU",
}  # fmt: skip
NAME = re.compile(
    r"(?:d(?P<of>[A-Z])_)?(?P<letters>[A-Za-z]+?)(?P<hat>_hat)?(?P<hidden>_h)?(?P<digits>\d*)"
    r"(?:_at(?P<time>\d+))?(?:_layer(?P<layer>\d))?(?:_(?P<owner>[A-Z]\w*))?"
)
MARK = re.compile(r"`([^`]+)`")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("()0123456789", "⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹")
EXACT = 1e-9
SUM, PRODUCT, POWER, ATOM = range(4)  # how tightly the parts of a formula hold together


def evaluate(formula: str, values: Mapping[str, Any]) -> Any:
    """Compute a formula from values: a number as a float, a vector as an array.

    >>> evaluate("omega1*x1 + b1", {"omega1": 0.5, "x1": 2.0, "b1": 0.25})
    1.25
    """
    result = eval(_compiled(formula), {"__builtins__": {}, **FUNCTIONS}, values)  # the formulas are those of the topics
    return result if np.ndim(result) else float(result)


@cache
def _compiled(formula: str) -> CodeType:
    return compile(formula, "<formula>", "eval")


def number(value: Any, decimals: int = 4) -> str:
    """Write a number, or the numbers of a vector in brackets, with so many decimals, fewer where it needs no more.

    >>> number(-0.5), number(np.array([1.0, -2.25])), number(1 / 3), number(0.20004)
    ('−0.5', '(1, −2.25)', '0.3333', '0.2000')
    """
    if np.ndim(value):
        return f"({', '.join(number(part, decimals) for part in np.asarray(value))})"
    digits = f"{float(value):.{decimals}f}"
    shorter = digits.rstrip("0").rstrip(".") if "." in digits else digits
    digits = shorter if abs(float(shorter) - value) < EXACT else digits
    return "0" if digits == "-0" else digits.replace("-", "−")


def is_exact(value: Any, decimals: int) -> bool:
    """Return whether a number, or every number of a vector, needs no more than so many decimals."""
    return bool((np.abs(np.asarray(value) - np.round(value, decimals)) < EXACT).all())


def typst_number(value: Any, decimals: int = 4) -> str:
    """Write a number for Typst, whose mathematics makes the minus sign itself."""
    return number(value, decimals).replace("−", "-")


def text(formula: str, values: Mapping[str, Any] | None = None, decimals: int = 4) -> str:
    """Write a formula as text, with numbers in place of the names if there are values.

    >>> text("-(y - a3)*a3"), text("omega5*a1 - b3", {"omega5": 0.5, "a1": -2.0, "b3": 1.0})
    ('−(y − a₃)·a₃', '0.5·(−2) − 1')
    """
    return _write(formula, _Text, values, decimals)


def typst(formula: str, values: Mapping[str, Any] | None = None, decimals: int = 4) -> str:
    """Write a formula in Typst's mathematics, without the dollar signs.

    >>> typst("g/sqrt(s)")
    'frac(g, sqrt(s))'
    """
    return _write(formula, _Typst, values, decimals)


def words_as_text(words: str) -> str:
    """Write words in which formulas and equations stand between backticks.

    >>> words_as_text("`a3` used instead of `a2`, which is `a = sigma(s)`")
    'a₃ used instead of a₂, which is a = σ(s)'
    """
    return MARK.sub(lambda found: _equation(found[1], text), words)


def words_as_typst(words: str) -> str:
    """Write words for Typst, the formulas and equations between backticks as its mathematics."""
    parts = MARK.split(words)
    return "".join(f"${_equation(part, typst)}$" if place % 2 else _escaped(part) for place, part in enumerate(parts))


def _equation(formula: str, hand: Callable[[str], str]) -> str:
    return " = ".join(hand(side) for side in formula.split(" = "))


def _escaped(words: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]-])", r"\\\1", words)


class _Name(NamedTuple):
    of: str | None
    letters: str
    hat: str | None
    hidden: str | None
    digits: str
    time: str | None
    layer: str | None
    owner: str | None


def _read(name: str) -> _Name:
    found = NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"the name {name!r} cannot be written; expected one like omega5, y_hat1, w_at1 or dE_b3")
    return _Name(**found.groupdict())


class _Text:
    """The hand that writes text."""

    times, divided = "·", "/"

    @staticmethod
    def name(name: str) -> str:
        part = _read(name)
        letter = WRITTEN.get(part.letters, part.letters) + ("\u0302" if part.hat else "")
        letter = letter.replace("y\u0302", "ŷ").replace("s\u0302", "ŝ")
        letter += ("ₕ" if part.hidden else "") + part.digits.translate(SUBSCRIPTS)
        letter += f"({part.layer})".translate(SUPERSCRIPTS) if part.layer else ""
        letter += f"({part.time})" if part.time else ""
        letter = f"∂{part.of}/∂{letter}" if part.of else letter
        return f"{letter} ({part.owner})" if part.owner else letter

    @staticmethod
    def number(value: Any, decimals: int) -> str:
        return number(value, decimals)

    @staticmethod
    def quotient(part: Callable[..., str], above: ast.AST, below: ast.AST, leading: bool) -> str:
        return f"{part(above, PRODUCT, leading)}/{part(below, POWER, False)}"

    @staticmethod
    def power(base: str, exponent: str) -> str:
        raised = exponent.translate(SUPERSCRIPTS)
        return base + (raised if raised != exponent else f"^{exponent}")

    @staticmethod
    def call(function: str, argument: str) -> str:
        return f"√({argument})" if function == "sqrt" else f"{WRITTEN.get(function, function)}({argument})"


class _Typst:
    """The hand that writes Typst."""

    times = " dot.op "

    @staticmethod
    def name(name: str) -> str:
        part = _read(name)
        letter = WRITTEN.get(part.letters, part.letters)
        letter = f'"{letter}"' if len(letter) > 1 else letter
        letter = f"hat({letter})" if part.hat else letter
        below = f"h_{part.digits}" if part.hidden else part.digits
        below = f'upright("{part.owner}")' if part.owner else below
        above = f'"({part.layer})"' if part.layer else ""
        places = [f"{place}: {what}" for place, what in (("b", below), ("t", above)) if what]
        letter = f"attach({letter}, {', '.join(places)})" if places else letter
        letter += f"({part.time})" if part.time else ""
        return f"∂ {part.of} \\/ ∂ {letter}" if part.of else letter

    @staticmethod
    def number(value: Any, decimals: int) -> str:
        return typst_number(value, decimals)

    @staticmethod
    def quotient(part: Callable[..., str], above: ast.AST, below: ast.AST, leading: bool) -> str:
        return f"frac({part(above, SUM, True)}, {part(below, SUM, True)})"

    @staticmethod
    def power(base: str, exponent: str) -> str:
        return f"{base}^({exponent})"

    @staticmethod
    def call(function: str, argument: str) -> str:
        if function == "sqrt":
            return f"sqrt({argument})"
        if function == "exp":
            return f"e^({argument})"
        word = WRITTEN.get(function, function)
        return f"{word}({argument})" if len(word) == 1 else f'op("{word}")({argument})'


def _write(formula: str, hand: Any, values: Mapping[str, Any] | None, decimals: int) -> str:
    def leaf(name: str, leading: bool) -> str:
        if values is None:
            return hand.name(name)
        written = hand.number(values[name], decimals)
        return f"({written})" if np.ndim(values[name]) == 0 and values[name] < 0 and not leading else written

    return _written(ast.parse(formula, mode="eval").body, hand, leaf, True)[0]


def _written(node: ast.AST, hand: Any, leaf: Callable[[str, bool], str], leading: bool) -> tuple[str, int]:
    """Return a part of a formula as written, and how tightly it holds together; ``leading``: a minus may begin it."""

    def part(inner: ast.AST, at_least: int, leading: bool) -> str:
        written, holds = _written(inner, hand, leaf, leading)
        if holds >= at_least:
            return written
        return f"({_written(inner, hand, leaf, True)[0]})"

    match node:
        case ast.Name(id=name):
            return leaf(name, leading), ATOM
        case ast.Constant(value=value):
            return hand.number(value, 4), ATOM
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return f"−{part(inner, PRODUCT, False)}", PRODUCT if leading else SUM
        case ast.Call(func=ast.Name(id=function), args=[argument]):
            return hand.call(function, part(argument, SUM, True)), ATOM
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
            plus = isinstance(sign, ast.Add)
            second = part(right, SUM if plus else PRODUCT, False)
            return f"{part(left, SUM, leading)} {'+' if plus else '−'} {second}", SUM
        case ast.BinOp(left=left, op=ast.Mult() | ast.MatMult(), right=right):
            return f"{part(left, PRODUCT, leading)}{hand.times}{part(right, POWER, False)}", PRODUCT
        case ast.BinOp(left=above, op=ast.Div(), right=below):
            return hand.quotient(part, above, below, leading), PRODUCT
        case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
            return hand.power(part(base, ATOM, False), part(exponent, SUM, True)), POWER
    raise ValueError(f"{ast.unparse(node)!r} cannot be written; expected +, −, *, /, @, ** and functions")
