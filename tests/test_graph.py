"""The computation graph: the slides' numbers, every operation against differences, and backward of a network."""

import numpy as np
import pytest
from refusals import HIDDEN_ENTRIES, NAN, assert_refused, each_row

import mlp_core as mlp
from mlp_core import (
    cross_entropy_on_logits,
    gradients,
    graph,
    half_squared_error,
    identity,
    initialise,
    sigmoid,
    tanh,
)
from mlp_core.graph import Node, backward


def slopes(output, *nodes):
    found = backward(output)
    return [found[node].item() for node in nodes]


def test_the_chain_rule_slides_come_out_as_worked_out_there():
    a = Node(1.0)
    assert slopes(graph.log(3 * a), a) == [1]  # NUS-12
    a, b = Node(1.0), Node(1.0)
    assert slopes(2 * a + b**2, a, b) == [2, 2]  # NUS-14
    a = Node(1.0)
    assert slopes(2 * a + a**2, a) == [4]  # NUS-15
    x, y = Node(1.0), Node(2.0)
    assert slopes(x * y + x, x, y) == [3, 1]  # NUS-16
    y = Node(3.0)
    assert slopes(2 * y**2, y) == [12]  # UT-18
    x = Node(0.7)
    assert slopes(graph.sin(x**2), x) == pytest.approx([2 * 0.7 * np.cos(0.7**2)])  # MELB-11


def test_where_paths_meet_their_parts_are_added():
    x = Node(2.0, name="x")
    square, cube = x * x, x * x * x
    assert slopes(square + cube + x, x, square, cube) == [4 + 12 + 1, 1, 1]


def test_a_backward_pass_can_be_repeated_and_leaves_no_trace():
    x, w = Node([[1.0, 2.0]]), Node([[3.0], [4.0]])
    output = graph.total(graph.sigmoid(x @ w))
    first, second = backward(output), backward(output)
    assert first.keys() == second.keys()
    for node in first:
        np.testing.assert_array_equal(first[node], second[node])
    assert set(vars(x)) == {"value", "operation", "inputs", "name"}


def test_the_order_lists_every_node_once_and_after_its_inputs():
    a, b = Node(1.0), Node(2.0)
    c = a + b
    d = c * a
    order = graph.topological_order(d)
    assert len(order) == 4 == len(set(order))
    assert all(order.index(parent) < order.index(node) for node in order for parent in node.inputs)


def test_a_chain_of_ten_thousand_nodes_is_walked():
    x = Node(1.0)
    output = x
    for _ in range(10_000):
        output = output + x
    assert slopes(output, x) == [10_001]
    assert len(graph.topological_order(output)) == 10_001


RNG = np.random.default_rng(0)
A, B, ROW = RNG.normal(size=(3, 4)), RNG.normal(size=(3, 4)), RNG.normal(size=(1, 4))
POSITIVE, P = np.abs(A) + 0.5, RNG.uniform(0.1, 0.9, size=(3, 4))
LABELS = np.eye(4)[[2, 0, 3]]
OPERATIONS = [
    (graph.add, A, B),
    (graph.add, A, ROW),  # a bias, broadcast
    (graph.add, A[:2], ROW),
    (graph.add, A, np.array(0.3)),
    (graph.subtract, ROW, A),
    (graph.multiply, A, ROW),
    (graph.multiply, np.array(0.3), A),
    (graph.divide, A, POSITIVE),
    (graph.power, POSITIVE, np.array(3.0)),
    (graph.power, POSITIVE, POSITIVE[::-1]),
    (graph.matmul, A, B.T),
    (graph.matmul, A[0], B[1]),  # a dot product
    (graph.matmul, A, B[1]),
    (graph.matmul, A[:, 0], B),
    (graph.matmul, np.stack([A, B]), B.T),  # a stack
    (graph.exp, A),
    (graph.log, POSITIVE),
    (graph.sin, A),
    (graph.sigmoid, A),
    (graph.tanh, A),
    (graph.relu, A),
    (graph.softmax, A),
    (graph.total, A),
    (graph.mean, A),
    (graph.binary_cross_entropy, P, np.round(P[::-1])),
    (graph.cross_entropy, P, LABELS),
    (graph.softmax_cross_entropy, A, P / P.sum(axis=-1, keepdims=True)),
]


