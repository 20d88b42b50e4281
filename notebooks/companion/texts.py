"""Texts are measured once: the same words, in the same letters, are as wide in one figure as in the next.

matplotlib measures every text anew for each figure and each size of it, mostly the same few numbers along an axis.
"""

from typing import Any

import matplotlib
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties

# The settings that decide in which letters a text is written.
LETTERS = ("font.family", "font.sans-serif", "font.serif", "font.monospace", "mathtext.fontset", "text.hinting")


class MeasuresOnce(RendererBase):
    """A renderer that remembers how wide and how high texts are."""

    measured: dict[Any, tuple[float, float, float]] = {}

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Return the width of a text, its height, and how far it goes below the line."""
        settings = [str(matplotlib.rcParams[name]) for name in LETTERS]
        key = type(self), self.points_to_pixels(72), s, prop.copy(), ismath, *settings
        if key not in self.measured:
            self.measured[key] = super().get_text_width_height_descent(s, prop, ismath)
        return self.measured[key]


class _Pixels(MeasuresOnce, RendererAgg):
    """matplotlib's renderer of pixels."""


class Canvas(FigureCanvasAgg):
    """Where a figure is laid out and drawn as pixels."""

    size: tuple[float, ...] = ()

    def get_renderer(self) -> RendererAgg:
        """Return what draws, as large as the figure is now."""
        size = *self.get_width_height(physical=True), self.figure.dpi
        if size != self.size:
            self.renderer, self.size = _Pixels(*size), size
        return self.renderer
