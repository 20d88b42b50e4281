"""Showing figures and tables in a notebook, so that they can be read aloud, stored and compared."""

import base64
from html import escape

from IPython.display import display
from matplotlib.figure import Figure

from .describe import describe
from .painter import Painter


def figure_html(figure: Figure, sentence: str, png: bytes | None = None) -> str:
    """Write a figure as HTML: the picture with its text alternative, its sentence, its description folded."""
    if not sentence.strip():
        raise ValueError("sentence is empty; expected what the figure shows, with its numbers: say it in a sentence")
    width, height = (round(pixels) for pixels in figure.bbox.size)
    description = describe(figure)
    data = base64.b64encode(png or Painter(figure).png()).decode()
    return (
        f'<figure style="margin:0"><img alt="{escape(sentence)} {escape(description)}" '
        f'width="{width}" height="{height}" '
        f'style="max-width:100%;height:auto;background:white" src="data:image/png;base64,{data}">'
        f"<figcaption>{escape(sentence)}</figcaption>"
        f"<details><summary>Description of the figure</summary><p>{escape(description)}</p></details></figure>"
    )


def show(figure: Figure, sentence: str) -> None:
    """Show a figure. ``sentence`` says what it shows, with this run's numbers; it is printed below and read aloud.

    Raises ValueError for an empty sentence.
    """
    display({"text/html": figure_html(figure, sentence), "text/plain": sentence}, raw=True)


def table(headings: list[str], rows: list, caption: str = "") -> None:
    """Show a table with a heading a column. Numbers are written with 4 significant digits, other values as they are."""
    if not all(heading.strip() for heading in headings):
        raise ValueError(
            f"headings is {headings!r}; expected a name for every column: a column without one is not read aloud"
        )
    cells = [[value if isinstance(value, str) else f"{value:.4g}" for value in row] for row in rows]
    for row in cells:
        if len(row) != len(headings):
            raise ValueError(f"a row has {len(row)} cells ({row}); expected {len(headings)}, one a heading")
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    html = f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    display({"text/html": html, "text/plain": _plain([headings, *cells])}, raw=True)


def _plain(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
