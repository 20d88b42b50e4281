"""The lines of a training step: the values that Python computes from them are those of mlp_core, for any network."""

import re

import numpy as np
import pytest

import mlp_core as mlp
from companion import graph_stepper, stepper
from companion.page import data_of
from companion.walk import lines, training_step

ACTIVATIONS = [mlp.sigmoid, mlp.tanh, mlp.relu, mlp.identity]
NETWORKS = [[1, 1], [2, 1], [4, 4], [2, 2, 1], [2, 3, 2], [3, 1, 4], [1, 4, 1], [2, 2, 2, 1], [4, 4, 4, 4], [3, 4, 1]]
FIRST = mlp.Layer(np.array([[0.15, 0.20], [0.25, 0.30]]), np.array([[0.35, 0.35]]), mlp.sigmoid)
SECOND = mlp.Layer(np.array([[0.5], [0.55]]), np.array([[0.6]]), mlp.sigmoid)


def itam():
    return stepper((FIRST, SECOND), [0.05, 0.1], [1.0], 0.1, slide="ITAM", first="The slide's numbers")


def drawn(widths, rng, loss=mlp.half_squared_error):
    """Draw a network with an activation per layer, an example and a learning rate."""
    layers = []
    for n, m in zip(widths, widths[1:], strict=False):
        layers.append(mlp.Layer(rng.normal(size=(n, m)), rng.normal(size=(1, m)), ACTIVATIONS[rng.integers(4)]))
    if loss is mlp.binary_cross_entropy:
        layers[-1] = layers[-1]._replace(activation=mlp.sigmoid)
    y = rng.integers(0, 2, widths[-1]) if loss is mlp.binary_cross_entropy else rng.normal(size=widths[-1])
    return tuple(layers), rng.normal(size=(1, widths[0])), y[None].astype(float), float(rng.uniform(0.01, 1))


@pytest.mark.parametrize("loss", [mlp.half_squared_error, mlp.binary_cross_entropy], ids=lambda loss: loss.name)
@pytest.mark.parametrize("widths", NETWORKS, ids=lambda widths: "-".join(map(str, widths)))
def test_every_value_of_the_lines_is_that_of_the_core(widths, loss):
    rng = np.random.default_rng(len(widths) + sum(widths))
    for _ in range(4):
        network, x, y, eta = drawn(widths, rng, loss)
        values = stepper(network, x, y, eta, loss).values
        steps = mlp.forward(network, x)
        back = mlp.backward(network, steps, loss.derivative(steps[-1].a, y))
        rule = mlp.SGD(eta)
        moved, _ = rule.step(network, back, rule.init(network))
        for k, (step, gradient, new) in enumerate(zip(steps, back, moved, strict=True), start=1):
            for letter, array in (("z", step.z), ("a", step.a), ("delta", gradient.delta), ("db", gradient.db)):
                for j, value in enumerate(array.ravel(), start=1):
                    close(values[f"{letter}{k}_{j}"], value)
            for (i, j), value in np.ndenumerate(gradient.dW):
                close(values[f"dw{k}_{i + 1}{j + 1}"], value)
                close(values[f"new_w{k}_{i + 1}{j + 1}"], new.W[i, j])
            for j, value in enumerate(new.b.ravel(), start=1):
                close(values[f"new_b{k}_{j}"], value)
        close(values["E"], loss(steps[-1].a, y, reduction="sum"))
        close(values["new_E"], loss(mlp.predict(moved, x), y, reduction="sum"))


def close(value, wanted):
    assert abs(value - float(wanted)) <= 1e-12 * max(1, abs(float(wanted)))


