"""Figures: one function per kind of picture. Each draws on the Axes it is given and returns what may change later.

Nothing here trains, and nothing uses pyplot: a figure is a value that ``show`` or ``control`` turns into a picture.
"""

import pathlib
from collections.abc import Sequence
from typing import NamedTuple

import matplotlib
import matplotlib.colors
import matplotlib.patheffects
import matplotlib.style
import matplotlib.ticker
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

matplotlib.style.use(pathlib.Path(__file__).parent / "style.mplstyle")

# Okabe and Ito's colours, safe for the colour-blind.
BLUE, ORANGE, GREEN, PINK, YELLOW, SKY, BLACK = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
)  # fmt: skip
CLASS_COLOURS, CLASS_MARKERS = (BLUE, ORANGE, GREEN, PINK, YELLOW), ("o", "s", "^", "D", "v")
GREY = "#767676"  # the lightest grey with enough contrast on white
NEWEST, USED = "#fff2b3", "#e4e4e4"  # behind the number just computed, and behind those it was computed from
SIGNED = matplotlib.colors.LinearSegmentedColormap.from_list(  # purple below 0, white at 0, orange above
    "signed", ["#5e3c99", "#b2abd2", "white", "#fdb863", "#e66101"]
)
SHADES = matplotlib.colors.LinearSegmentedColormap.from_list("classes", ["#9cc8e6", "white", "#f5b48a"])


class Look(NamedTuple):
    """What one meaning looks like in all notebooks: its colour, and for print and the colour-blind, dash and marker."""

    colour: str
    dash: str
    marker: str


# Four pairs, four looks. Each pair stays apart for the colour-blind, and all are dark enough for text on white.
LOOKS = {
    "class 0": Look(BLUE, "", "o"),
    "class 1": Look(ORANGE, "", "s"),
    "forward": Look("#117733", "-", "o"),
    "backward": Look("#A2338F", "--", "D"),
    "yours": Look(BLACK, "-", "X"),
    "reference": Look("#757575", ":", "P"),  # GREY to the eye; ``curve`` knows the meaning by the colour
    "training": Look("#00808F", "-", "v"),
    "held out": Look("#946200", "--", "^"),
}
FORWARD, BACKWARD = LOOKS["forward"].colour, LOOKS["backward"].colour
YOURS, REFERENCE = LOOKS["yours"].colour, LOOKS["reference"].colour
TRAINING, HELD_OUT = LOOKS["training"].colour, LOOKS["held out"].colour
UPDATED = BLACK


def legend_of_looks(axes: Axes) -> None:
    """Draw the collection's legend: the four pairs of meanings, each with its colour, its dash and its marker."""
    told = {
        "class 0": "class 0", "class 1": "class 1", "forward": "forward: values",
        "backward": "backward: derivatives", "yours": "yours", "reference": "reference, to compare with",
        "training": "training examples", "held out": "held-out examples",
    }  # fmt: skip
    axes.set_axis_off()
    axes.set(xlim=(0, 2), ylim=(3.6, -0.6))
    for number, (name, look) in enumerate(LOOKS.items()):
        row, column = divmod(number, 2)
        ends = [column + 0.02, column + 0.14, column + 0.26]
        axes.plot(
            ends, [row] * 3, color=look.colour, linestyle=look.dash or "None", marker=look.marker, markevery=[1],
            markersize=11, markeredgecolor="white", label=name,
        )  # fmt: skip
        axes.text(column + 0.31, row, told[name], color=look.colour, fontsize=15, va="center")


def plain(value: float, digits: int = 6) -> str:
    """Return a number as a reader writes it: no exponent between a millionth and a million, and a real minus sign."""
    value = float(value)
    if not np.isfinite(value):
        return "not a number" if np.isnan(value) else "∞" if value > 0 else "−∞"
    text = f"{value:.{digits}g}"
    if "e" in text and 1e-6 <= abs(value) < 1e7:
        text = np.format_float_positional(float(text), trim="-")
    mantissa, _, exponent = text.partition("e")
    text = mantissa + (f"·10{str(int(exponent)).translate(RAISED)}" if exponent else "")
    return "0" if text == "-0" else text.replace("-", "−")


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain_ticks(axis: Axis, ticks: Sequence[float]) -> None:
    """Put ticks at these places, written as plain numbers, and no others: for logarithmic axes above all."""
    axis.set_ticks(list(ticks), [plain(tick) for tick in ticks])
    axis.set_ticks([], minor=True)


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


