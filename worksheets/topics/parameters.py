"""Counting parameters of fully connected networks, and finding a width from the count."""

import numpy as np

import mlp_core as mlp

from .. import drawings
from ..sheet import Line, Problem

TITLE = "Count the parameters"
TASK = (
    "Every unit is connected to all units of the layer before it, and has a bias. Inputs are not neurons. Count the "
    "neurons, weights, biases and parameters (weights and biases together) of networks A and B. By how many does the "
    "count of B grow when the first hidden layer gets one more unit? How many hidden units `h` has C?"
)


def draw(rng: np.random.Generator) -> Problem:
    """Draw the widths of three networks."""

    def widths(count: int, low: int, high: int) -> list[int]:
        return [int(width) for width in rng.integers(low, high + 1, count)]

    a, b, (inputs, hidden, outputs) = widths(3, 2, 7), widths(4, 2, 9), widths(3, 2, 12)
    counts = {"A": _count(a), "B": _count(b)}
    grown = _count([b[0], b[1] + 1, *b[2:]])["parameters"] - counts["B"]["parameters"]
    total = _count([inputs, hidden, outputs])["parameters"]
    given = {f"n{i}": width for i, width in enumerate(a)} | {f"m{i}": width for i, width in enumerate(b)}
    given |= {"k0": inputs, "k2": outputs, "P": total}

    def lines(owner: str, letter: str, depth: int) -> list[Line]:
        layers = [f"{letter}{i}" for i in range(depth + 1)]
        pairs = [f"{one}*{other}" for one, other in zip(layers, layers[1:], strict=False)]
        neurons, products, everything = " + ".join(layers[1:]), " + ".join(pairs), " + ".join(layers)
        mistakes = {
            "neurons": {"the inputs counted too": everything, "the layers counted": str(depth)},
            "weights": {
                "the widths added, not multiplied": everything,
                "the biases counted too": f"{products} + {neurons}",
                "all widths multiplied": "*".join(layers),
            },
            "biases": {"inputs have no biases": everything, "one per layer; each unit has its own": str(depth)},
            "parameters": {
                "the biases are missing": products,
                "a bias for each input too": f"{products} + {everything}",
            },
        }
        rules = {"neurons": neurons, "weights": products, "biases": neurons}
        rules["parameters"] = f"weights_{owner} + biases_{owner}"
        found = counts[owner]
        return [Line(f"{what}_{owner}", rules[what], found[what], mistakes[what]) for what in rules]

    gain = Line(
        "growth_B", "m0 + 1 + m2", grown,
        {
            "the new unit's bias is missing": "m0 + m2",
            "the weights that lead away from it are missing": "m0 + 1",
            "only one bias more": "1",
            "a bias for unit and inputs": "m0 + 2 + m2",
        },
    )  # fmt: skip
    width = Line(
        "h", "(P - k2)/(k0 + 1 + k2)", float(hidden),
        {
            "all biases forgotten": "P/(k0 + k2)",
            "the biases of the outputs forgotten": "P/(k0 + 1 + k2)",
            "the biases of the hidden units forgotten": "(P - k2)/(k0 + k2)",
        },
        ", as `P` = `k0*h + h + h*k2 + k2`",
    )  # fmt: skip
    groups = {"Network A": lines("A", "n", 2), "Network B": [*lines("B", "m", 3), gain], "Network C": [width]}
    shown = [
        ["A: `n0`-`n1`-`n2` is " + "-".join(map(str, a))],
        ["B: `m0`-`m1`-`m2`-`m3` is " + "-".join(map(str, b))],
        [f"C: `k0`-`h`-`k2` is {inputs}-`h`-{outputs}, with `P` = {total} parameters"],
    ]
    picture = drawings.network([[""] * width for width in a])
    return Problem(TITLE, TASK, given, shown, groups, picture, "", decimals=2)


def _count(widths: list[int]) -> dict[str, int]:
    return mlp.parameter_count(mlp.initialise(widths, np.random.default_rng(0)))
