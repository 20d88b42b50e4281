"""The drawings: every number beside its own line and clear of all others, the right artist changed, misfits refused."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.transforms import Bbox

from companion import figures, graphs, networks
from companion.family import Drawing
from mlp_core.graph import Node, backward


def extents(figure, texts):
    """Lay the figure out and return the boxes of its texts in pixels, those that say something."""
    figure.draw_without_rendering()
    return {text.get_text(): text.get_window_extent() for text in texts if text.get_text()}


def overlapping(boxes, slack=1.0):
    """List the pairs of texts that lie on one another by more than ``slack`` pixels."""
    shrunk = {name: box.padded(-slack) for name, box in boxes.items()}
    return [(a, b) for (a, one), (b, two) in itertools.combinations(shrunk.items(), 2) if Bbox.intersection(one, two)]


def crosses(line, box, slack=0.5):
    """Say whether a drawn line runs through a box, both in pixels."""
    ends = line.get_transform().transform(line.get_xydata())
    along = np.linspace(0, 1, 400)[:, None]
    points = ends[0] + along * (ends[-1] - ends[0])
    return bool(box.padded(-slack).count_contains(points))


def a_network(widths, width=9.0, height=5.0, biases=True):
    names = [[f"a{layer}{unit}" for unit in range(n)] for layer, n in enumerate(widths)]
    pairs = list(enumerate(itertools.pairwise(widths)))
    weights = [[[f"−{k}.{i}{j}" for j in range(n)] for i in range(m)] for k, (m, n) in pairs]
    ones = [[f"−{k}.9{j}" for j in range(n)] for k, n in enumerate(widths[1:])]
    figure, axes = figures.canvas(width=width, height=height)
    diagram = networks.NetworkDiagram(axes, names, weights, ones if biases else None)
    diagram.write([[f"0.{layer}{unit}34" for unit in range(n)] for layer, n in enumerate(widths)])
    return figure, diagram


NETWORKS = [
    ([2, 2, 1], 9, 4.4),
    ([3, 4, 2], 9, 5.5),
    ([4, 4, 4, 4], 11, 6.2),
    ([1, 1, 1, 1, 1], 9, 2.6),
    ([2, 1], 5, 4),
]


@pytest.mark.parametrize(("widths", "width", "height"), NETWORKS)
@pytest.mark.parametrize("biases", [True, False])
def test_the_weights_and_biases_of_a_network_stand_apart_beside_their_own_lines(widths, width, height, biases):
    figure, diagram = a_network(widths, width, height, biases)
    weights = [text for layer in diagram.edges for row in layer for text in row]
    lines = [line for layer in diagram.lines for row in layer for line in row]
    texts = [*weights, *itertools.chain(*diagram.biases), *itertools.chain(*diagram.nodes)]
    boxes = extents(figure, texts)
    assert len(boxes) == len(texts) and not overlapping(boxes)
    for text, line in zip(weights, lines, strict=True):
        assert not crosses(line, boxes[text.get_text()]), text.get_text()
        start, end = line.get_xydata()
        anchor = np.array(text.xy)
        (across, up), (right, high) = end - start, anchor - start
        assert abs(across * high - up * right) < 1e-9, "it touches its own line"
    circles = [circle.get_window_extent() for layer in diagram.circles for circle in layer]
    for circle in circles:
        middle = Bbox.from_bounds(*(circle.p0 + 0.15 * circle.size), *(0.7 * circle.size))
        assert not any(Bbox.intersection(middle, boxes[text.get_text()]) for text in weights)
    assert diagram.nodes[-1][0].get_text() == f"0.{len(widths) - 1}034"
    for stub, (x, y) in zip(itertools.chain(*diagram.stubs), itertools.chain(*diagram.places[1:]), strict=False):
        assert stub.get_xydata()[1][0] == x and (stub.get_xydata()[1][1] > y) == (y >= 0), "away from the lines"
    assert all(figure.bbox.padded(1).containsx(x) for box in boxes.values() for x in (box.x0, box.x1))


def test_marking_marks_the_units_and_lines_named_and_no_others():
    _, diagram = a_network([2, 3, 1])
    diagram.mark(units=[(1, 2)], edges=[(0, 1, 2)], biases=[(0, 2)])
    thick = [(i, j) for i, row in enumerate(diagram.lines[0]) for j, line in enumerate(row) if line.get_linewidth() > 3]
    assert thick == [(1, 2)]
    assert [line.get_color() for line in diagram.lines[0][1]] == [figures.GREY, figures.GREY, figures.FORWARD]
    (line,) = [line for row in diagram.lines[0] for line in row if line.get_linewidth() > 3]
    np.testing.assert_allclose(line.get_xydata(), [diagram.places[0][1], diagram.places[1][2]])
    filled = [circle for layer in diagram.circles for circle in layer if to_hex(circle.get_facecolor()) != "#ffffff"]
    assert filled == [diagram.circles[1][2]] and diagram.stubs[0][2].get_linewidth() > 3
    diagram.mark()
    assert all(line.get_linewidth() < 2 for row in diagram.lines[0] for line in row)
    diagram.dash(edges=[(1, 0, 0)])
    assert diagram.lines[1][0][0].get_linestyle() == "--" and diagram.lines[1][1][0].get_linestyle() == "-"


PASS_WEIGHTS = ["w1", "w2", "w3", "w4", "w5", "w6"]
ON_LINE = {name: [name, f"d{name}", f"new_{name}"] for name in PASS_WEIGHTS}
UNITS = [
    [("x₁", ["x1"], []), ("x₂", ["x2"], [])],
    [("h₁", ["s1", "a1", "delta1"], ["b1", "db1", "new_b1"]), ("h₂", ["s2", "a2", "delta2"], ["b2", "db2", "new_b2"])],
    [("ŷ", ["s3", "a3", "delta3"], ["b3", "db3", "new_b3"])],
    [("E", ["y", "E", "new_y_hat", "new_E"], [])],
]
LINES = [
    [[ON_LINE["w1"], ON_LINE["w2"]], [ON_LINE["w3"], ON_LINE["w4"]]],
    [[ON_LINE["w5"]], [ON_LINE["w6"]]],
    [[[]]],
]


def a_pass():
    figure, diagram = networks.pass_canvas(UNITS, LINES)
    long = {name: f"∂E/∂{name[1:]} = −0.00{k:02d}" for k, name in enumerate(diagram.texts) if name.startswith("d")}
    short = {name: f"{name.removeprefix('new_')} = 0.{k:02d}23" for k, name in enumerate(diagram.texts)}
    return figure, diagram, short | {name: text for name, text in long.items() if "delta" not in name}


def test_all_numbers_of_a_training_step_stand_apart_and_no_line_runs_through_one():
    figure, diagram, known = a_pass()
    diagram.write(known)
    boxes = extents(figure, diagram.texts.values())
    assert len(boxes) == len(diagram.texts) == 18 + 9 + 9 + 2 + 4 + 1
    assert not overlapping(boxes)
    (axes,) = figure.axes
    lines = [line for line in axes.lines if line.get_label() in ("_edge", "_bias")]
    assert len(lines) == 4 + 2 + 1 + 3
    for line in lines:
        assert not [name for name, box in boxes.items() if crosses(line, box)], line.get_xydata()
    assert all(figure.bbox.contains(*corner) for box in boxes.values() for corner in box.corners())
    units = [patch.get_window_extent() for patch in axes.patches if not hasattr(patch, "radius")]
    own = {known[name] for rows in UNITS for _, numbers, _ in rows for name in numbers}
    assert len(units) == 6
    for name, box in boxes.items():
        assert bool([unit for unit in units if Bbox.intersection(unit, box.padded(-1))]) == (name in own), name
    inches = figure.get_size_inches()
    assert inches[0] == 14 and 0.4 < inches[1] / inches[0] < 0.6 and diagram.size >= 13


def test_the_first_number_of_a_line_stands_next_to_it_and_each_number_at_its_own():
    figure, diagram, known = a_pass()
    diagram.write(known)
    boxes = extents(figure, diagram.texts.values())
    edges = [line for line in figure.axes[0].lines if line.get_label() == "_edge"]

    def distance(name, line):
        ends = line.get_transform().transform(line.get_xydata())
        points = ends[0] + np.linspace(0, 1, 300)[:, None] * (ends[1] - ends[0])
        box = boxes[known[name]]
        outside = np.maximum(np.maximum(box.p0 - points, points - box.p1), 0)
        return np.hypot(*outside.T).min()

    for weight, line in zip(PASS_WEIGHTS, edges, strict=False):
        assert distance(weight, line) < 12
        assert distance(weight, line) < distance(f"d{weight}", line) < distance(f"new_{weight}", line)
        assert all(distance(weight, line) < distance(weight, other) for other in edges if other is not line)


def test_new_numbers_are_framed_used_ones_lie_on_grey_and_unknown_names_are_refused():
    _, diagram, known = a_pass()
    diagram.write({"s1": "s", "a1": "a"}, new=["a1"], used=["s1", "sigma"])
    assert [name for name, text in diagram.texts.items() if text.get_text()] == ["s1", "a1"]
    assert diagram.texts["a1"].get_fontweight() == "bold" and diagram.texts["s1"].get_fontweight() == "normal"
    fills = [to_hex(diagram.texts[name].get_bbox_patch().get_facecolor()) for name in ("a1", "s1")]
    assert fills == [figures.NEWEST, figures.USED]
    colours = [diagram.texts[name].get_color() for name in ("w1", "dw1", "delta1", "db1", "new_w1")]
    assert colours == [figures.FORWARD, *[figures.BACKWARD] * 3, figures.UPDATED]
    with pytest.raises(ValueError, match="'w7' has no place in the drawing; leave it out"):
        diagram.write({"w7": "0.1"})
    with pytest.raises(ValueError, match="'w8' has no place"):
        diagram.write(known, new=["w8"])


def steps_of_a_pass():
    figure, diagram, known = a_pass()
    return figure, [
        lambda: diagram.write({}),
        lambda: diagram.write(known, new=["w1"], used=["x1"]),
        lambda: diagram.write(known, new=["w1"], used=["x2"]),
        lambda: diagram.write(known, new=["w2"]),
        lambda: diagram.write(known),
    ]


def steps_of_a_network():
    figure, diagram = a_network([2, 2, 1])
    return figure, [
        lambda: (diagram.mark(), diagram.write([["1", "2"], ["3", "4"], ["5"]], biases=[["1", "2"], ["3"]])),
        lambda: diagram.mark([(1, 0)], [(0, 0, 0)]),
        lambda: diagram.mark(biases=[(0, 1)]),
        lambda: diagram.write(biases=[["7", "8"], ["9"]]),
        lambda: diagram.write([["a", "b"], ["c", "d"], ["e"]]),
    ]


def steps_of_a_graph():
    figure, axes = figures.canvas(width=10)
    x, y, v, z = paths_that_meet()
    diagram = graphs.GraphDiagram(axes, z)
    values, slopes = {x: "1", y: "2", v: "2", z: "3"}, {x: "3", z: "1"}
    return figure, [
        lambda: diagram.write({}),
        lambda: diagram.write(values),
        lambda: diagram.write(values, at=v),
        lambda: diagram.write(values, slopes, at=z, passed=[z]),
        lambda: diagram.write(values, slopes, at=z, passed=[z, v]),
    ]


def steps_of_a_skeleton():
    figure, axes = figures.canvas()
    skeleton = networks.Skeleton(axes, 4, 8)
    return figure, [
        lambda: skeleton.set([2, 8, 8, 2], ["in", "h", "h", "out"]),
        lambda: skeleton.set([2, 8, 2], ["in", "h", "out"]),
        lambda: skeleton.set([3, 1], ["in", "out"]),
    ]


def steps_of_a_loop():
    figure, axes = figures.canvas()
    loop = graphs.Loop(axes, ["1 predict", "2 loss", "3 update"])
    return figure, [lambda k=k: loop.set(["a", "b", str(k)], k) for k in range(3)]


def steps_of_pictures():
    figure, axes = figures.canvas(columns=2)
    bars = figures.Bars(axes[0], ["a", "b"], [1.0, 2.0], "heights", numbers="{:.1f}")
    tangent, path = figures.Tangent(axes[1], 1.0), figures.Path(axes[1], "path")
    axes[1].set(xlim=(-3, 3), ylim=(-3, 3))
    return figure, [
        lambda: (bars.set([1, 2]), tangent.set(0, 0, 1), path.set([[0, 0], [1, 2]])),
        lambda: bars.set([-1, 2]),
        lambda: tangent.set(0, 1, 2),
        lambda: path.set([[0, 0], [1, 2], [2, 0]]),
    ]


@pytest.mark.parametrize(
    "steps",
    [steps_of_a_pass, steps_of_a_network, steps_of_a_graph, steps_of_a_skeleton, steps_of_a_loop, steps_of_pictures],
)
def test_every_change_reaches_the_picture_and_leaves_nothing_behind(steps):
    """What the page shows after some changes is what a figure shows that was brought there directly."""
    figure, changes = steps()
    for change in changes:
        change()
    drawing = Drawing(figure)
    seen = []
    count = len(figure.findobj())
    for change in changes:
        change()
        layers = drawing.layers()
        seen.append("".join(drawing.fragments[number] for number in layers))
        fresh = Drawing(figure)
        assert seen[-1] == "".join(fresh.fragments[number] for number in fresh.layers())
    assert len(figure.findobj()) == count, "no artist comes or goes"
    assert len(set(seen)) == len(changes), "every change is seen"


def paths_that_meet():
    x, y = Node(1.0, name="x"), Node(2.0, name="y")
    v = (x * y).named("v")
    return x, y, v, (v + x).named("z")


def test_a_graph_shows_the_slope_on_every_arrow_what_arrives_and_the_sum_where_paths_meet():
    x, y, v, z = paths_that_meet()
    figure, axes = figures.canvas(height=3.6)
    places = {x: (0, 0.6), y: (0, -0.6), v: (1, -0.4), z: (2, 0.2)}
    diagram = graphs.computation_graph(axes, z, backward(z), places)
    assert [diagram.values[node].get_text() for node in (x, y, v, z)] == ["1", "2", "2", "3"]
    assert [diagram.gradients[node].get_text() for node in (x, y, v, z)] == ["2 + 1 = 3", "1", "1", "1"]
    slopes = {(node.name, number): text.get_text() for (node, number), text in diagram.slopes.items()}
    assert slopes == {("v", 0): "∂v/∂x = 2", ("v", 1): "∂v/∂y = 1", ("z", 0): "∂z/∂v = 1", ("z", 1): "∂z/∂x = 1"}
    arrived = {(node.name, number): text.get_text() for (node, number), text in diagram.arriving.items()}
    assert arrived == {("v", 0): "← 2", ("v", 1): "← 1", ("z", 0): "← 1", ("z", 1): "← 1"}
    assert {text.get_color() for text in diagram.values.values()} == {figures.FORWARD}
    assert {text.get_color() for text in [*diagram.gradients.values(), *diagram.arriving.values()]} == {
        figures.BACKWARD
    }
    figure.draw_without_rendering()
    texts = [
        *diagram.values.values(),
        *diagram.gradients.values(),
        *diagram.slopes.values(),
        *diagram.arriving.values(),
    ]
    assert not overlapping({number: text.get_window_extent() for number, text in enumerate(texts)})


def test_a_step_of_the_sweep_shows_what_has_arrived_so_far_and_no_sum_that_was_not_formed():
    x, y, v, z = paths_that_meet()
    diagram = graphs.GraphDiagram(figures.canvas()[1], z)
    diagram.write({x: "1", y: "2"})
    assert not any(text.get_text() for text in [*diagram.slopes.values(), *diagram.arriving.values()])
    diagram.write({x: "1", y: "2", v: "2", z: "3"}, {z: "1", v: "1", x: "1"}, at=z, passed=[z])
    assert diagram.gradients[x].get_text() == "1" and diagram.arriving[z, 1].get_text() == "← 1"
    assert (
        diagram.arriving[v, 0].get_text() == ""
        and to_hex(diagram.boxes[z].get_bbox_patch().get_facecolor()) == "#fff2b3"
    )
    diagram.write({}, {x: "2"}, passed=[z, v], sums=False)
    assert diagram.gradients[x].get_text() == "2"
    with pytest.raises(ValueError, match="is not a node of this graph"):
        diagram.write({Node(1.0, name="w"): "1"})


def test_what_arrives_adds_up_to_the_derivative_and_a_node_used_twice_has_two_arrows():
    a = Node(3.0, name="a")
    c = (2 * a + a * a).named("c")
    parts, slopes = graphs.contributions(c), backward(c)
    arrived = [float(part) for (user, number), (_, part) in parts.items() if user.inputs[number] is a]
    assert sorted(arrived) == [2, 3, 3] and sum(arrived) == slopes[a] == 8
    for (user, _), (slope, part) in parts.items():
        assert np.isclose(slope * slopes[user], part)
    figure, axes = figures.canvas()
    diagram = graphs.computation_graph(axes, c, slopes)
    assert diagram.gradients[a].get_text() == "2 + 3 + 3 = 8"
    assert sorted(box.get_text() for box in diagram.boxes.values()) == ["2 ×", "a", "c = +", "×"]
    arrows = [text for text in axes.texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) == 5
    assert all(arrow.xy[0] > arrow.xyann[0] for arrow in arrows), "arrows point to what is computed"
    assert "power 2" in [box.get_text() for box in graphs.GraphDiagram(axes, a**2).boxes.values()]


def test_what_arrives_is_the_slope_times_the_derivative_behind_the_arrow():
    x = Node(3.0, name="x")
    v = (x * 2).named("v")
    L = (v**2).named("L")
    diagram = graphs.computation_graph(figures.canvas()[1], L, backward(L))
    assert diagram.slopes[v, 0].get_text() == "∂v/∂x = 2" and diagram.arriving[v, 0].get_text() == "← 24"
    assert diagram.slopes[L, 0].get_text() == "∂L/∂v = 12" and diagram.arriving[L, 0].get_text() == "← 12"
    assert diagram.boxes[v].get_text() == "v = × 2" and diagram.gradients[x].get_text() == "24"


def test_a_chain_runs_forward_above_and_backward_below_with_each_factor_under_its_link():
    _, axes = figures.canvas(width=12, height=2.8)
    graphs.chain(axes, ["w", "s", "E"], ["∂s/∂w", "∂E/∂s"])
    places = {text.get_text(): text.get_position() for text in axes.texts if text.get_text()}
    arrows = [text for text in axes.texts if getattr(text, "arrow_patch", None)]
    forward = [arrow for arrow in arrows if arrow.xy[1] > 0]
    assert all(arrow.xy[0] > arrow.xyann[0] for arrow in forward) and len(forward) == 2
    assert all(arrow.xy[0] < arrow.xyann[0] for arrow in arrows if arrow not in forward) and len(arrows) == 4
    assert places["w"][0] < places["∂s/∂w"][0] < places["s"][0] < places["∂E/∂s"][0] < places["E"][0]


def test_products_show_row_after_row_what_is_reused_in_black_and_what_is_new_as_a_derivative():
    products = graphs.Products(figures.canvas()[1], [("a", ["f"], 0), ("b", ["f", "g"], 1)])
    products.set(1)
    assert [[artist.get_visible() for artist in row] for row in products.rows] == [[True] * 2, [False] * 5]
    colours = {artist.get_text(): artist.get_color() for artist in products.rows[1] if hasattr(artist, "get_text")}
    assert colours["f"] == figures.BLACK and colours["g"] == figures.BACKWARD


def values_at(image):
    """Say which value an image or mesh of 2 × 3 squares shows at the middle of each, as seen: bottom row first."""
    array = np.asarray(image.get_array())
    return array if getattr(image, "origin", "lower") == "lower" else array[::-1]


def test_maps_show_each_value_at_its_place():
    surface = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    image = figures.surface_image(figures.canvas()[1], surface, [0, 1, 2], [0, 1], 1, 6)
    np.testing.assert_array_equal(values_at(image), surface)
    assert image.get_extent() == [0, 2, 0, 1]
    np.testing.assert_array_equal(figures.as_square(np.arange(4)), [[0, 1], [2, 3]])
    corners = figures.grid(0, 1, 2)
    np.testing.assert_array_equal(corners, [[0, 0], [1, 0], [0, 1], [1, 1]])
    across, up = np.linspace(0, 2, 21), np.linspace(0, 1, 11)
    contours = figures.landscape(figures.canvas()[1], np.add.outer(up * 0, across) + 1, across, up)
    line = contours.get_paths()[len(contours.get_paths()) // 2].vertices
    assert np.ptp(line[:, 0]) < 0.5 and np.ptp(line[:, 1]) > 0.9, "contours of a slope along x₁ stand upright"
    _, relief, _ = figures.relief_and_map(np.add.outer(up * 0, across) + 1, across, up)
    corners = np.reshape(relief.collections[0]._faces, (-1, 3))
    np.testing.assert_allclose(corners[:, 2], corners[:, 0] + 1, atol=1e-9)


def test_a_family_marks_what_diverged_at_its_own_square():
    _, axes = figures.canvas()
    figures.family(axes, np.array([[1.0, 2.0, np.nan], [4.0, 5.0, 6.0]]), ["1", "2"], [0.1, 1.0, 10.0], every=1)
    (crosses,) = [line for line in axes.lines if line.get_label() == "diverged"]
    np.testing.assert_array_equal(crosses.get_xydata(), [[2.5, 0.5]])
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["0.1", "1", "10"]


def test_small_pictures_stand_upright_in_reading_order():
    image = figures.pictures(figures.canvas()[1], np.arange(1, 13).reshape(3, 2, 2), columns=2)
    sheet = image.get_array()
    np.testing.assert_array_equal(sheet[1:3, :2], [[1, 2], [3, 4]])
    np.testing.assert_array_equal(sheet[1:3, 3:5], [[5, 6], [7, 8]])
    np.testing.assert_array_equal(sheet[4:6, :2], [[9, 10], [11, 12]])


def test_a_line_picture_shows_the_line_its_sides_the_line_before_and_the_point_visited():
    _, axes = figures.canvas()
    picture = figures.LinePicture(axes, [[0.0, 0.0], [2.0, 2.0]], [0, 1], -1, 3)
    picture.set([1.0, 2.0, -3.0], before=[1.0, 1.0, -1.0], visited=[2.0, 2.0])
    for line, (w1, w2, b) in ((picture.line, (1, 2, -3)), (picture.before, (1, 1, -1))):
        assert len(line.get_xdata()) == 2
        np.testing.assert_allclose(w1 * line.get_xdata() + w2 * line.get_ydata() + b, 0, atol=1e-12)
    sides = values_at(picture.image)
    assert sides[0, 0] == 0 and sides[-1, -1] == 1 and sides[0, -1] == 0 and sides[-1, 0] == 1
    np.testing.assert_array_equal(picture.ring.get_offsets(), [[2, 2]])
    picture.set([1.0, 0.0, 0.0])
    assert np.isnan(picture.before.get_ydata()).all() and np.isnan(picture.ring.get_offsets()).all()
    assert figures.line_of([0, 0, 1], -1, 1)[0].tolist() != figures.line_of([1, 0, 0], -1, 1)[0].tolist()


def test_a_class_has_its_colour_and_its_marker():
    _, axes = figures.canvas()
    zero, one = figures.points(axes, [[0, 0], [1, 1]], [0, 1])
    assert [to_hex(dots.get_facecolor()[0]).upper() for dots in (zero, one)] == [figures.BLUE, figures.ORANGE]
    circle, square = (np.unique(dots.get_paths()[0].vertices, axis=0) for dots in (zero, one))
    assert len(square) == 4 < len(circle)
    np.testing.assert_array_equal(one.get_offsets(), [[1, 1]])
    np.testing.assert_array_equal(zero.get_offsets(), [[0, 0]])


def contrast_on_white(colour):
    shares = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 1.05 / (np.dot([0.2126, 0.7152, 0.0722], shares) + 0.05)


def test_four_pairs_have_eight_looks_that_can_be_read_on_white():
    looks = figures.LOOKS.values()
    assert len(looks) == 8 == len({look.colour for look in looks})
    assert all(contrast_on_white(look.colour) >= 4.5 for look in looks if look.colour != figures.ORANGE)
    pairs = [*looks]
    for one, two in zip(pairs[::2], pairs[1::2], strict=True):
        assert one.marker != two.marker and (one.dash != two.dash or not one.dash)
    figure, axes = figures.canvas()
    figures.legend_of_looks(axes)
    assert len(axes.lines) == len(axes.texts) == 8
    for line, text, look in zip(axes.lines, axes.texts, looks, strict=True):
        assert line.get_color() == text.get_color() == look.colour and line.get_marker() == look.marker
    assert not overlapping(extents(figure, axes.texts))


def test_a_curve_of_a_pair_brings_its_dash_along_and_loss_curves_are_not_exchanged():
    _, axes = figures.canvas()
    training, held_out = figures.loss_curves(axes, [0, 1], [3, 1], [3, 2], log=True)
    assert [*training.get_ydata()] == [3, 1] and [*held_out.get_ydata()] == [3, 2]
    assert (training.get_color(), training.get_linestyle()) == (figures.TRAINING, "-")
    assert (held_out.get_color(), held_out.get_linestyle()) == (figures.HELD_OUT, "--")
    assert axes.get_yscale() == "log" and axes.get_xlabel() == "epoch" and axes.get_ylabel() == "loss"
    assert figures.curve(axes, [], [], "k", figures.HELD_OUT, linestyle=":").get_linestyle() == ":"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1, "0.1"), (-1.5, "−1.5"), (1e-5, "0.00001"), (-2e-9, "−2·10⁻⁹"), (-0.0, "0"), (3, "3"), (1 / 3, "0.333333"),
     (np.nan, "not a number"), (-np.inf, "−∞"), (150000.0, "150000"), (1234567.0, "1234570")],
)  # fmt: skip
def test_numbers_are_written_as_a_reader_writes_them(value, text):
    assert figures.plain(value) == text


def test_a_heatmap_shows_negative_values_apart_from_positive_ones_of_the_same_size():
    _, axes = figures.canvas()
    image = figures.heatmap(axes, [[1.0, -1.0, 0.0]], ["r"], ["a", "b", "c"])
    plus, minus, zero = image.to_rgba(image.get_array())[0]
    assert image.get_clim() == (-1, 1) and np.abs(plus - minus).max() > 0.5 and zero[:3].min() > 0.9
    assert [text.get_text() for text in axes.texts] == ["1", "−1"]
    counts = figures.heatmap(figures.canvas()[1], [[4, 0]], ["r"], ["a", "b"])
    assert counts.get_clim() == (0, 4)


def test_bars_tangents_and_paths_show_what_they_are_set_to():
    _, axes = figures.canvas()
    bars = figures.Bars(axes, ["a", "b"], [0, 0], "bars", numbers="{:.2f}")
    bars.set([0.5, -0.25])
    assert [patch.get_height() for patch in bars.patches] == [0.5, -0.25]
    assert [(text.get_text(), text.get_position()[1]) for text in bars.texts] == [("0.50", 0.5), ("−0.25", -0.25)]
    tangent = figures.Tangent(axes, 2.0)
    tangent.set(1, 3, -0.5)
    np.testing.assert_array_equal(tangent.line.get_xydata(), [[-1, 4], [3, 2]])
    np.testing.assert_array_equal(tangent.point.get_xydata(), [[1, 3]])
    path = figures.Path(axes, "path")
    path.set([[0, 1], [2, 3]])
    np.testing.assert_array_equal(path.line.get_xydata(), [[0, 1], [2, 3]])
    np.testing.assert_array_equal(path.end.get_xydata(), [[2, 3]])


def test_small_multiples_share_their_scales_and_leave_no_empty_frame():
    figure, panels = figures.small_multiples(["one", "two", "three"], 2, "x", "y")
    panels[0].plot([0, 5], [0, 7])
    assert [panel.get_title("left") for panel in panels] == ["one", "two", "three"]
    assert panels[2].get_ylim() == panels[0].get_ylim() and panels[1].get_xlim() == panels[0].get_xlim()
    assert len(figure.axes) == 4 and not figure.axes[3].axison


@pytest.mark.parametrize(("panels", "columns"), [(3, 3), (4, 2), (9, 5)])
def test_a_legend_below_small_multiples_covers_no_label(panels, columns):
    figure, [first, *rest] = figures.small_multiples([str(number) for number in range(panels)], columns, "step", "loss")
    legend = figures.legend_below(figure, [figures.curve(first, [0, 1], [0, 1], "right", at_end=False)])
    figure.draw_without_rendering()
    (label,) = [panel.xaxis.label for panel in [first, *rest] if panel.get_xlabel()]
    assert label.get_window_extent().y0 >= legend.get_window_extent().y1
    bottom = [panel.get_window_extent() for panel in [first, *rest][-(panels % columns or columns) :]]
    middle = (bottom[0].x0 + bottom[-1].x1) / 2
    assert label.get_window_extent().y1 < bottom[0].y0
    assert abs(sum(label.get_window_extent().intervalx) / 2 - middle) < 10, "the label stands in the middle"


@pytest.mark.parametrize(("low", "high", "log"), [(0.06, 0.36, False), (0.04, 3.2, True), (1e-4, 300, True)])
def test_the_bar_of_a_map_names_three_to_eight_losses(low, high, log):
    figure, axes = figures.canvas()
    figures.landscape(axes, np.geomspace(low, high, 9).reshape(3, 3), range(3), range(3), log=log, bar=True)
    figure.draw_without_rendering()
    bar = figure.axes[1]
    shown = [float(text.get_text()) for text in bar.get_yticklabels()]
    assert 3 <= len(shown) <= 8 and all(low <= value <= high for value in shown) and bar.get_ylabel() == "loss"


@pytest.mark.parametrize("meaning", ["forward", "backward", "yours", "reference", "training", "held out"])
def test_a_curve_is_dashed_as_its_meaning_looks(meaning):
    look = figures.LOOKS[meaning]
    line = figures.curve(figures.canvas()[1], [0, 1], [0, 1], meaning, look.colour, at_end=False)
    assert line.get_linestyle() == look.dash
    plain = figures.curve(figures.canvas()[1], [0, 1], [0, 1], "another", figures.GREY, at_end=False)
    assert plain.get_linestyle() == "-"


def test_a_skeleton_has_a_line_per_weight_and_a_stub_per_bias():
    skeleton = networks.Skeleton(figures.canvas()[1], layers=4, tallest=8)
    skeleton.set([2, 8, 8, 2], ["input", "hidden", "hidden", "output"])
    weights = skeleton.lines.get_segments()
    assert len(weights) == 2 * 8 + 8 * 8 + 8 * 2
    assert len({tuple(weight.ravel()) for weight in weights}) == 96
    assert len(skeleton.stubs.get_segments()) == len(skeleton.units.get_offsets()) == 8 + 8 + 2
    assert len(skeleton.inputs.get_offsets()) == 2
    assert [text.get_text() for text in skeleton.names] == ["input", "hidden", "hidden", "output"]


def test_a_skeleton_keeps_its_lines_apart_so_that_some_may_be_faint():
    skeleton = networks.Skeleton(figures.canvas()[1], layers=3, tallest=3)
    skeleton.set([2, 3, 1], ["input", "hidden", "output"])
    assert len(skeleton.lines.get_segments()) == 2 * 3 + 3 * 1 and len(skeleton.stubs.get_segments()) == 3 + 1


def test_arrows_of_a_loop_lead_from_each_stage_to_the_next():
    _, axes = figures.canvas()
    loop = graphs.Loop(axes, ["1", "2", "3", "4"])
    arrows = [patch for patch in axes.patches if hasattr(patch, "get_arrowstyle")]
    for arrow, start, end in zip(arrows, loop.middles, np.roll(loop.middles, -1, axis=0), strict=True):
        tail, head = arrow._posA_posB
        assert np.linalg.norm(tail - start) < np.linalg.norm(tail - end)
        assert np.linalg.norm(head - end) < np.linalg.norm(head - start)
    (left, top), (right, _) = loop.middles[:2]
    loop.set(["a", "b", "c", "d"], 2)
    filled = [to_hex(box.get_facecolor()) == figures.NEWEST for box in loop.boxes]
    assert filled == [False, False, True, False] and loop.texts[1].get_text() == "2\nb"
    assert left < right and top > loop.middles[3][1], "clockwise from the top left"


def axes():
    return figures.canvas()[1]


MISFITS = {
    "a layer without units": (lambda: networks.NetworkDiagram(axes(), [["x"], []]), "at least one name per layer"),
    "weights of another network": (
        lambda: networks.NetworkDiagram(axes(), [["x", "y"], ["z"]], [[["1"]]]),
        r"edge_names\[0\] has 1 entries; the network wants a list of 2",
    ),
    "a bias too many": (
        lambda: networks.NetworkDiagram(axes(), [["x"], ["z"]], biases=[["1", "2"]]),
        r"biases\[0\] has 2 entries; the network wants a list of 1",
    ),
    "a weight that is a number": (
        lambda: networks.NetworkDiagram(axes(), [["x"], ["z"]], [[[1.0]]]),
        r"edge_names\[0\]\[0\]\[0\] is 1.0; expected a text",
    ),
    "values of another network": (
        lambda: networks.NetworkDiagram(axes(), [["x"], ["z"]]).write([["1"]]),
        "values has 1 entries; the network wants a list of 2",
    ),
    "a mark outside": (
        lambda: networks.NetworkDiagram(axes(), [["x"]]).mark([(1, 0)]),
        r"\(1, 0\) is not in the drawing",
    ),
    "a network too deep": (
        lambda: networks.NetworkDiagram(axes(), [["x"]] * 30),
        "make the figure at least .* inches, or draw less",
    ),
    "names of too few layers": (
        lambda: networks.name_layers(axes(), networks.NetworkDiagram(axes(), [["x"], ["y"]]), ["one"]),
        "pass one name per layer",
    ),
    "a pass with a line too few": (lambda: networks.PassDiagram(axes(), UNITS, LINES[:2]), "weights has 2 entries"),
    "a pass with a wrong line": (
        lambda: networks.PassDiagram(axes(), UNITS, [LINES[0], [[["w"]]], LINES[2]]),
        r"weights\[1\] has 1 entries; the network wants a list of 2",
    ),
    "a number with two places": (
        lambda: networks.PassDiagram(axes(), [[("x", ["a"], [])], [("y", ["a"], [])]], [[[[]]]]),
        "'a' has two places",
    ),
    "three units": (
        lambda: networks.PassDiagram(axes(), [[("x", [], [])] * 3], []),
        r"units\[0\] has 3 units; there is room for one or two",
    ),
    "a unit without its numbers": (
        lambda: networks.PassDiagram(axes(), [[("x",)]], []),
        r"units\[0\]\[0\] is \('x',\); expected \(name",
    ),
    "a skeleton too tall": (
        lambda: networks.Skeleton(axes(), 3, 4).set([2, 5], ["a", "b"]),
        "room for 1 to 4 per layer",
    ),
    "a skeleton too deep": (lambda: networks.Skeleton(axes(), 2, 4).set([2, 2, 2], "abc"), "room for 1 to 2"),
    "a skeleton unnamed": (lambda: networks.Skeleton(axes(), 3, 4).set([2, 2], ["a"]), "pass one name per layer"),
    "an arrow to nowhere": (lambda: networks.wiring(axes(), {"a": (0, 0)}, [("a", "b", "")]), "between two of a"),
    "a chain with too many links": (
        lambda: graphs.chain(axes(), ["a", "b"], ["1", "2"]),
        "factors has 2 entries for 2 values",
    ),
    "a loop with a text too few": (
        lambda: graphs.Loop(axes(), ["a", "b"]).set(["1"], 0),
        "texts has 1 entries for 2 stages",
    ),
    "a stage too far": (lambda: graphs.Loop(axes(), ["a", "b"]).set(["1", "2"], 2), "active is 2; expected 0 to 1"),
    "a loop of one": (lambda: graphs.Loop(axes(), ["a"]), "a loop needs at least two"),
    "more re-used than there are": (lambda: graphs.Products(axes(), [("p", ["a"], 2)]), "re-uses 2 of 1 factors"),
    "more rows than there are": (lambda: graphs.Products(axes(), [("p", ["a"], 0)]).set(2), "there are 1 rows"),
    "a place for a stranger": (
        lambda: graphs.GraphDiagram(axes(), paths_that_meet()[3], {Node(1.0, name="q"): (0, 0)}),
        "which the output does not depend on",
    ),
    "a label without a name": (
        lambda: figures.points(axes(), [[0, 0], [1, 1]], [0, 2]),
        "labels holds 2; expected 0 to 1, one for each name",
    ),
    "a label of half a class": (lambda: figures.points(axes(), [[0, 0]], [0.7]), "labels holds 0.7"),
    "a point without a label": (lambda: figures.points(axes(), [[0, 0], [1, 1]], [0]), "pass one label per point"),
    "points on a line": (lambda: figures.points(axes(), [0, 1], [0, 1]), r"x has shape \(2,\)"),
    "a heatmap with a name too few": (lambda: figures.heatmap(axes(), [[1, 2]], ["r"], ["a"]), r"expected \(1, 1\)"),
    "a heatmap with nothing known": (
        lambda: figures.heatmap(axes(), [[np.nan]], ["r"], ["a"]),
        "values holds 1 that are not finite",
    ),
    "predictions that fill no square": (lambda: figures.as_square(np.zeros(80)), "80 values, which fill no square"),
    "a bar without a height": (lambda: figures.Bars(axes(), ["a", "b"], [1], "b"), "1 values for 2 names"),
    "a height without a bar": (lambda: figures.Bars(axes(), ["a"], [1], "b").set([1, 2]), "2 values for 1 bars"),
    "a path of one number": (lambda: figures.Path(axes(), "p").set([1, 2]), r"points has shape \(2,\)"),
    "a picture without a name": (
        lambda: figures.pictures(axes(), np.ones((2, 3, 3)), 2, ["a"]),
        "1 entries for 2 pictures",
    ),
}


@pytest.mark.parametrize("misfit", MISFITS)
def test_what_does_not_fit_is_refused_with_a_message_that_says_why(misfit):
    draw, message = MISFITS[misfit]
    with pytest.raises(ValueError, match=message):
        draw()
