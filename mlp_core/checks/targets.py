"""Checks of losses, predictions and targets: y has to fit the predictions, so that nothing is ever stretched silently.

What y may hold depends on the loss: "real" numbers, one "label" per row, "0 or 1" (or a probability between),
"-1 or 1", or "one-hot" rows (or a distribution over the classes).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..arrays import Array
from .data import Given, numbers, shown


def loss(name: str, value: Any, given: Given = None) -> Any:
    """Let in a loss."""
    if not hasattr(value, "unit_derivative"):
        expected = "a Loss: use half_squared_error, cross_entropy, … of mlp_core"
        raise TypeError(f"{name} is {shown(value)}; expected {expected}")
    return value


def differentiable(name: str, value: Any, given: Given = None) -> Any:
    """Let in a loss that one can descend."""
    if not loss(name, value).differentiable:
        raise ValueError(
            f"the {value.name} has no gradient: it is flat wherever it does not jump; "
            "train with hinge or cross-entropy, and count mistakes with zero_one"
        )
    return value


def loss_of_network(name: str, value: Any, given: Mapping[str, Any]) -> Any:
    """Let in a loss with which this network's output activation goes."""
    output_goes_with(loss(name, value), given["network"][-1].activation)
    return value


def loss_to_train(name: str, value: Any, given: Mapping[str, Any]) -> Any:
    """Let in a loss that one can descend, and with which this network's output activation goes."""
    return loss_of_network(name, differentiable(name, value), given)


def output_goes_with(loss: Any, activation: Any) -> None:
    """Raise ValueError where the output layer's activation does not go with the loss, and say which does."""
    low, high = activation.range
    bounded = low >= 0 and high <= 1
    wanted = {
        "probability": "" if bounded and not activation.by_row else "probabilities: use sigmoid",
        "distribution": "" if activation.by_row else "rows that sum to 1: use softmax",
        "logit": "logits, as it holds its own sigmoid or softmax: use identity" if bounded else "",
        "score": "scores without softmax: use identity" if activation.by_row else "",
    }.get(loss.outputs)
    if wanted:
        raise ValueError(f"the output activation is {activation.name}; {loss.name} expects {wanted}")


def predictions(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in predictions (*stack, examples, units), NaN among them: those of a network that has diverged."""
    loss, y_hat = given["self"], np.asarray(value)
    if y_hat.dtype.kind != "f" or np.ma.is_masked(value):
        y_hat = numbers(name, value)
    if loss.outputs in ("probability", "distribution") and ((y_hat < 0) | (y_hat > 1)).any():
        held = y_hat[(y_hat < 0) | (y_hat > 1)].flat[0]
        remedy = f"for scores without bounds use {loss.name.replace(' ', '_').replace('-', '_')}_on_logits"
        raise ValueError(f"{name} holds {held:g}; {loss.name} expects probabilities from 0 to 1: {remedy}")
    return y_hat


def targets_of_predictions(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in the targets of these predictions."""
    y_hat = given["y_hat"]
    return targets(name, value, y_hat.shape, given["self"], y_hat.dtype)


def targets_of_network(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in the targets of the examples x, for this network and loss."""
    network, x = given["network"], given["x"]
    stack = network[0].W.shape[:-2]
    if not _meets(x.shape[:-2], stack):
        raise ValueError(f"x has shape {x.shape}; expected (examples, inputs): use x.reshape(-1, {x.shape[-1]})")
    return targets(name, value, (*stack, x.shape[-2], network[-1].b.shape[-1]), given["loss"], x.dtype)


def targets(name: str, value: Any, outputs: tuple[int, ...], loss: Any, dtype: Any) -> Array:
    """Let in targets of the kind that ``loss`` wants, for predictions of shape ``outputs``, or raise ValueError."""
    if len(outputs) < 2:
        raise ValueError(f"y_hat has shape {outputs}; expected (examples, units): use y_hat.reshape(-1, 1)")
    rows, units = outputs[-2:]
    if rows == 0 or units == 0:
        raise ValueError(f"y_hat has shape {outputs}; expected at least one row and column: check your selection")
    if loss.targets == "one-hot" and units == 1:
        remedy = "use binary cross-entropy for a single output"
        raise ValueError(f"y_hat has 1 column; {loss.name} expects one per class, at least 2: {remedy}")
    y = numbers(name, value, dtype=dtype)
    if y.shape[-2:] != (rows, units) or not _meets(y.shape, outputs):
        remedy = _remedy(y.shape, rows, units)
        raise ValueError(f"{name} has shape {y.shape}; expected ({rows}, {units}), as y_hat has: {remedy}")
    complaint = COMPLAINTS[loss.targets](y)
    if complaint:
        raise ValueError(f"{name} holds {complaint} ({loss.name})")
    return y


def _meets(shape: tuple[int, ...], into: tuple[int, ...]) -> bool:
    """Return whether an array of ``shape`` meets one of shape ``into`` without stretching the latter."""
    return len(shape) <= len(into) and all(n in (1, m) for n, m in zip(shape[::-1], into[::-1], strict=False))


def _remedy(shape: tuple[int, ...], rows: int, units: int) -> str:
    if units > 1 and shape in [(rows,), (rows, 1)]:
        return f"if these are class labels, use one_hot(y.ravel(), {units})"
    if shape == (rows,):
        return "use y.reshape(-1, 1)"
    if shape == (units, rows):
        return "use y.T"
    if units == 1 and len(shape) == 2 and shape[0] == rows:
        return "one-hot rows need one output unit per class; for a single output give one 0 or 1 per row"
    return "give one row per example and one column per output unit"


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


def fitting(y: Array, y_hat: Array) -> Array:
    """Return y, if it fits the predictions y_hat without stretching them."""
    if y.shape[-2:] != y_hat.shape[-2:] or not _meets(y.shape, y_hat.shape):
        remedy = "use y.reshape(-1, 1)" if y.ndim == 1 else "give one row per example and one column per output unit"
        raise ValueError(f"y has shape {y.shape}; expected {y_hat.shape[-2:]}, as y_hat has: {remedy}")
    return y
