"""Figures: one function per kind of picture. Each draws on the Axes it is given and returns what may change later.

Nothing here trains, and nothing uses pyplot: a figure is a value that ``show`` or ``control`` turns into a picture.
Notebooks find all of it here; colours and numbers are made in ``looks``, maps in ``maps``.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from .looks import (  # noqa: F401
    BACKWARD,
    BLACK,
    BLUE,
    CLASS_COLOURS,
    CLASS_MARKERS,
    FORWARD,
    GREEN,
    GREY,
    HELD_OUT,
    LOOKS,
    NEWEST,
    ORANGE,
    PINK,
    REFERENCE,
    SHADES,
    SIGNED,
    SKY,
    TRAINING,
    UPDATED,
    USED,
    YELLOW,
    YOURS,
    legend_of_looks,
    plain,
    plain_ticks,
)
from .maps import (  # noqa: F401
    as_square,
    decision,
    family,
    grid,
    heatmap,
    landscape,
    pictures,
    relief_and_map,
    surface_image,
)


def canvas(
    columns: int = 1, rows: int = 1, height: float = 4.2, width: float = 9.0
) -> tuple[Figure, np.ndarray | Axes]:
    """Return an empty figure with ``rows`` × ``columns`` axes: one Axes, or an array of them as ``subplots`` returns.

    ``width`` and ``height`` are inches, of 100 pixels each.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns)


