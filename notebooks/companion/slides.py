"""Slides: the inventory of their topics, claims held to a printed number's last digit, the index of slides."""

import csv
import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
DECKS = {
    "ITAM": "E. Roman-Rangel, ITAM, Deep Learning: MLP, Backprop",
    "UT": "M.-R. A. Dehaqani, University of Tehran, Applying Neural Networks",
    "MELB": "J. West, University of Melbourne, COMP90049 lecture 15",
    "UB": "C. Wang, University at Buffalo, CSE 473/573 L22",
    "NUS": "W. Wang, National University of Singapore, CS5242 lecture 3",
}


class Slide(NamedTuple):
    """One topic of a deck: its ID, our title for it, the number of its notebook, and the title printed on the slide."""

    id: str
    title: str
    notebook: str
    printed: str

    @property
    def deck(self) -> str:
        """The deck's short name: the part of the ID before the number."""
        return self.id.split("-")[0]

    @property
    def name(self) -> str:
        """The slide as a reader finds it: the deck and the title printed there."""
        return f"{self.deck} {self.printed}"


def inventory() -> dict[str, Slide]:
    """Read the slide topics of all five decks, by ID, in the order of the decks."""
    with open(HERE / "slides.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: Slide(**row) for row in csv.DictReader(file)}


def slide_named(slide: str) -> Slide:
    """Look up a slide topic by its ID. Raises ValueError for an ID that the inventory does not have."""
    known = inventory()
    if slide not in known:
        raise ValueError(f"slide: there is no {slide!r}; expected an ID of slides.csv, such as {next(iter(known))!r}")
    return known[slide]


# ---- claims ----------------------------------------------------------------------------------------------


def agrees(printed: str, computed: float) -> bool:
    """Tell whether a computed number, rounded to the digits of the printed one, is the printed one.

    Raises ValueError where ``printed`` is not a number as slides print it, or ``computed`` not one finite number.
    """
    digits = _decimal(printed)
    half_a_unit = Decimal(1).scaleb(int(digits.as_tuple().exponent)) / 2
    return abs(Decimal(repr(_number(computed))) - digits) <= half_a_unit


def claim(slide: str, printed: str, computed: float, what: str = "") -> None:
    """Hold a number printed on a slide to its last digit against the computed one, and print both.

    ``printed`` is the string as on the slide: "0.3825". Raises AssertionError where they differ, ValueError for an
    unknown slide and for what is not a number.
    """
    name = f"{slide_named(slide).id} {what}".strip()
    right = agrees(printed, computed)
    assert right, f"{name}: the slide prints {printed}, computed is {float(computed):.7g}"
    print(f"{name}: slide {printed}, computed {_two_digits_more(printed, computed)} ✓")


def misprint(slide: str, printed: str, computed: float, what: str = "") -> None:
    """Show that a number printed on a slide is *not* what its own formula gives, and print both.

    Raises AssertionError where the slide is right after all, ValueError as ``claim`` does.
    """
    name = f"{slide_named(slide).id} {what}".strip()
    right = agrees(printed, computed)
    assert not right, f"{name}: the slide prints {printed}, and that is right: {float(computed):.7g}"
    print(f"{name}: slide {printed}, computed {_two_digits_more(printed, computed)} ✗ (a misprint)")


def _decimal(printed: str) -> Decimal:
    if not isinstance(printed, str) or not re.fullmatch(r"[-−+]?(\d+(\.\d*)?|\.\d+)", printed, re.ASCII):
        raise ValueError(
            f"printed: {printed!r} is not a number as a slide prints it; expected a text of digits with a decimal "
            "point, such as '0.50', because its last digit says how precise the claim is"
        )
    return Decimal(printed.replace("−", "-"))


def _number(computed: float) -> float:
    try:
        number = float(computed)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"computed: {computed!r} is not one finite number; pass the value that the slide prints")
    return number


def _two_digits_more(printed: str, computed: float) -> str:
    decimals = max(0, -int(_decimal(printed).as_tuple().exponent)) + 2
    return f"{round(float(computed), decimals) + 0.0:.{decimals}f}"  # + 0.0 turns −0 into 0


# ---- sections: a heading and the cells under it ----------------------------------------------------------


class Section(NamedTuple):
    """One section of a notebook: its heading's text, the cell it stands in, and the slide topics tagged under it."""

    heading: str
    cell: Any
    slides: list[str]


def sections(notebook: dict) -> list[Section]:
    """Split a notebook at the Markdown cells that hold a heading; where one holds several, its last heading counts.

    Cells before the first heading make a section of their own, named after nothing.
    """
    found: list[Section] = []
    for cell in notebook["cells"]:
        headings = [text for _, text in _headings(_source(cell))] if cell["cell_type"] == "markdown" else []
        if headings or not found:
            found.append(Section(headings[-1] if headings else "", cell, []))
        for tag in cell["metadata"].get("tags", []):
            if tag.startswith("slide:") and tag.removeprefix("slide:") not in found[-1].slides:
                found[-1].slides.append(tag.removeprefix("slide:"))
    return found


def section_slides(notebook: dict) -> dict[str, list[str]]:
    """Return the slide topics of each section that has any, by the ID of the cell that holds the section's heading."""
    return {section.cell["id"]: section.slides for section in sections(notebook) if section.slides}


