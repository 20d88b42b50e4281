"""Checks of what is no number: a generator, a choice between words, a function, yes or no."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from .data import Given, shown
from .decorators import Check
from .settings import whole


def generator(name: str, value: Any, given: Given = None) -> np.random.Generator:
    """Let in a random generator. Raises TypeError for anything else, a seed among it."""
    if not isinstance(value, np.random.Generator):
        raise TypeError(f"{name} is {shown(value)}; expected a random generator: use np.random.default_rng(0)")
    return value


def one_of(*choices: str, remedy: str) -> Check:
    """Make a check that lets in one of a few words."""
    wanted = " or ".join(f'"{choice}"' for choice in choices)

    def check(name: str, value: Any, given: Given = None) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"{name} is {shown(value)}; expected {wanted}: {remedy}")
        return value

    return check


reduction = one_of("mean", "sum", remedy="choose one of them, both are over the examples")


def flag(name: str, value: Any, given: Given = None) -> bool:
    """Let in True or False; any other word would count as true."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} is {shown(value)}; expected True or False: write {name}=True or {name}=False")
    return bool(value)


def function(name: str, value: Any, given: Given = None) -> Any:
    """Let in what can be called."""
    if not callable(value):
        raise TypeError(f"{name} is {shown(value)}; expected a function: pass its name without parentheses")
    return value


def list_of_settings(name: str, value: Any, given: Given = None) -> list[dict[str, Any]]:
    """Let in the settings of a sweep: one dictionary of arguments per call."""
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise TypeError(
            f'{name} is {shown(value)}; expected a list of dictionaries: try [{{"width": 2}}, {{"width": 4}}]'
        )
    chosen = list(value)
    for number, entry in enumerate(chosen):
        if not isinstance(entry, Mapping):
            remedy = 'name its arguments, as {"width": 2} does'
            raise TypeError(f"{name}[{number}] is {shown(entry)}; expected a dictionary: {remedy}")
    return chosen


def executor(name: str, value: Any, given: Given = None) -> Any:
    """Let in what takes jobs, as the executors of concurrent.futures do."""
    if not hasattr(value, "submit") or isinstance(value, type):
        remedy = "use ThreadPoolExecutor(2), or leave it out"
        raise TypeError(f"{name} is {shown(value)}; expected an executor of concurrent.futures: {remedy}")
    return value


def widths(name: str, value: Any, given: Given = None) -> list[int]:
    """Let in the widths of a network: inputs, units of each hidden layer, output units."""
    if np.ndim(value) != 1 or len(value) < 2:
        raise ValueError(
            f"{name} is {shown(value)}; expected a list of an input width, …, an output width: try [2, 3, 1]"
        )
    return [whole(1, "give every layer at least one unit")("a width", width, {}) for width in value]


def optional(check: Check) -> Check:
    """Make a check that lets in None, and what ``check`` lets in."""
    return lambda name, value, given: None if value is None else check(name, value, given)


def scale(name: str, value: Any, given: Given = None) -> float | str:
    """Let in "glorot", "he" or a standard deviation."""
    named = isinstance(value, str) and value in ("glorot", "he")
    if not named and (isinstance(value, (str, bool)) or np.ndim(value) or not 0 <= value < np.inf):
        raise ValueError(f'{name} is {shown(value)}; expected "glorot", "he" or a standard deviation ≥ 0: try 1.0')
    return value


def float_dtype(name: str, value: Any, given: Given = None) -> np.dtype[Any]:
    """Let in float32 or float64."""
    if np.dtype(value) not in (np.float32, np.float64):
        raise ValueError(f"{name} is {shown(value)}; expected np.float32 or np.float64: leave it out for float64")
    return np.dtype(value)


def text(name: str, value: Any, given: Given = None) -> str:
    """Let in a text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is {shown(value)}; expected a text: put it in quotation marks")
    return value


def span(name: str, value: Any, given: Given = None) -> tuple[float, float]:
    """Let in a lower and an upper end, which may be infinite."""
    if np.shape(value) != (2,) or not value[0] < value[1]:
        raise ValueError(f"{name} is {shown(value)}; expected its lower and its upper end: try (0, np.inf)")
    return value[0], value[1]
