"""Prepare what Sphinx reads: ``python web/pages.py build/pages``.

The stored notebooks become lighter copies in which figures share one module, and every still and every family is a file
of its own that a page asks for when the reader comes near. Nothing is run, and the notebooks stay as they are.
"""

import hashlib
import json
import re
import sys
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT / "notebooks")]
from companion import slides  # noqa: E402
from conf import BINDER, REPOSITORY  # noqa: E402
from mathml import formulas_in  # noqa: E402
from outputs import html_of, parts, rewritten, text_of  # noqa: E402

LINK = re.compile(r"\[([^\]]*)\]\((?:\./)?(\d\d_\w+)\.ipynb(?:#cell-id=([\w-]+))?\)")
HREF = re.compile(r'href="(?:[^":]*/)?(\d\d_\w+)\.ipynb(?:#cell-id=([\w-]+))?"')


class Files:
    """The folder beside the pages: stills, families and scripts, each under a name made from what it holds."""

    def __init__(self, folder: Path):
        self.folder = folder

    def keep(self, content: bytes, ending: str) -> str:
        """Store a content once and return the address of its file."""
        address = f"shared/{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
        _write(self.folder / address, content)
        return address

    def figure(self, html: str, notebook: str) -> str:
        """Store what one figure brings along, and return the figure with the addresses of it."""
        found = parts(html)
        if not found.family:
            return html
        name = hashlib.sha256(found.family.encode()).hexdigest()[:16]
        family = self.keep(f'companionSite.arrive("{name}","{found.family}")\n'.encode(), "js")
        scripts = " ".join(self.keep(script.encode(), "js") for script in found.scripts)
        marks = f'data-alive="later" data-name="{name}" data-family="{family}" data-scripts="{scripts}"'
        note = ""
        if "key" in found.data:
            marks += ' data-kernel=""'
            note = (
                '<p class="site-kernel">To change these numbers, a kernel must compute: '
                f'<a href="{binder(notebook)}">run this notebook on Binder</a>.</p>'
            )
        return found.html.replace("<figure ", f"<figure {marks} ", 1).replace("</figure>", f"{note}</figure>")

    def image(self, tag: str, content: bytes, ending: str) -> str:
        """Store a picture, and return its tag with the address of it, to be loaded when the reader comes near."""
        return re.sub(r'src="[^"]*"', f'loading="lazy" decoding="async" src="{self.keep(content, ending)}"', tag)


def binder(notebook: str) -> str:
    """The address at which Binder opens a notebook."""
    return f"{BINDER}?urlpath=lab/tree/notebooks/{notebook}.ipynb"


def page(notebook: dict, name: str, files: Files) -> dict:
    """Turn a stored notebook into the one that Sphinx reads."""
    cells = []
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        source = text_of(cell["source"])
        if cell["cell_type"] == "markdown":
            cells.append(_cell("markdown", markdown(source, cell["id"], name, first=not cells)))
        else:
            if any(tag.startswith("slide:") for tag in tags):
                cells.append(_cell("markdown", anchor(cell["id"])))
            shown = [tag for tag in tags if tag.startswith("hide-")]
            outputs = [_output(output, name, files) for output in cell["outputs"]]
            cells.append(
                _cell("code", source, tags=shown) | {"execution_count": cell["execution_count"], "outputs": outputs}
            )
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number}"
    return notebook | {"cells": cells}


def _cell(kind: str, source: str, **metadata: list[str]) -> dict:
    return {"cell_type": kind, "metadata": metadata, "source": source}


def _output(output: dict, name: str, files: Files) -> dict:
    html = html_of(output)
    if not html:
        return output
    html = rewritten(html, lambda figure: files.figure(figure, name), files.image)
    html = HREF.sub(lambda found: f'href="{address(found[1], found[2])}"', formulas_in(html))
    return {"output_type": output["output_type"], "metadata": {}, "data": {"text/html": html}} | (
        {"execution_count": output["execution_count"]} if "execution_count" in output else {}
    )


def anchor(name: str) -> str:
    """A place in a page to link to."""
    return f'<div id="{name}" class="anchor"></div>'


def address(notebook: str, cell: str | None = None) -> str:
    """The address of a notebook's page, or of a cell in it."""
    return f"{notebook}.html" + (f"#{cell}" if cell else "")


