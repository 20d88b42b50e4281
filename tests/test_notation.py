"""Notation: letters per group of slides, equations written in them, and one static piece of HTML that shows all."""

import re
from html.parser import HTMLParser

import pytest

from companion import notation, slides

FORWARD = [(r"<z_h> = <x> <W_h> + <b_h>", "2 = 1 + 1"), (r"<a> = <f>(<z_h>)", "3"), (r"<y_hat> - <y>", "4")]


@pytest.mark.parametrize(
    ("group", "lines"),
    [
        ("ours", ["z = x W + b", "a = f(z)", r"\hat{y} - y"]),
        ("ITAM, worked example", [r"s = x \underline{W} + b", r"a = \sigma(s)", r"\hat{y} - y"]),
        ("UT, learning rule", [r"(\mathrm{net} - T) = x \underline{W} + (-T)", r"o = \sigma(\mathrm{net} - T)",
                               "o - t"]),
        ("UT, vector form", [r"\mathbf{z} = \mathbf{W} \mathbf{x} + \mathbf{b}", r"\mathbf{y} = f(\mathbf{z})",
                             "Y - d"]),
        ("MELB, two layers", ["r = x v + v_0", "a^{(1)} = g(r)", "a^{(2)} - y"]),
        ("UB, backpropagation", [r"a = x \underline{W} + b", "f = S(a)", r"\hat{y} - y"]),
        ("NUS, XOR with ReLU", [r"\underline{z} = W x + c", r"h = \underline{f}(\underline{z})",
                                r"\tilde{y} - \underline{y}"]),
    ],
)  # fmt: skip
def test_an_equation_is_written_in_the_letters_of_each_group_of_slides(group, lines):
    written = notation.switch(FORWARD).in_letters_of(group)
    assert [without_braces(line.split(r" \quad ")[0]) for line in written] == lines
    assert [line.split(r" \quad ")[1] for line in written] == [r"[\,2 = 1 + 1\,]", r"[\,3\,]", r"[\,4\,]"]


def without_braces(latex):
    """Take out the braces that hold a letter together and change nothing."""
    while re.search(r"(?<![\w^}]){([^{}]|{[^{}]*})*}", latex):
        latex = re.sub(r"(?<![\w^}]){((?:[^{}]|{[^{}]*})*)}", r"\1", latex, count=1)
    return latex


def test_every_group_stands_on_known_slides_of_its_deck_and_uses_known_keys():
    for name, group in notation.GROUPS.items():
        deck = name.split(", ")[0]
        assert group.slides and all(slides.slide_named(slide).deck == deck for slide in group.slides.split()), name
        assert set(group.letters) <= set(notation.SYMBOLS), name
    assert {name.split(", ")[0] for name in notation.GROUPS} == set(slides.DECKS)


@pytest.mark.parametrize(
    ("group", "key", "letter"),
    [
        ("UT, perceptron", "y_hat", "y"),
        ("UT, losses", "y_hat", "f(x)"),
        ("UT, delta rule", "y", "d"),
        ("UT, delta rule", "z", "z"),
        ("UT, generalized delta rule", "y_hat", "y"),
        ("UT, learning rule", "y", "t"),
        ("UT, forward and backward sweep", "L", r"\mathrm{Div}"),
        ("MELB, losses", "y_hat", r"\hat{y}"),
        ("MELB, two layers", "y_hat", "a^{(2)}"),
        ("MELB, two layers", "w_h", "v"),
        ("MELB, any number of layers", "w", r"\theta"),
        ("MELB, any number of layers", "w_h", r"\theta"),
        ("UB, softmax and cross-entropy", "y", "t"),
        ("UB, backpropagation", "w_h", "w"),
        ("ITAM, gradient descent", "theta", r"\Omega"),
        ("ITAM, gradient descent", "B", "N"),
        ("ITAM, gradient descent", "N", r"\underline{N}"),
        ("NUS, simple MLP", "eta", r"\alpha"),
        ("ours", "delta_h", r"\delta"),
    ],
)
def test_the_letters_are_those_of_the_slides_and_ours_are_underlined(group, key, letter):
    assert notation.symbol(key, group) == letter


def test_unknown_groups_keys_and_odd_equations_are_refused():
    equation = [("<z>", "1")]
    for refused, error in [
        (lambda: notation.symbol("zeta"), "key: 'zeta' is not in the notation table; expected one of x, w"),
        (lambda: notation.symbol("z", "MIT"), "group: there is no 'MIT'; expected one of ours; ITAM, gradient"),
        (lambda: notation.symbol("z", "UT, dropout"), "group: there is no 'UT, dropout'; expected one of UT, losses;"),
        (lambda: notation.switch(equation).in_letters_of("UT"), "group: there is no 'UT'"),
        (lambda: notation.switch([("<zeta>", "1")]), "key: 'zeta'"),
        (lambda: notation.switch(equation, groups=["MELB"]), "group: there is no 'MELB'"),
        (lambda: notation.switch(equation, groups="UT, losses"), "groups: 'UT, losses'; expected a list"),
        (lambda: notation.switch(equation, groups=[]), "groups: .*expected a list"),
        (lambda: notation.switch(equation, groups=["UT, losses"] * 2), "groups: .*different names"),
        (lambda: notation.switch([("<z>",)]), "equations: .*is no pair"),
        (lambda: notation.switch(["ab"]), "equations: 'ab' is no pair"),
        (lambda: notation.switch([("<z>", 1)]), "equations: .*is no pair"),
        (lambda: notation.switch([("<z>", "1", {"UT": "z"})]), "group: there is no 'UT'"),
        (lambda: notation.switch([("<z>", "1", {"UT, losses": "z"})], ["UB, perceptron"]), "groups does not name"),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match=error):
            refused()


