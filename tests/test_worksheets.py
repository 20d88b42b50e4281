"""Worksheets: each key is solved a second time here, from the numbers on the sheet, in plain Python."""

import doctest
import math
import re
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from companion import check
from worksheets import TOPICS, __main__, choosing, formulas, problem, sheet, typesetting

SEEDS = range(100, 125)
drawn = cache(problem)


def sigma(z):
    return 1 / (1 + math.exp(-z))


def perceptron(at):
    w = list(at["w(0)"])
    for t in range(1, 5):
        x = at[f"x({t})"]
        z = sum(weight * value for weight, value in zip(w, x, strict=True))
        y_hat = 1 if z >= 0 else 0
        w = [weight + (at[f"y({t})"] - y_hat) * value for weight, value in zip(w, x, strict=True)]
        yield from (z, y_hat, w)


def forward(at):
    a, lines = at["x"], []
    for number, f in ((1, lambda z: max(0, z)), (2, sigma)):
        W, b = at[f"W⁽{'⁰¹²'[number]}⁾"], at[f"b⁽{'⁰¹²'[number]}⁾"]
        z = [sum(a[i] * W[i][j] for i in range(len(a))) + b[j] for j in range(len(b))]
        a = [f(value) for value in z]
        for pair in zip(z, a, strict=True):
            lines += pair
    return lines


def backprop(at):
    """Derivatives by the difference of two errors: no chain rule."""
    names = ["ω₁", "ω₂", "ω₃", "ω₄", "ω₅", "ω₆", "b₁", "b₂", "b₃"]

    def run(nudge=None, s_nudge=(0, 0, 0)):
        now = dict(at)
        if nudge:
            now[nudge[0]] += nudge[1]
        s1 = now["ω₁"] * now["x₁"] + now["ω₃"] * now["x₂"] + now["b₁"] + s_nudge[0]
        s2 = now["ω₂"] * now["x₁"] + now["ω₄"] * now["x₂"] + now["b₂"] + s_nudge[1]
        s3 = now["ω₅"] * sigma(s1) + now["ω₆"] * sigma(s2) + now["b₃"] + s_nudge[2]
        return s1, sigma(s1), s2, sigma(s2), s3, sigma(s3), (now["y"] - sigma(s3)) ** 2 / 2

    h = 1e-5
    d = {name: (run((name, h))[-1] - run((name, -h))[-1]) / (2 * h) for name in names}
    deltas = [(run(None, h * unit)[-1] - run(None, -h * unit)[-1]) / (2 * h) for unit in np.eye(3)]
    yield from run()
    yield from (deltas[2], d["ω₆"], d["ω₅"], d["b₃"])
    yield from (deltas[0], d["ω₁"], d["ω₃"], deltas[1], d["ω₂"], d["ω₄"])
    yield from (at[name] - at["η"] * d[name] for name in ("ω₅", "ω₁", "b₃"))


def graph(at, found):
    """Derivatives by the difference of two results, each value of the graph nudged in turn."""
    rules = {line.name: line.formula for line in found.groups["Values"]}

    def run(nudged=None, h=0.0):
        values = {name: value + h * (name == nudged) for name, value in at.items()}
        for name, rule in rules.items():
            values[name] = eval(rule, {"sigma": sigma}, values) + h * (name == nudged)
        return values

    yield from (run()[name] for name in rules)
    for line in found.groups["Derivatives"]:
        name, h = formulas.text(line.name).removeprefix("∂L/∂"), 1e-5
        yield (run(name, h)["L"] - run(name, -h)["L"]) / (2 * h)


def softmax(at):
    z, y = ([at[f"{letter}{k}"] for k in "₁₂₃"] for letter in "zy")
    e = [math.exp(value) for value in z]
    p = [value / sum(e) for value in e]
    yield from (*e, sum(e), *p, -math.log(p[y.index(1)]))
    yield from (share - target for share, target in zip(p, y, strict=True))


def parameters(at, found):
    a, b = ([int(width) for width in row[0].split(" is ")[1].split("-")] for row in found.shown[:2])
    for widths in (a, b):
        weights = sum(widths[i] * widths[i + 1] for i in range(len(widths) - 1))
        yield from (sum(widths[1:]), weights, sum(widths[1:]), weights + sum(widths[1:]))
    yield b[0] + b[2] + 1
    inputs, outputs, total = map(int, re.search(r"is (\d+)-`h`-(\d+), with `P` = (\d+)", found.shown[2][0]).groups())
    yield next(h for h in range(1, 1000) if inputs * h + h + h * outputs + outputs == total)