def grid(low: float, high: float, points_a_side: int = 81) -> np.ndarray:
    """Return the points of a square grid, (points², 2), bottom row first: the examples of a decision picture."""
    side = np.linspace(low, high, points_a_side)
    return np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)


def decision(axes: Axes, y_hat: np.ndarray, low: float, high: float, name: str = "ŷ") -> AxesImage:
    """Draw what a network predicts on ``grid(low, high)``: towards blue for 0, towards orange for 1, white at ½.

    Returns the image, which takes other predictions with ``set_data(as_square(y_hat))``.
    """
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel="x₁", ylabel="x₂")
    axes.grid(False)
    return axes.imshow(
        as_square(y_hat), origin="lower", extent=(low, high, low, high), vmin=0, vmax=1, cmap=SHADES,
        interpolation="bilinear", label=name, zorder=0,
    )  # fmt: skip


def as_square(y_hat: np.ndarray) -> np.ndarray:
    """Return predictions on ``grid``, (points², 1) or (points²,), as the square that the image wants."""
    side = round(np.size(y_hat) ** 0.5)
    if side**2 != np.size(y_hat):
        raise ValueError(
            f"y_hat has {np.size(y_hat)} values, which fill no square; pass one per point of grid(low, high)"
        )
    return np.reshape(y_hat, (side, side))


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


def landscape(
    axes: Axes, surface: np.ndarray, across: np.ndarray, up: np.ndarray, levels: int = 18, log: bool = True,
    bar: bool = False,
):  # fmt: skip
    """Draw a loss surface (up, across) as filled contours, in logarithmic steps if ``log``; ``bar`` adds a colour bar.

    Returns the contours. For a surface that changes, draw a ``surface_image``.
    """
    finite = surface[np.isfinite(surface)]
    low, high = finite.min(), finite.max()
    if log and low > 0:
        steps = np.geomspace(low, high, levels)
        norm = matplotlib.colors.LogNorm(low, high)
    else:
        steps, norm = np.linspace(low, high, levels), None
    filled = axes.contourf(across, up, surface, levels=steps, norm=norm, cmap="viridis", zorder=0)
    axes.contour(across, up, surface, levels=steps, colors="white", linewidths=0.5, alpha=0.6, zorder=1)
    axes.grid(False)
    if bar:
        _loss_bar(axes, filled, low, high, pad=0.02)
    return filled


def relief_and_map(
    surface: np.ndarray, across: np.ndarray, up: np.ndarray, log: bool = False, height: float = 4.4
) -> tuple[Figure, Axes, Axes]:
    """Draw a surface (up, across) twice: in 3-D on the left, and from above, as contours, on the right.

    Returns (figure, the 3-D axes, the flat axes). What is drawn on the 3-D axes needs a third coordinate, and a zorder
    above 0 to lie on the surface.
    """
    figure = Figure(figsize=(9.0, height), layout="constrained")
    relief = figure.add_subplot(1, 2, 1, projection="3d", computed_zorder=False)
    relief.plot_surface(
        *np.meshgrid(across, up), surface, cmap="viridis", alpha=0.75, linewidth=0, rcount=41, ccount=41,
        label="surface", zorder=0,
    )  # fmt: skip
    relief.view_init(elev=38, azim=-62)
    flat = figure.add_subplot(1, 2, 2)
    landscape(flat, surface, across, up, log=log)
    return figure, relief, flat


def _tick(value: float, _: int | None = None) -> str:
    return plain(value)


def _loss_bar(axes: Axes, drawn, low: float, high: float, **style) -> None:
    """Put a colour bar beside the axes, with 1, 2, 5 of each power of ten, or 1 alone, or what a narrow range has."""
    ticks = [step * 10.0**power for power in range(-6, 6) for step in (1, 2, 5) if low <= step * 10.0**power <= high]
    ticks = ticks if len(ticks) <= 8 else [tick for tick in ticks if f"{tick:e}"[0] == "1"]
    if len(ticks) < 3:  # the range is narrow: round numbers in it
        ticks = [tick for tick in matplotlib.ticker.MaxNLocator(5).tick_values(low, high) if low <= tick <= high]
    bar = axes.figure.colorbar(drawn, ax=axes, ticks=ticks, format=_tick, label="loss", **style)
    bar.ax.minorticks_off()


