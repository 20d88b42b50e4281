"""Lecture mode: ``python web/lecture.py build/slides [DECK]`` writes one file per notebook, or one for a deck.

A slide holds one idea: a heading with its text, or a figure with its sentence, as large as the screen. Code is folded
away. What a lecturer says besides stands in the notes: minutes, the question with its replies, solutions.
"""

import base64
import json
import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

import sphinx_revealjs
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT / "notebooks")]
from companion import slides  # noqa: E402
from fonts import formula_font  # noqa: E402
from mathml import formula, formulas_in  # noqa: E402
from outputs import FIGURE, html_of, parts, text_of  # noqa: E402

REVEAL = Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs" / "dist"
LINES = 11  # of text on one slide: more than that is read and not listened to
WIDE = 80  # letters on a line
NOTEBOOK_LINK = re.compile(r"(\d\d_\w+)\.ipynb(?:#cell-id=([\w-]+))?")


class Block(NamedTuple):
    """A piece of a slide: its HTML, how many lines it takes, and what a lecturer says to it."""

    html: str
    lines: float
    note: str = ""


class Slide(NamedTuple):
    """One slide: the heading over it, its blocks, whether it is one large figure, and the name to link to it."""

    heading: str
    blocks: list[Block]
    figure: bool = False
    name: str = ""
    level: int = 2

    @property
    def weight(self) -> float:
        """How long it takes beside the others: text is read, a figure is looked at, a question is discussed."""
        return sum(block.lines for block in self.blocks) / 4 + (3 if self.figure else 1) + 2 * ("Ask:" in self.notes)

    @property
    def notes(self) -> str:
        """What the lecturer sees of all its blocks."""
        return "".join(block.note for block in self.blocks)


# ---- from cells to slides --------------------------------------------------------------------------------


def renderer() -> MarkdownIt:
    """Markdown as JupyterLab reads it, its formulas as MathML."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")

    def write(latex: str, options: dict) -> str:
        return formula(latex, block=options["display_mode"])

    return markdown.use(dollarmath_plugin, renderer=write, double_inline=True)


MARKDOWN = renderer()


def pieces(source: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a Markdown text: the level of a heading, or 0, and its HTML."""
    source = NOTEBOOK_LINK.sub(lambda found: f"{found[1]}.html" + (f"#/{found[2]}" if found[2] else ""), source)
    tokens, start = MARKDOWN.parse(source), 0
    for number, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            html = MARKDOWN.renderer.render(tokens[start : number + 1], MARKDOWN.options, {})
            heading = re.fullmatch(r"h(\d)", token.tag)
            yield (int(heading[1]) if heading and token.nesting == -1 else 0), html
            start = number + 1


