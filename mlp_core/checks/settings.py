"""Checks of single numbers: ``check(name, value, given)`` lets a value in, or raises.

A check that needs to know more is made by a function: ``whole(1, "try 40")`` lets in whole numbers from 1.
"""

import operator
from typing import Any

import numpy as np

from ..arrays import Array
from .data import Given, numbers, shown
from .decorators import Check


def _is_flag(value: Any) -> bool:
    return isinstance(value, (bool, np.bool_))


def whole(least: int, remedy: str) -> Check:
    """Make a check that lets in whole numbers of at least ``least``."""

    def check(name: str, value: Any, given: Given = None) -> int:
        expected = f"expected a whole number of at least {least}: {remedy}"
        if _is_flag(value) or not hasattr(value, "__index__"):
            raise TypeError(f"{name} is {shown(value)}; {expected}")
        if operator.index(value) < least:
            raise ValueError(f"{name} is {value}; {expected}")
        return operator.index(value)

    return check


def positive(remedy: str, at_most: float = np.inf) -> Check:
    """Make a check that lets in one finite number above 0, and at most ``at_most``."""
    limit = "" if at_most == np.inf else f" and at most {at_most:g}"

    def check(name: str, value: Any, given: Given = None) -> float:
        number = numbers(name, value)
        if number.ndim or _is_flag(value) or not 0 < number <= at_most:
            raise ValueError(f"{name} is {shown(value)}; expected one number above 0{limit}: {remedy}")
        return float(number)

    return check


def between(low: float, high: float, remedy: str) -> Check:
    """Make a check that lets in one finite number from ``low`` to ``high``, both included."""
    limits = f"from {low:g}" + ("" if high == np.inf else f" to {high:g}")

    def check(name: str, value: Any, given: Given = None) -> float:
        number = numbers(name, value)
        if number.ndim or _is_flag(value) or not low <= number <= high:
            raise ValueError(f"{name} is {shown(value)}; expected one number {limits}: {remedy}")
        return float(number)

    return check


def above_lower(name: str, value: Any, given: dict[str, Any]) -> float:
    """Let in the upper bound of a randomised slope: from the lower bound to 1."""
    return between(given["lower"], 1, "give the lower bound first, try 1/8 and 1/3")(name, value, given)


def setting(default: float, zero: bool = True) -> Check:
    """Make a check that lets in a setting of an optimizer: a number from 0 to below 1; without ``zero``, above 0."""
    least = "from 0" if zero else "above 0"

    def check(name: str, value: Any, given: Given = None) -> float:
        if (
            not isinstance(value, (int, float, np.floating))
            or _is_flag(value)
            or not 0 <= value < 1
            or (value == 0 and not zero)
        ):
            expected = f"a number {least} to below 1: the default is {default}"
            raise ValueError(f"{name} is {shown(value)}; expected {expected}")
        return float(value)

    return check


def rate(name: str, value: Any, given: Given = None) -> float | Array:
    """Let in a learning rate above 0, or several: one per network of a stack."""
    eta = numbers(name, value)
    if _is_flag(value) or eta.size == 0:
        raise ValueError(f"{name} is {shown(value)}; expected a learning rate above 0: try 0.1")
    if (eta <= 0).any():
        raise ValueError(f"{name} is {eta[eta <= 0].flat[0]:g}; expected a learning rate above 0: try 0.1")
    return eta if eta.ndim else float(eta)
