"""A forward pass: three inputs, three ReLU units, two outputs with the logistic function."""

import numpy as np

import mlp_core as mlp

from .. import drawings
from ..sheet import Line, Problem, pick

TITLE = "A forward pass"
TASK = (
    "Carry the example through the network: `z = x @ W + b` in each layer. The hidden units are ReLU, `a` = "
    "max(0, `z`); the two outputs are logistic, `y_hat = sigma(z)` with `sigma(z) = 1/(1 + exp(-z))`. Row `i` of a "
    "matrix belongs to input `i`, column `j` to unit `j`."
)
SEEN = "The network has three inputs, three hidden units and two outputs."
INPUTS, HIDDEN, OUTPUTS = 3, 3, 2


def draw(rng: np.random.Generator) -> Problem | None:
    """Draw a network with exactly one ReLU unit that is switched off."""
    x = np.array([[pick(rng, 0.5, 2, 0.5, signs=True) for _ in range(INPUTS)]])
    network = tuple(
        mlp.Layer(
            np.array([[pick(rng, 0.1, 0.9, 0.1, signs=True) for _ in range(units)] for _ in range(inputs)]),
            np.array([[pick(rng, 0.1, 0.5, 0.1, signs=True) for _ in range(units)]]),
            activation,
        )
        for inputs, units, activation in ((INPUTS, HIDDEN, mlp.relu), (HIDDEN, OUTPUTS, mlp.sigmoid))
    )
    hidden, output = mlp.forward(network, x)
    if (hidden.z < 0).sum() != 1:
        return None
    given: dict = {"x": x[0]}
    for number, layer in enumerate(network, 1):
        given |= {f"W_layer{number}": layer.W, f"b_layer{number}": layer.b[0]}
        for i, j in np.ndindex(layer.W.shape):
            given[f"w{i + 1}{j + 1}_layer{number}"] = layer.W[i, j]
        given |= {f"b{j + 1}_layer{number}": bias for j, bias in enumerate(layer.b[0])}
    given |= {f"x{i + 1}": value for i, value in enumerate(x[0])}
    groups = {
        "Hidden layer": [line for j in range(1, HIDDEN + 1) for line in _hidden(j, hidden)],
        "Output layer": [line for j in range(1, OUTPUTS + 1) for line in _output(j, output)],
    }
    shown = [["x"], ["W_layer1", "b_layer1"], ["W_layer2", "b_layer2"]]
    layers = [[f"x{i}" for i in (1, 2, 3)], [f"a{j}" for j in (1, 2, 3)], ["y_hat1", "y_hat2"]]
    return Problem(TITLE, TASK, given, shown, groups, drawings.network(layers), SEEN)


def _hidden(j: int, step: mlp.Step) -> list[Line]:
    terms = [f"x{i}*w{i}{j}_layer1" for i in range(1, INPUTS + 1)]
    transposed = [f"x{i}*w{j}{i}_layer1" for i in range(1, INPUTS + 1)]
    z, a = f"z{j}_layer1", f"a{j}"
    bias = f"b{j}_layer1"
    mistakes = {
        f"the bias `{bias}` is left out": " + ".join(terms),
        "a row of `W_layer1` used, not a column": " + ".join([*transposed, bias]),
    }
    first = Line(z, " + ".join([*terms, bias]), float(step.z[0, j - 1]), mistakes)
    off = step.z[0, j - 1] < 0
    mistakes = {"the logistic function used, not ReLU": f"sigma({z})"}
    if off:
        mistakes |= {"ReLU lets no negative number pass": z, "ReLU is not the absolute value": f"-{z}"}
    else:
        mistakes["ReLU leaves a positive number as it is"] = f"0*{z}"
    return [first, Line(a, f"relu({z})", float(step.a[0, j - 1]), mistakes)]


def _output(j: int, step: mlp.Step) -> list[Line]:
    def total(letter: str, column: int) -> str:
        names = [f"a{i}" if letter == "a" else f"z{i}_layer1" for i in range(1, HIDDEN + 1)]
        return " + ".join(f"{name}*w{i}{column}_layer2" for i, name in enumerate(names, 1))

    z, bias = f"z{j}_layer2", f"b{j}_layer2"
    mistakes = {
        f"the bias `{bias}` is left out": total("a", j),
        "`z_layer1` used, not `a`": f"{total('z', j)} + {bias}",
        f"the weights of output {3 - j} used": f"{total('a', 3 - j)} + {bias}",
    }
    first = Line(z, f"{total('a', j)} + {bias}", float(step.z[0, j - 1]), mistakes)
    mistakes = {
        "the minus sign of the exponent is missing": f"1 - sigma({z})",
        "ReLU used, not the logistic function": f"relu({z})",
        "softmax used: these outputs are logistic, each for itself": f"exp({z})/(exp(z1_layer2) + exp(z2_layer2))",
    }
    return [first, Line(f"y_hat{j}", f"sigma({z})", float(step.a[0, j - 1]), mistakes)]