def words(html: str) -> str:
    """What is read of a piece of HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html)).strip()


def text_block(html: str) -> Block:
    """A paragraph, list or formula. The line that names slides becomes small print."""
    if re.match(r"<p><em>Slides: ", html):
        return Block(html.replace("<p>", '<p class="source">'), 0.7)
    if "<math" in html and 'display="block"' in html:
        return Block(f'<div class="formula">{html}</div>', 2.5)
    items = re.split(r"<li>|<tr>|<br>", html)
    hidden = re.findall(r"<details>.*?</details>", html, re.S)
    note = "".join(f"<p>{each}</p>" for each in (words(one) for one in hidden))
    return Block(html, sum(-(-len(words(each)) // WIDE) for each in items if words(each)) + 0.5, note)


def output_blocks(cell: dict) -> list[Block]:
    """What a code cell shows: figures one by one, everything else as it stands."""
    found = []
    for output in cell["outputs"]:
        if html := html_of(output):
            figures = FIGURE.findall(html)
            found += [figure_block(figure) for figure in figures]
            if not figures:
                rows = html.count("<tr") or (14 if "<nav" in html else 5)
                found.append(Block(f'<div class="shown">{formulas_in(html)}</div>', 1 + rows))
        elif printed := text_of(output.get("text", "")).rstrip():
            found.append(Block(f"<pre>{escape(printed)}</pre>", 0.8 * len(printed.split("\n")) + 0.5))
    return found


def code_block(source: str) -> Block:
    """Code that the notebook shows: folded, unless it is as short as a list of given numbers."""
    lines = source.count("\n") + 1
    short = lines <= 3 and "def " not in source
    title = "Code" if short else f"Code, {lines} lines"
    folded = f"<details class='code'{' open' if short else ''}><summary>{title}</summary>"
    return Block(f"{folded}<pre>{escape(source)}</pre></details>", 0.8 + (lines if short else 0))


def figure_block(figure: str) -> Block:
    """A figure with its family, without its scripts: the page has them once. Its question goes into the notes."""
    found = parts(figure)
    html = found.html.replace('class="companion-data">', f'class="companion-data">{found.family}', 1)
    html = html.replace("<figure ", "<figure data-prevent-swipe ", 1)
    question = found.data.get("predict") or {}
    note = ""
    if question:
        note = f"<p><b>Ask:</b> {escape(question['question'])}</p><p><b>Then:</b> {escape(question['because'])}</p>"
        for option, reply in zip(question.get("options", []), question.get("replies", []), strict=False):
            note += f"<p>Who says “{escape(option)}”: {escape(reply)}</p>" if reply else ""
    return Block(html, 0, note)


def slides_of(cells: list[dict], heading: str = "") -> list[Slide]:
    """Lay cells out on slides: a new one at each heading, at each figure, and where a slide is full."""
    laid: list[Slide] = []
    level, name, part = 2, "", ""

    def put(block: Block, figure: bool = False) -> None:
        nonlocal name
        last = laid[-1] if laid else None
        full = last is None or last.figure or last.heading != heading or figure
        if not full and last is not None and sum(each.lines for each in last.blocks) + block.lines > LINES:
            full = bool(last.blocks)
        if full:
            laid.append(Slide(heading, [], figure, name, level))
            name = ""
        laid[-1].blocks.append(block)

    for cell in cells:
        tags = cell["metadata"].get("tags", [])
        if cell["cell_type"] == "markdown":
            source = text_of(cell["source"])
            if "solution" in tags:
                if laid and laid[-1].blocks:
                    block = laid[-1].blocks[-1]
                    solution = "".join(html for _, html in pieces(source))
                    laid[-1].blocks[-1] = block._replace(note=block.note + solution)
                continue
            for found, html in pieces(source):
                if found:
                    part = heading = re.sub(r"</?h\d>", "", html).strip() if found < 3 else html
                    heading = re.sub(r"</?h\d>", "", part).strip()
                    level, name = found, cell["id"]
                    laid.append(Slide(heading, [], False, name, level))
                    name = ""
                else:
                    put(text_block(html))
        elif not {"hide-cell", "hide-output", "exercise", "check"} & set(tags):
            blocks = output_blocks(cell)
            source = text_of(cell["source"])
            if "hide-input" not in tags:
                blocks.insert(0, code_block(source))
            for block in blocks:
                figure = "<figure " in block.html
                name = name or (cell["id"] if figure else "")
                put(block, figure)
    return [slide for slide in laid if slide.blocks or slide.level == 1]


def minutes_of(notebook: dict) -> int:
    """How long the main path takes, as the notebook says itself; 50 where it says nothing."""
    found = re.search(r"\*Time:\* (?:about )?(\d+) minutes", text_of(notebook["cells"][0]["source"]))
    return int(found[1]) if found else 50


def deck_slides(deck: str, notebooks: dict[str, dict]) -> list[Slide]:
    """The cells of a deck's slides, in the order of the deck, each below the title that is printed there.

    A cell that stands for several slides is shown at the first of them; at a later one where nothing else is.
    """
    laid, shown = [], set()
    for slide in slides.inventory().values():
        if slide.deck != deck:
            continue
        found: list[tuple[str, dict, list[dict]]] = []
        for file, notebook in notebooks.items():
            cells = notebook["cells"]
            for number, cell in enumerate(cells):
                if f"slide:{slide.id}" in cell["metadata"].get("tags", []):
                    before = cells[number - 1]
                    words_before = [before] if before["cell_type"] == "markdown" else []
                    found.append((f"{file}/{cell['id']}", cell, [*words_before, cell]))
        fresh = [each for each in found if each[0] not in shown] or found
        shown |= {key for key, *_ in fresh}
        heading = f"{escape(slide.printed)} <small>{slide.id}</small>"
        cells = [without_headings(cell) for _, _, group in fresh for cell in group]
        own = slides_of(cells, heading) or [Slide(heading, [Block(f"<p>{escape(slide.title)}</p>", 1)])]
        laid += [own[0]._replace(name=slide.id), *own[1:]]
    return laid


def without_headings(cell: dict) -> dict:
    """A Markdown cell that goes under the title of a deck's slide: its own headings would be a second title."""
    if cell["cell_type"] != "markdown":
        return cell
    lines = [line for line in text_of(cell["source"]).split("\n") if not re.match(r"#{1,6} |\*Slides: ", line)]
    return cell | {"source": "\n".join(lines)}