def test_the_slides_example_has_the_slides_letters_and_numbers():
    walk = itam()
    slide = {"s1": "0.3825", "a1": "0.5945", "s2": "0.39", "a2": "0.5963", "s3": "1.2252", "a3": "0.773", "E": "0.0258"}
    slide |= {"delta3": "−0.0398", "dw6": "−0.0238", "dw5": "−0.0237", "db3": "−0.0398", "delta_h1": "−0.0048"}
    slide |= {"dw1": "−0.0002", "dw3": "−0.0005", "dw2": "−0.0003", "dw4": "−0.0005", "delta_h2": "−0.0053"}
    slide |= {"new_w1": "0.15002", "new_w2": "0.20003", "new_w3": "0.25005", "new_w4": "0.30005", "new_w5": "0.50237"}
    slide |= {"new_w6": "0.55238", "new_b1": "0.35048", "new_b2": "0.35053", "new_b3": "0.60398", "new_a3": "0.7742"}
    for name, printed in slide.items():
        assert lines.written(walk.values[name], lines.decimals_of(name)) == printed, name
    names = [step["line"].split(" = ")[0] for step in walk.walk["steps"]]
    by_name = dict(zip(names, walk.sentences, strict=True))
    assert by_name["s1"].endswith("s₁ = ω₁·x₁ + ω₃·x₂ + b₁ = 0.0075 + 0.025 + 0.35 = 0.3825")
    assert by_name["dw6"] == "δ₃ meets a₂, which ω₆ multiplies: ∂E/∂ω₆ = δ₃·a₂ = (−0.0398)·0.5963 = −0.0238"
    assert by_name["db3"].endswith("∂E/∂b₃ = δ₃ = −0.0398")
    told = " ".join(walk.sentences)
    assert not re.search(r"[{}_]|\bw\d|nan", told), "a name is not written as on paper"


@pytest.mark.parametrize("widths", NETWORKS, ids=lambda widths: "-".join(map(str, widths)))
def test_every_step_goes_from_where_it_says_to_where_it_says(widths):
    names = [name for name, *_ in training_step.ACTIVATIONS.items()]
    steps = training_step.composed(widths, [names[0]] * (len(widths) - 1))
    assert [step["phase"] for step in steps] == sorted((s["phase"] for s in steps), key=training_step.PHASES.index)
    for step in steps:
        name, expression = step["line"].split(" = ")
        if step["edge"] and step["edge"][0] != "E":
            k, i, j = step["edge"]
            assert f"w{k}_{i}{j}" in expression or name == f"dw{k}_{i}{j}", step
        if step["phase"] == "backward" and name.startswith("q"):
            assert step["unit"] == [step["edge"][0] - 1, step["edge"][1]] and step["back"]
        if step["phase"] == "forward" and name.startswith("p"):
            assert step["unit"] == [step["edge"][0], step["edge"][2]] and not step["back"]
    weights = sum(n * m for n, m in zip(widths, widths[1:], strict=False))
    hidden_edges = sum(n * m for n, m in zip(widths[1:], widths[2:], strict=False))
    assert sum(step["line"].startswith("p") for step in steps) == weights
    assert sum(step["line"].startswith("q") for step in steps) == hidden_edges
    assert sum(step["phase"] == "update" for step in steps) == weights + sum(widths[1:])