def test_brackets_that_belong_to_a_letter_are_kept_and_not_doubled():
    written = notation.written("<eta>(<delta>) + (<delta>)_1 + <f>(<a>)", "UT, generalized delta rule")
    assert written == r"{\eta}({(-\delta f'(z))}) + ({(-\delta f'(z))})_1 + {f}({y})"
    assert notation.written("<f>(<z>) <delta>", "UT, learning rule") == r"{\sigma}({\mathrm{net} - T}) {(-\delta)}"
    assert notation.written("(<y_hat>)", "UT, losses") == "({f(x)})"


def test_slides_that_write_an_equation_in_another_form_keep_it():
    own = {"UT, perceptron": r"\mathbf{W} = \mathbf{W} \pm <x>_i"}
    shown = notation.switch([(r"<w> + <x>", "1", own)], groups=["UT, perceptron", "UB, perceptron"])
    assert shown.in_letters_of("UT, perceptron") == [r"\mathbf{W} = \mathbf{W} \pm {X}_i \quad [\,1\,]"]
    assert shown.in_letters_of("UB, perceptron") == [r"{w} + {x} \quad [\,1\,]"]


def test_without_groups_each_deck_shows_the_one_that_prints_most_of_the_letters():
    shown = notation.switch([(r"<w_h> <z_h> <delta_h>", "1")])
    assert [group.split(", ")[0] for group in shown.groups] == list(slides.DECKS)
    assert "MELB, two layers" in shown.groups and "ITAM, worked example" in shown.groups


class Tags(HTMLParser):
    """The tags of a page with their attributes, its summaries, and whether every tag is closed."""

    def __init__(self, page):
        super().__init__()
        self.seen, self.open, self.text = [], [], {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.setdefault(self.open[-1] if self.open else "", []).append(data)

    def attributes(self, tag):
        return [attributes for name, attributes in self.seen if name == tag]


def test_the_switch_is_one_piece_of_html_with_exclusive_folds_ours_open_and_no_script():
    groups = ["UT, delta rule", "MELB, two layers"]
    shown = notation.switch([("<y> < <y_hat> & <eta>", "1 < 2")], groups)
    page = Tags(shown._repr_html_())
    assert page.open == [] and "script" not in dict(page.seen)
    folds = page.attributes("details")
    assert len({fold["name"] for fold in folds}) == 1 and ["open" in fold for fold in folds] == [True, False, False]
    assert page.text["summary"] == ["this course", *groups]
    assert page.text["p"][0] == r"$\displaystyle {y} < {\hat{y}} & {\eta} \quad [\,1 < 2\,]$"
    assert page.text["p"][1].startswith(r"$\displaystyle {d} < {z}")
    other = notation.switch([("<y>", "1 < 2")], groups)
    assert Tags(other._repr_html_()).attributes("details")[0]["name"] != folds[0]["name"]
    assert repr(shown).startswith("In the letters of this course:\n{y} < ") and "UT, delta rule:\n{d} <" in repr(shown)


def test_what_is_not_theirs_is_said_and_where_the_letters_stand():
    shown = notation.switch([("<z> <eta>", "1")], ["UT, delta rule", "NUS, linear models"])
    assert shown.remarks("ours") == []
    told, remark = shown.remarks("UT, delta rule")
    assert told == "Letters as on UT-10." and remark.startswith(r"$\delta = d - z$")
    assert shown.remarks("NUS, linear models") == ["Letters as on NUS-11.", notation.UNDERLINED]
    assert notation.UNDERLINED in shown._repr_html_() and notation.UNDERLINED in repr(shown)
    assert "UT-07 to UT-09." in notation.switch([("<z>", "1")]).remarks("UT, perceptron")[0]
    assert "UT-14, UT-16, UT-31, UT-33." in notation.switch([("<z>", "1")]).remarks("UT, gradient descent")[0]


def test_the_table_has_a_row_per_group_and_a_fold_per_deck():
    table = notation.table()
    page = Tags(table._repr_html_())
    assert page.open == [] and len(page.attributes("details")) == 5
    assert len(page.attributes("tr")) == len(notation.GROUPS) + 5
    delta_rule = page.text["td"].index(
        r"$z$ for $\hat{y}$, $d$ for $y$, $\mathrm{Err}(x)$ for $L$, $(-\delta)$ for $\delta$"
    )
    assert page.text["td"][delta_rule + 1] == r"$x$, $w$, $z$, $\eta$"
    assert "$v$ for $w$ of the hidden layer" in table.html and r"$\eta$ learning rate" in page.text["p"][0]
    for name in notation.GROUPS:
        assert f"{name} (" in repr(table)
