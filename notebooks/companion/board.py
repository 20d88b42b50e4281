"""The drawing board of networks and graphs: drawings measured in letters, and numbers beside lines."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation


def board(axes: Axes, across: tuple[float, float], up: tuple[float, float], largest: float = 15.0) -> float:
    """Prepare an axes for a drawing measured in letters: ``across`` and ``up`` are its ends, in heights of its text.

    Returns the size of the text, in points, with which such a drawing fills the axes (at most ``largest``). Raises
    ValueError where nobody could read it.
    """
    axes.set_axis_off()
    axes.set(xlim=across, ylim=up, aspect="equal")
    wide, high = _points_of(axes)
    size = min(wide / (across[1] - across[0]), high / (up[1] - up[0]))
    if size < 6.5:
        inches = axes.figure.get_size_inches() * 8 / size
        raise ValueError(
            f"the axes is {wide / 72:.1f} × {high / 72:.1f} inches, so that the text of this drawing would be "
            f"{size:.1f} points high; make the figure at least {inches[0]:.0f} × {inches[1]:.0f} inches, or draw less"
        )
    return min(size, largest)


def _points_of(axes: Axes) -> tuple[float, float]:
    """Return the width and height in points that an axes has when it is laid out among its neighbours."""
    width, height = (72 * side for side in axes.figure.get_size_inches())
    place = axes.get_subplotspec()
    if place is None:
        box = axes.get_position()
        return width * box.width, height * box.height
    grid = place.get_gridspec()
    shares = []
    for ratios, span, count in (
        (grid.get_width_ratios(), place.colspan, grid.ncols),
        (grid.get_height_ratios(), place.rowspan, grid.nrows),
    ):
        ratios = np.ones(count) if ratios is None else np.asarray(ratios, float)
        shares.append(ratios[span.start : span.stop].sum() / ratios.sum())
    title = 24 if any(axes.get_title(loc) for loc in ("left", "center", "right")) else 0
    return width * shares[0] - 10, height * shares[1] - 10 - title


def beside(axes: Axes, start: tuple, end: tuple, along: float, text: str, above: bool = True, **style) -> Annotation:
    """Write a text beside a line, never across it, however long it grows: it touches the line with one corner.

    ``along``: how far between ``start`` and ``end``, from 0 to 1. Returns the text.
    """
    (x0, y0), (x1, y1) = start, end
    place = (x0 + along * (x1 - x0), y0 + along * (y1 - y0))
    rise = 0 if abs(y1 - y0) < 0.02 * abs(x1 - x0) else np.sign(y1 - y0) * (1 if x1 >= x0 else -1)
    side = {0: "center", 1: "right" if above else "left", -1: "left" if above else "right"}
    if x1 == x0:  # an upright line
        side, rise = {1: "left"}, 1
    where = {"ha": side[rise], "va": "bottom" if above else "top"} | ({"va": "center"} if x1 == x0 else {})
    off = ({"left": 3, "right": -3, "center": 0}[where["ha"]], {"bottom": 3, "top": -3, "center": 0}[where["va"]])
    return axes.annotate(
        text, place, off, textcoords="offset points", annotation_clip=False, **where | {"zorder": 3} | style
    )
