"""One step of backpropagation by hand, in the network and the letters of notebook 08: 2-2-1, logistic units."""

import numpy as np

import mlp_core as mlp

from .. import drawings
from ..sheet import Line, Problem, pick

TITLE = "One step of backpropagation"
TASK = (
    "All three units are logistic, `a = sigma(s)` with `sigma(s) = 1/(1 + exp(-s))`, whose slope is `a*(1 - a)`. The "
    "error of the prediction `y_hat = a3` is `E = (y - a3)**2/2`. Take one step with learning rate `eta`: forward, "
    "back, and the update of three of the nine parameters."
)
SEEN = (
    "The inputs lead to `h1` over `omega1` and `omega3`, to `h2` over `omega2` and `omega4`; `h1` and `h2` lead to the "
    "output over `omega5` and `omega6`."
)
WEIGHTS = [f"omega{i}" for i in range(1, 7)]
BIASES = ["b1", "b2", "b3"]


def draw(rng: np.random.Generator) -> Problem:
    """Draw one example and nine parameters."""
    x1, x2 = pick(rng, 1, 2, 0.1), pick(rng, 1, 2, 0.1)
    y, eta = float(rng.integers(2)), pick(rng, 0.5, 0.8, 0.1)
    # No two weights of the same size, and large ones behind the hidden units: they carry more of the error back.
    sizes = [*rng.permutation(np.arange(1, 9))[:4] / 10, *rng.permutation(np.arange(9, 16))[:2] / 10]
    omega1, omega2, omega3, omega4, omega5, omega6 = (float(size * rng.choice([-1, 1])) for size in sizes)
    b1, b2, b3 = (pick(rng, 0.1, 0.5, 0.1, signs=True) for _ in BIASES)
    given = dict(x1=x1, x2=x2, y=y, eta=eta, omega1=omega1, omega2=omega2, omega3=omega3, omega4=omega4,
                 omega5=omega5, omega6=omega6, b1=b1, b2=b2, b3=b3)  # fmt: skip

    network = (
        mlp.Layer(np.array([[omega1, omega2], [omega3, omega4]]), np.array([[b1, b2]]), mlp.sigmoid),
        mlp.Layer(np.array([[omega5], [omega6]]), np.array([[b3]]), mlp.sigmoid),
    )
    x, target = np.array([[x1, x2]]), np.array([[y]])
    hidden, output = mlp.forward(network, x)
    gradients = mlp.gradients(network, x, target, mlp.half_squared_error)
    sgd = mlp.SGD(eta)
    moved, _ = sgd.step(network, gradients, sgd.init(network))

    (s1, s2), (a1, a2), s3, a3 = hidden.z[0], hidden.a[0], output.z.item(), output.a.item()
    first, second = gradients
    right = dict(s1=s1, a1=a1, s2=s2, a2=a2, s3=s3, a3=a3, E=mlp.half_squared_error(output.a, target))
    right |= {"delta3": second.delta.item(), "dE_b3": second.db.item()}
    right |= {"delta_h1": first.delta[0, 0], "delta_h2": first.delta[0, 1]}
    right |= {f"dE_{name}": value for name, value in zip(WEIGHTS, [*first.dW.flat, *second.dW.flat], strict=True)}
    right |= {"omega5_at1": moved[1].W[0, 0], "omega1_at1": moved[0].W[0, 0], "b3_at1": moved[1].b.item()}

    def lines(*names: str) -> list[Line]:
        return [Line(name, RULES[name], float(right[name]), MISTAKES[name]) for name in names]

    groups = {
        "Forward pass": lines("s1", "a1", "s2", "a2", "s3", "a3", "E"),
        "Back to the output unit": lines("delta3", "dE_omega6", "dE_omega5", "dE_b3"),
        "Back to the hidden units": lines("delta_h1", "dE_omega1", "dE_omega3", "delta_h2", "dE_omega2", "dE_omega4"),
        "Update": lines("omega5_at1", "omega1_at1", "b3_at1"),
    }
    shown = [["x1", "x2", "y", "eta"], WEIGHTS[:3], WEIGHTS[3:], BIASES]
    picture = drawings.network(
        [["x1", "x2"], ["h1", "h2"], ["y_hat"]],
        edges={(0, 0, 0): "omega1", (0, 0, 1): "omega2", (0, 1, 0): "omega3", (0, 1, 1): "omega4",
               (1, 0, 0): "omega5", (1, 1, 0): "omega6"},
        biases={(1, 0): "b1", (1, 1): "b2", (2, 0): "b3"},
    )  # fmt: skip
    return Problem(TITLE, TASK, given, shown, groups, picture, SEEN)


