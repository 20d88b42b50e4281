"""Controls without a browser: what their families hold, what ``at`` returns, and what they refuse."""

import io
import operator
import re
from html import unescape

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedPath
from PIL import Image

from companion import Choice, Estimate, Number, Pick, Sketch, Stops, ask, control, figures
from companion.family import Drawing, compressed
from companion.fragments import _contents, small_png
from companion.page import data_of, in_few_colours, packed, with_real_minus
from companion.parameters import written
from companion.predictions import Question

ETAS = [0.01, 0.1, 1.0, 10.0]
PICK = Pick("Which is best?", {"small": "It is slow.", "large": "It diverges."}, "small", "It gets there.")


def a_figure():
    figure, (left, right) = figures.canvas(columns=2)
    image = figures.decision(left, np.linspace(0, 1, 21**2), -1, 1)
    figures.points(left, [[0, 0], [0.5, 0.5]], [0, 1])
    right.set(xlim=(0, 9), ylim=(0, 1), title="Loss", xlabel="epoch", ylabel="loss")
    line = figures.curve(right, np.arange(10), np.linspace(1, 0.1, 10), "training", at_end=False)
    note = right.text(1, 0.5, "")
    return figure, image, line, note


def a_control(predict=None, **parameters):
    figure, image, line, note = a_figure()

    def update(eta=0.1, kind="plain", weight=0.0):
        line.set_ydata(np.linspace(1, min(eta, 9) / 10, 10) + weight)
        image.set_data(np.full((21, 21), min(eta, 1)))
        note.set_text(kind)
        return f"η = {eta:g}, {kind}, weight {weight:g}"

    return control(figure, update, predict, **(parameters or {"eta": Stops(ETAS, "learning rate η", start=0.1)}))


def html(explorer):
    return explorer._repr_mimebundle_()["text/html"]


def test_update_and_at_take_values_and_the_family_holds_a_sentence_per_stop():
    explorer = a_control()
    assert explorer.sentence == "η = 0.1, plain, weight 0" == explorer.at()
    assert [explorer.at(eta=eta) for eta in ETAS] == explorer.data["sentences"]
    assert explorer.data["first"] == 1 and explorer.data["parameters"][0]["texts"] == ["0.01", "0.1", "1", "10"]
    assert explorer.at(eta=0.1 + 1e-12) == explorer.sentence, "a value is found in spite of rounding"


def test_two_parameters_span_all_their_stops_the_last_one_moving_fastest():
    explorer = a_control(eta=Stops(ETAS[:2], "η"), kind=Choice(["plain", "heavy"], "kind", start="heavy"))
    assert explorer.data["sentences"] == [
        f"η = {eta:g}, {kind}, weight 0" for eta in ETAS[:2] for kind in ("plain", "heavy")
    ]
    assert explorer.data["first"] == 1 and explorer.at(eta=0.1, kind="plain") == explorer.data["sentences"][2]


def test_every_stop_is_drawn_as_a_drawing_from_nothing_would_show_it():
    figure, image, line, note = a_figure()

    def update(eta):
        line.set_ydata(np.linspace(1, eta / 10, 10))
        figure.axes[1].set_ylim(0, 1 + eta)
        figure.axes[1].set_title(f"η = {eta:g}")
        note.set_visible(eta > 0.5)
        note.set_text("large")
        image.set_clim(0, 1 + eta)
        return f"{eta:g}"

    drawing = Drawing(figure)
    for eta in (*ETAS, *reversed(ETAS)):
        update(eta)
        kept = [drawing.fragments[number] for number in drawing.layers()]
        afresh = Drawing(figure)
        assert kept == [afresh.fragments[number] for number in afresh.layers()], f"at η = {eta}"