def surface_image(axes: Axes, surface: np.ndarray, across, up, low: float, high: float) -> AxesImage:
    """Draw a loss surface (up, across) as an image with a colour bar from ``low`` to ``high``.

    Returns the image. Unlike a ``landscape``, it takes another surface on the same axes, with ``set_data``.
    """
    image = axes.imshow(
        surface, origin="lower", extent=(across[0], across[-1], up[0], up[-1]), aspect="auto", cmap="viridis",
        norm=matplotlib.colors.LogNorm(low, high), interpolation="bilinear", label="loss", zorder=0,
    )  # fmt: skip
    axes.grid(False)
    _loss_bar(axes, image, low, high, pad=0.02, extend="both")
    return image


def family(axes: Axes, losses: np.ndarray, row_names, column_names, every: int = 4, top: float = np.inf) -> Line2D:
    """Draw one loss per member of a finished family, as squares with a colour bar, × where it is NaN (diverged).

    Losses above ``top`` look alike; every ``every``-th column is named. Returns the marker that frames one member:
    ``marker.set_data([column + 0.5], [row + 0.5])``.
    """
    known = np.isfinite(losses)
    low, high = losses[known].min(), min(losses[known].max(), top)
    norm = matplotlib.colors.LogNorm(low, high)
    shown = np.ma.masked_array(losses, ~known)
    mesh = axes.pcolormesh(shown, norm=norm, cmap="viridis", edgecolor="white", linewidth=0.5, label="losses", zorder=0)
    rows, columns = np.nonzero(~known)
    axes.plot(columns + 0.5, rows + 0.5, "x", color=GREY, markersize=6, label="diverged", zorder=1)
    axes.set_xticks(np.arange(0, len(column_names), every) + 0.5, [plain(name) for name in column_names[::every]])
    axes.set_yticks(np.arange(len(row_names)) + 0.5, row_names)
    axes.grid(False)
    _loss_bar(axes, mesh, low, high, pad=0.01, extend="max" if np.isfinite(top) else "neither")
    around = [matplotlib.patheffects.withStroke(linewidth=7, foreground="black")]
    (marker,) = axes.plot(
        [0.5], [0.5], "s", markersize=15, markerfacecolor="none", markeredgecolor="white", markeredgewidth=3,
        path_effects=around, label="the sliders", zorder=3,
    )  # fmt: skip
    return marker


def heatmap(axes: Axes, values: np.ndarray, row_names, column_names, texts: bool = True, most=None) -> AxesImage:
    """Draw a table of numbers (rows, columns) as squares, the number in each: confusion matrices, gradients, weights.

    Counts are the darker the more they are. Where a value is negative, white is 0, purple below and orange above it.
    ``most``: the value with the darkest colour (the largest one, if not given). Returns the image.
    """
    values = np.asarray(values, float)
    wanted = (len(row_names), len(column_names))
    if values.shape != wanted:
        raise ValueError(f"values has shape {values.shape}; expected {wanted}, as there are row and column names")
    if not np.isfinite(values).all():
        raise ValueError(f"values holds {np.sum(~np.isfinite(values))} that are not finite; leave them out or say so")
    most = float(np.abs(values).max() if most is None else most) or 1.0
    signed = bool((values < 0).any())
    colours = {"cmap": SIGNED, "vmin": -most, "vmax": most} if signed else {"cmap": "Blues", "vmin": 0, "vmax": most}
    image = axes.imshow(values, zorder=0, interpolation="nearest", **colours)
    axes.set_xticks(range(len(column_names)), column_names)
    axes.set_yticks(range(len(row_names)), row_names)
    axes.grid(False)
    if texts:
        for (row, column), value in np.ndenumerate(values):
            if value:
                dark = abs(value) > 0.55 * most
                axes.text(
                    column, row, plain(value), ha="center", va="center", fontsize=12, color="white" if dark else "black"
                )
    return image


def pictures(axes: Axes, images: np.ndarray, columns: int, names=None) -> AxesImage:
    """Draw small grey pictures (examples, height, width) side by side in rows of ``columns``, a name above each."""
    count, height, width = images.shape
    if names is not None and len(names) != count:
        raise ValueError(f"names has {len(names)} entries for {count} pictures; pass one name per picture")
    rows = -(-count // columns)
    gap = 3 if names is not None else 1
    sheet = np.zeros((rows * (height + gap), columns * (width + 1)))
    for number, picture in enumerate(images):
        top, left = (number // columns) * (height + gap) + gap, (number % columns) * (width + 1)
        sheet[top : top + height, left : left + width] = picture
        if names is not None:
            axes.text(left + width / 2 - 0.5, top - 0.7, names[number], ha="center", va="bottom", fontsize=12)
    axes.set_axis_off()
    return axes.imshow(sheet, cmap="Greys", vmin=0, vmax=images.max(), interpolation="nearest", zorder=0)
