"""Figures: one function a kind of picture, each drawing on a given Axes and answering the artists that may change.

Nothing here trains, and nothing uses pyplot: a figure is a value that ``show`` or ``control`` turns into a picture.
"""

from pathlib import Path

import matplotlib
import matplotlib.colors
import matplotlib.patheffects
import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

matplotlib.style.use(Path(__file__).parent / "style.mplstyle")

# Okabe and Ito's colours, safe for the colour-blind: a class has the same colour, and marker, in every notebook.
BLUE, ORANGE, GREEN, PINK, YELLOW, SKY, BLACK = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
)  # fmt: skip
CLASS_COLOURS, CLASS_MARKERS = (BLUE, ORANGE, GREEN, PINK, YELLOW), ("o", "s", "^", "D", "v")
GREY = "#767676"  # the lightest grey with enough contrast on white
SHADES = matplotlib.colors.LinearSegmentedColormap.from_list("classes", ["#9cc8e6", "white", "#f5b48a"])


def canvas(
    columns: int = 1, rows: int = 1, height: float = 4.2, width: float = 9.0
) -> tuple[Figure, np.ndarray | Axes]:
    """Make an empty figure of ``rows`` × ``columns`` axes, ``width`` × ``height`` inches, at 100 pixels an inch.

    Answers (figure, axes): one Axes, or an array of them as ``subplots`` does.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns)


def mosaic(layout: str, height: float = 6.6, width: float = 9.0, heights=None) -> tuple[Figure, dict[str, Axes]]:
    """Make an empty figure with axes laid out like letters: "AB;CC" puts A beside B, and a wide C below them.

    ``heights``: how tall the rows are, relative to one another. Answers (figure, the axes by letter).
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplot_mosaic(layout, height_ratios=heights)


def points(
    axes: Axes, x: np.ndarray, labels: np.ndarray, names=("class 0", "class 1"), size: float = 70
) -> list[PathCollection]:
    """Draw examples (examples, 2) in the colour and marker of their class, one set of points a class."""
    labels = np.asarray(labels).ravel()
    sets = []
    for number, name in enumerate(names):
        members = np.asarray(x)[labels == number]
        colour, marker = CLASS_COLOURS[number], CLASS_MARKERS[number]
        sets.append(
            axes.scatter(
                members[:, 0], members[:, 1], s=size, c=colour, marker=marker, edgecolor="white", label=name, zorder=3
            )
        )
    return sets


def grid(low: float, high: float, points_a_side: int = 81) -> np.ndarray:
    """List the points of a square grid, (points², 2), bottom row first: the examples of a decision picture."""
    side = np.linspace(low, high, points_a_side)
    return np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)


def decision(axes: Axes, y_hat: np.ndarray, low: float, high: float, name: str = "ŷ") -> AxesImage:
    """Draw what a network answers on ``grid(low, high)``: towards blue for 0, towards orange for 1, white at ½.

    The answer's image takes new answers with ``set_data(as_square(y_hat))``.
    """
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel="x₁", ylabel="x₂")
    axes.grid(False)
    return axes.imshow(
        as_square(y_hat), origin="lower", extent=(low, high, low, high), vmin=0, vmax=1, cmap=SHADES,
        interpolation="bilinear", label=name, zorder=0,
    )  # fmt: skip


def as_square(y_hat: np.ndarray) -> np.ndarray:
    """Shape answers on ``grid`` into the square that the image wants, bottom row first."""
    side = round(np.size(y_hat) ** 0.5)
    return np.reshape(y_hat, (side, side))


