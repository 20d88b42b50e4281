"""The companion: words are read off the figure, controls follow and complain, claims are held to their last digit."""

import io

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image

from companion import Choice, Number, Stops, control, diagrams, figures, show
from companion.describe import describe
from companion.painter import Painter
from mlp_core.graph import Node, backward


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png))).astype(int)


def a_figure():
    figure, axes = figures.canvas(columns=2, width=6, height=3)
    image = figures.decision(axes[0], np.linspace(0, 1, 81**2), -1, 1)
    figures.points(axes[0], [[0, 0], [0.5, 0.5]], [0, 1])
    axes[1].set(xlim=(0, 9), ylim=(0, 1), title="Loss", xlabel="epoch", ylabel="loss")
    line = figures.curve(axes[1], np.arange(10), np.linspace(1, 0.1, 10), "training", at_end=False)
    return figure, axes, image, line


def test_the_description_is_read_off_the_artists():
    figure, axes, image, line = a_figure()
    words = describe(figure)
    assert "Loss (horizontal: epoch, vertical: loss)" in words
    assert "line “training” of 10 points from (0, 1) to (9, 0.1), lowest 0.1, highest 1" in words
    assert "point “class 0” at (0, 0)" in words and "point “class 1” at (0.5, 0.5)" in words
    assert "bottom left 0, bottom right 0.0122, top left 0.988, top right 1" in words


def test_a_graph_shows_values_gradients_and_the_box_at_work():
    a, b = Node(2.0, name="a"), Node(3.0, name="b")
    c = (a * b).named("c")
    figure, axes = figures.canvas(columns=2)
    diagrams.computation_graph(axes[0], c, backward(c))
    assert "written: a, b, c = ×, 2, 3, 6, 3, 2, 1" in describe(figure)
    graph, painter = diagrams.GraphDiagram(axes[1], c), Painter(figure)
    shown = [painter.png()]
    for at in (a, b, None):
        graph.write({}, at=at)
        shown.append(painter.png())
    assert len(set(shown)) == 3 and shown[0] == shown[3], "the filled box does not move"


def test_damage_to_a_figure_changes_its_description():
    def words(damage):
        parts = a_figure()
        damage(*parts)
        return describe(parts[0])

    whole = words(lambda *parts: None)
    for damage in (
        lambda figure, axes, image, line: line.set_ydata(line.get_ydata()[::-1]),
        lambda figure, axes, image, line: axes[1].invert_yaxis(),
        lambda figure, axes, image, line: image.set_data(image.get_array()[::-1]),
        lambda figure, axes, image, line: line.set_label("validation"),
        lambda figure, axes, image, line: line.remove(),
        lambda figure, axes, image, line: axes[1].set_xlabel("step"),
        lambda figure, axes, image, line: axes[0].collections[0].set_label("class 1"),
        lambda figure, axes, image, line: axes[1].text(1, 1, "diverged"),
    ):
        assert words(damage) != whole


def test_what_lies_upside_down_or_starts_at_the_top_is_told_as_it_is_seen():
    figure, axes, image, line = a_figure()
    axes[1].invert_yaxis()
    assert "vertical: loss (upside down)" in describe(figure)
    figure, axes = figures.canvas()
    figures.heatmap(axes, np.array([[1, 2], [3, 4]]), ["a", "b"], ["a", "b"])
    assert "bottom left 3, bottom right 4, top left 1, top right 2" in describe(figure)


def test_a_class_has_its_colour_and_its_marker():
    figure, axes = figures.canvas()
    zero, one = figures.points(axes, [[0, 0], [1, 1]], [0, 1])
    assert (
        to_hex(zero.get_facecolor()[0]).upper() == figures.BLUE
        and to_hex(one.get_facecolor()[0]) == figures.ORANGE.lower()
    )
    circle, square = (np.unique(points.get_paths()[0].vertices, axis=0) for points in (zero, one))
    assert len(square) == 4 < len(circle)


def test_rounding_errors_are_told_as_zero():
    figure, axes = figures.canvas()
    axes.plot([0, 1, 2], [1e-17, 0.12345, -3e-16])
    assert "from (0, 0) to (2, 0), lowest 0, highest 0.123" in describe(figure)