RULES = {
    "s1": "omega1*x1 + omega3*x2 + b1",
    "a1": "sigma(s1)",
    "s2": "omega2*x1 + omega4*x2 + b2",
    "a2": "sigma(s2)",
    "s3": "omega5*a1 + omega6*a2 + b3",
    "a3": "sigma(s3)",
    "E": "(y - a3)**2/2",
    "delta3": "-(y - a3)*a3*(1 - a3)",
    "dE_omega6": "delta3*a2",
    "dE_omega5": "delta3*a1",
    "dE_b3": "delta3",
    "delta_h1": "delta3*omega5*a1*(1 - a1)",
    "dE_omega1": "delta_h1*x1",
    "dE_omega3": "delta_h1*x2",
    "delta_h2": "delta3*omega6*a2*(1 - a2)",
    "dE_omega2": "delta_h2*x1",
    "dE_omega4": "delta_h2*x2",
    "omega5_at1": "omega5 - eta*dE_omega5",
    "omega1_at1": "omega1 - eta*dE_omega1",
    "b3_at1": "b3 - eta*dE_b3",
}
NO_MINUS = "the minus sign of the exponent is missing"
MISTAKES = {
    "s1": {
        "`b1` left out": "omega1*x1 + omega3*x2",
        "`omega2` used, which leads to `h2`": "omega1*x1 + omega2*x2 + b1",
    },
    "a1": {NO_MINUS: "1 - sigma(s1)", "`s1` passed on without `sigma`": "s1"},
    "s2": {
        "`b2` left out": "omega2*x1 + omega4*x2",
        "`omega3` used, which leads to `h1`": "omega3*x1 + omega4*x2 + b2",
    },
    "a2": {NO_MINUS: "1 - sigma(s2)", "`s2` passed on without `sigma`": "s2"},
    "s3": {
        "`b3` left out": "omega5*a1 + omega6*a2",
        "`s1` and `s2` used, not `a1` and `a2`": "omega5*s1 + omega6*s2 + b3",
        "`omega5` and `omega6` exchanged": "omega6*a1 + omega5*a2 + b3",
    },
    "a3": {NO_MINUS: "1 - sigma(s3)", "`s3` passed on without `sigma`": "s3"},
    "E": {"the factor 1/2 is missing": "(y - a3)**2", "the square is missing": "(y - a3)/2"},
    "delta3": {
        "the sign of `y - a3`": "(y - a3)*a3*(1 - a3)",
        "the slope of `sigma` is missing": "-(y - a3)",
        "`E` itself used, not its slope": "E*a3*(1 - a3)",
    },
    "dE_omega6": {
        "`a3` used instead of `a2`": "delta3*a3",
        "`a1` used instead of `a2`": "delta3*a1",
        "`omega6` itself used": "delta3*omega6",
    },
    "dE_omega5": {
        "`a3` used instead of `a1`": "delta3*a3",
        "`a2` used instead of `a1`": "delta3*a2",
        "`omega5` itself used": "delta3*omega5",
    },
    "dE_b3": {"multiplied by `b3`: a bias is a weight on 1": "delta3*b3", "the sign": "-delta3"},
    "delta_h1": {
        "the slope `a1*(1 - a1)` is missing": "delta3*omega5",
        "the slope of unit 3 used": "delta3*omega5*a3*(1 - a3)",
        "`omega5` updated too early": "delta3*omega5_at1*a1*(1 - a1)",
        "`omega5` is missing": "delta3*a1*(1 - a1)",
    },
    "dE_omega1": {
        "`x2` used instead of `x1`": "delta_h1*x2",
        "`delta3` used instead of `delta_h1`": "delta3*x1",
        "`a1` used instead of `x1`": "delta_h1*a1",
    },
    "dE_omega3": {
        "`x1` used instead of `x2`": "delta_h1*x1",
        "`delta3` used instead of `delta_h1`": "delta3*x2",
        "`delta_h2` used instead of `delta_h1`": "delta_h2*x2",
    },
    "delta_h2": {
        "the slope `a2*(1 - a2)` is missing": "delta3*omega6",
        "the slope of unit 3 used": "delta3*omega6*a3*(1 - a3)",
        "`omega6` is missing": "delta3*a2*(1 - a2)",
    },
    "dE_omega2": {
        "`x2` used instead of `x1`": "delta_h2*x2",
        "`delta_h1` used instead of `delta_h2`": "delta_h1*x1",
        "`a2` used instead of `x1`": "delta_h2*a2",
    },
    "dE_omega4": {
        "`x1` used instead of `x2`": "delta_h2*x1",
        "`delta_h1` used instead of `delta_h2`": "delta_h1*x2",
    },
    "omega5_at1": {
        "added: the step goes against the derivative": "omega5 + eta*dE_omega5",
        "`delta3` used, not the derivative": "omega5 - eta*delta3",
        "`eta` is missing": "omega5 - dE_omega5",
        "only the step, not the new weight": "-eta*dE_omega5",
    },
    "omega1_at1": {
        "added: the step goes against the derivative": "omega1 + eta*dE_omega1",
        "`eta` is missing": "omega1 - dE_omega1",
        "only the step, not the new weight": "-eta*dE_omega1",
    },
    "b3_at1": {
        "added: the step goes against the derivative": "b3 + eta*dE_b3",
        "`eta` is missing": "b3 - dE_b3",
        "only the step, not the new bias": "-eta*dE_b3",
    },
}