def test_a_relief_keeps_its_surface_and_follows_the_eye():
    side = np.linspace(-1, 1, 9)
    across, up = np.meshgrid(side, side)
    figure, relief, flat = figures.relief_and_map(across**2 + up**2, side, side)
    (path,) = relief.plot([0, 1], [0, 1], [2, 1], label="path", zorder=5)
    drawing = Drawing(figure)
    for change in (
        lambda: path.set_data_3d([0, 0.5], [0, 1], [2, 1]),
        lambda: relief.view_init(elev=60, azim=10),
        lambda: path.set_visible(False),
        lambda: relief.set_zlim(0, 5),
        lambda: flat.set_title("from above"),
    ):
        before = drawing.layers()
        change()
        now = drawing.layers()
        afresh = Drawing(figure)
        assert [drawing.fragments[number] for number in now] == [afresh.fragments[number] for number in afresh.layers()]
        assert now != before


def test_layers_that_never_change_are_stored_once_and_equal_fragments_too():
    explorer = a_control()
    frames = np.array(explorer.data["frames"])
    moving = (frames != frames[0]).any(axis=0)
    assert moving.sum() == 2, "the map and the curve move, and nothing else"
    assert len(set(explorer.data["fragments"])) == len(explorer.data["fragments"])
    assert not moving[0], "the background lies lowest"
    drawing = Drawing(a_figure()[0])
    layers = drawing.layers()
    assert compressed(drawing, [layers, layers])["frames"] == [[1], [1]]


def test_only_white_paper_lets_the_page_show_through_and_no_label_does():
    figure, axes = figures.canvas(2)
    axes[0].text(0.5, 0.5, "3", bbox={"facecolor": "white", "edgecolor": "none"})
    axes[1].set_facecolor("yellow")
    drawing = Drawing(figure)
    papers = [drawing.fragments[number] for number in drawing.layers() if "paper" in drawing.fragments[number]]
    assert len(papers) == 2 and all(paper.count("<path") == 1 for paper in papers), "the figure's and the left panel's"


def test_what_fragments_refer_to_is_defined_and_nothing_else_is():
    data = a_control().data
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', "".join(data["fragments"])))
    defined = set(re.findall(r' id="([^"]+)"', data["definitions"]))
    assert used and used == defined


def test_the_same_family_has_the_same_bytes_in_every_run():
    assert packed(a_control().data) == packed(a_control().data)


def test_the_html_holds_the_still_its_words_the_family_and_the_module():
    text = html(a_control())
    assert data_of(text)["sentences"] == a_control().data["sentences"]
    alt = unescape(re.search(r'<img alt="([^"]*)" width="900" height="420"', text)[1])
    assert alt.startswith("η = 0.1, plain, weight 0 ") and "blue line “training” falls from 1 to 0.01" in alt
    assert "Run ▸ Run All Cells" in text and "data-lm-suppress-shortcuts" in text
    assert "widget-view" not in str(a_control()._repr_mimebundle_().keys())


def test_a_picture_in_few_colours_keeps_every_one_of_them():
    random = np.random.default_rng(0)
    for colours in (5, 300):
        palette = np.column_stack([random.integers(0, 256, (colours, 3)), np.full(colours, 255)]).astype(np.uint8)
        pixels = palette[random.integers(0, colours, (30, 20))]
        assert (np.asarray(Image.open(io.BytesIO(small_png(pixels))).convert("RGBA")) == pixels).all()
    pixels[0, 0, 3] = 0
    assert (np.asarray(Image.open(io.BytesIO(small_png(pixels)))) == pixels).all()


def test_a_still_keeps_256_colours_and_comes_as_near_as_pillow_does_where_there_are_more():
    random = np.random.default_rng(0)
    pixels = np.full((90, 160, 4), 255, np.uint8)
    pixels[..., :3] = random.integers(0, 256, (256, 3))[random.integers(0, 256, (90, 160))]
    assert (np.asarray(in_few_colours(pixels).convert("RGB")) == pixels[..., :3]).all()
    pixels[..., :3] = np.add.outer(np.arange(90), np.arange(160))[..., None] + random.integers(0, 6, 3)
    pixels[..., 1] //= 2
    pixels[::2, :, 2] //= 3
    few = Image.fromarray(pixels).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    ours, pillows = (
        np.abs(np.asarray(picture.convert("RGB"), int) - pixels[..., :3]) for picture in (in_few_colours(pixels), few)
    )
    assert 0 < ours.max() <= pillows.max() and ours.mean() <= 1.01 * pillows.mean()


