"""The lines of one training step of a network, layer by layer, each with the words that tell what happens in it.

A layer's lines depend on its place, on how many units it has and on how many reach it; nothing else. So the lines of
any network are those of its layers, one after the other: ``composed`` puts them together, and so does the page, where a
reader chooses the layers. ``ACT1(z)`` and ``SLOPE1(z, a)`` stand for the activation function of layer 1 until then.

Names: x2 an input, z1_2 and a1_2 the weighted sum and the activation of unit 2 of layer 1, w1_23 the weight in layer 1
from unit 2 to unit 3, b1_3 its bias, delta1_2 is ∂E/∂z1_2, dw1_23 is ∂E/∂w1_23, new_w1_23 the weight after the update.
"""

import re
from collections.abc import Sequence
from typing import Any

from . import mistakes

PHASES = ("input", "forward", "error", "backward", "gradients", "update", "again")
# name in mlp_core: (the function's line, its call, its slope, its symbol)
ACTIVATIONS = {
    "sigmoid": ("sigma(z) = 1/(1 + exp(-z))", "sigma", "a*(1 - a)", "σ"),
    "tanh": ("", "tanh", "(1 - a**2)", "tanh"),
    "ReLU": ("relu(z) = max(0, z)", "relu", "(z >= 0)", "ReLU"),
    "identity": ("same(z) = z", "same", "1", "id"),
}
# name in mlp_core: (the error of one output a with target y, its derivative by a)
LOSSES = {
    "half squared error": ("(y - a)**2/2", "-(y - a)"),
    "binary cross-entropy": ("-(y*log(a) + (1 - y)*log(1 - a))", "(a - y)/(a*(1 - a))"),
}
SUBSCRIPTS, SUPERSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"), str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
MACRO = re.compile(r"(ACT|SLOPE)(\d)\((\w+)(?:, (\w+))?\)")


def layer(k: int, n: int, m: int) -> dict[str, list[dict]]:
    """Return the steps that layer ``k``, from ``n`` units to ``m``, has a part in, by phase."""
    steps: dict[str, list[dict]] = {phase: [] for phase in PHASES[1:]}
    for j in _numbers(m):
        steps["forward"] += _forward(k, j, n)
        steps["gradients"] += _gradients(k, j, n)
        steps["update"] += _updates(k, j, n)
        steps["again"] += _again(k, j, n)
    if k > 1:
        steps["backward"] = [step for i in _numbers(n) for step in _backward(k, i, n, m)]
    return steps


def outputs(k: int, m: int, loss: str = "half squared error") -> dict[str, list[dict]]:
    """Return the steps at the end of a network whose last layer ``k`` has ``m`` units: its error, and their δ."""
    cost, slope = LOSSES[loss]
    now = " + ".join(_put(cost, f"y{j}", f"a{k}_{j}") for j in _numbers(m))
    renewed = " + ".join(_put(cost, f"y{j}", f"new_a{k}_{j}") for j in _numbers(m))
    wrong = mistakes.of_error(now, "y1", f"a{k}_1", loss == "half squared error")
    steps: dict[str, list[dict]] = {"backward": []}
    steps["error"] = [_step("error", f"E = {now}", "The prediction meets its target:", wrong, unit=["E"], ends="unit")]
    steps["again"] = [_step("again", f"new_E = {renewed}", "The error after the update:", unit=["E"], ends="unit")]
    for j in _numbers(m):
        y, a, z, delta, dE = f"y{j}", f"a{k}_{j}", f"z{k}_{j}", f"delta{k}_{j}", f"dE{k}_{j}"
        by_a, f_slope = _put(slope, y, a), f"SLOPE{k}({z}, {a})"
        words = f"How the error changes with {{{a}}}:"
        wrong = mistakes.of_error_slope(by_a, y, a)
        back = {"unit": [k, j], "edge": ["E", j], "back": True}
        steps["backward"].append(_step("backward", f"{dE} = {by_a}", words, wrong, **back))
        words = f"Times the slope at {{{z}}}: the δ of {{u{k}_{j}}}."
        wrong = mistakes.of_output_delta(dE, a, f_slope)
        line = f"{delta} = {by_a}*{f_slope}" if by_a[0] == "-" else f"{delta} = ({by_a})*{f_slope}"
        steps["backward"].append(_step("backward", line, words, wrong, unit=[k, j], ends="unit"))
    return steps


