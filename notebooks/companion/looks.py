"""Looks: what each meaning looks like in all notebooks, and how a number is written on a figure."""

import pathlib
from collections.abc import Sequence
from typing import NamedTuple

import matplotlib.colors
import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis

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
