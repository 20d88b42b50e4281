"""Formulas and copies of notebooks, without a browser."""

import re

import pytest

from mathml import formula, formulas_in
from pages import Files, anchor, markdown


def spaced(latex: str) -> list[str]:
    return re.findall(r'<m[oi][^>]*rspace="0.167em"[^>]*>(\w+)<', formula(latex))


@pytest.mark.parametrize(
    ("latex", "signs"), [("= -1", 1), ("(-0.08)", 1), ("a - b", 0), ("-y", 1), (r"x_1 - 1", 0), (r"|a| - 1", 0)]
)
def test_a_minus_belongs_to_its_number_only_where_no_term_stands_before_it(latex, signs):
    assert formula(latex).count('form="prefix"') == signs
    assert formula(rf"\displaystyle {latex}").count('form="prefix"') == signs


def test_a_logarithm_keeps_its_distance_but_not_from_a_bracket():
    assert spaced(r"-y \log p") == ["log"]
    assert spaced(r"\log (1 - p)") == []


def test_a_capital_greek_letter_is_upright_and_a_word_is_one_word():
    assert '<mi mathvariant="normal">Δ</mi>' in formula(r"\Delta w")
    assert ">net</mi>" in formula(r"\mathrm{net}")


def test_an_unknown_command_is_named():
    with pytest.raises(ValueError, match="companion"):
        formula(r"\companion{x}")


def test_formulas_are_found_in_text_and_not_in_code():
    html = formulas_in("<p>$a &lt; b$</p><pre>echo $HOME and $PATH</pre><a title='$x$'>y</a>")
    assert html.count("<math") == 1 and "&lt;" in html
    assert "<pre>echo $HOME and $PATH</pre><a title='$x$'>y</a>" in html


def test_a_link_to_a_cell_becomes_one_to_its_place_in_the_page():
    text = markdown("# Title\n\n[there](08_backprop_by_hand.ipynb#cell-id=did-it-help)", "top", "01_perceptron")
    assert '<a href="08_backprop_by_hand.html#did-it-help">there</a>' in text
    assert text.startswith(f"# Title\n\n{anchor('top')}\n")


def test_a_place_stands_under_the_last_heading_and_never_in_code():
    text = markdown("## One\n\nwords\n\n## Two\n\n```\n# no heading\n```", "here", "01_perceptron")
    assert text.index("## Two") < text.index('id="here"') < text.index("```")


def test_equal_contents_share_one_file(tmp_path):
    files = Files(tmp_path)
    assert files.keep(b"same", "js") == files.keep(b"same", "js") != files.keep(b"other", "js")
    assert len(list(tmp_path.rglob("*.js"))) == 2
