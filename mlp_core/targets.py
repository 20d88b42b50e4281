"""The door of the targets: y has to fit the predictions, so that nothing is ever broadcast silently.

What y may hold depends on the loss: "real" numbers, one "label" a row, "0 or 1" (or a probability between), "-1 or 1",
or "one-hot" rows (or a distribution over the classes).
"""

import numpy as np

from .doors import as_numbers, fits

Array = np.ndarray


def as_targets(y: Array, outputs: tuple[int, ...], kind: str, loss: str, dtype=None) -> Array:
    """Let in targets of the ``kind`` that ``loss`` wants, for predictions of shape ``outputs``, or raise ValueError."""
    if len(outputs) < 2:
        raise ValueError(f"y_hat has shape {outputs}; expected (examples, units): use y_hat.reshape(-1, 1)")
    rows, units = outputs[-2:]
    if rows == 0 or units == 0:
        raise ValueError(f"y_hat has shape {outputs}; expected at least one row and column: check your selection")
    if kind == "one-hot" and units == 1:
        remedy = "use binary cross-entropy for a single output"
        raise ValueError(f"y_hat has 1 column; {loss} expects one a class, at least 2: {remedy}")
    y = as_numbers("y", y, dtype)
    if y.shape[-2:] != (rows, units) or not fits(y.shape, outputs):
        remedy = _remedy(y.shape, rows, units)
        raise ValueError(f"y has shape {y.shape}; expected ({rows}, {units}), as y_hat has: {remedy}")
    complaint = COMPLAINTS[kind](y)
    if complaint:
        raise ValueError(f"y holds {complaint} ({loss})")
    return y


def _remedy(shape: tuple[int, ...], rows: int, units: int) -> str:
    if units > 1 and shape in [(rows,), (rows, 1)]:
        return f"if these are class labels, use one_hot(y.ravel(), {units})"
    if shape == (rows,):
        return "use y.reshape(-1, 1)"
    if shape == (units, rows):
        return "use y.T"
    if units == 1 and len(shape) == 2 and shape[0] == rows:
        return "one-hot rows need one output unit a class; for a single output give one 0 or 1 a row"
    return "give one row an example and one column an output unit"


def _no_label(y: Array) -> str:
    return "" if y.shape[-1] == 1 else f"{y.shape[-1]} columns; expected one column of labels: use argmax(axis=-1)"


def _no_probability(y: Array) -> str:
    outside = y[(y < 0) | (y > 1)]
    expected = "0 or 1 (or a probability between): for labels −1 and 1 use (y + 1) / 2"
    return f"{outside[0]:g}; expected {expected}" if outside.size else ""


def _no_distribution(y: Array) -> str:
    wrong = y[(np.abs(y.sum(axis=-1) - 1) > 1e-5) | (y < 0).any(axis=-1)]
    expected = f"one-hot rows, which sum to 1: use one_hot(labels, {y.shape[-1]})"
    return f"the row {wrong[0].tolist()}; expected {expected}" if wrong.size else ""


def _no_sign(y: Array) -> str:
    other = y[np.abs(y) != 1]
    return f"{other[0]:g}; expected −1 or 1: for labels 0 and 1 use 2 * y - 1" if other.size else ""


COMPLAINTS = {
    "real": lambda y: "",
    "label": _no_label,
    "0 or 1": _no_probability,
    "one-hot": _no_distribution,
    "-1 or 1": _no_sign,
}
