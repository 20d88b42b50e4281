"""Showing figures and tables in a notebook, so that they can be read aloud, stored and compared."""

from html import escape
from typing import Any

from IPython.display import display
from matplotlib.figure import Figure

from .describe import describe
from .family import LOCK, Drawing, compressed
from .page import figure_html, size_of, still, with_real_minus
from .predictions import Estimate, Pick, question_html


def show(figure: Figure, sentence: str, predict: Pick | Estimate | None = None) -> None:
    """Show a figure. ``sentence`` says what it shows, with this run's numbers; it is printed below and read aloud.

    ``predict`` covers it until the reader has committed to a guess.

    Raises ValueError for an empty sentence, TypeError for what is not a figure, or not a prediction.
    """
    if not isinstance(figure, Figure):
        raise TypeError(f"figure is {figure!r}; expected a Figure: make one with figures.canvas(...)")
    if not isinstance(sentence, str) or not sentence.strip():
        raise ValueError(f"sentence is {sentence!r}; expected what the figure shows, with its numbers: say it in words")
    if predict is not None and not isinstance(predict, (Pick, Estimate)):
        raise TypeError(f"predict is {predict!r}; expected Pick or Estimate: predict=Pick(question, …)")
    sentence = with_real_minus(sentence)
    with LOCK:
        drawing = Drawing(figure)
        words = {"parameters": [], "sentences": [sentence], "descriptions": [describe(figure)]}
        data = compressed(drawing, [drawing.layers()]) | size_of(figure) | words
        if predict:
            data["predict"] = predict.page()
        html = figure_html(data, still(figure), question_html(predict) if predict else "")
    display({"text/html": html, "text/plain": sentence}, raw=True)


def table(headings: list[str], rows: list, caption: str = "") -> None:
    """Show a table with a heading per column. Numbers have 4 significant digits and stand on the right.

    Raises ValueError for a heading without words, a row of another length, or a value that is neither number nor text.
    """
    if not all(isinstance(heading, str) and heading.strip() for heading in headings):
        raise ValueError(
            f"headings is {headings!r}; expected a name for every column: a column without one is not read aloud"
        )
    for row in rows:
        if len(row) != len(headings):
            raise ValueError(f"a row has {len(row)} cells ({row}); expected {len(headings)}, one per heading")
    cells = [[_written(value, heading) for value, heading in zip(row, headings, strict=True)] for row in rows]
    sides = [_side([row[column] for row in cells]) for column in range(len(headings))]
    head = "".join(
        f'<th scope="col" style="text-align:{side}">{escape(heading)}</th>'
        for heading, side in zip(headings, sides, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td style="text-align:{side}">{escape(cell)}</td>' for cell, side in zip(row, sides, strict=True))
        + "</tr>"
        for row in cells
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    html = f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    display({"text/html": html, "text/plain": _plain([headings, *cells])}, raw=True)


def _written(value: Any, heading: str) -> str:
    if isinstance(value, str):
        return value
    try:
        return f"{value:.4g}".replace("-", "−")
    except (TypeError, ValueError):
        raise ValueError(
            f"the column {heading!r} holds {value!r}; expected numbers or texts: write it as a text"
        ) from None


def _side(cells: list[str]) -> str:
    """Numbers stand on the right, so that their digits can be compared; words on the left."""
    return "right" if cells and all(cell[:1] in "0123456789−-–+." for cell in cells) else "left"


def _plain(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