def _forward(k: int, j: int, n: int) -> list[dict]:
    """Return how what comes along each edge adds up at unit ``j`` of layer ``k``, and how it is activated."""
    z, a, b, unit = f"z{k}_{j}", f"a{k}_{j}", f"b{k}_{j}", {"unit": [k, j]}
    products, steps = [f"p{k}_{i}{j}" for i in _numbers(n)], []
    for i in _numbers(n):
        w, x = f"w{k}_{i}{j}", _a(k - 1, i)
        words = f"{{{x}}} goes along {{{w}}} to {{u{k}_{j}}}:"
        wrong = mistakes.of_product(w, x, _a(k - 1, i % n + 1))
        where = unit | {"edge": [k, i, j], "running": f"r{k}_{i}{j} = {' + '.join(products[:i])}"}
        steps.append(_step("forward", f"p{k}_{i}{j} = {w}*{x}", words, wrong, **where))
    total, act, slope = " + ".join(products), f"ACT{k}({z})", f"SLOPE{k}({z}, {a})"
    words = f"{{u{k}_{j}}} adds up what has arrived, and its bias:"
    wrong = mistakes.of_sum(z, total, b, act)
    steps.append(_step("forward", f"{z} = {total} + {b}", words, wrong, bias=[k, j], **unit))
    words = f"{{u{k}_{j}}} applies its activation function:"
    steps.append(_step("forward", f"{a} = {act}", words, mistakes.of_activation(z, slope), ends="unit", **unit))
    return steps


def _backward(k: int, i: int, n: int, m: int) -> list[dict]:
    """Return how the δs of layer ``k`` come back to unit ``i`` before it, along each edge, and become its δ."""
    z, a, unit = f"z{k - 1}_{i}", f"a{k - 1}_{i}", {"unit": [k - 1, i]}
    products, steps = [f"q{k}_{i}{j}" for j in _numbers(m)], []
    for j in _numbers(m):
        w, delta = f"w{k}_{i}{j}", f"delta{k}_{j}"
        words = f"{{{delta}}} goes back along {{{w}}} to {{u{k - 1}_{i}}}:"
        wrong = mistakes.of_way_back(delta, w, a, f"w{k}_{i % n + 1}{j}")
        where = unit | {"edge": [k, i, j], "back": True, "running": f"t{k}_{i}{j} = {' + '.join(products[:j])}"}
        steps.append(_step("backward", f"q{k}_{i}{j} = {delta}*{w}", words, wrong, **where))
    arrived = products[0] if m == 1 else f"({' + '.join(products)})"
    slope, later = f"SLOPE{k - 1}({z}, {a})", (f"z{k}_1", f"SLOPE{k}(z{k}_1, a{k}_1)")
    words = f"What has arrived, times the slope at {{{z}}}: the δ of {{u{k - 1}_{i}}}."
    wrong = mistakes.of_hidden_delta(arrived, products[-1], z, a, slope, later)
    steps.append(_step("backward", f"delta{k - 1}_{i} = {arrived}*{slope}", words, wrong, ends="unit", **unit))
    return steps


def _gradients(k: int, j: int, n: int) -> list[dict]:
    delta, b, steps = f"delta{k}_{j}", f"b{k}_{j}", []
    for i in _numbers(n):
        w, x = f"w{k}_{i}{j}", _a(k - 1, i)
        words = f"{{{delta}}} meets {{{x}}}, which {{{w}}} multiplies:"
        wrong = mistakes.of_gradient(delta, x, w, f"a{k}_{j}", _a(k - 1, i % n + 1))
        steps.append(_step("gradients", f"d{w} = {delta}*{x}", words, wrong, edge=[k, i, j], back=True))
    words = f"The bias of {{u{k}_{j}}} is a weight on the number 1:"
    wrong = mistakes.of_bias_gradient(delta, _a(k - 1, 1), b)
    where = {"bias": [k, j], "back": True, "ends": "unit"}
    return [*steps, _step("gradients", f"d{b} = {delta}", words, wrong, **where)]


def _updates(k: int, j: int, n: int) -> list[dict]:
    places: dict[str, dict] = {f"w{k}_{i}{j}": {"edge": [k, i, j]} for i in _numbers(n)}
    places[f"b{k}_{j}"] = {"bias": [k, j], "ends": "unit"}
    steps = []
    for w, where in places.items():
        words = f"{{{w}}} moves against its derivative:"
        steps.append(_step("update", f"new_{w} = {w} - eta*d{w}", words, mistakes.of_update(w), **where))
    return steps


def _again(k: int, j: int, n: int) -> list[dict]:
    """Return the forward pass with the new numbers, unit by unit: did the step help?"""
    z, unit = f"new_z{k}_{j}", [k, j]
    old = [_a(k - 1, i) for i in _numbers(n)]
    products = [f"new_w{k}_{i}{j}*{x if k == 1 else f'new_{x}'}" for i, x in enumerate(old, start=1)]
    line = f"{z} = {' + '.join(products)} + new_b{k}_{j}"
    return [
        _step("again", line, f"{{u{k}_{j}}} adds up with the new numbers:", unit=unit),
        _step("again", f"new_a{k}_{j} = ACT{k}({z})", f"{{u{k}_{j}}} applies its function:", ends="unit", unit=unit),
    ]