@pytest.mark.parametrize(
    ("operation", "inputs"), [(o, i) for o, *i in OPERATIONS], ids=lambda o: getattr(o, "name", "")
)
def test_an_operation_agrees_with_central_differences_in_every_input(operation, inputs):
    weights = np.random.default_rng(1).normal(size=np.shape(operation(*inputs).value))
    nodes = [Node(value) for value in inputs]
    found = backward(graph.total(operation(*nodes) * weights))
    for number, value in enumerate(inputs):
        differences, h = np.zeros(value.shape), 1e-6
        for i in np.ndindex(value.shape):
            ends = []
            for sign in (1, -1):
                nudged = value.copy()
                nudged[i] += sign * h
                ends.append((operation(*inputs[:number], nudged, *inputs[number + 1 :]).value * weights).sum())
            differences[i] = (ends[0] - ends[1]) / (2 * h)
        assert found[nodes[number]].shape == value.shape
        np.testing.assert_allclose(found[nodes[number]], differences, rtol=1e-6, atol=1e-8)


def test_formulas_mix_nodes_numbers_and_arrays_on_either_side():
    a, array = Node([[2.0]]), np.array([[3.0]])
    cases = [
        (a + 1, 3, 1), (1 + a, 3, 1), (a - 1, 1, 1), (1 - a, -1, -1), (a * 5, 10, 5), (5 * a, 10, 5),
        (a / 4, 0.5, 0.25), (4 / a, 2, -1), (-a, -2, -1), (a**3, 8, 12), (a @ array, 6, 3), (array @ a, 6, 3),
        (array * a, 6, 3), (array - a, 1, -1),
    ]  # fmt: skip
    for output, value, slope in cases:
        assert output.value.item() == value
        assert slopes(output, a) == [slope]


