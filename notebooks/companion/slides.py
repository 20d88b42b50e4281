"""Slides: the inventory of their topics, and claims: a number printed on a slide, held to its last digit."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
DECKS = {
    "ITAM": "E. Roman-Rangel, ITAM, Deep Learning: MLP, Backprop",
    "UT": "M.-R. A. Dehaqani, University of Tehran, Applying Neural Networks",
    "MELB": "J. West, University of Melbourne, COMP90049 lecture 15",
    "UB": "C. Wang, University at Buffalo, CSE 473/573 L22",
    "NUS": "W. Wang, National University of Singapore, CS5242 lecture 3",
}


class Slide(NamedTuple):
    """One topic of a deck: its ID, its title, and the number of the notebook that reproduces it."""

    id: str
    title: str
    notebook: str

    @property
    def deck(self) -> str:
        """The deck's short name: the part of the ID before the number."""
        return self.id.split("-")[0]


def inventory() -> dict[str, Slide]:
    """Read the slide topics of all five decks, by ID, in the order of the decks."""
    with open(HERE / "slides.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: Slide(**row) for row in csv.DictReader(file)}


def agrees(printed: str, computed: float) -> bool:
    """Tell whether a computed number, rounded to the digits of the printed one, is the printed one."""
    digits = Decimal(printed.replace("−", "-"))
    half_a_unit = Decimal(1).scaleb(digits.as_tuple().exponent) / 2
    return abs(Decimal(repr(float(computed))) - digits) <= half_a_unit


def claim(slide: str, printed: str, computed: float, what: str = "") -> None:
    """Hold a number printed on a slide to its last digit against the computed one, and print both.

    ``printed`` is the string as on the slide: "0.3825". Raises AssertionError where they differ, KeyError for an
    unknown slide.
    """
    inventory()[slide]
    name = f"{slide} {what}".strip()
    assert agrees(printed, computed), f"{name}: the slide prints {printed}, computed is {float(computed):.7g}"
    print(f"{name}: slide {printed}, computed {_two_digits_more(printed, computed)} ✓")


def misprint(slide: str, printed: str, computed: float, what: str = "") -> None:
    """Show that a number printed on a slide is *not* what its own formula gives, and print both.

    Raises AssertionError where the slide is right after all.
    """
    inventory()[slide]
    name = f"{slide} {what}".strip()
    assert not agrees(printed, computed), (
        f"{name}: the slide prints {printed}, and that is right: {float(computed):.7g}"
    )
    print(f"{name}: slide {printed}, computed {_two_digits_more(printed, computed)} ✗ (a misprint)")


def _two_digits_more(printed: str, computed: float) -> str:
    decimals = max(0, -Decimal(printed.replace("−", "-")).as_tuple().exponent)
    return f"{float(computed):.{decimals + 2}f}"


class Place(NamedTuple):
    """Where a slide topic is reproduced: the notebook's file name and the ID of the cell."""

    notebook: str
    cell: str

    @property
    def link(self) -> str:
        """A link that opens the notebook in JupyterLab at that cell."""
        return f"{self.notebook}#cell-id={self.cell}"


def places(folder: Path = HERE.parent) -> dict[str, list[Place]]:
    """Read off the notebooks' tags where each slide topic is reproduced; topics not yet written are absent."""
    found: dict[str, list[Place]] = {}
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for tag in cell["metadata"].get("tags", []):
                if tag.startswith("slide:"):
                    found.setdefault(tag.removeprefix("slide:"), []).append(Place(path.name, cell["id"]))
    return found


def index_of_slides(deck: str, prefix: str = "") -> str:
    """Write, in Markdown, the index from a deck's slides to the notebooks: one row a topic, linked."""
    found = places()
    rows = ["| slide | topic | where |\n|---|---|---|\n"]
    for slide in inventory().values():
        if slide.deck == deck:
            links = [f"[{place.notebook[:2]}]({prefix}{place.link})" for place in found.get(slide.id, [])]
            rows.append(f"| {slide.id} | {slide.title} | {', '.join(dict.fromkeys(links)) or 'not yet'} |\n")
    return "".join(rows)


def index_of_notebooks(prefix: str = "") -> str:
    """Write, in Markdown, the index from the notebooks to the slides: one row a notebook, linked."""
    by_notebook: dict[str, list[str]] = {}
    for slide, there in places().items():
        for place in there:
            by_notebook.setdefault(place.notebook, []).append(slide)
    order = list(inventory())
    rows = ["| notebook | slides |\n|---|---|\n"]
    for path in sorted(HERE.parent.glob("[0-9][0-9]_*.ipynb")):
        slides = sorted(set(by_notebook.get(path.name, [])), key=order.index)
        name = path.stem.replace("_", " ")
        rows.append(f"| [{name}]({prefix}{path.name}) | {', '.join(slides)} |\n")
    return "".join(rows)


def whole_index(prefix: str) -> str:
    """Write, in Markdown, the index in both directions: the notebooks first, then each deck's slides, folded away."""
    decks = [
        f"\n<details><summary>{deck}: {author}</summary>\n\n{index_of_slides(deck, prefix)}\n</details>\n"
        for deck, author in DECKS.items()
    ]
    return index_of_notebooks(prefix) + "".join(decks)
