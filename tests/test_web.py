"""The web edition takes apart what ``companion`` puts together. This part of it needs neither Sphinx nor a browser."""

import sys
from pathlib import Path

import pytest

from companion.page import SCRIPT, figure_html

sys.path.append(str(Path(__file__).resolve().parents[1] / "web"))
from outputs import FIGURE, parts, rewritten  # noqa: E402

DATA = {
    "width": 72, "height": 36, "parameters": [], "frames": [[0]], "fragments": ["<path/>"], "definitions": "",
    "sentences": ["A line & a point."], "descriptions": ["Nothing else."],
}  # fmt: skip
MODULE = "\n// another kind\n(() => {\n  window.companionPage.kinds.other = 1;\n})();\n"
STILL = b"\x89PNG not really"


@pytest.fixture
def figure():
    return figure_html(DATA, STILL, hint="A still: press ▶▶.", module=MODULE)


def test_a_figure_comes_apart_into_what_it_was_made_of(figure):
    found = parts(figure)
    assert found.data == DATA
    assert "\n".join(script.strip() for script in found.scripts) == f"{SCRIPT.strip()}\n{MODULE.strip()}"
    assert len(found.scripts) == 3, "the page, its predictions, and the other kind"
    assert "<script>" not in found.html and "press ▶▶" not in found.html
    assert 'class="companion-data"></script>' in found.html, "the family's place stays"
    assert "A line &amp; a point." in found.html


def test_two_figures_of_one_output_and_their_stills_are_rewritten_one_by_one(figure):
    stills = []
    html = f"<p>before</p>{figure}<p>between</p>{figure}"

    def image(tag, content, ending):
        stills.append((content, ending))
        return "<img>"

    new = rewritten(html, lambda each: parts(each).html, image)
    assert len(FIGURE.findall(new)) == 2 and "<p>between</p>" in new
    assert stills == [(STILL, "png")] * 2 and "base64" not in new


def test_a_figure_without_a_family_stays_as_it_is():
    plain = '<figure class="companion"><img alt="x" src="x.png"></figure>'
    assert parts(plain).data == {} and parts(plain).html == plain
