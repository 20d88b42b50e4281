"""Checks of what goes through a network, forwards and backwards, and of what moves it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..arrays import Array
from . import networks
from .data import examples, numbers, shown
from .decorators import Check
from .settings import rate


def inputs(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in the examples of a network, in its dtype: (examples, inputs), or one such table per network."""
    W = given["network"][0].W
    x = examples(name, value, columns=W.shape[-2], dtype=W.dtype)
    stack, tables = W.shape[:-2], x.shape[:-2]
    if any(n != m and 1 not in (n, m) for n, m in zip(stack[::-1], tables[::-1], strict=False)):
        remedy = "pass (examples, inputs) for all of them, or one such table per network"
        raise ValueError(f"{name} has shape {x.shape}; expected stack axes {stack}, as the network has: {remedy}")
    return x


def _one_per_layer(name: str, value: Any, network: Any, parts: str, expected: str) -> None:
    """Let in a list of as many parts as the network has layers."""
    if not isinstance(value, (list, tuple)) or len(value) != len(network):
        held = f"{len(value)} {parts}" if isinstance(value, (list, tuple)) else shown(value)
        raise ValueError(f"{name} holds {held}; expected {expected}")


def steps_of(name: str, value: Any, given: Mapping[str, Any]) -> Any:
    """Let in what the forward pass through this very network returned."""
    network = given["network"]
    remedy = "pass what forward(network, x) returned"
    _one_per_layer(name, value, network, "steps", f"{len(network)} steps, one per layer: {remedy}")
    for number, (step, layer) in enumerate(zip(value, network, strict=True), start=1):
        if getattr(step, "_fields", None) != ("x", "z", "a"):
            raise TypeError(f"step {number} is {shown(step)}; expected Step(x, z, a): {remedy}")
        ends = step.x.shape[-1], step.z.shape[-1]
        if ends != layer.W.shape[-2:]:
            expected = f"{layer.W.shape[-2:]}, as layer {number} has"
            raise ValueError(f"step {number} goes from {ends[0]} to {ends[1]} units; expected {expected}: {remedy}")
    return value


