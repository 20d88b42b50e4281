"""What a notebook has stored, taken apart: a figure's still, its family and its scripts, so that a page can share them.

In a notebook each output carries all of it, because each must live alone. Nothing here knows what kinds of figures
there are: a family and a script are texts.
"""

import base64
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from companion.page import unpacked

FIGURE = re.compile(r'<figure class="companion\b.*?</figure>', re.S)
FAMILY = re.compile(r'(<script type="application/octet-stream" class="companion-data">)(.*?)(</script>)', re.S)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
IMAGE = re.compile(r'<img\b[^>]*?\bsrc="data:image/(png|jpeg);base64,([^"]+)"[^>]*>', re.S)
HINT = re.compile(r'<p class="companion-hint".*?</p>', re.S)


class Parts(NamedTuple):
    """A figure as HTML without script and data; its family, packed; its scripts, in the order in which they run."""

    html: str
    family: str
    scripts: list[str]

    @property
    def data(self) -> dict[str, Any]:
        """What the family says once it is unpacked."""
        return unpacked(self.family) if self.family else {}


def parts(figure: str) -> Parts:
    """Take one figure apart. The place of its family stays, empty; the hint for notebooks goes."""
    family = FAMILY.search(figure)
    html = FAMILY.sub(r"\1\3", figure)
    scripts = [text for code in SCRIPT.findall(html) for text in _modules(code)]
    return Parts(HINT.sub("", SCRIPT.sub("", html)), family[2].strip() if family else "", scripts)


def _modules(code: str) -> list[str]:
    """Split a figure's script into the page's own module and those after it: each ends at the margin."""
    pieces = re.split(r"(?<=\n\}\)\(\);)\s*\n?", code)
    return [piece for piece in pieces if piece.strip()]


def html_of(output: dict) -> str:
    """The HTML of an output; empty where it has none."""
    return text_of(output.get("data", {}).get("text/html", ""))


def text_of(source: str | list[str]) -> str:
    """A text as a notebook's file holds it: whole, or as a list of lines."""
    return source if isinstance(source, str) else "".join(source)


def rewritten(html: str, figure: Callable[[str], str], image: Callable[[str, bytes, str], str]) -> str:
    """Rewrite an output's HTML: ``figure`` its figures, then ``image(tag, bytes, ending)`` every picture in it."""
    html = FIGURE.sub(lambda found: figure(found[0]), html)
    return IMAGE.sub(lambda found: image(found[0], base64.b64decode(found[2]), found[1]), html)
