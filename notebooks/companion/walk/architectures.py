"""What a page needs to put any network together, up to 4-4-4-4: the lines of every layer, and numbers drawn for it."""

import re
from functools import cache
from typing import Any

import numpy as np

from . import training_step
from .training_step import ACTIVATIONS, LOSSES

MOST = 4
DEPTHS, UNITS, SEEDS = (1, 2, 3), range(1, MOST + 1), range(5)


@cache
def menu() -> dict[str, Any]:
    """Return each layer's steps by place and size, activation functions, symbols, and a pool of numbers per seed."""
    layers = {f"{k}_{n}_{m}": training_step.layer(k, n, m) for k in DEPTHS for n in UNITS for m in UNITS}
    ends = {f"{k}_{m}": training_step.outputs(k, m) for k in DEPTHS for m in UNITS}
    largest = [MOST] * (len(DEPTHS) + 1)
    steps = training_step.composed(largest, ["sigmoid"] * len(DEPTHS))
    symbols = training_step.with_derived(training_step.symbols_of(largest), steps)
    return {
        "layers": {name: _short(each) for name, each in layers.items()},
        "ends": {name: _short(each) for name, each in ends.items()},
        "activations": {name: list(parts) for name, parts in ACTIVATIONS.items()},
        "cost_slope": LOSSES["half squared error"][1],
        "symbols": {name: sign for name, sign in symbols.items() if not re.match(r"u\d", name)},
        "pools": [_pool(seed) for seed in SEEDS],
    }


def _short(phases: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """Leave out what is empty: most steps have no running sum, no bias, no way back."""
    return {
        phase: [{part: value for part, value in step.items() if value and part != "phase"} for step in steps]
        for phase, steps in phases.items()
    }


def _pool(seed: int) -> dict[str, float]:
    """Draw a number for every name that may be given; targets are 0 or 1."""
    rng = np.random.default_rng(seed)
    pool = {f"x{i}": rng.normal() for i in UNITS}
    for k in DEPTHS:
        pool |= {f"w{k}_{i}{j}": rng.normal() for i in UNITS for j in UNITS}
        pool |= {f"b{k}_{j}": 0.5 * rng.normal() for j in UNITS}
    pool |= {f"y{j}": float(rng.integers(2)) for j in UNITS} | {"eta": 0.5}
    return {name: round(float(value), 2) for name, value in pool.items()}
