"""Steps of the perceptron rule: one epoch over four examples, the bias as a weight on an input that is always 1."""

import numpy as np

import mlp_core as mlp

from .. import drawings
from ..sheet import Line, Problem, pick

TITLE = "Steps of the perceptron rule"
TASK = (
    "A unit predicts `y_hat` = 1 where `z` = `w @ x` ≥ 0, and 0 elsewhere. Its bias is the third weight, on an input "
    "that is always 1. Present the four examples once, in order. After a missed 1 the example is added to the weights, "
    "after a missed 0 it is subtracted."
)
EPOCH = 4


def draw(rng: np.random.Generator) -> Problem | None:
    """Draw four examples and a start, so that the unit errs in both directions and is right at least once."""
    points = np.array([[pick(rng, 0.5, 2, 0.5, signs=True) for _ in range(2)] for _ in range(EPOCH)])
    labels = rng.integers(0, 2, EPOCH).astype(float)
    start = np.array([pick(rng, 0.5, 1.5, 0.5, signs=True) for _ in range(3)])
    x = mlp.with_bias(points)
    visits = list(mlp.perceptron_rule(x, labels, epochs=1, w=start))
    missed = {labels[visit.example] for visit in visits if visit.changed}
    if len(missed) < 2 or all(visit.changed for visit in visits) or len(np.unique(points, axis=0)) < EPOCH:
        return None
    given = {f"x_at{t}": x[t - 1] for t in range(1, EPOCH + 1)}
    given |= {f"y_at{t}": labels[t - 1] for t in range(1, EPOCH + 1)}
    given |= {"w_at0": start, "last": np.array([0.0, 0.0, 1.0])}
    groups = {}
    for visit in visits:
        t = visit.example + 1
        groups[f"Example {t}"] = _lines(t, visit, labels[t - 1], moved=not np.array_equal(visits[t - 2].w, start))
    shown = [["w_at0"], *([f"x_at{t}", f"y_at{t}"] for t in range(1, EPOCH + 1))]
    return Problem(TITLE, TASK, given, shown, groups, drawings.plane(points, labels), "")


def _lines(t: int, visit: mlp.Visit, label: float, moved: bool) -> list[Line]:
    before, after, x = f"w_at{t - 1}", f"w_at{t}", f"x_at{t}"
    mistakes = {"the bias is left out": f"{before} @ ({x} - last)"}
    if t > 1 and moved:
        mistakes["the weights of the start, `w_at0`, used"] = f"w_at0 @ {x}"
    z = Line(f"z_at{t}", f"{before} @ {x}", visit.z, mistakes)
    sign = "≥ 0" if visit.z >= 0 else "< 0"
    flipped = {"the step is 1 where `z` ≥ 0, and 0 elsewhere": f"1 - y_hat_at{t}"}
    y_hat = Line(f"y_hat_at{t}", f"step(z_at{t})", visit.y_hat, flipped, f", as `z_at{t}` {sign}")
    right, other = ("+", "-") if label else ("-", "+")
    if visit.changed:
        mistakes = {
            f"a missed {label:.0f}: the example is {'subtracted' if label else 'added'}": f"{before} {other} {x}",
            "the prediction is wrong, and nothing learned": before,
            "the bias did not learn": f"{before} {right} ({x} - last)",
        }
        new = Line(after, f"{before} {right} {x}", visit.w, mistakes, f": a missed {label:.0f}")
    else:
        learned = {"the prediction is right: nothing to learn": f"{before} {right} {x}"}
        new = Line(after, before, visit.w, learned, ": the prediction is right")
    return [z, y_hat, new]