def optimizers(at):
    w, g, eta = at["w"], at["g"], at["η"]
    yield w - eta * g
    v = 0.9 * at["v"] + g
    yield from (v, w - eta * v)
    s = at["s"] + g * g
    yield from (s, w - eta / math.sqrt(s) * g)
    s = 0.9 * at["s"] + 0.1 * g * g
    yield from (s, w - eta / math.sqrt(s) * g)
    m, s = 0.9 * at["m"] + 0.1 * g, 0.99 * at["s"] + 0.01 * g * g
    m_hat, s_hat = m / (1 - 0.9 ** at["t"]), s / (1 - 0.99 ** at["t"])
    yield from (m, s, m_hat, s_hat, w - eta * m_hat / math.sqrt(s_hat))


def batches(at):
    w, b = at["w(0)"], at["b(0)"]
    for batch in ("₁₂", "₃₄"):
        x, y = ([at[f"{letter}{i}"] for i in batch] for letter in "xy")
        y_hat = [w * value + b for value in x]
        dw = sum((p - t) * value for p, t, value in zip(y_hat, y, x, strict=True)) / 2
        db = sum(p - t for p, t in zip(y_hat, y, strict=True)) / 2
        w, b = w - at["η"] * dw, b - at["η"] * db
        yield from (*y_hat, dw, db, w, b)


SOLVE = {function.__name__: function for function in (perceptron, forward, backprop, softmax, optimizers, batches)}


def solved(found):
    at = {formulas.text(name): value for name, value in found.given.items() if name.isidentifier()}
    if found.topic in ("graph", "parameters"):
        return list({"graph": graph, "parameters": parameters}[found.topic](at, found))
    return list(SOLVE[found.topic](at))


@pytest.mark.parametrize("topic", TOPICS)
def test_the_key_is_right(topic):
    for seed in SEEDS:
        found = drawn(topic, seed)
        results = solved(found)
        assert len(results) == len(found.lines)
        for line, result in zip(found.lines, results, strict=True):
            np.testing.assert_allclose(line.value, result, rtol=1e-5, atol=1e-8, err_msg=f"{seed}: {line.name}")


READ = {"·": "*", "−": "-", "√": "sqrt", "²": "**2", "³": "**3", "⁴": "**4", "⁵": "**5", "⁶": "**6"}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_numbers_of_a_line_give_its_value_and_those_of_no_mistake(topic):
    """What the key prints between the equals signs, typed into a calculator."""
    calculator = {"sigma": sigma, "σ": sigma, "exp": math.exp, "log": math.log, "sqrt": math.sqrt,
                  "ReLU": lambda z: max(0, z), "step": lambda z: float(z >= 0)}  # fmt: skip
    for seed in SEEDS:
        found = drawn(topic, seed)
        for line in found.lines:
            printed = formulas.text(line.formula, found.values, found.decimals)
            if "@" in line.formula:
                printed = "sum(a*b for a, b in zip(" + printed.replace("·", ",") + "))"
            for sign, operation in READ.items():
                printed = printed.replace(sign, operation)
            if topic == "perceptron" and line.name.startswith("w"):
                printed = re.sub(r"(\([^)]*,[^)]*\))", r"array(\1)", printed)
            value = eval(printed, {"array": np.array, **calculator})
            size = max(1.0, float(np.abs(line.value).max()))
            np.testing.assert_allclose(value, line.value, rtol=0, atol=0.002 * size, err_msg=f"{seed}: {line.name}")


@pytest.mark.parametrize("topic", TOPICS)
def test_each_mistake_gives_a_result_of_its_own(topic):
    known = 0
    for seed in SEEDS:
        found = drawn(topic, seed)
        for line in found.lines:
            wrong = found.wrong(line)
            printed = [formulas.number(value, found.decimals) for value in (line.value, *wrong.values())]
            assert len(set(printed)) == len(printed), f"{seed}: {line.name}: {printed}"
            known += len(wrong)
            for one, other in combinations([line.value, *wrong.values()], 2):
                assert np.abs(np.subtract(one, other)).max() >= 0.00049, f"{seed}: {line.name}"
            assert line.name.startswith("y_hat_at") or wrong, f"no mistake is known of {line.name}"
    assert known > 8 * len(SEEDS)


def test_the_same_seed_gives_the_same_bytes_and_another_copy_another_sheet():
    for topic in TOPICS:
        copies = [drawn(topic, 7, copy) for copy in range(1, 31)]
        assert typesetting.sheets(copies[:2]) == typesetting.sheets([problem(topic, 7), problem(topic, 7, 2)])
        assert typesetting.keys(copies[:2]) == typesetting.keys([problem(topic, 7), problem(topic, 7, 2)])
        assert len({repr(copy.given) for copy in copies}) == 30
        assert repr(problem(topic, 8).given) not in {repr(copy.given) for copy in copies}


