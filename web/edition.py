"""What the web edition needs beyond Sphinx and MyST-NB: formulas as MathML with a font, and folded sections."""

import logging
from pathlib import Path
from typing import Any

import ziamath
from docutils import nodes
from fontTools import subset
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from mathml import formula

# What a formula may use: letters, Greek, signs, and the italic, bold, script and double-struck letters.
LETTERS = [
    letter
    for first, last in [
        (0x20, 0x17F), (0x300, 0x338), (0x370, 0x3FF), (0x2010, 0x2057), (0x2061, 0x2064), (0x2102, 0x2135),
        (0x2190, 0x21D5), (0x2200, 0x22C8), (0x22EE, 0x22F1), (0x2308, 0x230B), (0x23B4, 0x23E1), (0x27E8, 0x27EB),
        (0x1D400, 0x1D467), (0x1D49C, 0x1D4CF), (0x1D538, 0x1D56B), (0x1D6A8, 0x1D71B),
    ]
    for letter in range(first, last + 1)
]  # fmt: skip


class Folded(nodes.General, nodes.Element):
    """What goes further: folded until a reader, or a link into it, unfolds it."""


class FoldFurther(SphinxPostTransform):
    """Fold the sections whose heading begins with “Further”."""

    default_priority = 900

    def run(self, **_: Any) -> None:
        for section in list(self.document.findall(nodes.section)):
            title = section[0]
            if isinstance(title, nodes.title) and title.astext().startswith("Further"):
                folded = Folded("", *section.children[1:])
                section.children[1:] = []
                section += folded


def visit_folded(translator: Any, node: Folded) -> None:
    translator.body.append('<details class="further"><summary>Show this part: it goes further</summary>')


def depart_folded(translator: Any, node: Folded) -> None:
    translator.body.append("</details>")


def inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(formula(node.astext()))
    raise nodes.SkipNode


def block(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="formula">{formula(node.astext(), block=True)}</div>')
    raise nodes.SkipNode


def write_font(app: Sphinx, problem: Exception | None) -> None:
    """Ship a font for formulas: many systems have none. Of the 1.2 MB only what formulas use."""
    if problem or app.builder.name != "html":
        return
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    options = subset.Options(flavor="woff", layout_features=["ssty", "kern", "mark", "ccmp", "flac", "dtls"])
    font = subset.load_font(str(Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    subset.save_font(font, str(Path(app.outdir) / "_static" / "formulas.woff"), options)


def name_captions(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Say of which level the headings of the navigation are: Sphinx writes them without, and a screen reader asks."""
    for part in ("body", "furo_navigation_tree"):
        if context.get(part):
            context[part] = context[part].replace('role="heading"', 'role="heading" aria-level="2"')


def bring_files(app: Sphinx, config: Any) -> None:
    config.html_extra_path = [str(Path(app.srcdir) / "extra")]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.add_node(Folded, html=(visit_folded, depart_folded))
    app.add_post_transform(FoldFurther)
    app.connect("config-inited", bring_files)
    app.connect("html-page-context", name_captions, priority=900)
    app.connect("build-finished", write_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
