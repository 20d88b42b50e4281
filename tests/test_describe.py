"""A figure in words: read off its artists, as a person would say it, and different where the picture is."""

import numpy as np
import pytest

from companion import Pick, figures, show, table
from companion.describe import describe
from companion.page import data_of


def a_figure():
    figure, axes = figures.canvas(columns=2, width=6, height=3)
    image = figures.decision(axes[0], np.linspace(0, 1, 81**2), -1, 1)
    figures.points(axes[0], [[0, 0], [0.5, 0.5]], [0, 1])
    axes[1].set(xlim=(0, 9), ylim=(0, 1), title="Loss", xlabel="epoch", ylabel="loss")
    line = figures.curve(axes[1], np.arange(10), np.linspace(1, 0.1, 10), "training", at_end=False)
    return figure, axes, image, line


def test_the_description_says_what_a_person_sees():
    words = describe(a_figure()[0])
    assert "Loss (horizontal: epoch, vertical: loss): blue line “training” falls from 1 to 0.1." in words
    assert "blue point “class 0” at (0, 0); orange point “class 1” at (0.5, 0.5)" in words
    assert "map “ŷ” from 0 to 1, highest at the top right" in words


def drawn(**style):
    figure, axes = figures.canvas()
    x, y = style.pop("x", np.arange(4.0)), style.pop("y", np.array([0.0, 2.0, -1.0, 1.0]))
    axes.plot(x, y, label=style.pop("label", "curve"), color="#D55E00", **style)
    return describe(figure)


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ({}, "orange line “curve” goes from 0 to 1, between −1 and 2"),
        ({"linestyle": "--"}, "dashed orange line “curve”"),
        ({"linestyle": "", "marker": "o"}, "4 orange marks “curve”"),
        ({"y": np.arange(4.0)}, "rises from 0 to 3"),
        ({"y": np.full(4, 2.5)}, "level at 2.5"),
        ({"x": np.full(4, -2.0)}, "vertical at −2"),
        ({"x": [0, 1], "y": [2, 3]}, "from (0, 2) to (1, 3)"),
        ({"x": [1.0], "y": [3.0]}, "mark “curve” at (1, 3)"),
        ({"y": np.array([1e-17, 0.12345, np.nan, 0.0])}, "goes from 0 to 0, between 0 and 0.123"),
        ({"y": np.full(4, np.nan)}, "nothing drawn"),
        ({"label": "_edge"}, "nothing drawn"),
        ({"visible": False}, "nothing drawn"),
    ],
)
def test_a_line_is_told_by_its_look_and_its_way(style, words):
    assert words in drawn(**style)


def test_damage_to_a_figure_changes_its_description():
    def words(damage):
        parts = a_figure()
        damage(*parts)
        return describe(parts[0])

    whole = words(lambda *parts: None)
    for damage in (
        lambda figure, axes, image, line: line.set_ydata(line.get_ydata()[::-1]),
        lambda figure, axes, image, line: line.set_color("black"),
        lambda figure, axes, image, line: axes[1].invert_yaxis(),
        lambda figure, axes, image, line: axes[1].invert_xaxis(),
        lambda figure, axes, image, line: axes[1].set_yscale("log"),
        lambda figure, axes, image, line: image.set_data(image.get_array()[::-1]),
        lambda figure, axes, image, line: line.set_label("validation"),
        lambda figure, axes, image, line: line.remove(),
        lambda figure, axes, image, line: axes[1].set_xlabel("step"),
        lambda figure, axes, image, line: axes[0].collections[0].set_label("class 1"),
        lambda figure, axes, image, line: axes[1].text(1, 1, "diverged"),
    ):
        assert words(damage) != whole


def test_where_a_map_is_highest_is_told_as_it_is_seen():
    figure, axes = figures.canvas()
    axes.imshow([[9, 2, 1], [1, 2, 3], [1, 1, 4]])  # row 0 at the top, as pictures have it
    assert "highest at the top left" in describe(figure)
    figure, axes = figures.canvas()
    axes.imshow([[9, 2, 1], [1, 2, 3], [1, 1, 4]], origin="lower")
    assert "highest at the bottom left" in describe(figure)
    axes.invert_yaxis()
    assert "highest at the top left" in describe(figure)


def test_bars_and_texts_are_told_and_colour_bars_are_not():
    figure, axes = figures.canvas()
    axes.bar(["a", "b"], [1, -2], label="loss")
    axes.text(0, 0, "two\nlines")
    figure.colorbar(axes.imshow([[0, 1]]), ax=axes)
    assert describe(figure).count("Panel") == 1
    assert "2 bars “loss” 1, −2; written: two lines" in describe(figure)


@pytest.mark.parametrize("sentence", [" ", "", None, 3])
def test_a_figure_without_words_is_refused(sentence):
    with pytest.raises(ValueError, match="sentence"):
        show(a_figure()[0], sentence)


def test_a_figure_that_answers_a_question_is_covered_until_it_is_asked(monkeypatch):
    seen = []
    monkeypatch.setattr("companion.display.display", lambda bundle, raw: seen.append(bundle))
    show(a_figure()[0], "It falls.", predict=Pick("Does it fall?", ["yes", "no"], "yes", "It does."))
    assert data_of(seen[0]["text/html"])["predict"]["question"] == "Does it fall?"
    with pytest.raises(TypeError, match="Pick or Estimate"):
        show(a_figure()[0], "It falls.", predict="yes")


def test_only_a_figure_can_be_shown():
    with pytest.raises(TypeError, match="figures.canvas"):
        show(None, "Nothing.")


@pytest.mark.parametrize(
    ("headings", "rows", "message"),
    [
        (["a", ""], [[1, 2]], "a name for every column"),
        (["a", "b"], [[1, 2, 3]], "3 cells"),
        (["a", "b"], [[1, None]], "column 'b' holds None"),
        (["a"], [[[1, 2]]], r"column 'a' holds \[1, 2\]"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(headings, rows, message):
    with pytest.raises(ValueError, match=message):
        table(headings, rows)


def shown(capture, headings, rows):
    table(headings, rows)
    return capture.pop()


def test_numbers_stand_on_the_right_and_words_on_the_left(monkeypatch):
    seen = []
    monkeypatch.setattr("companion.display.display", lambda bundle, raw: seen.append(bundle))
    bundle = shown(seen, ["name", "loss"], [["plain", -0.12345], ["<b>", 12.0]])
    assert '<th scope="col" style="text-align:left">name</th>' in bundle["text/html"]
    assert '<td style="text-align:right">−0.1235</td>' in bundle["text/html"] and "&lt;b&gt;" in bundle["text/html"]
    assert bundle["text/plain"] == "name   loss\nplain  −0.1235\n<b>    12"
