"""The course at a glance: which notebook needs which, drawn as a map whose boxes are links."""

import json
from html import escape
from pathlib import Path
from typing import NamedTuple

NOTEBOOKS = Path(__file__).resolve().parents[1]
ROUTE = ("01", "04", "07", "08", "10")  # the way through in 90 minutes
LEVELS = {1: "first steps", 2: "the core of the lecture", 3: "going further"}


class Stop(NamedTuple):
    """A notebook on the map: its column and row, its level, and the notebooks it builds on."""

    column: int
    row: int
    level: int
    needs: tuple[str, ...] = ()


STOPS = {
    "01": Stop(0, 0, 1),
    "02": Stop(0, 1, 1, ("01",)),
    "03": Stop(0, 2, 1, ("02",)),
    "04": Stop(1, 2, 1, ("03",)),
    "05": Stop(1, 1, 1, ("04",)),
    "06": Stop(1, 0, 2, ("05",)),
    "07": Stop(2, 0, 2, ("05",)),
    "08": Stop(3, 1, 2, ("07", "04")),
    "09": Stop(3, 0, 2, ("08",)),
    "10": Stop(4, 1, 2, ("08", "09")),
    "11": Stop(5, 1, 2, ("10",)),
    "12": Stop(6, 0, 3, ("11",)),
    "13": Stop(5, 2, 3, ("11",)),
    "14": Stop(5, 0, 2, ("11",)),
    "15": Stop(6, 1, 3, ("13",)),
    "16": Stop(4, 0, 3, ("10",)),
    "17": Stop(6, 2, 2, ("15",)),
}
WIDE, HIGH = 7, 3
BOX = 0.8  # of a column
TALL = 0.76  # of a row


class Map:
    """The map as HTML: boxes that are links, and arrows from what a notebook builds on."""

    def __init__(self) -> None:
        self.titles = {path.name[:2]: (path.name, _title(path)) for path in sorted(NOTEBOOKS.glob("[0-9]*_*.ipynb"))}
        missing = [number for number in STOPS if number not in self.titles]
        if missing:
            raise ValueError(f"there is no notebook {missing[0]}; expected one file for each box: see STOPS")

    def _repr_mimebundle_(self, **options: object) -> dict[str, str]:
        """Return the map as HTML, and as a list of what needs what."""
        words = [
            f"{number} {self.titles[number][1]}" + (f" (builds on {', '.join(stop.needs)})" if stop.needs else "")
            for number, stop in sorted(STOPS.items())
        ]
        return {"text/html": self._html(), "text/plain": "\n".join(words)}

    def _html(self) -> str:
        arrows = "".join(
            _arrow(STOPS[need], stop, need in ROUTE and number in ROUTE)
            for number, stop in STOPS.items()
            for need in stop.needs
        )
        drawing = (
            f'<svg viewBox="0 0 {100 * WIDE} {100 * HIGH}" preserveAspectRatio="none" aria-hidden="true" '
            f'style="position:absolute;inset:0;width:100%;height:100%">{arrows}</svg>'
        )
        boxes = "".join(self._box(number) for number in sorted(STOPS))
        return (
            '<nav aria-label="Map of the notebooks" style="position:relative;width:min(100%,1300px);min-width:700px;'
            f'height:26em;font-size:0.9em">{drawing}{boxes}</nav>'
        )

    def _box(self, number: str) -> str:
        stop, (file, title) = STOPS[number], self.titles[number]
        border = "3px solid #0072b2" if number in ROUTE else "1px solid #888"
        left, top = stop.column + (1 - BOX) / 2, stop.row + (1 - TALL) / 2
        dots = "●" * stop.level + "○" * (3 - stop.level)
        place = (
            f"left:{100 * left / WIDE:.2f}%;top:{100 * top / HIGH:.2f}%;"
            f"width:{100 * BOX / WIDE:.2f}%;height:{100 * TALL / HIGH:.2f}%"
        )
        return (
            f'<a href="{escape(file)}" style="position:absolute;{place};box-sizing:border-box;border:{border};'
            "border-radius:6px;padding:0.15em 0.4em;overflow:hidden;text-decoration:none;color:inherit;"
            'line-height:1.15">'
            f'<strong>{number}</strong> <span title="{LEVELS[stop.level]}">{dots}</span>'
            f"<br>{escape(title)}</a>"
        )


def course_map() -> Map:
    """Return the map of the notebooks. Raises ValueError where a notebook of the map is missing."""
    return Map()


def _title(path: Path) -> str:
    first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]).splitlines()[0]
    return first.split("·", 1)[-1].strip()


def _arrow(start: Stop, end: Stop, on_route: bool) -> str:
    x0, y0 = 100 * (start.column + 1 - (1 - BOX) / 2), 100 * (start.row + 0.5)
    x1, y1 = 100 * (end.column + (1 - BOX) / 2), 100 * (end.row + 0.5)
    if end.column == start.column:  # one above the other
        x0 = x1 = 100 * (start.column + 0.5)
        y0, y1 = (y0 + 38, y1 - 38) if y1 > y0 else (y0 - 38, y1 + 38)
    look = 'stroke="#0072b2" stroke-width="3"' if on_route else 'stroke="#888" stroke-width="1.5"'
    middle = (x0 + x1) / 2
    return (
        f'<path d="M{x0:g} {y0:g}C{middle:g} {y0:g} {middle:g} {y1:g} {x1:g} {y1:g}" fill="none" {look} '
        'vector-effect="non-scaling-stroke"/>'
        f'<ellipse cx="{x1:g}" cy="{y1:g}" rx="2.6" ry="3.6" fill="{"#0072b2" if on_route else "#888"}"/>'
    )
