"""What the web edition needs beyond Sphinx and MyST-NB: formulas as MathML with a font, and folded sections."""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from fonts import formula_font
from mathml import formula


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
    """Ship the font for formulas beside the pages."""
    if not problem and app.builder.name == "html":
        (Path(app.outdir) / "_static" / "formulas.woff").write_bytes(formula_font())


def name_captions(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Say of which level the headings of the navigation are: Sphinx writes them without, and a screen reader asks."""
    for part in ("body", "furo_navigation_tree"):
        if context.get(part):
            context[part] = context[part].replace('role="heading"', 'role="heading" aria-level="2"')


FOLDS = {"source": "the code", "content": "code and output", "output": "the output", "outputs": "the output"}


def name_folds(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Say in a reader's words what is folded, and to a screen reader too: MyST-NB calls all of it hidden content."""
    if not context.get("body"):
        return
    body = context["body"].replace('<summary aria-label="Toggle hidden content">', "<summary>")
    context["body"] = re.sub(
        r"\b(Show|Hide) (source|content|outputs?)(?=\s*</)", lambda found: f"{found[1]} {FOLDS[found[2]]}", body
    )


def bring_files(app: Sphinx, config: Any) -> None:
    config.html_extra_path = [str(Path(app.srcdir) / "extra")]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.add_node(Folded, html=(visit_folded, depart_folded))
    app.add_post_transform(FoldFurther)
    app.connect("config-inited", bring_files)
    app.connect("html-page-context", name_captions, priority=900)
    app.connect("html-page-context", name_folds, priority=900)
    app.connect("build-finished", write_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