def test_a_text_is_measured_once_for_all_figures_but_anew_in_other_letters_and_dots(monkeypatch):
    measured = []
    real = RendererAgg.get_text_width_height_descent

    def noted(renderer, s, *rest):
        measured.append(s)
        return real(renderer, s, *rest)

    monkeypatch.setattr(RendererAgg, "get_text_width_height_descent", noted)

    words = "that no other figure has"

    def width(size=10, dpi=100):
        figure, axes = figures.canvas()
        figure.set_dpi(dpi)
        text = axes.text(0, 0, words, size=size, family="sans-serif")
        Drawing(figure)
        return text.get_window_extent().width

    before = width()
    assert width() == before and measured.count(words) == 1
    assert width(size=20) > 1.9 * before and width(dpi=200) > 1.9 * before
    with matplotlib.rc_context({"font.sans-serif": ["DejaVu Sans Mono"]}):
        assert width() > 1.05 * before
    with matplotlib.rc_context({"text.hinting": "none"}):
        assert width() != before
    assert measured.count(words) == 5


def test_what_a_renderer_is_told_is_equal_by_content_and_never_by_name():
    def told(height):
        path = Path([[0, 0], [1, height]])
        clip = TransformedPath(path, Affine2D().scale(2))
        return [_contents(value) for value in (path, clip, (clip, 1.0), Bbox([[0, 0], [1, height]]), [height])]

    assert told(1.0) == told(1.0) and not any(map(operator.eq, told(1.0), told(2.0)))


def test_an_empty_text_is_drawn_once_and_again_as_soon_as_it_says_something(monkeypatch):
    figure, image, line, note = a_figure()
    drawn = []
    monkeypatch.setattr(Text, "draw", lambda text, renderer, draw=Text.draw: (drawn.append(text), draw(text, renderer)))
    drawing = Drawing(figure)
    empty = drawing.layers()
    drawing.layers()
    assert drawn.count(note) == 1
    note.set_text("large")
    assert drawing.layers() != empty and drawn.count(note) == 2


def test_a_figure_has_its_own_dots_and_settings_again_whether_it_was_drawn_or_an_update_failed():
    figure, image, line, note = a_figure()
    before = figure.dpi, dict(matplotlib.rcParams)
    with pytest.raises(RuntimeError):
        control(figure, fails_at(1.0), eta=Stops(ETAS, "η"))
    assert (figure.dpi, dict(matplotlib.rcParams)) == before
    explorer = a_control()
    assert (explorer.figure.dpi, dict(matplotlib.rcParams)) == before


def test_numbers_that_nobody_can_enumerate_are_drawn_by_the_kernel_and_only_what_is_new_is_sent():
    explorer = a_control(eta=Stops(ETAS, "η"), weight=Number(0.5, "w"))
    assert "sentences" in explorer.data and len(explorer.data["frames"]) == 1
    assert explorer.at(eta=1.0, weight=-2) == "η = 1, plain, weight −2"
    assert "Shift + Enter" in html(explorer)
    first = explorer.live._drawn([0, 0.5])
    explorer.live.sent |= set(first["frame"])
    second = explorer.live._drawn([0, 0.25])
    assert second["sentence"] == "η = 0.01, plain, weight 0.25"
    assert len(first["fragments"]) > 10 > len(second["fragments"]) > 0
    assert set(second["fragments"]) <= set(second["frame"])


