"""Checks of activations, layers and networks, of stacks and of streams of them.

What a layer or an activation is, is seen from what it has, so that nothing here imports the mathematics.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from .data import Given, shown


def activation(name: str, value: Any, given: Given = None) -> Any:
    """Let in an activation function."""
    if not hasattr(value, "local_derivative"):
        raise TypeError(f"{name} is {shown(value)}; expected an Activation: use sigmoid, relu, … of mlp_core")
    return value


def unitwise(name: str, value: Any, given: Given = None) -> Any:
    """Let in an activation that treats every unit by itself: any but softmax."""
    if activation(name, value).by_row:
        remedy = "use sigmoid, tanh, … here, and softmax in the output layer of a network"
        raise ValueError(f"{name} is {shown(value)}; expected one that treats each unit by itself: {remedy}")
    return value


def is_layer(value: Any) -> bool:
    """Return whether this is a Layer."""
    return getattr(value, "_fields", None) == ("W", "b", "activation")


def network(name: str, value: Any, given: Given = None) -> tuple[Any, ...]:
    """Let in a network: layers of arrays that fit one behind the other."""
    if not isinstance(value, (tuple, list)) or not value or is_layer(value):
        remedy = "use initialise([inputs, units], rng), or (layer,) for a single one"
        raise ValueError(f"the {name} is {shown(value)}; expected a tuple of at least one Layer: {remedy}")
    units = None
    for number, layer in enumerate(value, start=1):
        _check_layer(f"layer {number}", layer)
        W = layer.W.shape
        if units is not None and W[-2] != units:
            expected = f"{units}, what layer {number - 1} puts out: give W one row per input"
            raise ValueError(f"layer {number} takes {W[-2]} inputs; expected {expected}")
        if W[:-2] != value[0].W.shape[:-2]:
            expected = f"{value[0].W.shape[:-2]}, as layer 1 has: stack whole networks, with stack(...)"
            raise ValueError(f"layer {number} has stack axes {W[:-2]}; expected {expected}")
        units = W[-1]
    return tuple(value)


def _check_layer(name: str, layer: Any) -> None:
    if not is_layer(layer) or not isinstance(layer.W, np.ndarray) or not isinstance(layer.b, np.ndarray):
        raise TypeError(f"{name} is {shown(layer)}; expected Layer(W, b, activation) with arrays W and b: use np.array")
    if not hasattr(layer.activation, "local_derivative"):
        expected = "an Activation: use sigmoid, relu, … of mlp_core"
        raise TypeError(f"{name} has activation {shown(layer.activation)}; expected {expected}")
    W, b = layer.W.shape, layer.b.shape
    if layer.W.dtype.kind != "f" or layer.b.dtype != layer.W.dtype:
        expected = "floats of one dtype: use W.astype(float) and b.astype(float)"
        raise TypeError(f"{name} holds {layer.W.dtype} W and {layer.b.dtype} b; expected {expected}")
    if len(W) < 2 or 0 in W or b != (*W[:-2], 1, W[-1]):
        expected = f"(inputs, units) and (1, units), at least one of each: here b of shape {(*W[:-2], 1, *W[-1:])}"
        raise ValueError(f"{name} has W of shape {W} and b of shape {b}; expected {expected}")


def one_network(name: str, value: Any, given: Given = None) -> tuple[Any, ...]:
    """Let in a network that is no stack."""
    layers = network(name, value)
    if layers[0].W.ndim > 2:
        shape = layers[0].W.shape
        raise ValueError(f"W has shape {shape}; expected one network, no stack: use member({name}, 0)")
    return layers


def one_float64_network(name: str, value: Any, given: Given = None) -> tuple[Any, ...]:
    """Let in one network whose rounding does not drown small differences."""
    layers = network(name, value)
    W = layers[0].W
    if W.ndim > 2 or W.dtype != np.float64:
        raise ValueError(f"W has shape {W.shape} and dtype {W.dtype}; expected one network in float64: use member(...)")
    return layers


def stack_of_networks(name: str, value: Any, given: Given = None) -> tuple[Any, ...]:
    """Let in a stack whose members can be taken out: its masks, if it has any, would stay those of the stack."""
    layers = network(name, value)
    if layers[0].W.ndim < 3:
        raise ValueError(f"W has shape {layers[0].W.shape}; expected a stack, with an axis in front: use stack(...)")
    for number, layer in enumerate(layers, start=1):
        if np.ndim(getattr(layer.activation, "mask", 0)) > 2:
            remedy = "take the member first, and then its thinned(...)"
            raise ValueError(f"layer {number} has masks of the whole stack; expected a network without: {remedy}")
    return layers


def index_of_member(name: str, value: Any, given: Mapping[str, Any]) -> int:
    """Let in the number of a network of a stack; negative numbers count from the end, as Python's do."""
    networks = given["network"][0].W.shape[0]
    if isinstance(value, (bool, np.bool_)) or not hasattr(value, "__index__"):
        raise TypeError(f"{name} is {shown(value)}; expected a whole number from 0 to {networks - 1}: try 0")
    if not -networks <= value < networks:
        remedy = "count the networks from 0"
        raise ValueError(f"{name} is {value}; expected a whole number from 0 to {networks - 1}: {remedy}")
    return int(value)


def several_networks(name: str, value: Any, given: Given = None) -> list[tuple[Any, ...]]:
    """Let in networks of the same shapes, dtype and activations."""
    networks = [network("network", each) for each in stream(name, value)]
    if not networks:
        remedy = "if a stream is used up, keep its list(...)"
        raise ValueError(f"{name} is empty; expected at least one network: {remedy}")
    first = networks[0]
    for number, layers in enumerate(networks):
        alike = len(layers) == len(first) and all(
            one.W.shape == two.W.shape
            and one.W.dtype == two.W.dtype
            and same_activation(one.activation, two.activation)
            for one, two in zip(first, layers, strict=True)
        )
        if not alike:
            raise ValueError(
                f"network {number} has layers {_described(layers)}; expected {_described(first)}, as network 0 has, "
                "and the very same masks: stack equal networks, sweep over unequal ones"
            )
    return networks


def _described(network: tuple[Any, ...]) -> str:
    return "[" + ", ".join(f"{layer.W.shape} {layer.W.dtype} {shown(layer.activation)}" for layer in network) + "]"


def same_activation(one: Any, other: Any) -> bool:
    """Return whether two activations compute the same: ``prelu(0.3)`` does as ``prelu(0.3)``, two masks do not."""
    return one is other or (
        one.name == other.name
        and _same_function(one.function, other.function)
        and _same_function(one.local_derivative, other.local_derivative)
    )


def _same_function(one: Any, other: Any) -> bool:
    if isinstance(one, partial) and isinstance(other, partial):
        pairs = zip(one.args, other.args, strict=False)
        return one.func is other.func and all(a is b or (isinstance(a, float) and a == b) for a, b in pairs)
    return one is other


def stream(name: str, value: Any, given: Given = None) -> Iterable[Any]:
    """Let in a stream or list of networks, and not one network by mistake."""
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        raise TypeError(f"{name} is {shown(value)}; expected a stream or list of networks: pass train(...) or its list")
    if isinstance(value, Sequence) and value and is_layer(value[0]):
        raise TypeError(f"{name} is one network; expected a stream or list of networks: write [network]")
    return value
