"""Softmax and cross-entropy: three logits, three probabilities, the loss, and its gradient p − y."""

import numpy as np

import mlp_core as mlp

from .. import drawings
from ..sheet import Line, Problem, pick

TITLE = "Softmax and cross-entropy"
TASK = (
    "A network with one output unit per class gives three logits `z`. Compute the probabilities `p`, the cross-entropy "
    "`L` (log is the natural logarithm), and the derivative of `L` with respect to each logit. The target `y` is 1 for "
    "the right class and 0 for the others."
)
SEEN = "Each logit leads to all three probabilities, and these lead to the loss."
CLASSES = (1, 2, 3)


def draw(rng: np.random.Generator) -> Problem:
    """Draw three logits and the right class."""
    z = np.array([[pick(rng, 0.1, 2.5, 0.1, signs=True) for _ in CLASSES]])
    target = int(rng.integers(1, 4))
    y = mlp.one_hot([target - 1], 3)
    p = mlp.softmax(z)
    delta = mlp.cross_entropy_on_logits.derivative(z, y)
    loss = mlp.cross_entropy(p, y)

    given = {f"z{k}": z[0, k - 1] for k in CLASSES} | {f"y{k}": y[0, k - 1] for k in CLASSES}
    exponentials = [
        Line(f"e{k}", f"exp(z{k})", float(np.exp(z[0, k - 1])), {f"`e` times `z{k}`, not to its power": f"exp(1)*z{k}"})
        for k in CLASSES
    ]
    exponential_of_sum = {"the exponential of the sum of the logits": "exp(z1 + z2 + z3)"}
    total = Line("S", "e1 + e2 + e3", float(np.exp(z).sum()), exponential_of_sum)
    groups = {
        "Exponentials": [*exponentials, total],
        "Probabilities": [_probability(k, p[0, k - 1]) for k in CLASSES],
        "Loss": [_loss(target, float(loss))],
        "Derivatives": [_derivative(k, target, delta[0, k - 1]) for k in CLASSES],
    }
    shown = [[f"z{k}" for k in CLASSES], [f"y{k}" for k in CLASSES]]
    layers = [[f"z{k}" for k in CLASSES], [f"p{k}" for k in CLASSES], ["L"]]
    return Problem(TITLE, TASK, given, shown, groups, drawings.network(layers), SEEN)


def _probability(k: int, p: float) -> Line:
    mistakes = {
        "the share of the logit: the exponentials are missing": f"z{k}/(z1 + z2 + z3)",
        "`sigma` of one logit: the classes must share 1": f"sigma(z{k})",
        "the share of the others, not of the whole": f"e{k}/(S - e{k})",
    }
    return Line(f"p{k}", f"e{k}/S", float(p), mistakes)


def _loss(target: int, loss: float) -> Line:
    wrong = next(k for k in CLASSES if k != target)
    mistakes = {
        "the logarithm to base 10": f"-log(p{target})/log(10)",
        "the minus sign is missing": f"log(p{target})",
        f"the probability of class {wrong}; the right class is {target}": f"-log(p{wrong})",
        "added up over all classes": "-log(p1) - log(p2) - log(p3)",
        "the logarithm is missing": f"1 - p{target}",
    }
    return Line("L", f"-log(p{target})", loss, mistakes, f", as the right class is {target}")


def _derivative(k: int, target: int, delta: float) -> Line:
    mistakes = {
        "the sign: it is `p - y`": f"y{k} - p{k}",
        "the slope `p*(1 - p)` is in it already": f"(p{k} - y{k})*p{k}*(1 - p{k})",
    }
    if k == target:
        mistakes |= {"the target is not subtracted": f"p{k}", "the derivative with respect to `p`, not `z`": f"-1/p{k}"}
    else:
        mistakes["1 subtracted, but this is not the right class"] = f"p{k} - 1"
    return Line(f"dL_z{k}", f"p{k} - y{k}", float(delta), mistakes)