def markdown(source: str, cell: str, name: str, first: bool = False) -> str:
    """A Markdown cell with a place to link to under its last heading, and with links to pages, not to files."""
    source = LINK.sub(lambda found: f'<a href="{address(found[2], found[3])}">{found[1]}</a>', source)
    source = source.replace("](../docs/slides.md)", "](decks.md)")
    lines = source.split("\n")
    under = max((number + 1 for number, line in enumerate(lines) if _heading(lines, number)), default=0)
    extra = ["", anchor(cell), ""]
    if first:
        extra += [
            f'<p class="site-links"><a href="{binder(name)}">Run this notebook on Binder</a> · '
            f'<a href="{REPOSITORY}/blob/main/notebooks/{name}.ipynb">The notebook’s file</a></p>',
            "",
        ]
    if lines[0].startswith("# 00"):
        extra += ["*In this web edition nothing has to be run: toolbar, ▶▶ and Shift+Enter are JupyterLab’s.*", ""]
    if any(line.startswith("## Exercises") for line in lines):
        run = f'<a href="{binder(name)}">solve them on Binder</a>'
        extra += [f'<p class="site-kernel">Your code needs a kernel: {run}.</p>', ""]
    lines[under:under] = extra
    return "\n".join(lines)


def _heading(lines: list[str], number: int) -> bool:
    fences = sum(line.lstrip().startswith("```") for line in lines[:number])
    return fences % 2 == 0 and re.match(r"#{1,6} ", lines[number]) is not None


def deck_page(deck: str, author: str, notebooks: dict[str, dict]) -> str:
    """A page that lists the slides of one deck in their order, each with links to the cells that reproduce it."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for name, notebook in notebooks.items():
        for section in slides.sections(notebook):
            found_here = _first_cells(notebook, section)
            for slide, cell in found_here.items():
                place = slides.Place(f"{name}.ipynb", cell, section.heading)
                found.setdefault(slide, {})[name, place.text] = cell
    rows = []
    for slide in slides.inventory().values():
        if slide.deck == deck:
            links = [
                f'<a href="{address(name, cell)}">{escape(text.replace(chr(92), ""))}</a>'
                for (name, text), cell in found.get(slide.id, {}).items()
            ]
            rows.append(
                f"<tr><td>{slide.id}</td><td>{escape(slide.printed)}</td><td>{escape(slide.title)}</td>"
                f"<td>{'<br>'.join(links)}</td></tr>"
            )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("ID", "slide", "topic", "where"))
    return (
        f"# {deck}\n\nThe slides of {author}, in their order.\n\n"
        f'<div class="table-wrapper site-deck"><table class="docutils"><thead><tr>{head}</tr></thead>'
        f"<tbody>\n{chr(10).join(rows)}\n</tbody></table></div>\n"
    )


def _first_cells(notebook: dict, section: slides.Section) -> dict[str, str]:
    """Of each slide of a section, the ID of the first cell that is tagged with it."""
    ids = [cell["id"] for cell in notebook["cells"]]
    first: dict[str, str] = {}
    for cell in notebook["cells"][ids.index(section.cell["id"]) :]:
        for tag in cell["metadata"].get("tags", []):
            slide = tag.removeprefix("slide:")
            if tag.startswith("slide:") and slide in section.slides:
                first.setdefault(slide, cell["id"])
    return first


def decks_page() -> str:
    """The page from which the five decks are reached, and which holds the index from the notebooks to the slides."""
    index = LINK.sub(
        lambda found: f'<a href="{address(found[2], found[3])}">{found[1]}</a>', slides.index_of_notebooks()
    )
    decks = "\n".join(f"- [{deck}](deck-{deck}.md): {author}" for deck, author in slides.DECKS.items())
    tree = "\n".join(f"deck-{deck}" for deck in slides.DECKS)
    return (
        f"# Slides\n\nThe notebooks reproduce {len(slides.inventory())} topics from the slides of five lectures. "
        f"Each deck has a page that lists its slides in order:\n\n{decks}\n\n"
        f"```{{toctree}}\n:hidden:\n\n{tree}\n```\n\n"
        f"## From the notebooks to the slides\n\n{index}"
    )


def index_page(notebooks: dict[str, dict]) -> str:
    """The first page: what this is, and every notebook by its title."""
    template = (HERE / "index.md").read_text(encoding="utf-8")
    return template.replace("NOTEBOOKS", "\n".join(notebooks))


def _write(path: Path, content: str | bytes) -> None:
    """Write a file, unless it holds this already: Sphinx reads again what is newer than its last run."""
    content = content.encode() if isinstance(content, str) else content
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    written.add(path)


written: set[Path] = set()


def main(folder: Path) -> None:
    """Write the folder that Sphinx reads; files of an earlier run that are no longer needed go."""
    stored = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(notebook_files())}
    files = Files(folder / "extra")
    for name, notebook in stored.items():
        _write(folder / f"{name}.ipynb", json.dumps(page(notebook, name, files), ensure_ascii=False, indent=1))
    for deck, author in slides.DECKS.items():
        _write(folder / f"deck-{deck}.md", deck_page(deck, author, stored))
    _write(folder / "decks.md", decks_page())
    _write(folder / "index.md", index_page(stored))
    _write(folder / "extra" / ".nojekyll", b"")
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in written:
            path.unlink()


def notebook_files() -> list[Path]:
    """The notebooks of the collection."""
    return list((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
