"""Checks of what a single unit learns from: one table of examples, one target for each, one weight per input."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..arrays import Array
from .choices import one_of
from .data import Given, examples, numbers, shown

LOWS = {"UT": 0.0, "UB": -1.0}
"""What a unit returns below its threshold, and the label of what is not 1, in the convention of each deck."""

convention = one_of("UT", "UB", remedy='use "UT" for labels 0 and 1, "UB" for −1 and 1')


def table(name: str, value: Any, given: Given = None) -> Array:
    """Let in the examples of a single unit: two axes, and no stack."""
    array = examples(name, value)
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}; expected (examples, inputs): one unit learns from one table")
    return array


def target_per_example(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in the targets of a single unit: (examples,)."""
    y, rows = numbers(name, value), given["x"].shape[:1]
    if y.shape != rows:
        raise ValueError(f"{name} has shape {y.shape}; expected {rows}, one target per example: use y.ravel()")
    return y


def label_per_example(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in the labels of a single unit: 1, and 0 or −1 as the convention or ``low`` says."""
    y = target_per_example(name, value, given)
    low = LOWS[given["convention"]] if "convention" in given else given["low"]
    other = y[(y != 1) & (y != low)]
    if other.size:
        remedy = 'for labels −1 and 1 use convention="UB" or low=-1' if low == 0 else "for labels 0 and 1 use 2 * y - 1"
        raise ValueError(f"{name} holds {other[0]:g}; expected {low:g} or 1: {remedy}")
    return y


def low_label(name: str, value: Any, given: Given = None) -> float:
    """Let in the label of those that are not 1: 0 on the slides of UT, −1 on those of UB."""
    number = numbers(name, value)
    if number.ndim or isinstance(value, (bool, np.bool_)) or not number < 1:
        raise ValueError(f"{name} is {shown(value)}; expected one number below 1: use 0 or -1")
    return float(number)


def weights(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in the weights of a single unit, one per column of x."""
    inputs = given["x"].shape[-1]
    array = numbers(name, value)
    if array.shape != (inputs,):
        remedy = "with_bias(x) adds one input"
        raise ValueError(f"{name} has shape {array.shape}; expected ({inputs},), one weight per input: {remedy}")
    return array