def graph_of(network, x, y, loss):
    """Write a network and its loss as a graph; return the output and the nodes of W and b."""
    h, parameters = Node(x, name="x"), []
    for layer in network:
        W, b = Node(layer.W, name="W"), Node(layer.b, name="b")
        z = h @ W + b
        h = {sigmoid: graph.sigmoid, tanh: graph.tanh, identity: lambda z: z}[layer.activation](z)
        parameters.append((W, b))
    return loss(h, y), parameters


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize(
    ("loss", "in_the_graph", "output"),
    [
        (half_squared_error, lambda h, y: graph.total((h - y) ** 2) / (2 * len(y)), sigmoid),
        (cross_entropy_on_logits, graph.softmax_cross_entropy, identity),
    ],
    ids=["half squared error", "cross-entropy on logits"],
)
def test_the_graph_agrees_with_backward(loss, in_the_graph, output, depth):
    rng = np.random.default_rng(0)
    network = initialise([2, 4, 5][:depth] + [3], rng, tanh, output, scale=0.8)
    x, y = rng.normal(size=(6, 2)), np.eye(3)[rng.integers(0, 3, 6)]
    value, parameters = graph_of(network, x, y, in_the_graph)
    found = backward(value)
    for (W, b), gradient in zip(parameters, gradients(network, x, y, loss), strict=True):
        np.testing.assert_allclose(found[W], gradient.dW, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(found[b], gradient.db, rtol=1e-12, atol=1e-15)


def test_logistic_regression_as_on_the_slide():
    x, w, y = Node([1.0, -2.0]), Node([0.5, 0.25]), 1.0  # NUS-18
    p = graph.sigmoid(x @ w)
    loss = graph.binary_cross_entropy(p, y)
    found = backward(loss)
    assert loss.value == pytest.approx(np.log(2))
    np.testing.assert_allclose(found[p], -y / 0.5 + (1 - y) / (1 - 0.5))
    np.testing.assert_allclose(found[w], (0.5 - y) * x.value)


def test_softmax_regression_is_the_same_fused_or_not():
    x, W, y = Node(A), Node(B.T), LABELS  # NUS-19
    logits = x @ W
    y = np.eye(3)
    plain = graph.cross_entropy(graph.softmax(logits), y) / 3
    fused = graph.softmax_cross_entropy(logits, y)
    assert plain.value == pytest.approx(fused.value)
    np.testing.assert_allclose(backward(plain)[W], backward(fused)[W], rtol=1e-10)
    p = graph.softmax(logits).value
    np.testing.assert_allclose(backward(fused)[logits], (p - y) / 3, rtol=1e-14)


def test_extreme_logits_stay_finite_in_the_fused_node():
    z, y = Node([[1000.0, -1000.0]]), Node([[0.0, 1.0]])
    loss = graph.softmax_cross_entropy(z, y)
    assert loss.value == 2000
    assert all(np.isfinite(gradient).all() for gradient in backward(loss).values())


def test_a_name_is_shown_and_values_are_left_alone():
    value = np.array([1.0, 2.0])
    value.flags.writeable = False
    node = Node(value, name="w")
    output = graph.total(node * node).named("L")
    assert repr(node).startswith("w = ") and repr(output) == "L = 5.0"
    np.testing.assert_array_equal(backward(output)[node], [2, 4])


def test_backward_wants_one_number():
    with pytest.raises(ValueError, match=r"the output has shape \(2,\); expected one number.*add it up"):
        backward(Node([1.0, 2.0]))


@pytest.mark.parametrize(("exponent", "slope"), [(1.0, 1.0), (2.0, 0.0), (3.0, 0.0)])
def test_a_power_can_be_differentiated_at_0(exponent, slope):
    a, n = Node(0.0), Node(exponent)
    found = backward(a**n)
    assert found[a] == slope and found[n] == 0


def test_the_fused_loss_is_the_mean_over_the_examples_and_the_plain_ones_are_sums():
    z, y = np.random.default_rng(0).normal(size=(5, 3)), np.eye(3)[[0, 1, 2, 0, 1]]
    assert graph.softmax_cross_entropy(z, y).value == pytest.approx(cross_entropy_on_logits(z, y), rel=1e-12)
    p = graph.softmax(z).value
    assert graph.cross_entropy(p, y).value == pytest.approx(5 * cross_entropy_on_logits(z, y), rel=1e-12)
    assert graph.binary_cross_entropy(np.full((5, 1), 0.5), np.zeros((5, 1))).value == pytest.approx(5 * np.log(2))


def test_numbers_and_arrays_mix_with_nodes_on_either_side():
    a, row = Node(2.0), np.array([1.0, 2.0])
    values = [1 + a, a + 1, 1 - a, a - 1, 3 * a, a * 3, 1 / a, a / 4, -a, a**2]
    assert [float(node.value) for node in values] == [3, 3, -1, 1, 6, 6, 0.5, 0.5, -2, 4]
    assert (row * a).value.tolist() == (a * row).value.tolist() == [2, 4]
    column = Node([[1.0], [1.0]])
    assert (row @ column).value.tolist() == [3] and (column.value.T @ Node(row)).value.tolist() == [3]


BAD_INPUT = [
    ("NaN in the graph", lambda: mlp.graph.Node(NAN, name="a"), ValueError, "a holds nan; expected finite"),
    ("text in the graph", lambda: mlp.graph.Node(1.0) + "one", TypeError, "value holds 'one'; expected real numbers"),
    (
        "a number to differentiate",
        lambda: mlp.graph.backward(3.0),
        TypeError,
        "output is 3.0; expected a Node; graph.Node(3.0)",
    ),
    ("a number to put in order", lambda: mlp.graph.topological_order(3.0), TypeError, "output is 3.0; expected a Node"),
    (
        "several outputs to differentiate",
        lambda: mlp.graph.backward(mlp.graph.Node([1.0, 2.0])),
        ValueError,
        "the output has shape (2,); expected one number; add it up",
    ),
    (
        "hidden entries in the graph",
        lambda: mlp.graph.Node(HIDDEN_ENTRIES),
        TypeError,
        "value is a masked array with hidden entries",
    ),
]


@each_row(BAD_INPUT)
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    assert_refused(call, error, words)
