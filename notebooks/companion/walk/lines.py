"""Lines: a training step as a list of lines of plain text, ``s1 = w1*x1 + w3*x2 + b1``, which two readers run.

Python runs them here, the page runs the very same text (stepper_lines.js). So the mathematics is written once, and what
a page shows is what the tests have compared with mlp_core. A line holds numbers, names, + − * / ** ( ), a comparison
with >=, and calls; a function is a line too, ``sigma(z) = 1/(1 + exp(-z))``.
"""

import ast
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from ..formulas import number

PRIMITIVES: dict[str, Any] = {"exp": np.exp, "tanh": np.tanh, "log": np.log, "abs": np.abs, "max": np.maximum}
NAME = re.compile(r"[A-Za-z_]\w*")
FUNCTION = re.compile(r"([A-Za-z_]\w*)\(([\w, ]+)\) = (.+)")
OPERATIONS: dict[type, Any] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide, ast.Pow: np.power,
}  # fmt: skip


def run(lines: Iterable[str], given: dict[str, float]) -> dict[str, float]:
    """Compute line after line, functions among them, each from what is known so far; returns all values.

    As in the page, what grows too large becomes infinite. Raises ValueError for a line outside the grammar, for a name
    that is not known yet, and for one that is computed twice.
    """
    known: dict[str, Any] = {name: np.float64(value) for name, value in given.items()}
    functions: dict[str, tuple[list[str], ast.expr]] = {}
    with np.errstate(all="ignore"):
        for line in lines:
            if found := FUNCTION.fullmatch(line):
                functions[found[1]] = (found[2].split(", "), _parsed(found[3], line))
                continue
            name, _, expression = line.partition(" = ")
            if not NAME.fullmatch(name) or name in known:
                raise ValueError(f"{line!r} defines {name!r}; expected a new name, as in s1 = w1*x1: choose another")
            known[name] = np.float64(_value(_parsed(expression, line), known, functions, line))
    return {name: float(value) for name, value in known.items()}


def in_symbols(expression: str, symbols: dict[str, str]) -> str:
    """Write an expression as on paper: "w1*x1" is ω₁·x₁."""
    return _signs(NAME.sub(lambda found: symbols.get(found[0], found[0]), expression))


def in_numbers(expression: str, values: dict[str, float], symbols: dict[str, str]) -> str:
    """Write an expression with numbers put in: "w1*x1" is 0.15·0.05."""

    def put_in(found: re.Match) -> str:
        if found[0] not in values:
            return symbols.get(found[0], found[0])  # a function
        text = written(values[found[0]], decimals_of(found[0]))
        return f"({text})" if text.startswith("−") else text

    return _signs(NAME.sub(put_in, expression))


def written(value: float, decimals: int = 4) -> str:
    """Write a number as the slides do, with at most 4 decimals; with two digits where these would leave nothing."""
    if not np.isfinite(value):
        return "not a number" if np.isnan(value) else "∞" if value > 0 else "−∞"
    if abs(value) >= 1e6:
        return f"{value:.2e}".replace("-", "−")
    if 0 < abs(value) < 0.5 * 10**-decimals:
        text = f"{value:.1e}"
        if abs(value) >= 1e-8:
            decimals = 1 - int(text.split("e")[1])
            text = f"{value:.{decimals}f}"
        return text.replace("-", "−")
    return number(value, decimals)


def told(step: dict, values: dict[str, float], symbols: dict[str, str]) -> str:
    """Write a step as the page does: what happens, then its line in symbols, in numbers, and its value."""
    name, expression = step["line"].split(" = ")
    parts = [symbols.get(name, name), in_symbols(expression, symbols), in_numbers(expression, values, symbols)]
    parts.append(written(values[name], decimals_of(name)))
    kept = [part for part, after in zip(parts, [*parts[1:], ""], strict=True) if part.strip("()") != after.strip("()")]
    return f"{in_words(step['told'], symbols)} {' = '.join(kept)}"


def decimals_of(name: str) -> int:
    """Return the decimals that a number is shown with: updated parameters have five on the slides, all others four."""
    return 5 if re.match(r"new_[wb]\d", name) else 4


def in_words(sentence: str, symbols: dict[str, str]) -> str:
    """Write a sentence with its {names} as symbols."""
    return re.sub(r"\{(\w+)\}", lambda found: symbols.get(found[1], found[1]), sentence)


def _signs(text: str) -> str:
    return text.replace("**2", "²").replace("*", "·").replace(">=", "≥").replace("-", "−")


def _parsed(expression: str, line: str) -> ast.expr:
    try:
        return ast.parse(expression, mode="eval").body
    except SyntaxError:
        raise ValueError(f"{line!r} cannot be read; expected a formula such as s1 = w1*x1 + b1: mend it") from None


def _value(node: ast.expr, known: dict, functions: dict, line: str) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return np.float64(number)
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.Name(id=name):
            raise ValueError(f"{line!r} uses {name!r}, which is not known yet; put the line that computes it first")
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not _is_power(operand):
            return -_value(operand, known, functions, line)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            return OPERATIONS[type(op)](*(_value(side, known, functions, line) for side in (left, right)))
        case ast.Compare(left=left, ops=[ast.GtE()], comparators=[right]):
            return np.float64(_value(left, known, functions, line) >= _value(right, known, functions, line))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            values = [_value(argument, known, functions, line) for argument in arguments]
            if name in functions and len(functions[name][0]) == len(values):
                names, body = functions[name]
                return _value(body, dict(zip(names, values, strict=True)), functions, line)
            if name in PRIMITIVES and len(values) == (2 if name == "max" else 1):
                return PRIMITIVES[name](*values)
    raise ValueError(
        f"{line!r} holds {ast.unparse(node)!r}; expected numbers, names, + - * / ** >= ( ) and calls of known "
        "functions: write it with these (and 0 - a**2 for -a**2, which a page refuses)"
    )


def _is_power(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)