def test_the_painter_draws_what_a_full_drawing_shows_after_every_change():
    figure, axes, image, line = a_figure()
    painter = Painter(figure)
    painter.png()
    changes = (
        lambda: line.set_ydata(line.get_ydata() / 2),
        lambda: image.set_data(image.get_array()[::-1]),
        lambda: axes[0].scatter([0.2], [0.7], s=300, color="black"),
        lambda: axes[1].set_title("Loss, again"),
        lambda: axes[1].set_xlim(0, 5),
        lambda: axes[0].collections[0].remove(),
        lambda: line.set_visible(False),
        lambda: line.set_visible(True),
        lambda: axes[1].set_xlabel("step"),
    )
    for change in changes:
        change()
        quick = pixels(painter.png())
        assert (quick == pixels(painter.png())).all()
        painter.kept_state = None  # now everything is drawn anew
        assert np.abs(quick - pixels(painter.png())).max() <= 1


def a_control(update=None, **parameters):
    figure, axes, image, line = a_figure()
    values = np.linspace(0.1, 1, 5)

    def follow(eta=0, kind=0, weight=0.0):
        line.set_ydata(np.linspace(1, values[eta], 10) + kind + weight)
        return f"η = {values[eta]:.3g}, kind {kind}, weight {weight:g}"

    return control(figure, update or follow, **(parameters or {"eta": Stops(list(values), "learning rate η")}))


def test_a_slider_moves_the_picture_its_words_and_its_number_field():
    explorer = a_control()
    before = explorer.picture.png
    assert explorer.at(eta=4) == "η = 1, kind 0, weight 0" == explorer.sentence
    assert explorer.picture.png != before
    assert explorer.rows["eta"].field.value == 1.0
    assert explorer.picture.sliders == [["learning rate η", "1"]]


def test_a_typed_number_snaps_to_the_nearest_stop_and_an_arrow_of_the_field_goes_on_to_the_next():
    explorer = a_control(eta=Stops([0.01, 0.1, 1.0, 10.0, 100.0], "η"))
    field, slider = explorer.rows["eta"].field, explorer.rows["eta"].slider
    field.value = 0.8
    assert (slider.value, field.value) == (2, 1.0)
    field.value = 1.0 + field.step
    assert (slider.value, field.value) == (3, 10.0)
    field.value = 10.0 - field.step
    assert (slider.value, field.value) == (2, 1.0)
    field.value = 1e9
    assert (slider.value, field.value) == (4, 100.0)


def test_menus_and_fields_hand_over_their_position_and_their_number():
    explorer = a_control(kind=Choice(["plain", "momentum"], "optimizer"), weight=Number(0.5, "w"))
    assert explorer.sentence == "η = 0.1, kind 0, weight 0.5"
    assert explorer.at(kind=1, weight=-2.0) == "η = 0.1, kind 1, weight -2"


def test_an_error_in_a_callback_is_shown_in_red_kept_and_raised_when_driven():
    def fails_in_the_middle(eta):
        if eta == 2:
            raise ZeroDivisionError("no such network")
        return f"stop {eta}"

    explorer = a_control(fails_in_the_middle, eta=Stops([1, 2, 3, 4, 5], "η"))
    explorer.rows["eta"].slider.value = 2  # as the browser would: nothing may be raised into the void
    assert "no such network" in explorer.error
    assert 'role="alert"' in explorer.complaint.value and "no such network" in explorer.complaint.value
    with pytest.raises(RuntimeError, match="no such network"):
        explorer.at(eta=2)
    explorer.rows["eta"].slider.value = 3
    assert explorer.error is None and explorer.complaint.value == "" and explorer.sentence == "stop 3"


def test_an_error_at_the_first_or_last_stop_fails_the_cell_itself():
    with pytest.raises(IndexError):
        a_control(lambda eta: "abc"[eta], eta=Stops([1, 2, 3, 4, 5], "η"))


def test_a_control_answers_the_live_widget_and_a_still_with_its_words():
    bundle = a_control()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"] == "η = 0.1, kind 0, weight 0"
    assert 'alt="η = 0.1, kind 0, weight 0 Axes' in bundle["text/html"]


@pytest.mark.parametrize(
    "parameters",
    [{}, {"eta": Stops([], "η")}, {"eta": Stops([1.0], "η", start=1)}, {"eta": Choice(["a"], "b", start=-1)}],
)
def test_a_control_without_anything_to_move_is_refused(parameters):
    with pytest.raises(ValueError, match="expected"):
        control(Figure(), lambda **positions: "", **parameters)


def test_the_names_of_parameters_and_stops_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="beta"):
        a_control().at(beta=1)
    with pytest.raises(ValueError, match="no stop 9"):
        a_control().at(eta=9)


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match="sentence"):
        show(a_figure()[0], " ")
