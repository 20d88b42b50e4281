"""A figure in words, read off its artists: for those who do not see it, and for the test that compares it.

What an axes shows is told from what was drawn, never from what was meant: an empty plot, a swapped label or an axis
upside down change the words.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.contour import QuadContourSet
from matplotlib.figure import Figure


def describe(figure: Figure) -> str:
    """Tell what a figure shows, axes by axes: titles, labels, and every curve, point set, image, bar and text in it."""
    return " ".join(describe_axes(axes) for axes in figure.axes if axes.get_visible())


def describe_axes(axes: Axes) -> str:
    """Tell what one axes shows, in one sentence."""
    parts = [*map(_line, axes.lines), *map(_collection, axes.collections), *map(_image, axes.images)]
    parts += [_bars(axes), _texts(axes)]
    told = "; ".join(part for part in parts if part) or "nothing drawn"
    return f"{_frame(axes)}: {told}."


def number(value: float) -> str:
    """Write a number with 3 significant digits, and what is only rounding error as 0."""
    return "0" if abs(value) < 1e-9 else f"{value:.3g}"


def _point(x: float, y: float) -> str:
    return f"({number(x)}, {number(y)})"


def _frame(axes: Axes) -> str:
    title = axes.get_title("left") or axes.get_title() or "Axes"
    labels = []
    for name, label, inverted, scale in (
        ("horizontal", axes.get_xlabel(), axes.xaxis_inverted(), axes.get_xscale()),
        ("vertical", axes.get_ylabel(), axes.yaxis_inverted(), axes.get_yscale()),
    ):
        notes = [note for note, true in (("logarithmic", scale == "log"), ("upside down", inverted)) if true and label]
        if label:
            labels.append(f"{name}: {label}" + (f" ({', '.join(notes)})" if notes else ""))
    return title + (f" ({', '.join(labels)})" if labels else "")


def _name(artist) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else f"“{label}” "


def _line(line) -> str:
    if not line.get_visible():
        return ""
    data = line.get_data_3d() if hasattr(line, "get_data_3d") else (line.get_xdata(), line.get_ydata())
    x, *_, y = (np.asarray(values, float) for values in data)  # of a line in 3-D, the way it goes across and its height
    known = np.isfinite(x) & np.isfinite(y)
    kind = "line" if line.get_linestyle() not in ("None", "") else "points"
    if not known.any():
        return f"{kind} {_name(line)}without points"
    ends = f"from {_point(x[known][0], y[known][0])} to {_point(x[known][-1], y[known][-1])}"
    gap = "" if known.all() else ", with gaps"
    if known.sum() < 3:
        return f"{kind} {_name(line)}{ends}{gap}"
    low, high = y[known].min(), y[known].max()
    return f"{kind} {_name(line)}of {known.sum()} points {ends}, lowest {number(low)}, highest {number(high)}{gap}"


def _collection(collection) -> str:
    if not collection.get_visible():
        return ""
    if isinstance(collection, QuadContourSet):
        levels = collection.levels
        return f"{len(levels)} contour levels {_name(collection)}from {number(levels[0])} to {number(levels[-1])}"
    points = np.ma.filled(np.ma.asarray(collection.get_offsets(), float), np.nan)
    points = points[np.isfinite(points).all(axis=1)] if points.size else points
    if type(collection).__name__ != "PathCollection" or not len(points):
        return f"{type(collection).__name__} {_name(collection)}".strip() if _name(collection) else ""
    if len(points) == 1:
        return f"point {_name(collection)}at {_point(*points[0])}"
    if len(points) <= 4:
        return f"points {_name(collection)}at {', '.join(_point(*point) for point in points)}"
    return f"{len(points)} points {_name(collection)}around {_point(*points.mean(axis=0))}"


def _image(image) -> str:
    values = image.get_array()
    if not image.get_visible() or values is None:
        return ""
    values = np.asarray(values, float)
    values = values.mean(axis=-1) if values.ndim == 3 else values
    rows = values[::-1] if image.origin == "upper" else values  # row 0 is now the lowest on the screen
    corners = f"bottom left {number(rows[0, 0])}, bottom right {number(rows[0, -1])}"
    corners += f", top left {number(rows[-1, 0])}, top right {number(rows[-1, -1])}"
    return (
        f"image {_name(image)}of {values.shape[0]} × {values.shape[1]} values, mean {number(values.mean())}, {corners}"
    )


def _bars(axes: Axes) -> str:
    told = []
    for container in axes.containers:
        heights = [patch.get_height() for patch in container if hasattr(patch, "get_height")]
        widths = [patch.get_width() for patch in container if hasattr(patch, "get_width")]
        if heights:
            lengths = widths if getattr(container, "orientation", "vertical") == "horizontal" else heights
            shown = ", ".join(number(length) for length in lengths[:12]) + (" …" if len(lengths) > 12 else "")
            told.append(f"{len(lengths)} bars {_name(container)}{shown}")
    return "; ".join(told)


def _texts(axes: Axes) -> str:
    texts = [text.get_text() for text in axes.texts if text.get_visible() and text.get_text()]
    shown = ", ".join(" ".join(text.split()) for text in texts[:80])
    return f"written: {shown}" if texts else ""