def test_a_named_mistake_is_a_mistake():
    """Each can be computed where it stands, and differs from the right value."""
    walk = itam().walk
    known = lines.run([*walk["functions"]], walk["given"])
    for step in walk["steps"]:
        for line in (step["line"], step["running"]):
            known = lines.run([*walk["functions"], *([line] if line else [])], known)
        name = step["line"].split(" = ")[0]
        for expression, words in step["wrong"]:
            if "s3" not in words:  # the slope of a unit further on is known by then, too
                value = lines.run([*walk["functions"], f"typed = {expression}"], known)["typed"]
                assert abs(value - known[name]) > 1e-6, (name, expression)
            assert lines.in_words(words, walk["symbols"]).count("{") == 0
    gradient = next(step for step in walk["steps"] if step["line"] == "dw6 = delta3*a2")
    told = {expression: lines.in_words(words, walk["symbols"]) for expression, words in gradient["wrong"]}
    assert told["delta3*a3"] == "that is δ₃·a₃; the weight multiplies a₂"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a = b*2", "'b', which is not known yet"),
        ("x = 1", "expected a new name"),
        ("a b = 1", "expected a new name"),
        ("a = x +", "cannot be read"),
        ("a = -x**2", "0 - a**2"),
        ("a = [x]", "expected numbers"),
        ("a = x.real", "expected numbers"),
        ("a = open(x)", "calls of known functions"),
        ("a = exp(x, x)", "calls of known functions"),
        ("a = x if x else x", "expected numbers"),
        ("a = 'x'", "expected numbers"),
        ("a = True", "expected numbers"),
    ],
)
def test_what_is_no_line_is_refused_with_its_remedy(line, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        lines.run([line], {"x": 2.0})


def test_lines_compute_as_written():
    written = ["f(u, v) = u - 2*v", "a = f(x, 3)", "b = max(a, 0) + abs(a)", "c = 0 - x**2/4 + (x >= 2)"]
    found = lines.run(written, {"x": 2})
    assert (found["a"], found["b"], found["c"]) == (-4, 4, 0)
    assert lines.run(["a = exp(x)"], {"x": 1e6})["a"] == np.inf


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.59447599, 4, "0.5945"), (-0.00024, 4, "−0.0002"), (0.1500240, 5, "0.15002"), (0.0, 4, "0"),
        (-1e-5, 4, "−0.000010"),
        (-1.26e-5, 4, "−0.000013"), (2e-12, 4, "2.0e−12"), (12.0, 4, "12"), (3.2e7, 4, "3.20e+07"),
        (-0.00004999, 4, "−0.000050"),
        (np.inf, 4, "∞"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_on_the_slides(value, decimals, text):
    assert lines.written(value, decimals) == text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"network": ()}, "expected 1 to 3 layers"),
        ({"network": (mlp.Layer(np.ones((5, 1)), np.ones((1, 1)), mlp.sigmoid),)}, "5-1"),
        ({"network": (FIRST._replace(activation=mlp.softplus), SECOND)}, "layer 1 has the activation 'softplus'"),
        ({"loss": mlp.hinge}, "hinge"),
        ({"x": [1, 2, 3]}, "x holds 3 numbers; expected 2"),
        ({"y": [[1], [2]]}, "y holds 2 numbers; expected 1"),
        ({"slide": "UT"}, "expected '', or 'ITAM'"),
        ({"eta": np.inf}, "choose smaller"),
    ],
)
def test_bad_input_gets_its_message(change, told):
    good = {"network": (FIRST, SECOND), "x": [1, 2], "y": [1]}
    with pytest.raises(ValueError, match=re.escape(told)):
        stepper(**(good | change))


def a_graph(x=1.0, y=3.0, b=0.5):
    """Write a formula with all operations, in which inputs and results are used several times."""
    x, y, b = (mlp.graph.Node(value, name=name) for value, name in ((x, "x"), (y, "y"), (b, "b")))
    u = (mlp.graph.sigmoid(x * y - b) + x / y).named("u")
    v = (mlp.graph.tanh(u) * mlp.graph.exp(u) - 2 * x**3).named("v")
    return (mlp.graph.log(y) - mlp.graph.relu(v) + u * u).named("L")


@pytest.mark.parametrize("inputs", [(1.0, 3.0, 0.5), (-0.7, 2.0, 1.5), (0.3, 0.9, -2.0)])
def test_the_lines_of_a_graph_compute_what_its_backward_computes(inputs):
    walk = graph_stepper(a_graph(*inputs))
    gradients = mlp.graph.backward(walk.output)
    for node, name in walk.names.items():
        close(walk.values[name], node.value)
        close(walk.values[f"d_{name}"], gradients[node])
    assert walk.sentences[-1].startswith(("x is used 3 times", "y is used", "b", "Back"))
    assert not re.search(r"[{}_]|\bn\d", " ".join(walk.sentences)), "a name is not written as on paper"


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (mlp.graph.Node(np.ones(2), name="x") * 2, "x has the shape (2,)"),
        (mlp.graph.sin(mlp.graph.Node(1.0, name="x")), "the operation is 'sin'"),
        (mlp.graph.power(2.0, mlp.graph.Node(2.0, name="n")), "write a**2"),
    ],
)
def test_a_graph_without_lines_is_refused(output, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        graph_stepper(output)


def test_what_is_stored_is_the_same_each_time_and_says_what_it_shows():
    one, two = itam()._repr_mimebundle_(), itam()._repr_mimebundle_()
    assert one == two
    assert one["text/plain"] == "One training step of a network 2-2-1: a₃ = 0.773 with the error E = 0.0258."
    alt = re.search(r'<img alt="([^"]+)"', one["text/html"])[1]
    assert one["text/plain"] in alt and "∂E/∂ω₆ = −0.0238" in alt and "E(1)" not in alt
    data = data_of(one["text/html"])
    assert data["walk"]["given"]["w6"] == 0.55 and data["kind"] == "stepper"