SLIDE_LINE = re.compile(r"\*Slides: .*\*")


def with_slide_lines(notebook: dict) -> dict:
    """Write under each heading the slides that its section reproduces, read off the tags of the section's cells.

    The notebook is changed and returned. A line written earlier is replaced, so doing it twice changes nothing more.
    Raises ValueError for a tag that names no slide.
    """
    for section in sections(notebook):
        if section.heading:
            names = dict.fromkeys(slide_named(slide).name for slide in section.slides)
            line = f"*Slides: {' · '.join(names)}*" if names else ""
            section.cell["source"] = _with_line(_source(section.cell), line)
    return notebook


def _with_line(source: str, line: str) -> str:
    """Put a line under the last heading of a Markdown text, or none, in place of the one that stood there."""
    lines = source.split("\n")
    for number in reversed([number for number, text in enumerate(lines) if SLIDE_LINE.fullmatch(text.strip())]):
        del lines[number]
        if lines[number : number + 1] == [""]:
            del lines[number]
    if line:
        under = [number for number, _ in _headings("\n".join(lines))][-1] + 1
        follows = any(lines[under:])
        lines[under:under] = ["", line, ""] if follows and lines[under] else ["", line]
    return source if lines == source.split("\n") else "\n".join(lines).rstrip("\n")


def _headings(source: str) -> Iterator[tuple[int, str]]:
    """Yield the headings of a Markdown text with their line numbers; a # in a fenced block is no heading."""
    fenced = False
    for number, line in enumerate(source.split("\n")):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced and (heading := re.match(r"#{1,6} +(.+)", line)):
            yield number, heading[1].strip()


def _source(cell: dict) -> str:
    """A cell's source; in a file it may be a list of lines."""
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


# ---- the index in both directions ------------------------------------------------------------------------


class Place(NamedTuple):
    """Where a slide topic is reproduced: the notebook's file name, the ID of the heading's cell, the heading."""

    notebook: str
    cell: str
    heading: str

    @property
    def link(self) -> str:
        """A link that opens the notebook in JupyterLab at the heading of that section."""
        return f"{self.notebook}#cell-id={self.cell}"

    @property
    def text(self) -> str:
        """What the link says: the notebook's number and the heading, without a number that the heading has itself."""
        heading = re.sub(r"^\d\d · ", "", self.heading)
        return re.sub(r"([|[\]])", r"\\\1", f"{self.notebook[:2]} · {heading}".rstrip(" ·"))


def places(folder: Path = HERE.parent) -> dict[str, list[Place]]:
    """Read off the notebooks' tags in which sections each slide topic stands; topics not yet written are absent."""
    found: dict[str, list[Place]] = {}
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        for section in sections(json.loads(path.read_text(encoding="utf-8"))):
            for slide in section.slides:
                found.setdefault(slide, []).append(Place(path.name, section.cell["id"], section.heading))
    return found


def index_of_slides(deck: str, prefix: str = "") -> str:
    """Write, in Markdown, the index from a deck's slides to the notebooks: one row per topic with its links."""
    found = places()
    rows = ["| | slide | topic | where |\n|---|---|---|---|\n"]
    for slide in inventory().values():
        if slide.deck == deck:
            links = [f"[{place.text}]({prefix}{place.link})" for place in found.get(slide.id, [])]
            rows.append(f"| {slide.id} | {slide.printed} | {slide.title} | {'<br>'.join(links) or 'not yet'} |\n")
    return "".join(rows)


def index_of_notebooks(prefix: str = "") -> str:
    """Write, in Markdown, the index from the notebooks to the slides: one row per notebook, each slide linked."""
    cells: dict[str, dict[str, Place]] = {}
    for slide, there in places().items():
        for place in there:
            cells.setdefault(place.notebook, {}).setdefault(slide, place)
    order = list(inventory())
    rows = ["| notebook | slides |\n|---|---|\n"]
    for path in sorted(HERE.parent.glob("[0-9][0-9]_*.ipynb")):
        here = cells.get(path.name, {})
        slides = ", ".join(f"[{slide}]({prefix}{here[slide].link})" for slide in sorted(here, key=order.index))
        rows.append(f"| [{path.stem.replace('_', ' ')}]({prefix}{path.name}) | {slides or 'none of its own'} |\n")
    return "".join(rows)


def page(prefix: str = "../notebooks/") -> str:
    """Write the page docs/slides.md in Markdown: from the notebooks to the slides, then from each deck to them."""
    decks = [f"\n### {deck}: {author}\n\n{index_of_slides(deck, prefix)}" for deck, author in DECKS.items()]
    return (
        "# Slides and notebooks\n\n"
        f"The notebooks reproduce {len(inventory())} topics from the slides of five lectures. This page leads from "
        "each notebook to its slides and from each slide to its notebooks. Opened in JupyterLab (right-click the file, "
        "*Open With*, *Markdown Preview*), a link leads to the heading of the section.\n\n"
        f"## From the notebooks to the slides\n\n{index_of_notebooks(prefix)}"
        f"\n## From the slides to the notebooks\n{''.join(decks)}"
    )
