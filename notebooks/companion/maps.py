"""Maps: numbers over a plane as colours: what a network predicts there, a loss surface, a table, a small picture."""

import matplotlib.colors
import matplotlib.patheffects
import matplotlib.ticker
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from .looks import GREY, SHADES, SIGNED, plain


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
