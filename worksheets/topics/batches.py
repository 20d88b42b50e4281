"""A mini-batch epoch: four examples, two batches, a line fitted by gradient descent."""

import numpy as np

import mlp_core as mlp

from .. import drawings
from ..sheet import Line, Problem, pick

TITLE = "An epoch of mini-batches"
TASK = (
    "The unit predicts `y_hat = w*x + b`. The loss of an example is `(y_hat - y)**2/2`, that of a batch the mean of "
    "its examples. Run one epoch with batches of two, in order and not shuffled: first examples 1 and 2, then 3 and 4."
)


def draw(rng: np.random.Generator) -> Problem:
    """Draw four examples, a start and a learning rate."""
    x = np.array([[pick(rng, 0.5, 3, 0.5, signs=True)] for _ in range(4)])
    y = np.array([[pick(rng, 0.5, 3, 0.5, signs=True)] for _ in range(4)])
    w, b, eta = pick(rng, 0.2, 1.2, 0.2, signs=True), pick(rng, 0.2, 1, 0.2, signs=True), pick(rng, 0.1, 0.3, 0.1)
    given = {"w_at0": w, "b_at0": b, "eta": eta}
    given |= {f"x{i}": float(value) for i, value in enumerate(x[:, 0], 1)}
    given |= {f"y{i}": float(value) for i, value in enumerate(y[:, 0], 1)}

    network: mlp.Network = (mlp.Layer(np.array([[w]]), np.array([[b]]), mlp.identity),)
    sgd, groups = mlp.SGD(eta), {}
    for t, rows in enumerate((slice(0, 2), slice(2, 4))):
        predictions = mlp.predict(network, x[rows])
        gradients = mlp.gradients(network, x[rows], y[rows], mlp.half_squared_error)
        network, _ = sgd.step(network, gradients, sgd.init(network))
        groups[f"Batch {t + 1}"] = _lines(t, predictions[:, 0], gradients[0], network[0])
    shown = [[f"x{i}", f"y{i}"] for i in (1, 2, 3, 4)] + [["w_at0", "b_at0", "eta"]]
    return Problem(TITLE, TASK, given, shown, groups, drawings.plane(np.hstack([x, y]), None, ("x", "y")), "")


def _lines(t: int, predictions: np.ndarray, gradient: mlp.Gradient, layer: mlp.Layer) -> list[Line]:
    one, two = 2 * t + 1, 2 * t + 2
    w, b, dw, db = f"w_at{t}", f"b_at{t}", f"dL_w_at{t}", f"dL_b_at{t}"
    errors = [f"(y_hat{i} - y{i})" for i in (one, two)]
    slope = f"{errors[0]}*x{one} + {errors[1]}*x{two}"
    lines = []
    for i, value in zip((one, two), predictions, strict=True):
        mistakes = {f"`{b}` left out": f"{w}*x{i}"}
        if t:
            mistakes |= {
                "the parameters of the start used": f"w_at0*x{i} + b_at0",
                "the old `b_at0` used": f"w_at1*x{i} + b_at0",
            }
        lines.append(Line(f"y_hat{i}", f"{w}*x{i} + {b}", float(value), mistakes))
    added = "the sum over the batch, not its mean"
    lines.append(Line(dw, f"({slope})/2", gradient.dW.item(), {
        added: slope,
        "the sign: it is `y_hat - y`": f"-({slope})/2",
        "the factors `x` are missing": f"({errors[0]} + {errors[1]})/2",
        f"example {one} only": f"{errors[0]}*x{one}",
        "divided by all four examples": f"({slope})/4",
    }))  # fmt: skip
    lines.append(Line(db, f"(y_hat{one} - y{one} + y_hat{two} - y{two})/2", gradient.db.item(), {
        added: f"{errors[0]} + {errors[1]}",
        "the sign: it is `y_hat - y`": f"-({errors[0]} + {errors[1]})/2",
        "the derivative with respect to `w` again": dw,
    }))  # fmt: skip
    sign = "added: the step goes against the derivative"
    for name, value in (("w", layer.W.item()), ("b", layer.b.item())):
        old, derivative = f"{name}_at{t}", f"dL_{name}_at{t}"
        mistakes = {
            sign: f"{old} + eta*{derivative}",
            "`eta` is missing": f"{old} - {derivative}",
            "only the step": f"-eta*{derivative}",
        }
        if t:
            mistakes["the step taken from the start"] = f"{name}_at0 - eta*{derivative}"
        lines.append(Line(f"{name}_at{t + 1}", f"{old} - eta*{derivative}", value, mistakes))
    return lines
