"""The comparison of pictures, held by damage: what a person would see has to be told, what nobody can see must not."""

import copy
import functools

import numpy as np
import pytest
from pictures import difference_of_families, difference_of_fragments, difference_of_stills, still_of
from test_controls import a_control, html

from companion.page import data_of


@functools.cache
def written():
    return html(a_control())


def stored():
    return data_of(written())


def damaged(change):
    family = stored()
    change(family)
    return family


def redrawn(family, old, new):
    whole = [text.replace(old, new) for text in family["fragments"]]
    assert whole != family["fragments"], f"nothing reads {old}"
    family["fragments"] = whole


@pytest.mark.parametrize(
    "change",
    [
        lambda family: family["parameters"][0].update(label="batch size"),
        lambda family: family["parameters"][0]["texts"].reverse(),
        lambda family: family["sentences"].reverse(),
        lambda family: family["frames"].reverse(),
        lambda family: family["frames"].__setitem__(2, family["frames"][1]),
        lambda family: family["frames"][3].reverse(),
        lambda family: family["frames"].pop(),
        lambda family: redrawn(family, "#0072b2", "#d55e00"),
        lambda family: redrawn(family, "#0072b2", "#0078b8"),
        lambda family: redrawn(family, "stroke-width: 2.5", "stroke-width: 6"),
        lambda family: family.update(definitions=family["definitions"].replace("M ", "M 9", 1)),
    ],
)
def test_damage_to_a_family_is_told(change):
    assert difference_of_families(stored(), damaged(change))


def test_a_family_equals_itself_and_its_twin_from_another_processor():
    assert not difference_of_families(stored(), stored())

    def nudge(family):
        redrawn(family, "302.4", "302.9")
        family["definitions"] = family["definitions"].replace("302.4", "302.3")

    assert not difference_of_families(stored(), damaged(nudge))


def test_a_point_may_move_by_less_than_a_pixel_and_a_colour_by_a_shade():
    path = '<path d="M 10.5 -20.25 L 30 40" style="stroke: #0072b2"/>'
    assert not difference_of_fragments(path, path.replace("10.5", "10.9").replace("72b2", "73b1"))
    assert difference_of_fragments(path, path.replace("10.5", "11.5"))
    assert difference_of_fragments(path, path.replace("-20.25", "20.25"))
    assert difference_of_fragments(path, path.replace("L 30 40", "L 30 40 L 50 60"))
    assert difference_of_fragments(path, path.replace("stroke:", "fill:"))


def test_images_inside_a_family_are_compared_by_their_shades():
    def brighter(family):
        first, second, *_ = (text for text in family["fragments"] if "<image" in text)
        family["fragments"] = [second if text == first else text for text in family["fragments"]]

    assert "image" in difference_of_families(stored(), damaged(brighter))


def test_stills_are_compared_by_eye():
    still = still_of(written())
    assert still.shape == (840, 1800, 3) and not difference_of_stills(still, still + 5)
    mirrored = difference_of_stills(still, still[:, ::-1])
    assert "pixels differ" in mirrored and "still has become" in difference_of_stills(still, still[::2, ::2])
    line = copy.copy(still)
    line[300:306, 1000:1700] = 0
    assert difference_of_stills(still, line), "one line too many is seen"
    assert np.array_equal(still, still_of(html(a_control()))), "a still is the same in every run"
