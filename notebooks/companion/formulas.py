"""Names and numbers as they stand on slides: "dw6" is ∂E/∂ω₆, and −0.5000 is −0.5."""

import re

GREEK = {"w": "ω", "delta": "δ", "delta_h": "δₕ", "eta": "η", "sigma": "σ", "y_hat": "ŷ"}
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def written(name: str) -> str:
    """Write a name as on paper: "dw6" is ∂E/∂ω₆, "new_w6" is ω₆(1), "delta3" is δ₃."""
    if name.startswith("new_"):
        return f"{written(name.removeprefix('new_'))}(1)"
    if re.fullmatch(r"d[wb]\d*", name):
        return f"∂E/∂{written(name[1:])}"
    letters = name.rstrip("0123456789")
    return GREEK.get(letters, letters) + name[len(letters) :].translate(SUBSCRIPTS)


def number(value: float, decimals: int = 4) -> str:
    """Write a number with at most so many decimals, without trailing zeros, and a real minus sign."""
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")