@pytest.mark.parametrize("topic", TOPICS)
def test_a_sheet_is_one_page_and_prints_the_same_twice(topic):
    copies = [drawn(topic, 7, copy) for copy in (1, 2, 3)]
    printed = typesetting.pdf(typesetting.sheets(copies))
    assert _pages(printed) == 3
    assert printed == typesetting.pdf(typesetting.sheets(copies))
    assert 1 <= _pages(typesetting.pdf(typesetting.keys(copies))) <= 3


def _pages(pdf):
    assert pdf.startswith(b"%PDF-")
    return len(re.findall(rb"/Type */Page\b", pdf))


def test_the_key_holds_every_line_with_symbols_numbers_and_value_and_every_mistake():
    found = problem("backprop", 7)
    key = typesetting.keys([found])
    for line in found.lines:
        value = formulas.number(line.value)
        assert f"bold({value.replace('−', '-')})" in key
        assert formulas.typst(line.formula) in key and formulas.typst(line.formula, found.values) in key
        for words, value in found.wrong(line).items():
            assert f"([{formulas.number(value)}], [{formulas.words_as_typst(words)}])" in key
    sheet = typesetting.sheets([found])
    assert not any(f"bold({formulas.number(line.value)})" in sheet for line in found.lines)


def test_a_notebook_can_ask_it(capsys):
    new = problem("backprop", 7)
    names = ["s₁", "δ₃", "∂E/∂ω₆"]
    assert "to h₂ over ω₂ and ω₄" in new.question and "Given:" in new.question and "∂E/∂ω₆" in new.question
    right = new.steps(*names)
    typed = {name: round(value, 4) for name, value in right.items()}
    check("one step", student=typed, steps=right, mistakes=new.mistakes(*names))
    assert "Right: one step." in capsys.readouterr().out
    words = "a₃ used instead of a₂"
    typed["∂E/∂ω₆"] = round(new.mistakes(*names)[words]["∂E/∂ω₆"], 4)
    check("one step", student=typed, steps=right, mistakes=new.mistakes(*names))
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (("backpropagation", 7), ValueError, "topic is 'backpropagation'; expected one of perceptron, forward"),
        (("backprop", -1), ValueError, "seed is -1; expected 0 or more"),
        (("backprop", 7, 0), ValueError, "copy is 0; expected 1 or more"),
        (("backprop", 1.5), TypeError, "seed is 1.5; expected a whole number"),
        (("backprop", True), TypeError, "seed is True; expected a whole number"),
    ],
)
def test_a_wrong_argument_is_told(arguments, error, words):
    with pytest.raises(error, match=re.escape(words)):
        problem(*arguments)


@pytest.mark.parametrize("module", [choosing, formulas, sheet])
def test_the_examples_of_the_docstrings_run(module):
    failed, run = doctest.testmod(module, extraglobs={"problem": problem})
    assert run and not failed


def test_an_unknown_line_is_told():
    with pytest.raises(ValueError, match="'s₉' is no line of 'backprop'; expected one of s₁, a₁"):
        problem("backprop", 7).steps("s₉")


def test_the_command_line_writes_sheets_and_key(tmp_path, capsys):
    assert __main__.main(["graph", "--seed", "7", "--copies", "2", "--folder", str(tmp_path), "--source"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "graph-7-key.pdf", "graph-7-key.typ", "graph-7.pdf", "graph-7.typ"
    ]  # fmt: skip
    assert _pages((tmp_path / "graph-7.pdf").read_bytes()) == 2
    source = (tmp_path / "graph-7.typ").read_bytes()
    assert source == typesetting.sheets([problem("graph", 7, 1), problem("graph", 7, 2)]).encode()
    assert "graph-7-key.pdf" in capsys.readouterr().out


def test_without_a_topic_the_topics_are_listed(capsys):
    assert __main__.main([]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed and topic.TITLE in printed for name, topic in TOPICS.items())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["backpropagation"], "topic is 'backpropagation'; expected one of perceptron"),
        (["backprop", "--seed", "seven"], "seed is 'seven'; expected a whole number, 0 or more, such as SEED=7"),
        (["backprop", "--seed=-1"], "seed is -1; expected a whole number, 0 or more"),
        (["backprop", "--copies", "0"], "copies is 0; expected a whole number from 1 to 500"),
        (["backprop", "--copies", "501"], "copies is 501; expected a whole number from 1 to 500"),
    ],
)
def test_the_command_line_refuses_in_one_line(arguments, words, capsys, tmp_path):
    assert __main__.main([*arguments, "--folder", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert words in told and told.count("\n") == 1 and not list(tmp_path.iterdir())