def line_of(w: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Answer the ends of the line w₁x₁ + w₂x₂ + b = 0 across the square from ``low`` to ``high``, or NaN."""
    w1, w2, b = (float(value) for value in w)
    if abs(w2) >= abs(w1) and w2:
        x1 = np.array([low, high])
        return x1, -(w1 * x1 + b) / w2
    if w1:
        x2 = np.array([low, high])
        return -(w2 * x2 + b) / w1, x2
    return np.full(2, np.nan), np.full(2, np.nan)


class LinePicture:
    """Points, the line w₁x₁ + w₂x₂ + b = 0, and the half planes it answers 0 (towards blue) and 1 (orange) for.

    ``set(w)`` moves the line; ``set(w, before, visited)`` also dashes the line before and rings the visited point.
    """

    def __init__(
        self, axes: Axes, x: np.ndarray, labels: np.ndarray, low: float, high: float, names=("class 0", "class 1")
    ):
        self.low, self.high, self.spots = low, high, grid(low, high)
        self.image = decision(axes, np.zeros(len(self.spots)), low, high, "answer")
        self.before = curve(axes, [], [], "line before", GREY, at_end=False, linestyle="--", zorder=2)
        self.line = curve(axes, [], [], "line", BLACK, at_end=False, zorder=2)
        self.sets = points(axes, x, labels, names)
        self.ring = axes.scatter(
            np.nan, np.nan, s=330, facecolor="none", edgecolor=BLACK, linewidth=2.5, label="visited", zorder=4
        )

    def set(self, w: np.ndarray, before: np.ndarray | None = None, visited: np.ndarray | None = None) -> None:
        """Show the line of w = (w₁, w₂, b) and its answers; where w₁ = w₂ = 0 there is no line, and one answer."""
        w = np.asarray(w, float)
        self.image.set_data(as_square(self.spots @ w[:2] + w[2] >= 0).astype(float))
        self.line.set_data(*line_of(w, self.low, self.high))
        self.before.set_data(*line_of(np.full(3, 0.0) if before is None else before, self.low, self.high))
        self.ring.set_offsets([[np.nan, np.nan]] if visited is None else [visited])


def curve(axes: Axes, x, y, label: str, colour: str | None = None, at_end: bool = True, **style) -> Line2D:
    """Draw a curve, labelled directly at its end (or, with ``at_end=False``, by its name in a legend)."""
    (line,) = axes.plot(x, y, label=label, color=colour, **style)
    if at_end:
        label_end(axes, line)
    return line


def label_end(axes: Axes, line: Line2D) -> None:
    """Write a curve's name beside its last finite point, in its colour."""
    x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if known.size:
        axes.annotate(
            line.get_label(), (x[known[-1]], y[known[-1]]), xytext=(6, 0), textcoords="offset points",
            color=line.get_color(), va="center", fontsize=13, annotation_clip=False,
        )  # fmt: skip


def landscape(axes: Axes, surface: np.ndarray, across: np.ndarray, up: np.ndarray, levels: int = 18, log: bool = True):
    """Draw a loss surface (up, across) as filled contours, dark where it is low, in logarithmic steps if ``log``."""
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
    return filled


def relief_and_map(
    surface: np.ndarray, across: np.ndarray, up: np.ndarray, log: bool = False, height: float = 4.4
) -> tuple[Figure, Axes, Axes]:
    """Draw a surface (up, across) twice: in 3-D on the left, and from above, as contours, on the right.

    Answers (figure, the 3-D axes, the flat axes). What is drawn on the 3-D axes needs a third coordinate, and a zorder
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


def surface_image(axes: Axes, surface: np.ndarray, across, up, low: float, high: float) -> AxesImage:
    """Draw a loss surface (up, across) as an image with a colour bar from ``low`` to ``high``, dark where it is low.

    Unlike a ``landscape``, it takes another surface on the same axes, with ``set_data``.
    """
    image = axes.imshow(
        surface, origin="lower", extent=(across[0], across[-1], up[0], up[-1]), aspect="auto", cmap="viridis",
        norm=matplotlib.colors.LogNorm(low, high), interpolation="bilinear", label="loss", zorder=0,
    )  # fmt: skip
    axes.grid(False)
    ticks = [step * 10.0**power for power in range(-6, 6) for step in (1, 2, 5) if low <= step * 10.0**power <= high]
    ticks = ticks if len(ticks) <= 8 else [tick for tick in ticks if f"{tick:e}"[0] == "1"]
    bar = axes.figure.colorbar(image, ax=axes, ticks=ticks, format="%g", pad=0.02, label="loss", extend="both")
    bar.ax.minorticks_off()
    return image


def family(axes: Axes, losses: np.ndarray, row_names, column_names, every: int = 4, top: float = np.inf) -> Line2D:
    """Draw one loss a member of a finished family, a square each: dark where it is low, × where it is NaN (diverged).

    Losses above ``top`` look alike; every ``every``-th column is named. Answers the marker that frames one member:
    ``marker.set_data([column + 0.5], [row + 0.5])``.
    """
    known = np.isfinite(losses)
    low, high = losses[known].min(), min(losses[known].max(), top)
    norm = matplotlib.colors.LogNorm(low, high)
    shown = np.ma.masked_array(losses, ~known)
    mesh = axes.pcolormesh(shown, norm=norm, cmap="viridis", edgecolor="white", linewidth=0.5, label="losses", zorder=0)
    rows, columns = np.nonzero(~known)
    axes.plot(columns + 0.5, rows + 0.5, "x", color=GREY, markersize=6, label="diverged", zorder=1)
    axes.set_xticks(np.arange(0, len(column_names), every) + 0.5, [f"{name:g}" for name in column_names[::every]])
    axes.set_yticks(np.arange(len(row_names)) + 0.5, row_names)
    axes.grid(False)
    ticks = [step * 10.0**power for power in range(-6, 6) for step in (1, 2, 5) if low <= step * 10.0**power <= high]
    bar = axes.figure.colorbar(
        mesh, ax=axes, ticks=ticks, format="%g", pad=0.01, label="loss", extend="max" if np.isfinite(top) else "neither"
    )
    bar.ax.minorticks_off()
    around = [matplotlib.patheffects.withStroke(linewidth=7, foreground="black")]
    (marker,) = axes.plot(
        [0.5], [0.5], "s", markersize=15, markerfacecolor="none", markeredgecolor="white", markeredgewidth=3,
        path_effects=around, label="the sliders", zorder=3,
    )  # fmt: skip
    return marker


def heatmap(axes: Axes, values: np.ndarray, row_names, column_names, texts: bool = True) -> AxesImage:
    """Draw a table of numbers as squares, darker for more, the number in each: confusion matrices, gradients."""
    values = np.asarray(values)
    image = axes.imshow(values, cmap="Blues", vmin=0, vmax=max(values.max(), 1), zorder=0)
    axes.set_xticks(range(len(column_names)), column_names)
    axes.set_yticks(range(len(row_names)), row_names)
    axes.grid(False)
    if texts:
        for (row, column), value in np.ndenumerate(values):
            if value:
                dark = value > 0.55 * values.max()
                axes.text(
                    column, row, f"{value:g}", ha="center", va="center", fontsize=11, color="white" if dark else "black"
                )
    return image


def pictures(axes: Axes, images: np.ndarray, columns: int, names=None) -> AxesImage:
    """Draw small grey pictures (examples, height, width) side by side in rows of ``columns``, a name above each."""
    count, height, width = images.shape
    rows = -(-count // columns)
    gap = 3 if names is not None else 1
    sheet = np.zeros((rows * (height + gap), columns * (width + 1)))
    for number, picture in enumerate(images):
        top, left = (number // columns) * (height + gap) + gap, (number % columns) * (width + 1)
        sheet[top : top + height, left : left + width] = picture
        if names is not None:
            axes.text(left + width / 2 - 0.5, top - 0.7, names[number], ha="center", va="bottom", fontsize=11)
    axes.set_axis_off()
    return axes.imshow(sheet, cmap="Greys", vmin=0, vmax=images.max(), interpolation="nearest", zorder=0)
