"""Formulas as MathML, written when the pages are built: a browser shows them without a script and without a network."""

import re
from html import unescape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert

SPACE = "http://www.w3.org/1998/Math/MathML"
ROWS = {"math", "mrow", "mstyle", "msqrt", "mtd"}
NAMES = {"log", "ln", "exp", "sin", "cos", "tan", "tanh", "arctan", "max", "min", "sign", "softmax", "sgn", "lim"}
CLOSING = {")", "]", "}", "|", "‖", "!", "′", "…"}
TIGHT = {"/", "|", "‖"}  # signs that browsers set wide apart, and TeX does not
CODE = re.compile(r"(<(?:code|pre|script|style|textarea)\b.*?</(?:code|pre|script|style|textarea)>|<[^>]*>)", re.S)


def formula(latex: str, block: bool = False) -> str:
    """Write a formula as MathML, spaced as TeX does. Raises ValueError for a command that is not known."""
    root = ElementTree.fromstring(convert(latex.strip(), display="block" if block else "inline"))
    for each in root.iter():
        each.tag = each.tag.removeprefix(f"{{{SPACE}}}")
    for row in root.iter():
        _primes(row)
        _upright(row)
    for row in list(root.iter()):
        if row.tag in ROWS:
            _space(row)
    written = ElementTree.tostring(root, encoding="unicode")
    if lost := re.search(r"\\[a-zA-Z]+", re.sub(r"<[^>]*>", "", written)):
        raise ValueError(f"{lost[0]} in {latex!r} has no MathML; write the formula with another command")
    return written


def formulas_in(html: str) -> str:
    """Write every formula between dollars in a piece of HTML as MathML; tags and code stay as they are."""
    parts = CODE.split(html)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(
            r"\$\$(.+?)\$\$|\$([^$]+?)\$",
            lambda found: formula(unescape(found[1] or found[2]), block=bool(found[1])),
            parts[place],
            flags=re.S,
        )
    return "".join(parts)


def _primes(parent: Element) -> None:
    """f′ as one row: as an exponent, the prime would be raised and shrunk a second time."""
    for child in list(parent):
        if child.tag == "msup" and child[1].text in ("′", "″", "‴"):
            child.tag = "mrow"
            prime = Element("mo", {"lspace": "0.05em", "rspace": "0", "form": "postfix"})
            prime.text = child[1].text
            child[1:] = [prime]


def _upright(parent: Element) -> None:
    """Capital Greek letters stand upright; letters that make one upright word are one word, read aloud as such."""
    letters = list(parent)
    if parent.tag == "mrow" and len(letters) > 1 and all(each.get("mathvariant") == "normal" for each in letters):
        word = Element("mi", {"mathvariant": "normal"})
        word.text = "".join(each.text or "" for each in letters)
        parent[:] = [word]
    for child in letters:
        if child.tag == "mi" and re.fullmatch("[Α-Ω]", child.text or ""):
            child.set("mathvariant", "normal")


def _space(row: Element) -> None:
    """The signs of a row: a minus after “=” belongs to its number, log x gets its space, a/b gets none."""
    before: Element | None = None  # the last child that can be seen
    children = [child for child in row if child.tag != "mspace"]
    for place, child in enumerate(children):
        text = child.text or ""
        after = children[place + 1] if place + 1 < len(children) else None
        if child.tag == "mo" and text in TIGHT:
            child.attrib.update({"lspace": "0", "rspace": "0"})
        elif child.tag == "mo" and text in ("−", "+") and not _ends_a_term(before):
            child.attrib.update({"form": "prefix", "lspace": "0", "rspace": "0"})
        elif _name(child) in NAMES:
            child.tag = "mo" if child.tag == "mi" else child.tag
            sign = child if child.tag == "mo" else child[0]
            sign.tag = "mo"
            opens = after is not None and (after.text or "")[:1] in ("(", "[", "{")
            sign.attrib.update(
                {
                    "form": "prefix",
                    "lspace": "0.167em" if _ends_a_term(before) else "0",
                    "rspace": "0" if opens or after is None else "0.167em",
                }
            )
        before = child


def _name(child: Element) -> str:
    scripted = child.tag in ("msub", "msup", "munder") and len(child)
    return (child[0].text if scripted else child.text) or ""


def _ends_a_term(before: Element | None) -> bool:
    return before is not None and (before.tag != "mo" or before.text in CLOSING) and _name(before) not in NAMES
