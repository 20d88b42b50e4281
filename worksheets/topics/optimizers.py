"""One step of each of the five optimizers, from the same weight, gradient and memory."""

import numpy as np

import mlp_core as mlp

from .. import drawings
from ..sheet import Line, Problem, pick

TITLE = "One step of five optimizers"
TASK = (
    "A weight `w` has the gradient `g`. What is the weight after one more step of each optimizer? The numbers `v`, `s` "
    "and `m` are what it remembers of the steps before: AdaGrad, RMSProp and Adam happen to remember the same `s`. For "
    "Adam this is step `t`. The ε of the denominators is too small to matter."
)
SETTINGS = {"mu": 0.9, "alpha": 0.9, "beta1": 0.9, "beta2": 0.99}


def draw(rng: np.random.Generator) -> Problem:
    """Draw a weight, a gradient, a learning rate and what was remembered."""
    w, g = pick(rng, 0.5, 2, 0.1), pick(rng, 0.6, 3, 0.2, signs=True)
    eta, v, m = pick(rng, 0.1, 0.5, 0.1), pick(rng, 0.5, 2, 0.1, signs=True), pick(rng, 0.2, 1, 0.1, signs=True)
    s, t = pick(rng, 0.4, 2, 0.2), pick(rng, 3, 6, 1)
    given = dict(w=w, g=g, eta=eta, **SETTINGS, v=v, s=s, m=m, t=t)

    weight, gradient = np.array([w]), np.array([g])
    rules = {
        "SGD": (mlp.SGD(eta), ()),
        "Momentum": (mlp.Momentum(eta, mu=SETTINGS["mu"]), (np.array([v]),)),
        "AdaGrad": (mlp.AdaGrad(eta), (np.array([s]),)),
        "RMSProp": (mlp.RMSProp(eta, alpha=SETTINGS["alpha"]), (np.array([s]),)),
        "Adam": (mlp.Adam(eta, SETTINGS["beta1"], SETTINGS["beta2"]), (np.array([m]), np.array([s]), int(t) - 1)),
    }
    moved = {name: rule.move(weight, gradient, memory) for name, (rule, memory) in rules.items()}
    new = {name: float(after[0]) for name, (after, _) in moved.items()}
    kept = {name: [float(np.squeeze(part)) for part in memory] for name, (_, memory) in moved.items()}
    m_Adam, s_Adam, _ = kept["Adam"]

    sign = "added: the step goes against the gradient"
    root = "the root is missing"
    square = "the gradient is not squared"
    groups = {
        "SGD": [Line("w_SGD", "w - eta*g", new["SGD"], {sign: "w + eta*g", "only the step": "-eta*g"})],
        "Momentum": [
            Line("v_Momentum", "mu*v + g", kept["Momentum"][0], {
                "`g` weighted by `1 - mu`": "mu*v + (1 - mu)*g",
                "`mu` on the wrong one": "v + mu*g",
            }),
            Line("w_Momentum", "w - eta*v_Momentum", new["Momentum"], {
                sign: "w + eta*v_Momentum",
                "the old `v` used": "w - eta*v",
                "`g` subtracted once more": "w - eta*(v_Momentum + g)",
            }),
        ],
        "AdaGrad": [
            Line("s_AdaGrad", "s + g**2", kept["AdaGrad"][0], {square: "s + g", "`s` forgotten": "g**2"}),
            Line("w_AdaGrad", "w - eta*g/sqrt(s_AdaGrad)", new["AdaGrad"], {
                sign: "w + eta*g/sqrt(s_AdaGrad)",
                root: "w - eta*g/s_AdaGrad",
                "the old `s` used": "w - eta*g/sqrt(s)",
            }),
        ],
        "RMSProp": [
            Line("s_RMSProp", "alpha*s + (1 - alpha)*g**2", kept["RMSProp"][0], {
                "`alpha` and `1 - alpha` exchanged": "(1 - alpha)*s + alpha*g**2",
                square: "alpha*s + (1 - alpha)*g",
                "added up, as AdaGrad does": "s + g**2",
            }),
            Line("w_RMSProp", "w - eta*g/sqrt(s_RMSProp)", new["RMSProp"], {
                sign: "w + eta*g/sqrt(s_RMSProp)",
                root: "w - eta*g/s_RMSProp",
                "the old `s` used": "w - eta*g/sqrt(s)",
            }),
        ],
        "Adam": [
            Line("m_Adam", "beta1*m + (1 - beta1)*g", m_Adam, {
                "`beta1` and `1 - beta1` exchanged": "(1 - beta1)*m + beta1*g",
                "`g` not weighted by `1 - beta1`": "beta1*m + g",
            }),
            Line("s_Adam", "beta2*s + (1 - beta2)*g**2", s_Adam, {
                "`beta2` and `1 - beta2` exchanged": "(1 - beta2)*s + beta2*g**2",
                square: "beta2*s + (1 - beta2)*g",
            }),
            Line("m_hat_Adam", "m_Adam/(1 - beta1**t)", m_Adam / (1 - SETTINGS["beta1"] ** t), {
                "the power `t` is missing": "m_Adam/(1 - beta1)",
                "the steps before counted, not this one": "m_Adam/(1 - beta1**(t - 1))",
                "multiplied, not divided": "m_Adam*(1 - beta1**t)",
            }),
            Line("s_hat_Adam", "s_Adam/(1 - beta2**t)", s_Adam / (1 - SETTINGS["beta2"] ** t), {
                "the power `t` is missing": "s_Adam/(1 - beta2)",
                "`beta1` used": "s_Adam/(1 - beta1**t)",
                "multiplied, not divided": "s_Adam*(1 - beta2**t)",
            }),
            Line("w_Adam", "w - eta*m_hat_Adam/sqrt(s_hat_Adam)", new["Adam"], {
                sign: "w + eta*m_hat_Adam/sqrt(s_hat_Adam)",
                "`m` and `s` without their correction": "w - eta*m_Adam/sqrt(s_Adam)",
                "`g` used, not its mean": "w - eta*g/sqrt(s_hat_Adam)",
                root: "w - eta*m_hat_Adam/s_hat_Adam",
            }),
        ],
    }  # fmt: skip
    shown = [["w", "g", "eta"], ["v", "s", "m", "t"], ["mu", "alpha", "beta1", "beta2"]]
    scale = drawings.number_line(w, [*new.values()])
    return Problem(TITLE, TASK, given, shown, groups, scale, "")