# ---- from slides to a file -------------------------------------------------------------------------------


def section(slide: Slide, time: str) -> str:
    """Write one slide as reveal.js takes it."""
    kind = "figure" if slide.figure else "title" if slide.level == 1 else "text"
    mark = f' id="{slide.name}"' if slide.name else ""
    tag = "h1" if slide.level == 1 else "h2"
    body = "".join(block.html for block in slide.blocks)
    notes = f'<aside class="notes"><p class="minutes">{time}</p>{slide.notes}</aside>'
    return (
        f'<section{mark}><div class="frame {kind}"><{tag}>{slide.heading}</{tag}>'
        f'<div class="body">{body}</div></div>{notes}</section>'
    )


def sections(laid: list[Slide], minutes: int) -> str:
    """Write all slides. What goes further hangs below the main path: ↓ leads there, → passes it by."""
    further = [slide.heading.startswith("Further") for slide in laid]
    whole = sum(slide.weight for slide, aside in zip(laid, further, strict=True) if not aside) or 1
    written, passed, open_heading = [], 0.0, ""
    for slide, aside in zip(laid, further, strict=True):
        if open_heading and (not aside or slide.heading != open_heading):
            written.append("</section>")
            open_heading = ""
        if aside and not open_heading:
            written.append("<section>")
            open_heading = slide.heading
        time = "Beyond the main path" if aside else f"Minute {round(minutes * passed / whole)} of {minutes}"
        written.append(section(slide, time))
        passed += 0 if aside else slide.weight
    return "".join(written) + ("</section>" if open_heading else "")


def scripts_of(notebooks: list[dict]) -> list[str]:
    """The scripts that figures bring along, each once, and after those that it builds on."""
    scripts: dict[str, None] = {}
    for notebook in notebooks:
        for cell in notebook["cells"]:
            for output in cell.get("outputs", []):
                for figure in FIGURE.findall(html_of(output)):
                    scripts |= dict.fromkeys(script.strip() for script in parts(figure).scripts)
    return list(scripts)


def file(title: str, written: str, scripts: list[str]) -> str:
    """Write the whole presentation as one file that needs nothing else."""
    font = base64.b64encode(formula_font()).decode()
    style = "\n".join(
        [
            (REVEAL / "reveal.css").read_text(encoding="utf-8"),
            f'@font-face {{ font-family: "Formulas"; src: url("data:font/woff;base64,{font}"); }}',
            (HERE / "static" / "lecture.css").read_text(encoding="utf-8"),
        ]
    )
    reveal = (REVEAL / "reveal.js").read_text(encoding="utf-8")
    own = (HERE / "static" / "lecture.js").read_text(encoding="utf-8")
    figures = "\n".join(scripts)  # one script: between two, a figure could come alive before its kind is known
    tags = "".join(f"<script>{script}</script>" for script in [re.sub(r"//# source.*", "", reveal), own, figures])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>'
        f'<body><div class="reveal"><div class="slides">{written}</div></div>{tags}</body></html>'
    )


def of_notebook(notebook: dict) -> str:
    """Write the presentation of one notebook."""
    title = text_of(notebook["cells"][0]["source"]).split("\n")[0].lstrip("# ")
    return file(title, sections(slides_of(notebook["cells"]), minutes_of(notebook)), scripts_of([notebook]))


def of_deck(deck: str, notebooks: dict[str, dict]) -> str:
    """Write the presentation of one deck: two minutes per slide. Raises ValueError for a deck that there is not."""
    if deck not in slides.DECKS:
        raise ValueError(f"DECK={deck} is not a deck; expected one of {', '.join(slides.DECKS)}")
    first = Slide(deck, [Block(f"<p>{escape(slides.DECKS[deck])}</p>", 1)], level=1)
    laid = [first, *deck_slides(deck, notebooks)]
    return file(deck, sections(laid, 2 * len(laid)), scripts_of(list(notebooks.values())))


def stored() -> dict[str, dict]:
    """The notebooks as they are stored, by their names."""
    paths = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def main(folder: Path, deck: str = "") -> None:
    """Write the presentation of every notebook into a folder, or that of one deck."""
    notebooks = stored()
    written = {deck: of_deck(deck, notebooks)} if deck else {name: of_notebook(notebooks[name]) for name in notebooks}
    folder.mkdir(parents=True, exist_ok=True)
    for name, html in written.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        print(folder / f"{name}.html")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