def small_multiples(
    titles: Sequence[str], columns: int, xlabel: str, ylabel: str, height: float = 5.0, width: float = 9.0
) -> tuple[Figure, list[Axes]]:
    """Return a figure with one small axes per title, all on the same scales, labelled at the left and below only."""
    if not titles or columns < 1:
        raise ValueError(f"columns is {columns} for {len(titles)} titles; pass at least one of each")
    rows = -(-len(titles) // columns)
    figure = Figure(figsize=(width, height), layout="constrained")
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    for spare in panels[len(titles) :]:
        spare.set_axis_off()
    for panel, title in zip(panels, titles, strict=False):
        panel.set_title(title, fontsize=13)
    for above in panels[len(titles) - columns : len(titles)]:
        above.tick_params(labelbottom=True)  # the lowest panel of its column, also where the last row is not full
    figure.supylabel(ylabel, fontsize=14)
    lowest = panels[(rows - 1) * columns : len(titles)]
    middle = (len(lowest) - 1) / 2  # the label is one panel's, not the figure's: so a legend finds its place below it
    lowest[int(middle)].set_xlabel(xlabel, x=0.5 + 1.05 * (middle - int(middle)))
    return figure, list(panels[: len(titles)])


def mosaic(layout: str, height: float = 6.6, width: float = 9.0, heights=None) -> tuple[Figure, dict[str, Axes]]:
    """Return an empty figure with axes laid out like letters, and the axes by letter.

    "AB;CC" puts A beside B, and a wide C below them. ``heights``: how tall the rows are, relative to one another.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplot_mosaic(layout, height_ratios=heights)


def legend_below(figure: Figure, handles: Sequence, columns: int | None = None) -> Legend:
    """Put one legend for the whole figure below its axes, where it covers nothing."""
    return figure.legend(handles=list(handles), loc="outside lower center", ncols=columns or len(handles))


def points(
    axes: Axes, x: np.ndarray, labels: np.ndarray, names=("class 0", "class 1"), size: float = 70
) -> list[PathCollection]:
    """Draw examples (examples, 2) in the colour and marker of their class; returns one set of points per class.

    ``labels`` number the classes from 0, as ``names`` does. Raises ValueError for an example that has no place, no
    label or no name.
    """
    x, labels = np.asarray(x, float), np.asarray(labels).ravel()
    if x.ndim != 2 or x.shape[1] != 2:
        raise ValueError(f"x has shape {x.shape}; expected (examples, 2): pass the two coordinates of each point")
    if len(labels) != len(x):
        raise ValueError(f"labels has {len(labels)} entries for {len(x)} points; pass one label per point")
    nameless = sorted(set(labels.tolist()) - set(range(len(names))))
    if nameless:
        raise ValueError(
            f"labels holds {', '.join(map(plain, nameless))}; expected 0 to {len(names) - 1}, one for each name "
            f"of {', '.join(names)}: pass a name per class, and round predictions before you draw them"
        )
    if len(names) > len(CLASS_COLOURS):
        raise ValueError(f"names has {len(names)} classes; there are {len(CLASS_COLOURS)} colours: draw fewer classes")
    sets = []
    for number, name in enumerate(names):
        members = x[labels == number]
        colour, marker = CLASS_COLOURS[number], CLASS_MARKERS[number]
        sets.append(
            axes.scatter(
                members[:, 0], members[:, 1], s=size, c=colour, marker=marker, edgecolor="white", label=name, zorder=3
            )
        )
    return sets


def line_of(w: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the line w₁x₁ + w₂x₂ + b = 0 across the square from ``low`` to ``high``, or NaN."""
    w1, w2, b = (float(value) for value in w)
    if abs(w2) >= abs(w1) and w2:
        x1 = np.array([low, high])
        return x1, -(w1 * x1 + b) / w2
    if w1:
        x2 = np.array([low, high])
        return -(w2 * x2 + b) / w1, x2
    return np.full(2, np.nan), np.full(2, np.nan)


def ends_of(w: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return where the line w₁x₁ + w₂x₂ + b = 0 enters and leaves the square from ``low`` to ``high``, (2, 2), or NaN.

    Who walks from the first point to the second has class 1 on the left, so that both keep apart as the line turns.
    """
    normal, b = np.asarray(w[:2], float), float(w[2])
    nowhere = np.full((2, 2), np.nan)
    if not normal.any():
        return nowhere
    foot, way = -b * normal / (normal @ normal), np.array([normal[1], -normal[0]])
    sides = np.array([[low], [high]])
    if ((way == 0) & ((foot < low) | (foot > high))).any():
        return nowhere
    reached = np.sort((sides - foot)[:, way != 0] / way[way != 0], axis=0)
    enter, leave = reached[0].max(), reached[1].min()
    return foot + np.outer([enter, leave], way) if enter < leave else nowhere


class LinePicture:
    """Points, the line w₁x₁ + w₂x₂ + b = 0, and the half planes predicted as 0 (towards blue) and 1 (orange).

    ``set(w)`` moves the line; ``set(w, before, visited)`` also dashes the line before and rings the visited point.
    """

    def __init__(
        self, axes: Axes, x: np.ndarray, labels: np.ndarray, low: float, high: float, names=("class 0", "class 1")
    ):
        self.low, self.high, self.spots = low, high, grid(low, high)
        self.image = decision(axes, np.zeros(len(self.spots)), low, high, "prediction")
        self.before = curve(axes, [], [], "line before", GREY, at_end=False, linestyle="--", zorder=2)
        self.line = curve(axes, [], [], "line", BLACK, at_end=False, zorder=2)
        self.sets = points(axes, x, labels, names)
        self.ring = axes.scatter(
            np.nan, np.nan, s=330, facecolor="none", edgecolor=BLACK, linewidth=2.5, label="visited", zorder=4
        )

    def set(self, w: np.ndarray, before: np.ndarray | None = None, visited: np.ndarray | None = None) -> None:
        """Show the line of w = (w₁, w₂, b) and its two sides; where w₁ = w₂ = 0 there is no line, and one side."""
        w = np.asarray(w, float)
        self.image.set_data(as_square(self.spots @ w[:2] + w[2] >= 0).astype(float))
        self.line.set_data(*line_of(w, self.low, self.high))
        self.before.set_data(*line_of(np.full(3, 0.0) if before is None else before, self.low, self.high))
        self.ring.set_offsets([[np.nan, np.nan]] if visited is None else [visited])


def curve(axes: Axes, x, y, label: str, colour: str | None = None, at_end: bool = True, **style) -> Line2D:
    """Draw a curve, labelled directly at its end (or, with ``at_end=False``, by its name in a legend).

    A colour of the four pairs brings its dash along: ``curve(axes, x, y, "held out", figures.HELD_OUT)`` is dashed.
    """
    dash = next((look.dash for look in LOOKS.values() if look.colour == colour and look.dash), None)
    if dash and not {"linestyle", "ls"} & style.keys():
        style["linestyle"] = dash
    (line,) = axes.plot(x, y, label=label, color=colour, **style)
    if at_end:
        label_end(axes, line)
    return line


def loss_curves(
    axes: Axes, x, training, held_out=None, name: str = "loss", log: bool = False, at_end: bool = True
) -> tuple[Line2D, Line2D | None]:
    """Draw the loss of the training examples and, dashed, of the held-out ones; returns the two lines.

    ``x`` are epochs or whatever else the axes' label then says; ``log`` takes a logarithmic scale.
    """
    first = curve(axes, x, training, "training", TRAINING, at_end)
    second = None if held_out is None else curve(axes, x, held_out, "held out", HELD_OUT, at_end)
    axes.set(ylabel=name, yscale="log" if log else "linear")
    axes.set_xlabel(axes.get_xlabel() or "epoch")
    return first, second


def moment(axes: Axes, x: float = 0.0, label: str = "shown") -> Line2D:
    """Draw an upright line at the moment that is shown; move it with ``line.set_xdata([x, x])``."""
    return axes.axvline(x, color=BLACK, linewidth=2, linestyle=":", label=label, zorder=2.5)


def spot(axes: Axes, x: float, y: float, label: str, colour: str = YOURS, size: float = 12) -> Line2D:
    """Draw one point that moves, edged in white; move it with ``spot.set_data([x], [y])``."""
    style = {"markeredgecolor": "white", "markeredgewidth": 1.5, "zorder": 5}
    (marker,) = axes.plot([x], [y], "o", color=colour, markersize=size, label=label, **style)
    return marker


def ring(axes: Axes, label: str, size: float = 18) -> Line2D:
    """Draw a ring that frames one point, nowhere at first; move it with ``ring.set_data([x], [y])``."""
    (marker,) = axes.plot(
        [np.nan], [np.nan], "o", markersize=size, markerfacecolor="none", markeredgecolor=BLACK, markeredgewidth=2.5,
        label=label, zorder=4,
    )  # fmt: skip
    return marker


class Tangent:
    """A tangent that moves along a curve, with its point: ``set(x, y, slope)``. It reaches ``reach`` to either side."""

    def __init__(self, axes: Axes, reach: float, label: str = "slope", colour: str = BACKWARD):
        self.reach = reach
        self.line = curve(axes, [], [], label, colour, at_end=False, zorder=3)
        self.point = spot(axes, np.nan, np.nan, "_point", colour)

    def set(self, x: float, y: float, slope: float) -> None:
        """Touch the point (x, y) with this slope."""
        across = np.array([-self.reach, self.reach])
        self.line.set_data(x + across, y + slope * across)
        self.point.set_data([x], [y])


class Path:
    """A path over a map, edged so that it shows on dark and on light, with a dot where it has got to.

    ``set(points)``, with points (steps, 2), draws it so far: ``path.set(weights[: step + 1])``.
    """

    def __init__(self, axes: Axes, label: str, colour: str = YOURS, dash: str = "-", marker: str = "o"):
        ends = {"solid_capstyle": "round"}
        self.edge = curve(axes, [], [], "_edge", "white", False, linewidth=5, linestyle="-", zorder=3, **ends)
        self.line = curve(axes, [], [], label, colour, False, linewidth=2.5, linestyle=dash, zorder=3.2, **ends)
        self.end = spot(axes, np.nan, np.nan, "_now", colour)
        self.end.set_marker(marker)

    def set(self, points: np.ndarray) -> None:
        """Draw the path through these points, (steps, 2)."""
        points = np.asarray(points, float)
        if points.ndim != 2 or points.shape[1] != 2 or not len(points):
            raise ValueError(f"points has shape {points.shape}; expected (steps, 2): pass the path so far, row by row")
        self.edge.set_data(*points.T), self.line.set_data(*points.T)
        self.end.set_data(*points[-1:].T)


class Bars:
    """Upright bars with a name below each: ``set(heights)`` moves them. ``label`` names them in a legend.

    With ``numbers``, such as "{:.2f}", each carries its height. Several on one axes stand beside each other: ``place``
    is which of how many, (0, 2) and (1, 2).
    """

    def __init__(
        self, axes: Axes, names: Sequence, heights, label: str, colour: str = BLUE, numbers: str = "",
        place: tuple[int, int] = (0, 1),
    ):  # fmt: skip
        heights, self.numbers = np.asarray(heights, float).ravel(), numbers
        if len(heights) != len(names):
            raise ValueError(f"heights has {len(heights)} values for {len(names)} names; pass one height per bar")
        width = 0.8 / place[1]
        middles = np.arange(len(names)) + (place[0] - (place[1] - 1) / 2) * width
        style = {"color": colour, "hatch": "//" if place[0] % 2 else None, "edgecolor": "white"}
        self.patches = axes.bar(middles, heights, width, label=label, zorder=2, **style)
        axes.set_xticks(range(len(names)), [plain(name) if isinstance(name, float) else str(name) for name in names])
        axes.grid(False, axis="x")
        self.texts = [axes.text(middle, 0, "", ha="center", fontsize=12, color=colour) for middle in middles]
        self.set(heights)

    def set(self, heights) -> None:
        """Give the bars these heights, one per name."""
        heights = np.asarray(heights, float).ravel()
        if len(heights) != len(self.texts):
            raise ValueError(f"heights has {len(heights)} values for {len(self.texts)} bars; pass one height per bar")
        for patch, text, height in zip(self.patches, self.texts, heights, strict=True):
            patch.set_height(height)
            if self.numbers:
                text.set_text(self.numbers.format(height).replace("-", "−"))
                text.set_y(height)
                text.set_va("bottom" if height >= 0 else "top")


def label_end(axes: Axes, line: Line2D) -> None:
    """Write a curve's name beside its last finite point, in its colour."""
    x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if known.size:
        axes.annotate(
            line.get_label(), (x[known[-1]], y[known[-1]]), xytext=(6, 0), textcoords="offset points",
            color=line.get_color(), va="center", fontsize=13, annotation_clip=False,
        )  # fmt: skip
