"""Checks of computation graphs."""

from typing import Any

from .data import Given, shown


def node(name: str, value: Any, given: Given = None) -> Any:
    """Let in a node of a graph."""
    if not hasattr(value, "operation"):
        raise TypeError(f"{name} is {shown(value)}; expected a Node: start from graph.Node(3.0)")
    return value


def one_number(name: str, value: Any, given: Given = None) -> Any:
    """Let in a node whose value is one number, as a loss is."""
    if node(name, value).value.size != 1:
        raise ValueError(f"the {name} has shape {value.value.shape}; expected one number, the loss: add it up first")
    return value
