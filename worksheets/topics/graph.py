"""The chain rule on a computation graph in which one value is used twice."""

from typing import NamedTuple

import numpy as np

import mlp_core as mlp

from .. import drawings
from ..sheet import Line, Problem, pick

TITLE = "The chain rule on a graph"
TASK = (
    "Compute the values of the graph from left to right, then the derivatives of `L` from right to left. A derivative "
    "comes back along every arrow, times the local slope of that arrow; where two arrows leave a value, what comes "
    "back is added."
)
SLOPE_OF_SIGMA = " `sigma` is the logistic function, whose slope is `sigma(u)*(1 - sigma(u))`."


class Shape(NamedTuple):
    """A graph: the formula of each value, that of each derivative with its mistakes, and where the boxes stand."""

    values: dict[str, str]
    derivatives: dict[str, tuple[str, dict[str, str]]]
    places: dict[str, tuple[float, float]]


FIRST_PATH, SECOND_PATH = "only the path over `u`", "the path over `u` is missing"
PATHS_MULTIPLIED = "the two paths multiplied, not added"
OWN_FACTOR = "a product's slope is the other factor"
SHAPES = [
    Shape(
        {"u": "a*b", "v": "u + a", "L": "v**2"},
        {
            "dL_v": ("2*v", {"the value, not the slope of the square": "v**2", "the 2 is missing": "v"}),
            "dL_u": ("dL_v", {"a sum has slope 1, not its value": "dL_v*u", "the sum's own value used": "dL_v*v"}),
            "dL_b": ("dL_u*a", {OWN_FACTOR: "dL_u*b", "the slope of the product is missing": "dL_u"}),
            "dL_a": ("dL_u*b + dL_v", {FIRST_PATH: "dL_u*b", SECOND_PATH: "dL_v", PATHS_MULTIPLIED: "dL_u*b*dL_v"}),
        },
        {"a": (0, 0), "b": (0, 2), "u": (1, 1), "v": (2, 0), "L": (3, 0)},
    ),
    Shape(
        {"u": "a + b", "v": "a*u", "L": "v*c"},
        {
            "dL_c": ("v", {OWN_FACTOR: "c", "the value of the product": "v*c"}),
            "dL_v": ("c", {OWN_FACTOR: "v", "the value of the product": "v*c"}),
            "dL_u": ("dL_v*a", {OWN_FACTOR: "dL_v*u", "what comes back from `L` is missing": "a"}),
            "dL_b": ("dL_u", {"a sum has slope 1, not its value": "dL_u*b", "the sum's own value used": "dL_u*u"}),
            "dL_a": ("dL_v*u + dL_u", {FIRST_PATH: "dL_u", SECOND_PATH: "dL_v*u", PATHS_MULTIPLIED: "dL_v*u*dL_u"}),
        },
        {"a": (0, 0), "b": (0, 2), "u": (1, 1), "v": (2, 0), "c": (3, 2), "L": (3, 0)},
    ),
    Shape(
        {"u": "a**2", "v": "u*b", "L": "v + c*a"},
        {
            "dL_v": ("1", {"a sum has slope 1, not its value": "v", "the derivative of `L` itself is 1, not 0": "0"}),
            "dL_c": ("a", {OWN_FACTOR: "c", "the value of the product": "c*a"}),
            "dL_b": ("dL_v*u", {OWN_FACTOR: "dL_v*b", "the value of the product": "dL_v*v"}),
            "dL_u": ("dL_v*b", {OWN_FACTOR: "dL_v*u", "the value of the product": "dL_v*v"}),
            "dL_a": ("dL_u*2*a + c", {
                "only the path over `u`": "dL_u*2*a", "the path over `u` is missing": "c",
                PATHS_MULTIPLIED: "dL_u*2*a*c", "the 2 of the square's slope is missing": "dL_u*a + c",
            }),
        },
        {"a": (0, 0), "b": (1, 2), "u": (1, 1), "v": (2, 1), "c": (3, 2), "L": (3, 0)},
    ),
    Shape(
        {"u": "a*b", "p": "sigma(u)", "L": "p*a"},
        {
            "dL_p": ("a", {OWN_FACTOR: "p", "the value of the product": "p*a"}),
            "dL_u": ("dL_p*p*(1 - p)", {
                "the slope of `sigma` is missing": "dL_p", "the value of `sigma`, not its slope": "dL_p*p",
                "`u*(1 - u)` is not the slope of `sigma`": "dL_p*u*(1 - u)",
            }),
            "dL_b": ("dL_u*a", {OWN_FACTOR: "dL_u*b", "the slope of the product is missing": "dL_u"}),
            "dL_a": ("dL_u*b + p", {FIRST_PATH: "dL_u*b", SECOND_PATH: "p", PATHS_MULTIPLIED: "dL_u*b*p"}),
        },
        {"a": (0, 0), "b": (0, 2), "u": (1, 1), "p": (2, 1), "L": (3, 0)},
    ),
]  # fmt: skip


def draw(rng: np.random.Generator) -> Problem:
    """Draw one of the graphs and its inputs."""
    shape = SHAPES[int(rng.integers(len(SHAPES)))]
    inputs = [name for name in "abc" if name in shape.places]
    given = {name: pick(rng, 0.5, 3, 0.1, signs=True) for name in inputs}
    nodes = {name: mlp.graph.Node(value, name=name) for name, value in given.items()}
    for name, formula in shape.values.items():
        nodes[name] = eval(formula, {"sigma": mlp.graph.sigmoid}, nodes)
    gradients = mlp.graph.backward(nodes["L"])
    forward = [Line(name, formula, float(nodes[name].value), _slips(formula)) for name, formula in shape.values.items()]
    back = [
        Line(name, formula, float(gradients[nodes[name.removeprefix("dL_")]]), mistakes)
        for name, (formula, mistakes) in shape.derivatives.items()
    ]
    rules = ", ".join(f"`{name} = {formula}`" for name, formula in shape.values.items())
    task = TASK + SLOPE_OF_SIGMA * ("p" in shape.values)
    return Problem(TITLE, task, given, [[name] for name in inputs], {"Values": forward, "Derivatives": back},
                   drawings.graph(shape.places, shape.values), f"In the graph, {rules}.")  # fmt: skip


def _slips(formula: str) -> dict[str, str]:
    """Return what goes wrong on the way forward: the operation is taken for another."""
    if formula.startswith("sigma"):
        return {"the minus sign of the exponent is missing": f"1 - {formula}"}
    if "**2" in formula:
        return {"doubled, not squared": formula.replace("**2", "*2")}
    if " + " in formula:
        return {"multiplied, not added": f"({formula.replace(' + ', ')*(')})"}
    return {"added, not multiplied": formula.replace("*", " + ")}
