"""Checks of arrays of numbers: ``check(name, value, given)`` lets a value in, or raises."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..arrays import Array

Given = Mapping[str, Any] | None


def shown(value: Any) -> str:
    """Return a value as a message shows it: on one line, and not all of it if it is long."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 70 else text[:69] + "…"


def numbers(name: str, value: Any, given: Given = None, dtype: Any = None) -> Array:
    """Let in an array of finite real numbers, as floats (``dtype`` if given, else float64 unless float32 came in).

    Raises TypeError for complex numbers, text, objects and masked arrays; ValueError for NaN and infinity.
    """
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        remedy = f"pass {name}.filled(...), or leave those rows out"
        raise TypeError(f"{name} is a masked array with hidden entries; expected plain numbers: {remedy}")
    try:
        array = np.asarray(value)
    except ValueError as problem:
        raise TypeError(f"{name} is ragged: expected rows of equal length; give every row as many numbers") from problem
    if array.dtype.kind not in "fiub":
        strange = [entry for entry in array.ravel().tolist() if not isinstance(entry, (int, float))]
        held = repr(strange[0]) if strange else f"{array.dtype.name} values"
        remedy = f"convert it first, e.g. np.asarray({name}, dtype=float)"
        raise TypeError(f"{name} holds {held}; expected real numbers: {remedy}")
    if dtype is None:
        dtype = array.dtype if array.dtype.kind == "f" and array.dtype.itemsize >= 4 else np.float64
    array = array.astype(dtype, copy=False)
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        held = f"{array[where]} at index {where}" if where else f"{array[where]}"
        raise ValueError(f"{name} holds {held}; expected finite numbers only: drop or fill what is missing first")
    return array


def examples(name: str, value: Any, given: Given = None, columns: int | None = None, dtype: Any = None) -> Array:
    """Let in an array whose last two axes are (examples, ``columns``). Raises ValueError for any other shape."""
    array = numbers(name, value, dtype=dtype)
    wanted = f"(examples, {'columns' if columns is None else columns})"
    if array.ndim < 2:
        remedy = f"{name}.reshape(-1, 1) for one column, {name}.reshape(1, -1) for one example"
        raise ValueError(f"{name} has shape {array.shape}; expected {wanted}: use {remedy}")
    if array.shape[-2] == 0:
        remedy = "check your selection"
        raise ValueError(f"{name} has no rows (shape {array.shape}); expected at least one example: {remedy}")
    if columns is not None and array.shape[-1] != columns:
        transposed = array.ndim == 2 and array.shape[0] == columns
        remedy = f"use {name}.T" if transposed else "pass one column per input"
        raise ValueError(f"{name} has {array.shape[-1]} columns (shape {array.shape}); expected {wanted}: {remedy}")
    return array


def values_per_network(name: str, value: Any, given: Given = None) -> Array:
    """Let in one number per network: at least one axis, and not empty."""
    array = numbers(name, value)
    if array.ndim == 0 or array.size == 0:
        raise ValueError(f"{name} is {shown(value)}; expected one number per network: try [0.1, 0.3, 1.0]")
    return array


def one_axis(name: str, value: Any, given: Given = None) -> Array:
    """Let in the values along one axis of a grid."""
    array = numbers(name, value)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}; expected one axis: use np.linspace(-1, 1, 50)")
    return array


def column(name: str, value: Any, x: Array) -> Array:
    """Let in one number per row of the column x, or one number for all."""
    array = numbers(name, value)
    if array.ndim and array.shape != x.shape:
        raise ValueError(f"{name} has shape {array.shape}; expected {x.shape}, as x has: keep the column")
    return array


def class_labels(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in labels from 0 to ``classes`` − 1, as whole numbers: (examples,)."""
    labels, classes = numbers(name, value), given["classes"]
    if labels.ndim != 1:
        raise ValueError(
            f"{name} has shape {labels.shape}; expected (examples,): use labels.ravel() for a column; "
            "rows of 0 and 1 are one-hot already"
        )
    if labels.size == 0:
        raise ValueError(f"{name} is empty; expected at least one label: check your selection")
    wrong = labels[(labels != np.floor(labels)) | (labels < 0) | (labels >= classes)]
    if wrong.size:
        expected = f"whole numbers from 0 to {classes - 1}: number the classes"
        raise ValueError(f"{name} holds {wrong[0]:g}; expected {expected}")
    return labels.astype(int)


def mask(name: str, value: Any, given: Given = None) -> Array:
    """Let in a mask of zeros and ones: (*stack, examples, units)."""
    array = examples(name, value)
    other = array[(array != 0) & (array != 1)]
    if other.size:
        raise ValueError(f"{name} holds {other[0]:g}; expected 0 (dropped) and 1 (kept): try rng.random(shape) < keep")
    return array


def mask_meets(mask: Array, z: Array) -> None:
    """Raise ValueError unless a mask has a row for every example, and a column for every unit."""
    if mask.shape[-2:] != z.shape[-2:]:
        remedy = "thin the network anew for each mini-batch, thinned(network, len(x), rng)"
        raise ValueError(f"the mask has shape {mask.shape}; expected {z.shape}, as z has: {remedy}")
