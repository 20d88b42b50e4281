"""What a playground says: how far it is, one update in numbers, and where a hundred seeds have ended."""

from typing import Any

import numpy as np

from .. import figures
from .experiment import Experiment
from .recipe import HOT, KEYS, spelled

SOLVED = 0.95  # of the held-out points


def settings(now: Experiment) -> dict[str, Any]:
    """Return what the page's controls show."""
    held = {key: getattr(now.start, key) for key in KEYS if key not in ("updates", "then")}
    return held | {key: getattr(now, key) for key in HOT}


def widths(now: Experiment) -> list[int]:
    """Return how many features and units there are, layer by layer."""
    return [len(now.start.features), *(layer.b.shape[-1] for layer in now.network)]


def status(now: Experiment, training: Any, held_out: Any) -> str:
    """Say in words how far the run is and how well the network does."""
    told = [f"Update {now.updates:,}, epoch {now.epoch:,}"]
    for name, score, count in (("training", training, len(now.x)), ("held-out", held_out, len(now.x_held_out))):
        if count:
            right = "" if np.isnan(score.accuracy) else f" ({100 * score.accuracy:.1f} % of {count} right)"
            told.append(f"{name if len(told) > 1 else name.capitalize()} loss {figures.plain(score.loss, 3)}{right}")
    return ". ".join([told[0], "; ".join(told[1:]) or "There are no points yet: paint some"]) + "."


def one_update(now: Experiment, weight: tuple[int, int, int]) -> dict[str, Any]:
    """Write the last update of one weight in numbers. ``weight`` is (layer, input or −1 for the bias, unit)."""
    layer, source, unit = weight
    layer = min(layer, len(now.network) - 1)
    inputs, units = now.network[layer].W.shape
    source, unit = min(source, inputs - 1), min(unit, units - 1)
    if now.last is None:
        w = now.network[layer].b[0, unit] if source < 0 else now.network[layer].W[source, unit]
        return {"weight": [layer, source, unit], "text": f"w = {figures.plain(w, 5)}; it has not been updated yet."}
    before, gradients, after, eta = now.last
    if source < 0:
        w, slope, new = before[layer].b[0, unit], gradients[layer].db[0, unit], after[layer].b[0, unit]
    else:
        w, slope, new = before[layer].W[source, unit], gradients[layer].dW[source, unit], after[layer].W[source, unit]
    w_text, slope_text, new_text, step_text = (figures.plain(each, 5) for each in (w, slope, new, new - w))
    letter = "b" if source < 0 else "w"
    if now.start.optimizer == "SGD":
        in_brackets = f"({slope_text})" if slope < 0 else slope_text
        text = f"new {letter} = {letter} − η · ∂L/∂{letter} = {w_text} − {spelled(eta)} · {in_brackets} = {new_text}"
    else:
        text = (f"∂L/∂{letter} = {slope_text}; with η = {spelled(eta)}, {now.start.optimizer} makes of it a step of "
                f"{step_text}: {letter} goes from {w_text} to {new_text}")  # fmt: skip
    numbers = {"w": float(w), "slope": float(slope), "new": float(new), "eta": float(eta)}
    return {"weight": [layer, source, unit], "text": text, "numbers": _finite(numbers)}


def hundred(many: Experiment) -> dict[str, Any]:
    """Say where a hundred seeds have ended: the bars of a histogram of their losses, each with its seeds."""
    training, held_out = many.score(), many.score(held_out=True)
    known = ~training.diverged
    logs = np.log10(np.maximum(training.loss, 1e-9), where=known, out=np.full(len(known), np.nan))
    bars: list[dict[str, Any]] = []
    if known.any():
        low, high = np.floor(10 * np.nanmin(logs)) / 10, np.ceil(10 * np.nanmax(logs)) / 10
        ends = np.linspace(low, max(high, low + 0.5), 16)
        place = np.clip(np.searchsorted(ends, logs, side="right") - 1, 0, 14)
        for number in range(15):
            ended = [many.seeds[i] for i in np.flatnonzero(known & (place == number))]
            bars.append({"text": f"{_short(10 ** ends[number])} to {_short(10 ** ends[number + 1])}", "seeds": ended})
    if not known.all():
        bars.append({"text": "diverged", "seeds": [many.seeds[i] for i in np.flatnonzero(~known)]})
    middle = figures.plain(float(np.median(training.loss[known])), 2) if known.any() else "none"
    words = f"After {many.updates:,} updates: median training loss {middle}"
    if not np.isnan(held_out.accuracy).all():
        solved = int(np.sum(held_out.accuracy >= SOLVED))
        words += f"; {solved} of {len(known)} seeds get at least {SOLVED:.0%} of the held-out points right"
    return {"bars": bars, "text": words.replace("%", " %") + ".", "updates": many.updates}


def _short(value: float) -> str:
    return figures.plain(value, 2)


def deltas(now: Experiment) -> list[str]:
    """Write ‖δ‖ of every layer in the last update; nothing before the first."""
    return [figures.plain(float(np.linalg.norm(each.delta)), 2) for each in now.last.gradients] if now.last else []


def _finite(numbers: dict[str, float]) -> dict[str, float | None]:
    """JSON knows no NaN."""
    return {name: value if np.isfinite(value) else None for name, value in numbers.items()}
