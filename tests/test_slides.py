"""Slides: claims are held to their last digit, headings get their slide lines, and the index leads to the headings."""

import copy
import json

import pytest

from companion import claim, misprint, slides
from companion.slides import agrees


@pytest.mark.parametrize(
    "printed, computed, right",
    [
        ("0.3825", 0.38254, True),
        ("0.3825", 0.38256, False),
        ("0.3825", 0.38244, False),
        ("0.5964", 0.596283, False),
        ("−0.0238", -0.02375, True),
        ("-0.0238", 0.0238, False),
        ("26", 26, True),
        ("26", 26.6, False),
        ("0.773", 0.77295, True),
        (".5", 0.5, True),
        ("2433.33", 2433.334999, True),
        ("2433.33", 2433.335001, False),
    ],
)
def test_a_claim_is_held_to_half_a_unit_of_its_last_printed_digit(printed, computed, right, capsys):
    assert agrees(printed, computed) == right
    with pytest.raises(AssertionError):
        (misprint if right else claim)("ITAM-17", printed, computed)
    (claim if right else misprint)("ITAM-17", printed, computed, "a₁")
    said = capsys.readouterr().out
    assert said.startswith(f"ITAM-17 a₁: slide {printed}, computed ") and ("✓" in said) == right


def test_a_claim_prints_two_digits_more_than_the_slide_and_no_minus_zero(capsys):
    claim("ITAM-17", "0.3825", 0.38254)
    claim("NUS-16", "0", -1e-9)
    assert capsys.readouterr().out.splitlines() == [
        "ITAM-17: slide 0.3825, computed 0.382540 ✓",
        "NUS-16: slide 0, computed 0.00 ✓",
    ]


@pytest.mark.parametrize("judge", [claim, misprint])
def test_claims_about_no_slide_or_no_number_are_refused(judge):
    with pytest.raises(ValueError, match="slide: there is no 'ITAM-99'.*'ITAM-01'"):
        judge("ITAM-99", "1", 1.0)
    for printed in ["0,5", "", "about 1", "nan", "1e-3", "1.2.3", "50 %", "٣", 0.5, None]:
        with pytest.raises(ValueError, match=r"printed: .* is not a number as a slide prints it; .*decimal point"):
            judge("ITAM-17", printed, 0.5)
    for computed in [float("nan"), float("inf"), None, "half", [1.0, 2.0]]:
        with pytest.raises(ValueError, match="computed: .* is not one finite number"):
            judge("ITAM-17", "0.5", computed)


def test_the_inventory_has_128_topics_each_with_the_title_that_its_slide_prints():
    known = slides.inventory()
    assert len(known) == 128 and list(dict.fromkeys(slide.deck for slide in known.values())) == list(slides.DECKS)
    assert all(slide.printed.strip() for slide in known.values())
    assert known["ITAM-19"].name == "ITAM Example cont. (Gradients)"


def markdown(name, source):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def code(name, *topics):
    return {"cell_type": "code", "id": name, "metadata": {"tags": ["hide-input", *topics]}, "source": "1"}


def notebook():
    fenced = "## Two\n\n```python\n# no heading\n\n\n1\n```\n\n### Three\n\n```\n# no heading\n```"
    return {
        "cells": [
            markdown("title", "# 08 · Title\n\nA hook."),
            code("imports"),
            markdown("one", "## One"),
            code("a", "slide:ITAM-19", "slide:UT-22"),
            markdown("prose", "Only prose."),
            code("b", "slide:ITAM-20", "slide:ITAM-18", "slide:UT-22"),
            markdown("two", fenced),
            code("c", "slide:NUS-12"),
            markdown("four", "## Four\n\n*Slides: UT Dropout of old*\n\nNothing here any more."),
        ]
    }


def test_sections_gather_the_slides_of_their_cells():
    assert slides.section_slides(notebook()) == {
        "one": ["ITAM-19", "UT-22", "ITAM-20", "ITAM-18"],
        "two": ["NUS-12"],
    }
    assert [section.heading for section in slides.sections(notebook())] == ["08 · Title", "One", "Three", "Four"]


def test_slide_lines_are_written_under_the_last_heading_and_only_once():
    written = slides.with_slide_lines(notebook())
    sources = {cell["id"]: cell["source"] for cell in written["cells"]}
    assert sources["title"] == "# 08 · Title\n\nA hook." and sources["prose"] == "Only prose."
    names = "ITAM Example cont. (Gradients) · UT Derivation of Learning Rule · ITAM Example cont. (Error)"
    assert sources["one"] == f"## One\n\n*Slides: {names}*"
    assert sources["two"] == notebook()["cells"][6]["source"].replace("Three", "Three\n\n*Slides: NUS Chain rule I*")
    assert sources["four"] == "## Four\n\nNothing here any more."
    again = copy.deepcopy(written)
    assert slides.with_slide_lines(again) == written


@pytest.mark.parametrize("text", ["", "\n", "\nText at once.", "\n\nText.", "\n\n\nFar text.\n\n- a\n\n\n- b"])
def test_no_word_around_a_slide_line_is_lost_however_often_it_is_written(text):
    cells = [markdown("h", f"## Heading{text}"), code("c", "slide:NUS-16")]
    once = slides.with_slide_lines({"cells": copy.deepcopy(cells)})["cells"][0]["source"]
    assert once.startswith("## Heading\n\n*Slides: NUS Practice*") and once.split() == (
        f"## Heading *Slides: NUS Practice* {text}".split()
    )
    twice = slides.with_slide_lines({"cells": [markdown("h", once), code("c", "slide:NUS-16")]})["cells"][0]["source"]
    assert twice == once
    gone = slides.with_slide_lines({"cells": [markdown("h", once), code("c")]})["cells"][0]["source"]
    assert gone.split() == f"## Heading{text}".split()


def test_a_changed_tag_replaces_the_line_and_an_unknown_one_is_refused():
    changed = slides.with_slide_lines(notebook())
    changed["cells"][7]["metadata"]["tags"] = ["slide:NUS-14"]
    assert slides.with_slide_lines(changed)["cells"][6]["source"].count("*Slides: NUS Chain rule II*") == 1
    assert "Chain rule I*" not in changed["cells"][6]["source"]
    changed["cells"][7]["metadata"]["tags"] = ["slide:NUS-99"]
    with pytest.raises(ValueError, match="there is no 'NUS-99'"):
        slides.with_slide_lines(changed)


def test_the_page_leads_both_ways_and_lands_on_headings():
    found, page = slides.places(), slides.page()
    for slide, there in found.items():
        for place in there:
            stored = json.loads((slides.HERE.parent / place.notebook).read_text(encoding="utf-8"))["cells"]
            (heading,) = (cell for cell in stored if cell["id"] == place.cell)
            assert heading["cell_type"] == "markdown" and place.heading in "".join(heading["source"]), slide
            assert page.count(f"](../notebooks/{place.link})") >= 1, slide
            assert place.heading, f"{slide}: the cell {place.cell} of {place.notebook} is no heading"
    for deck, author in slides.DECKS.items():
        assert f"### {deck}: {author}" in page
    assert page.count("not yet") == len(set(slides.inventory()) - set(found))
    assert slides.Place("08_x.ipynb", "forward-pass", "08 · A [title] | more").text == r"08 · A \[title\] \| more"
