"""A figure in words, for those who do not see it: what a person would say who looks at it.

It is read off the artists, never off what was meant: an empty plot, a swapped label or an axis upside down change the
words. Pictures themselves are compared as pictures, so nothing here lists coordinates for a test's sake.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure

COLOURS = {
    "#0072b2": "blue", "#d55e00": "orange", "#009e73": "green", "#cc79a7": "pink", "#e69f00": "yellow",
    "#56b4e9": "light blue", "#000000": "black", "#767676": "grey", "#757575": "grey", "#ffffff": "white",
}  # fmt: skip
DASHES = {"--": "dashed", ":": "dotted", "-.": "dash-dotted"}
SIDES = (("bottom left", "bottom", "bottom right"), ("left", "middle", "right"), ("top left", "top", "top right"))
MOST_TEXTS = 40


def describe(figure: Figure) -> str:
    """Tell what a figure shows, panel by panel: its axes, curves, points, maps, bars and texts."""
    panels = [axes for axes in figure.axes if axes.get_visible() and axes.get_label() != "<colorbar>"]
    return " ".join(describe_axes(axes) for axes in panels)


def describe_axes(axes: Axes) -> str:
    """Tell what one panel shows, in one sentence."""
    parts = [*map(_line, axes.lines), *map(_collection, axes.collections), *map(_image, axes.images)]
    parts += [_bars(axes), _texts(axes)]
    told = "; ".join(part for part in parts if part) or "nothing drawn"
    return f"{_frame(axes)}: {told}."


def number(value: float) -> str:
    """Write a number with 3 significant digits and a real minus sign, and what is only rounding error as 0."""
    return "0" if abs(value) < 1e-9 else f"{value:.3g}".replace("-", "−")


def _point(x: float, y: float) -> str:
    return f"({number(x)}, {number(y)})"


def _frame(axes: Axes) -> str:
    title = axes.get_title("left") or axes.get_title() or "Panel"
    labels = []
    for name, label, inverted, scale in (
        ("horizontal", axes.get_xlabel(), axes.xaxis_inverted(), axes.get_xscale()),
        ("vertical", axes.get_ylabel(), axes.yaxis_inverted(), axes.get_yscale()),
    ):
        notes = [note for note, true in (("logarithmic", scale == "log"), ("upside down", inverted)) if true and label]
        if label:
            labels.append(f"{name}: {' '.join(label.split())}" + (f" ({', '.join(notes)})" if notes else ""))
    return " ".join(title.split()) + (f" ({', '.join(labels)})" if labels else "")


def _look(colour, dash: str = "") -> str:
    try:
        name = COLOURS.get(to_hex(colour), "")
    except (TypeError, ValueError):  # a colour per point
        name = ""
    return " ".join(word for word in (DASHES.get(dash, ""), name) if word)


def _name(artist) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else f"“{' '.join(label.split())}”"


def _said(*words: str) -> str:
    return " ".join(word for word in words if word)


def _line(line) -> str:
    name = _name(line)
    if not line.get_visible() or not name:
        return ""
    data = line.get_data_3d() if hasattr(line, "get_data_3d") else (line.get_xdata(), line.get_ydata())
    x, *_, y = (np.asarray(values, float) for values in data)  # of a line in 3-D, the way it goes across and its height
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if not known.any():
        return ""
    look = _look(line.get_color(), line.get_linestyle())
    if len(x) == 1:
        return _said(look, "mark", name, "at", _point(x[0], y[0]))
    if line.get_linestyle() in ("None", "none", " ", ""):
        return _said(str(len(x)), look, "marks", name)
    kind = _said(look, "line", name)
    if np.ptp(x) == 0:
        return f"{kind}, vertical at {number(x[0])}"
    if np.ptp(y) <= 1e-9 * max(1.0, abs(y[0])):
        return f"{kind}, level at {number(y[0])}"
    if len(x) == 2:
        return f"{kind} from {_point(x[0], y[0])} to {_point(x[1], y[1])}"
    steps = np.diff(y)
    way = "falls" if (steps <= 0).all() else "rises" if (steps >= 0).all() else ""
    if way:
        return f"{kind} {way} from {number(y[0])} to {number(y[-1])}"
    return f"{kind} goes from {number(y[0])} to {number(y[-1])}, between {number(y.min())} and {number(y.max())}"


def _collection(collection) -> str:
    name = _name(collection)
    if not collection.get_visible():
        return ""
    if isinstance(collection, ContourSet):
        levels = collection.levels
        return f"contours from {number(levels[0])} to {number(levels[-1])}" if collection.filled or name else ""
    if type(collection).__name__ == "QuadMesh" and name:
        values: np.ndarray = np.ma.masked_invalid(np.ma.asarray(collection.get_array(), float)).compressed()
        return f"squares {name} from {number(values.min())} to {number(values.max())}" if values.size else ""
    points: np.ndarray = np.ma.filled(np.ma.asarray(collection.get_offsets(), float), np.nan)
    points = points[np.isfinite(points).all(axis=1)] if points.size else points
    if type(collection).__name__ != "PathCollection":
        return f"area {name}" if name and type(collection).__name__ == "PolyCollection" else ""
    if not name or not len(points):
        return ""
    look = _look(collection.get_facecolor()) if len(collection.get_facecolor()) == 1 else ""
    if len(points) == 1:
        return _said(look, "point", name, "at", _point(*points[0]))
    if len(points) <= 4:
        return _said(look, "points", name, "at", ", ".join(_point(*point) for point in points))
    return _said(str(len(points)), look, "points", name, "around", _point(*points.mean(axis=0)))


def _image(image) -> str:
    values = image.get_array()
    if not image.get_visible() or values is None:
        return ""
    values = np.ma.filled(np.ma.asarray(values, float), np.nan)
    values = values.mean(axis=-1) if values.ndim == 3 else values
    if not np.isfinite(values).any():
        return ""
    rows = values[::-1] if image.origin == "upper" else values  # row 0 is now the lowest on the screen
    rows = rows[::-1] if image.axes.yaxis_inverted() and image.origin == "lower" else rows
    low, high = np.nanmin(rows), np.nanmax(rows)
    if low == high:
        return _said("map", _name(image), f"of {number(low)} everywhere")
    place = np.unravel_index(np.nanargmax(rows), rows.shape)
    row, column = (min(2, 3 * at // size) for at, size in zip(place, rows.shape, strict=True))
    return _said("map", _name(image), f"from {number(low)} to {number(high)}, highest at the {SIDES[row][column]}")


def _bars(axes: Axes) -> str:
    told = []
    for container in axes.containers:
        sizes = [(patch.get_width(), patch.get_height()) for patch in container if hasattr(patch, "get_height")]
        if sizes:
            lying = getattr(container, "orientation", "vertical") == "horizontal"
            lengths = [across if lying else up for across, up in sizes]
            shown = ", ".join(number(length) for length in lengths[:12]) + (" …" if len(lengths) > 12 else "")
            told.append(_said(f"{len(lengths)} bars", _name(container), shown))
    return "; ".join(told)


def _texts(axes: Axes) -> str:
    texts = [text.get_text() for text in axes.texts if text.get_visible() and text.get_text().strip()]
    shown = ", ".join(" ".join(text.split()) for text in texts[:MOST_TEXTS])
    return f"written: {shown}" + (" …" if len(texts) > MOST_TEXTS else "") if texts else ""