def test_an_error_of_the_kernel_reaches_the_page_in_words_and_is_over_with_the_next_number():
    figure, image, line, note = a_figure()

    def update(weight):
        line.set_ydata(np.full(10, 1 / weight))
        return f"1 / {weight:g}"

    live = control(figure, update, weight=Number(0.5, "w")).live
    assert "ZeroDivisionError" in live._drawn([0.0])["error"] and "weight = 0.0" in live._drawn([0.0])["error"]
    assert "ZeroDivisionError" in live.owner.error
    assert "expected a number from -10 to 10" in live._drawn([11])["error"]
    assert "expected a number" in live._drawn([float("nan")])["error"]
    assert live._drawn([2.0])["sentence"] == "1 / 2" and live.owner.error is None


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Stops([], "η"), "no values"),
        (lambda: Stops([1.0, float("nan")], "η"), "nan.*finite"),
        (lambda: Stops([1.0, float("inf")], "η"), "inf.*finite"),
        (lambda: Stops([1, "two"], "η"), "numbers and texts together"),
        (lambda: Stops([1.0, 1.0000001], "η"), "'1' twice"),
        (lambda: Choice(["a", "b", "a"], "deck"), "'a' twice"),
        (lambda: Choice([object()], "deck"), "object"),
        (lambda: Choice([True, False], "deck"), "True.*as texts"),
        (lambda: Stops([1, 2], " "), "label"),
        (lambda: Stops([0.1, 0.2, 0.3], "η", start=0.25), "no stop 0.25; expected one of 0.2, 0.3, 0.1"),
        (lambda: Stops([0.1, 0.2], "η", start=1), "no stop 1"),
        (lambda: Choice(["a", "b"], "deck", start=0), "no stop 0; expected one of a, b"),
        (lambda: Number(50, "w", high=1), "50.*from -10 to 1"),
        (lambda: Number(float("nan"), "w"), "nan"),
        (lambda: Number(0, "w", low=1, high=-1), "low below high"),
        (lambda: Number(0, ""), "label"),
    ],
)
def test_a_parameter_that_cannot_be_moved_is_refused_when_it_is_made(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def returns(value):
    return lambda eta: value


def fails_at(bad):
    def update(eta):
        if eta == bad:
            raise ZeroDivisionError("no such network")
        return f"{eta:g}"

    return update


@pytest.mark.parametrize(
    ("update", "error", "message"),
    [
        (returns(None), ValueError, "returned None; expected the sentence"),
        (returns(" "), ValueError, "expected the sentence"),
        (fails_at(1.0), RuntimeError, r"update failed at eta = 1.0: ZeroDivisionError: no such network"),
        (fails_at(10.0), RuntimeError, r"at eta = 10.0"),
        (returns("always the same"), ValueError, "the picture is the same whatever eta is"),
        (lambda size: "", RuntimeError, "update failed at eta = 0.01: TypeError"),
        ("update", TypeError, "expected a function"),
    ],
)
def test_an_update_that_does_not_do_its_work_fails_in_its_cell(update, error, message):
    with pytest.raises(error, match=message):
        control(a_figure()[0], update, eta=Stops(ETAS, "η"))


def test_a_sentence_that_does_not_follow_the_slider_is_refused():
    figure, image, line, note = a_figure()

    def update(eta, kind):
        line.set_ydata(np.full(10, eta))
        note.set_text(kind)
        return f"{eta:g}"

    with pytest.raises(ValueError, match="the sentence is the same whatever kind is"):
        control(figure, update, eta=Stops(ETAS, "η"), kind=Choice(["a", "b"], "kind"))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: a_control(eta=Stops(range(601), "η")), ValueError, "601 = 601 stops; expected at most 600: thin"),
        (lambda: control(a_figure()[0], lambda: ""), ValueError, "no parameters"),
        (lambda: a_control(eta=[1, 2]), TypeError, r"eta is \[1, 2\]; expected Stops"),
        (lambda: control(None, lambda eta: "", eta=Stops(ETAS, "η")), TypeError, "expected a Figure"),
        (lambda: a_control("guess", eta=Stops(ETAS, "η")), TypeError, "expected Pick, Estimate or Sketch"),
        (lambda: a_control().at(beta=1), ValueError, "'beta' is not a parameter here; expected one of"),
        (lambda: a_control().at(eta=9), ValueError, "no stop 9; expected one of 10, 1, 0.1"),
        (lambda: a_control().at(eta=float("nan")), ValueError, "no stop nan"),
        (lambda: packed({"noise": np.random.default_rng(0).bytes(1_600_000).hex()}), ValueError, "at most 1.5 MB"),
    ],
)
def test_what_a_control_cannot_show_is_refused_with_a_remedy(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_a_wrong_value_among_right_ones_moves_nothing():
    calls = []
    figure, image, line, note = a_figure()

    def update(a, b):
        calls.append((a, b))
        line.set_ydata(np.full(10, a + b))
        return f"{a} {b}"

    explorer = control(figure, update, a=Number(1.0, "a"), b=Number(2.0, "b"))
    before = len(calls)
    with pytest.raises(ValueError, match="99"):
        explorer.at(a=2.0, b=99.0)
    assert len(calls) == before


def test_numbers_are_written_with_a_real_minus_sign():
    sentence = with_real_minus("A 2-8-1 network falls from 3 to -1.5, by (-4.5), at η = 1e-05, in 3-D.")
    assert sentence == "A 2-8-1 network falls from 3 to −1.5, by (−4.5), at η = 1e−05, in 3-D."
    assert [written(value) for value in (-1.5, 1e-5, 3, "plain")] == ["−1.5", "0.00001", "3", "plain"]


def test_a_prediction_locks_a_control_and_its_truth_is_not_in_sight():
    explorer = a_control(predict=PICK)
    question = explorer.data["predict"]
    assert question["options"] == ["small", "large"] and question["answer"] == 0
    assert question["replies"] == ["It is slow.", "It diverges."]
    visible = re.sub(r"<details>.*?</details>", "", html(explorer))
    assert "It gets there" not in visible and "Which is best?" in visible


def test_a_sketch_lies_where_its_axes_are_drawn():
    figure, axes = figures.canvas(1)
    line = figures.curve(axes, [0, 1], [0, 1], "line", at_end=False)

    def update(eta):
        line.set_ydata([0, eta])
        return f"{eta:g}"

    explorer = control(figure, update, Sketch("Draw.", axes, "So."), eta=Stops(ETAS, "η"))
    left, top, width, height = explorer.data["predict"]["box"]
    frame = axes.get_window_extent()
    assert np.allclose([left, width, height], [frame.x0 * 0.72, frame.width * 0.72, frame.height * 0.72], atol=0.1)
    assert np.isclose(top, (420 - frame.y1) * 0.72, atol=0.1)


def test_the_page_is_told_which_option_is_right():
    for place, option in enumerate(["one", "two", "three"]):
        assert Pick("Which?", ["one", "two", "three"], option, "So.").page()["answer"] == place


def test_a_question_alone_shows_its_options_and_folds_its_answer():
    bundle = Question(PICK)._repr_mimebundle_()
    assert bundle["text/plain"] == "Predict: Which is best?\n- small\n- large"
    assert "<details><summary>Answer</summary><p>small. It gets there.</p></details>" in bundle["text/html"]
    number = Question(Estimate("How many?", 1234.567, "Counted."))._repr_mimebundle_()["text/html"]
    assert data_of(number)["predict"]["answer"] == 1235 and "1235. Counted." in number


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Pick("Which?", ["a"], "a", "so"), "at least two"),
        (lambda: Pick("Which?", ["a", "a"], "a", "so"), "different"),
        (lambda: Pick("Which?", "ab", "a", "so"), "list of texts"),
        (lambda: Pick("Which?", ["a", "b"], "c", "so"), "'c'; expected one of"),
        (lambda: Pick("", ["a", "b"], "a", "so"), "question"),
        (lambda: Pick("Which?", ["a", "b"], "a", ""), "because"),
        (lambda: Estimate("How many?", float("nan"), "so"), "finite"),
        (lambda: Estimate("How many?", 3, "so", within=0), "share above 0"),
        (lambda: Sketch("Draw", None, " "), "because"),
    ],
)
def test_a_prediction_that_cannot_be_asked_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_sketch_cannot_stand_alone():
    with pytest.raises(TypeError, match="control"):
        ask(Sketch("Draw.", figures.canvas(1)[1], "So."))
