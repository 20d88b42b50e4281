"""Formulas as text: a line such as "s1 = w1*x1 + b1" is run, written with subscripts, and with numbers put in."""

import re
from collections.abc import Callable, Iterable

GREEK = {"w": "ω", "delta": "δ", "delta_h": "δₕ", "eta": "η", "sigma": "σ", "y_hat": "ŷ"}
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
NAME = re.compile(r"[^\W\d]\w*")


def run(rules: Iterable[str], values: dict[str, float], **functions: Callable) -> dict[str, float]:
    """Compute line after line, each from the values known so far; answers all values, the given ones first."""
    known = dict(values)
    for rule in rules:
        name, formula = rule.split(" = ")
        known[name] = float(eval(formula, dict(functions), known))  # the rules are the notebook's own
    return known


def written(text: str) -> str:
    """Write names and formulas as on paper: "dw6" is ∂E/∂ω₆, "new_w6" is ω₆(1), "delta3*a2" is δ₃·a₂."""
    return _signs(NAME.sub(lambda found: _symbol(found[0]), text))


def with_numbers(rule: str, values: dict[str, float], decimals: int = 4) -> str:
    """Write a rule, then the same with numbers put in (4 decimals), then its result: "a = b·c = 2·(−3) = −6"."""
    name, formula = rule.split(" = ")
    put_in = NAME.sub(lambda found: _operand(found[0], values), formula)
    steps = [written(name), written(formula), _signs(put_in), number(values[name], decimals)]
    if steps[2].strip("()") == steps[3]:  # one name alone: "∂E/∂b₃ = δ₃ = −0.04"
        del steps[2]
    return " = ".join(steps)


def number(value: float, decimals: int = 4) -> str:
    """Write a number with at most so many decimals, without trailing zeros, and a real minus sign."""
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def names_in(rule: str) -> list[str]:
    """List the names on the right-hand side of a rule."""
    return NAME.findall(rule.split(" = ")[1])


def _symbol(name: str) -> str:
    if name.startswith("new_"):
        return f"{_symbol(name.removeprefix('new_'))}(1)"
    if re.fullmatch(r"d[wb]\d*", name):
        return f"∂E/∂{_symbol(name[1:])}"
    letters = name.rstrip("0123456789")
    return GREEK.get(letters, letters) + name[len(letters) :].translate(SUBSCRIPTS)


def _operand(name: str, values: dict[str, float]) -> str:
    if name not in values:
        return _symbol(name)  # a function
    return f"({number(values[name])})" if values[name] < 0 else number(values[name])


def _signs(text: str) -> str:
    return text.replace("**2", "²").replace("*", "·").replace("-", "−")
