"""Handles in a browser: the stop shown is the one whose place, as Python noted it, is nearest to the hand."""

import numpy as np
import pytest
from laboratory import assert_accessible
from test_controls import html
from test_handles import QUESTION, a_line
from test_pages import EVERY_STOP, open_figures

from companion import Handle, Stops, control, figures

SIDE = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0]


def a_student(predict=None):
    """A point that is dragged over a plane: two parameters."""
    figure, axes = figures.canvas()
    star = figures.spot(axes, 0, 0, "you")
    axes.set(xlim=(-1, 4), ylim=(-1, 4))

    def update(x, y):
        star.set_data([x], [y])
        return f"At ({x:g}, {y:g})."

    drag = Handle(star, "x", "y")
    return control(figure, update, predict, drag, x=Stops(SIDE, "lectures", start=1.0), y=Stops(SIDE, "hours"))


@pytest.fixture
def page(chrome, request):
    touch = getattr(request, "param", "mouse") == "touch"
    context = chrome.new_context(viewport={"width": 1280, "height": 900}, offline=True, has_touch=touch)
    page = context.new_page()
    page.touch = context.new_cdp_session(page) if touch else None
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    assert not page.complaints
    context.close()


def shown(figure, made) -> int:
    return made.data["sentences"].index(figure.locator("figcaption").inner_text())


def at_screen(figure, place):
    """Where a place of the picture, in points, lies on the screen."""
    return figure.locator("svg.companion-stage").evaluate(
        "(stage, [x, y]) => { const p = new DOMPoint(x, y).matrixTransform(stage.getScreenCTM()); return [p.x, p.y]; }",
        [float(side) for side in place],
    )


def drag(page, figure, made, which, goals, beside=(0, 0)) -> list[int]:
    """Take a handle, go to each goal, in points of the picture, and return the stops seen there.

    A hand may take it ``beside`` its middle: the goals are then the middle's, and the hand stays as far away.
    """
    middle = made.data["handles"][which]["places"][shown(figure, made)]
    here = at_screen(figure, np.add(middle, beside))
    seen = []

    def touch(kind, spot):
        points = [{"x": spot[0], "y": spot[1]}] if spot else []
        page.touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", here) if page.touch else (page.mouse.move(*here), page.mouse.down())
    for goal in goals:
        there = at_screen(figure, np.add(goal, beside))
        touch("touchMove", there) if page.touch else page.mouse.move(*there, steps=3)
        page.wait_for_timeout(40)
        seen.append(shown(figure, made))
    touch("touchEnd", None) if page.touch else page.mouse.up()
    return seen


@pytest.mark.parametrize("page", ["mouse", "touch"], indirect=True)
def test_a_point_goes_where_the_hand_goes(page, tmp_path):
    made = a_student()
    (figure,) = open_figures(page, tmp_path, [html(made)])
    places = np.array(made.data["handles"][0]["places"])
    rng = np.random.default_rng(0)
    goals = rng.uniform(places.min(axis=0) - 20, places.max(axis=0) + 20, (12, 2)).tolist()
    wanted = [int(np.square(places - goal).sum(axis=1).argmin()) for goal in goals]
    assert drag(page, figure, made, 0, goals) == wanted and len(set(wanted)) > 6
    page.mouse.move(5, 5)
    assert shown(figure, made) == wanted[-1], "it follows a hand that has let go"


def test_a_point_taken_beside_its_middle_does_not_jump_under_the_hand(page, tmp_path):
    made = a_student()
    (figure,) = open_figures(page, tmp_path, [html(made)])
    places = np.array(made.data["handles"][0]["places"])
    pitch = places[6][0] - places[0][0]  # half a lecture
    goals = [places[stop] + [0.35 * pitch, 0] for stop in (12, 18, 7)]
    assert drag(page, figure, made, 0, goals, beside=(8, 6)) == [12, 18, 7]
    assert drag(page, figure, made, 0, goals, beside=(-8, -6)) == [12, 18, 7]


def test_each_end_of_a_line_moves_its_own_parameter(page, tmp_path):
    made, _, _ = a_line()
    (figure,) = open_figures(page, tmp_path, [html(made)])
    (across, _), left = made.data["handles"][1]["places"][0], made.data["handles"][0]["places"]
    assert drag(page, figure, made, 1, [[across - 30, left[4][1] - 5]]) == [3], "left stays 1, right becomes 2"
    assert drag(page, figure, made, 0, [[across, left[0][1] + 50], [0, left[4][1]]]) == [1, 5]


