"""Handles without a browser: where a point stands at every stop, what they refuse, and the ends of 01's line."""

import numpy as np
import pytest
from test_controls import a_figure, html

from companion import Choice, Handle, Number, Pick, Stops, control, figures
from companion.page import data_of

LEFT, RIGHT = Stops([0.0, 1.0, 2.0], "left end", start=1.0), Stops([0.0, 2.0], "right end")
QUESTION = Pick("Which?", ["one", "other"], "one", "So.")


def a_line(drag=None, predict=None, **parameters):
    """A line from (0, left) to (4, right), in a panel from 0 to 4 and from -1 to 3, with a point on a log axis."""
    figure, (axes, other) = figures.canvas(columns=2)
    line = figures.curve(axes, [0, 4], [0, 0], "line", at_end=False)
    axes.set(xlim=(0, 4), ylim=(-1, 3))
    dots = other.scatter([0, 1], [0, 0])
    other.set(xlim=(0, 4), ylim=(0.1, 1000), yscale="log")

    def update(left, right, hidden="no"):
        line.set_ydata([left, right])
        line.set_visible(hidden == "no")
        dots.set_offsets([[0, 1], [left, 10**right]])
        return f"From {left:g} to {right:g}, {hidden}."

    handles = drag or (lambda line, dots: [Handle(line, "left"), Handle(line, "right", vertex=-1)])
    made = control(figure, update, predict, handles(line, dots), **{"left": LEFT, "right": RIGHT} | parameters)
    return made, axes, other


def in_points(axes, x, y):
    """Where a point of a panel is drawn, in points from the top left of the figure."""
    across, up = axes.transData.transform((x, y)) * 72 / axes.figure.dpi
    return across, axes.figure.get_figheight() * 72 - up


def test_the_place_of_a_handle_is_noted_at_every_stop():
    made, axes, _ = a_line()
    first, second = data_of(html(made))["handles"]
    expected = [in_points(axes, 0, left) for left in LEFT.values for _ in RIGHT.values]
    assert np.abs(np.subtract(first["places"], expected)).max() < 0.06
    expected = [in_points(axes, 4, right) for _ in LEFT.values for right in RIGHT.values]
    assert np.abs(np.subtract(second["places"], expected)).max() < 0.06
    assert (first["which"], second["which"]) == ([0], [1])
    assert (first["label"], second["label"]) == ("left end", "right end")


def test_points_of_a_scatter_are_handles_too_and_a_logarithmic_axis_is_one_like_another():
    def dots(line, dots):
        return Handle(dots, "right", "left", vertex=1, label="the second dot")

    made, _, other = a_line(dots)
    (handle,) = made.data["handles"]
    expected = [in_points(other, left, 10**right) for left in LEFT.values for right in RIGHT.values]
    assert np.abs(np.subtract(handle["places"], expected)).max() < 0.06
    assert handle["which"] == [1, 0] and handle["label"] == "the second dot"


def test_what_is_not_shown_has_no_place():
    made, _, _ = a_line(hidden=Choice(["no", "yes"], "hidden"))
    for handle in made.data["handles"]:
        assert all((place is None) == bool(number % 2) for number, place in enumerate(handle["places"]))


def test_only_a_control_with_handles_carries_their_module():
    made, _, _ = a_line()
    assert made.data["kind"] == "handles" and "page.kinds.handles" in html(made)
    plain, _, _ = a_line(lambda line, dots: [])
    assert "kind" not in plain.data and "page.kinds.handles" not in html(plain)
    assert plain.still == made.still and plain.data["frames"] == made.data["frames"]


def elsewhere(line, dots):
    return Handle(a_figure()[2], "left")


@pytest.mark.parametrize(
    ("drag", "error", "message"),
    [
        (lambda line, dots: Handle(line, "up"), ValueError, "moves 'up'; expected one of .'left', 'right'.: see"),
        (lambda line, dots: Handle(line, "right"), ValueError, "stands still whatever right is; expected a point that"),
        (lambda line, dots: Handle(line, "left", "right"), ValueError, "stands still whatever right is"),
        (lambda line, dots: Handle(line), ValueError, r"names is \(\); expected what the handle moves: Handle"),
        (lambda line, dots: Handle(line, "left", vertex=2), ValueError, "vertex is 2, of an artist of 2 points; expec"),
        (lambda line, dots: Handle(line, "left", vertex=0.5), ValueError, "vertex is 0.5; expected a whole number: 0"),
        (lambda line, dots: Handle(line.axes, "left"), TypeError, "artist is Axes; expected a line or a set of points"),
        (lambda line, dots: line, TypeError, "drag is .*; expected a Handle, or a list of them: drag=Handle"),
        (lambda line, dots: [line], TypeError, "expected a Handle, or a list of them"),
        (elsewhere, ValueError, "stands in another figure; expected one of this control's figure"),
    ],
)
def test_a_handle_that_moves_nothing_is_refused_with_a_remedy(drag, error, message):
    with pytest.raises(error, match=message):
        a_line(drag)


def test_a_handle_chooses_among_stops_and_a_number_has_none():
    with pytest.raises(ValueError, match="right is a Number; expected Stops or Choice: a handle chooses among stops"):
        a_line(right=Number(0.5, "right end"))


@pytest.mark.parametrize("w", [(1, -1, 0), (1, 1, -2), (0.5, -1, 1), (-1.5, 0.5, 1), (0, 1, -1), (-1, 0, 2)])
def test_the_ends_of_a_line_lie_on_it_and_on_the_frame_with_class_1_to_the_left(w):
    first, second = ends = figures.ends_of(w, -0.2, 2.2)
    assert np.allclose(ends @ w[:2] + w[2], 0), "off the line"
    assert (np.isclose(np.abs(ends - 1), 1.2).any(axis=1)).all() and (np.abs(ends - 1) < 1.2 + 1e-12).all()
    across, up = second - first
    left = (first + second) / 2 + 0.1 * np.array([-up, across])
    assert left @ w[:2] + w[2] > 0


@pytest.mark.parametrize("w", [(0, 0, 1), (1, 1, 9), (1, 0, 1), (0, 1, -3)])
def test_a_line_that_misses_the_square_has_no_ends(w):
    assert np.isnan(figures.ends_of(w, -0.2, 2.2)).all()