def error_of(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in ∂L/∂y_hat, in the dtype of y_hat; it may hold NaN, as in a run that has diverged."""
    y_hat = given["steps"][-1].a
    da = np.asarray(value)
    if da.dtype.kind not in "fiub":
        raise TypeError(f"{name} is {shown(value)}; expected real numbers: pass what loss.derivative(...) returned")
    if da.shape != y_hat.shape:
        expected = f"{y_hat.shape}, as y_hat has: pass what loss.derivative(...) returned"
        raise ValueError(f"{name} has shape {da.shape}; expected {expected}")
    return da.astype(y_hat.dtype, copy=False)


def optimizer(name: str, value: Any, given: Mapping[str, Any]) -> Any:
    """Let in an optimizer whose learning rates, if it has several, are as many as there are networks."""
    if not hasattr(value, "eta") or not hasattr(value, "move"):
        raise TypeError(f"{name} is {shown(value)}; expected an optimizer with its learning rate: try SGD(0.1)")
    if type(value).step.__qualname__ != "Optimizer.step":
        raise TypeError(f"{name} has a step of its own; expected Optimizer's: put the rule into move(w, dw, memory)")
    if isinstance(value.eta, float) and 0 < value.eta < np.inf:
        return value
    W = given["network"][0].W
    eta, wanted = rate("eta", value.eta), (*W.shape[:-2], 1, 1)
    if np.ndim(eta) == 0:
        return replace(value, eta=eta)
    if np.shape(eta) != wanted:
        remedy = "use per_network(etas) and a stack of as many networks"
        raise ValueError(
            f"eta has shape {np.shape(eta)}; expected one number, or one per network, here shape {wanted}: {remedy}"
        )
    return replace(value, eta=np.asarray(eta, W.dtype))


def gradients_of(name: str, value: Any, given: Mapping[str, Any]) -> Any:
    """Let in the gradients of this very network: one (dW, db, …) per layer, of the shapes of W and b."""
    network = given["network"]
    remedy = "pass what gradients(...) or backward(...) returned for this network"
    _one_per_layer(name, value, network, "layers", f"{len(network)}, one Gradient per layer: {remedy}")
    for number, (gradient, layer) in enumerate(zip(value, network, strict=True), start=1):
        if getattr(gradient, "_fields", None) != ("dW", "db", "delta"):
            raise TypeError(f"gradient {number} is {shown(gradient)}; expected Gradient(dW, db, delta): {remedy}")
        for which, array, parameter in (("dW", gradient.dW, layer.W), ("db", gradient.db, layer.b)):
            if np.shape(array) != parameter.shape:
                expected = f"{parameter.shape}, as {which[1]} has"
                raise ValueError(
                    f"{which} of layer {number} has shape {np.shape(array)}; expected {expected}: {remedy}"
                )
    return value


def memory_of(name: str, value: Any, given: Mapping[str, Any]) -> Any:
    """Let in an optimizer's memory of this network: a pair per layer."""
    network = given["network"]
    remedy = "start with optimizer.init(network), and pass on what step returned"
    _one_per_layer(name, value, network, "layers", f"{len(network)}, a pair per layer: {remedy}")
    entries = len(given["self"].start(network[0].b))
    for number, (pair, layer) in enumerate(zip(value, network, strict=True), start=1):
        fitting = len(pair) == 2 and all(
            len(memory) == entries and all(np.shape(entry) in ((), parameter.shape) for entry in memory)
            for memory, parameter in zip(pair, layer[:2], strict=True)
        )
        if not fitting:
            raise ValueError(f"{name} of layer {number} is another optimizer's or network's: {remedy}")
    return value


def direction(name: str, value: Any, given: Mapping[str, Any]) -> Any:
    """Let in a direction in the network's parameter space: its layers have the network's shapes."""
    start, along = given["network"], networks.network(name, value)
    wanted, found = ([layer.W.shape[-2:] for layer in each] for each in (start, along))
    stacks = along[0].W.shape[:-2], start[0].W.shape[:-2]
    if found != wanted or (stacks[0] and stacks[0] != stacks[1]):
        remedy = "make it with weight_direction, bias_direction or random_direction of this network"
        shapes = [layer.W.shape for layer in along], [layer.W.shape for layer in start]
        raise ValueError(f"{name} has W of shapes {shapes[0]}; expected {shapes[1]}, as the network has: {remedy}")
    return along


def shift(name: str, value: Any, given: Mapping[str, Any]) -> Array:
    """Let in how far to go along a direction: one number, or one per network of a stack, (n, 1, 1)."""
    by = numbers(name, value, dtype=given["network"][0].W.dtype)
    if by.ndim and (by.ndim < 3 or by.shape[-2:] != (1, 1)):
        remedy = "use per_network(values)"
        raise ValueError(f"{name} has shape {by.shape}; expected one number, or one per network, (n, 1, 1): {remedy}")
    return by


def place(which: str, *names: str) -> Check:
    """Make a check that lets in the place of an entry of the parameter ``which`` ("W" or "b"), as the network has it.

    It is put on the last of the arguments that say where; ``names`` are those within W or b.
    """

    def check(name: str, value: Any, given: Mapping[str, Any]) -> int:
        layer, entry = given["layer"], [given[each] for each in names]
        shapes = [getattr(each, which).shape[-2:] for each in given["network"]]
        whole = all(hasattr(n, "__index__") and not isinstance(n, (bool, np.bool_)) for n in (layer, *entry))
        there = whole and -len(shapes) <= layer < len(shapes)
        there = there and all(-n <= i < n for i, n in zip(entry[::-1], shapes[layer][::-1], strict=False))
        if not there:
            at = ", ".join(map(repr, entry if which == "W" else [0, *entry]))
            expected = f"a place in {which} of shapes {', '.join(map(str, shapes))}: count layers and places from 0"
            raise ValueError(f"layer {layer!r}, {which}[{at}] is not there; expected {expected}")
        return int(value)

    return check


def pairs_of_gradients(name: str, value: Any, given: Mapping[str, Any]) -> list[tuple[Array, Array]]:
    """Let in a (dW, db, …) per layer, as arrays: the computed gradients have the shapes of the numerical ones."""
    wanted = given["numerical"]
    remedy = "pass one (dW, db) per layer"
    if not isinstance(value, (list, tuple)) or any(
        not isinstance(pair, (list, tuple)) or len(pair) < 2 for pair in value
    ):
        raise TypeError(f"{name} is {shown(value)}; expected a list of pairs: {remedy}")
    if len(value) != len(wanted):
        expected = f"{len(wanted)}, one per layer: {remedy}"
        raise ValueError(f"{name} holds gradients of {len(value)} layers; expected {expected}")
    for number, (pair, other) in enumerate(zip(value, wanted, strict=True), start=1):
        for which, a, b in zip(("W", "b"), pair, other, strict=False):
            if np.shape(a) != np.shape(b):
                expected = f"{np.shape(b)}: keep the shape of {which}"
                raise ValueError(
                    f"the gradient of {which} in layer {number} has shape {np.shape(a)}; expected {expected}"
                )
    return [(np.asarray(pair[0]), np.asarray(pair[1])) for pair in value]