def test_where_both_ends_hang_on_all_parameters_the_other_end_stays_as_well_as_it_can(page, tmp_path):
    def both(line, dots):
        return [Handle(line, "left", "right", vertex=vertex, label=f"end {vertex}") for vertex in (0, 1)]

    heights = {"left": Stops([0.0, 0.5, 1.0, 2.0], "left end"), "right": Stops([0.0, 0.5, 1.0, 2.0], "right end")}
    figure_, axes = figures.canvas()
    line = figures.curve(axes, [0, 4], [0, 0], "line", at_end=False)
    axes.set(xlim=(0, 4), ylim=(-1, 5))

    def update(left, right):
        line.set_ydata([left + right / 4, right + left / 4])
        return f"From {left:g} to {right:g}."

    made = control(figure_, update, drag=both(line, None), **heights)
    (figure,) = open_figures(page, tmp_path, [html(made)])
    mine, others = (np.array(handle["places"]) for handle in made.data["handles"])
    goal = mine[14]
    wanted = int((np.square(mine - goal).sum(axis=1) + np.square(others - others[0]).sum(axis=1) / 4).argmin())
    assert drag(page, figure, made, 0, [goal.tolist()]) == [wanted] and wanted not in (0, 14)


def test_of_several_stops_at_one_place_the_nearest_on_the_sliders_is_taken(page, tmp_path):
    figure_, axes = figures.canvas()
    star = figures.spot(axes, 0, 0, "larger")
    axes.set(xlim=(-1, 3), ylim=(-1, 1))

    def update(one, other):
        star.set_data([max(one, other)], [0])
        return f"Of {one:g} and {other:g} the larger."

    heights = {"one": Stops([0.0, 1.0, 2.0], "one"), "other": Stops([0.0, 1.0, 2.0], "other")}
    made = control(figure_, update, drag=Handle(star, "one", "other"), **heights)
    (figure,) = open_figures(page, tmp_path, [html(made)])
    places = made.data["handles"][0]["places"]
    assert places[2] == places[5] == places[8]
    assert drag(page, figure, made, 0, [places[8]]) == [2], "both sliders were moved where one is enough"


def test_the_arrow_keys_go_to_the_next_place_in_their_direction(page, tmp_path):
    made = a_student()
    (figure,) = open_figures(page, tmp_path, [html(made)])
    page.evaluate("document.body.addEventListener('keydown', () => (window.leaked = true))")
    grip = figure.get_by_role("slider", name="Drag: lectures and hours")
    assert grip.get_attribute("aria-valuenow") == "12" and grip.get_attribute("aria-valuemax") == "35"
    for key, told in (
        ("ArrowRight", "(1.5, 0)"), ("ArrowUp", "(1.5, 0.5)"), ("ArrowDown", "(1.5, 0)"), ("ArrowDown", "(1.5, 0)"),
        ("ArrowLeft", "(1, 0)"), ("ArrowLeft", "(0.5, 0)"), ("ArrowLeft", "(0, 0)"), ("ArrowLeft", "(0, 0)"),
    ):  # fmt: skip
        grip.press(key)
        assert figure.locator("figcaption").inner_text() == f"At {told}.", key
    assert grip.get_attribute("aria-valuetext") == "lectures 0, hours 0" and grip.get_attribute("aria-valuenow") == "0"
    assert figure.get_by_role("slider", name="lectures", exact=True).input_value() == "0", "the slider does not follow"
    assert not page.evaluate("window.leaked"), "JupyterLab would take this key for its cells"
    assert figure.evaluate(EVERY_STOP) == made.data["sentences"]


def test_a_grip_is_large_enough_and_in_its_place_at_every_size_and_says_what_it_is(page, tmp_path):
    made = a_student()
    (figure,) = open_figures(page, tmp_path, [html(made)])
    for width in ("1000px", "500px", "330px"):
        page.evaluate("width => (document.body.style.width = width)", width)
        page.wait_for_timeout(150)
        box = figure.locator(".companion-target").bounding_box()
        assert min(box["width"], box["height"]) >= 24
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert np.allclose(middle, at_screen(figure, made.data["handles"][0]["places"][shown(figure, made)]), atol=1)
    assert_accessible(page, ["figure.companion"])
    page.evaluate("document.body.style.cssText += 'background:#111;color:#eee'; document.body.className = 'dark'")
    page.wait_for_function("document.querySelector('figure.companion').classList.contains('companion-dark')")
    assert_accessible(page, ["figure.companion"])


def test_no_grip_gets_round_a_question(page, tmp_path):
    made = a_student(QUESTION)
    (figure,) = open_figures(page, tmp_path, [html(made)])
    grip = figure.locator(".companion-grip")
    before = shown(figure, made)
    assert not grip.is_visible()
    places = made.data["handles"][0]["places"]
    assert drag(page, figure, made, 0, [places[-1]]) == [before]
    figure.get_by_role("radio").first.check()
    figure.get_by_role("button", name="Commit").click()
    assert grip.is_visible()
    assert drag(page, figure, made, 0, [places[-1]]) == [len(places) - 1]