def composed(widths: Sequence[int], activations: Sequence[str], loss: str = "half squared error") -> list[dict]:
    """Put the steps of a whole network together; ``activations`` has one name per layer. The page does the same."""
    last = len(widths) - 1
    layers = [layer(k, widths[k - 1], widths[k]) for k in _numbers(last)]
    end = outputs(last, widths[last], loss)
    steps = [step for each in layers for step in each["forward"]] + end["error"] + end["backward"]
    for each in reversed(layers):
        steps += each["backward"]
    for phase in ("gradients", "update", "again"):
        for each in reversed(layers) if phase == "gradients" else layers:
            steps += each[phase]
    steps += end["again"]

    def put_in(text: str) -> str:
        return MACRO.sub(lambda found: _macro(found, activations[int(found[2]) - 1]), text)

    return [
        step | {part: put_in(step[part]) for part in ("line", "running")}
        | {"wrong": [[put_in(line), words] for line, words in step["wrong"]]}
        for step in steps
    ]  # fmt: skip


def functions_of(activations: Sequence[str]) -> list[str]:
    """Return the lines of the activation functions, each once."""
    return [line for name, (line, *_) in ACTIVATIONS.items() if line and name in activations]


def symbols_of(widths: Sequence[int]) -> dict[str, str]:
    """Return how each name of a network is written: w1_23 is w₂₃⁽¹⁾."""
    symbols = {"eta": "η", "E": "E", "new_E": "E(1)"} | {call: sign for _, call, _, sign in ACTIVATIONS.values()}
    symbols |= {f"x{i}": f"x{_low(i)}" for i in _numbers(widths[0])}
    last = len(widths) - 1
    for k, (n, m) in enumerate(zip(widths, widths[1:], strict=False), start=1):
        up = f"({k})".translate(SUPERSCRIPTS)
        for j in _numbers(m):
            low = _low(j)
            symbols |= {
                f"z{k}_{j}": f"z{low}{up}", f"a{k}_{j}": f"a{low}{up}", f"delta{k}_{j}": f"δ{low}{up}",
                f"b{k}_{j}": f"b{low}{up}", f"u{k}_{j}": f"h{low}{up if last > 2 else ''}",
                f"y{j}": f"y{low}", f"dE{k}_{j}": f"∂E/∂a{low}{up}",
            }  # fmt: skip
            if k == last:
                symbols[f"u{k}_{j}"] = f"ŷ{low}" if m > 1 else "ŷ"
            symbols |= {f"w{k}_{i}{j}": f"w{_low(i)}{low}{up}" for i in _numbers(n)}
    return symbols


def with_derived(symbols: dict[str, str], steps: Sequence[dict]) -> dict[str, str]:
    """Add how derivatives, new values and the products of the steps are written, from how their parts are."""
    found = dict(symbols)
    for name, sign in symbols.items():
        if re.fullmatch(r"[wb]\d\w*", name):
            found |= {f"d{name}": f"∂E/∂{sign}"}
        if re.fullmatch(r"[wbzas]\d\w*", name):
            found[f"new_{name}"] = f"{sign}(1)"
    for step in steps:
        name, expression = step["line"].split(" = ")
        if re.fullmatch(r"[pq]\d_\d\d", name):
            found[name] = "·".join(found[part] for part in expression.split("*"))
            found[step["running"].split(" = ")[0]] = "Σ"
    return found


def _step(phase: str, line: str, words: str, wrong: Sequence[tuple[str, str]] = (), **where: Any) -> dict[str, Any]:
    """Return a step: its line, its words, and where in the drawing it happens (see stepper.js)."""
    nowhere = {"unit": None, "edge": None, "bias": None, "back": False, "ends": "edge", "running": ""}
    return {"phase": phase, "line": line, "told": words, "wrong": [list(pair) for pair in wrong]} | nowhere | where


def _macro(found: re.Match, activation: str) -> str:
    _, call, slope, _ = ACTIVATIONS[activation]
    return f"{call}({found[3]})" if found[1] == "ACT" else _put(slope, "", found[4], found[3])


def _put(expression: str, y: str, a: str, z: str = "") -> str:
    return re.sub(r"\b[yaz]\b", lambda found: {"y": y, "a": a, "z": z}[found[0]], expression)


def _a(k: int, i: int) -> str:
    return f"a{k}_{i}" if k else f"x{i}"


def _numbers(count: int) -> range:
    return range(1, count + 1)


def _low(number: int) -> str:
    return str(number).translate(SUBSCRIPTS)
