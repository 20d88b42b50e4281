"""Families: a figure drawn at every stop of its sliders, as vector fragments that a page can exchange by itself.

A figure is cut into layers, one per artist, from the lowest to the highest. Between two stops only the artists that
were changed are drawn again; equal fragments are stored once. What is drawn is what matplotlib draws: every artist
draws itself, with matplotlib's own SVG renderer.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.text import Annotation
from mpl_toolkits.mplot3d import Axes3D

from .fragments import FragmentRenderer
from .texts import Canvas

# A number field is answered beside a running cell, in another thread, and matplotlib is not made for that: one drawing
# at a time.
LOCK = threading.RLock()
# Letters as paths need no font on the reader's machine; a fixed salt gives the same names in every run.
SETTINGS = {"svg.fonttype": "path", "svg.hashsalt": "mlp", "image.composite_image": False, "path.simplify": True}
SQUARES = ("nearest", "none", "auto", "antialiased")  # interpolations that show a small image's pixels as squares


class Drawing:
    """Draws one figure again and again, only what has changed since the last time."""

    def __init__(self, figure: Figure):
        self.figure = figure
        self.fragments: list[str] = [""]
        self.numbers: dict[str, int] = {"": 0}
        self.last: dict[int, tuple[Artist, int]] = {}  # the fragment an artist had when it was last drawn
        self.frames: dict[Axes, tuple] = {}
        self.grounds: dict[Axes3D, _Ground] = {}
        with _settings():
            width, height = figure.get_size_inches() * 72
            self.renderer = FragmentRenderer(width, height)
        self.definitions = self.renderer.definitions
        settle(figure)

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Get ready to draw. Whoever draws many stops stays ready in between: a figure is slow to change its dots."""
        with LOCK, _settings(), _points(self.figure):
            yield

    def layers(self) -> list[int]:
        """Draw the figure as it is now: the number of each layer's fragment, the lowest layer first."""
        with self.ready():
            return self._layers()

    def _layers(self) -> list[int]:
        found = [self._fragment(self.figure.patch, False)]
        for artist in sorted(self.figure.get_children(), key=lambda artist: artist.get_zorder()):
            if isinstance(artist, Axes3D) and not artist.computed_zorder:
                found += self._relief(artist)
            elif isinstance(artist, Axes) and not isinstance(artist, Axes3D):
                found += self._axes(artist)
            elif artist is not self.figure.patch:
                found.append(self._fragment(artist, isinstance(artist, Axes3D) and artist.stale))
        return found

    def _axes(self, axes: Axes) -> list[int]:
        if not axes.get_visible():
            return []
        locator = axes.get_axes_locator()
        axes.apply_aspect(locator(axes, self.renderer) if locator else None)
        frame = (*axes.viewLim.extents, *axes.bbox.extents, axes.get_xscale(), axes.get_yscale())
        moved, self.frames[axes] = self.frames.get(axes) != frame, frame
        artists = [artist for artist in axes.get_children() if artist is not axes.patch]
        if not axes.axison:
            hidden = {*axes.spines.values(), axes.xaxis, axes.yaxis}
            artists = [artist for artist in artists if artist not in hidden]
        ground = [axes.patch] if axes.axison and axes.get_frame_on() else []
        found = []
        for artist in ground + sorted(artists, key=lambda artist: artist.get_zorder()):
            found += self._axes(artist) if isinstance(artist, Axes) else [self._fragment(artist, moved)]
        return found

    def _relief(self, axes: Axes3D) -> list[int]:
        """As ``_axes``, in 3-D: what has not changed keeps its picture as long as the eye stays where it is."""
        if not axes.get_visible():
            return []
        axes.apply_aspect(None)
        axes.M = axes.get_proj()
        axes.invM = np.linalg.inv(axes.M)
        frame = (axes.M.tobytes(), *axes.bbox.extents)
        moved, self.frames[axes] = self.frames.get(axes) != frame, frame
        ground = self.grounds.setdefault(axes, _Ground(axes))
        below = {axes.patch, *axes.spines.values(), *ground.axis}
        found = [self._fragment(ground, moved)]
        for artist in sorted(axes.get_children(), key=lambda artist: artist.get_zorder()):
            if artist in below:
                continue
            if artist.get_visible() and (moved or artist.stale) and hasattr(artist, "do_3d_projection"):
                artist.do_3d_projection()
            found.append(self._fragment(artist, moved))
        return found

    def _fragment(self, artist: Artist, moved: bool) -> int:
        known = self.last.get(id(artist))
        if known and not moved and not artist.stale and not _leans_on_others(artist):
            return known[1]
        number = self._numbered(self._drawn(artist)) if artist.get_visible() else 0
        self.last[id(artist)] = artist, number  # the artist is kept too, so that its id stays its own
        return number

    def _drawn(self, artist: Artist) -> str:
        smooth = isinstance(artist, AxesImage) and artist.get_interpolation() not in SQUARES
        with _at_its_own_size(artist):
            text = self.renderer.drawn(artist, smooth)
        artist.stale = False  # an empty text does not note that it has been drawn
        # The paper that a figure and its axes are drawn on: a page may let its own ground show through.
        return f'<g class="paper">{text}</g>' if self._is_paper(artist) and text else text

    def _is_paper(self, artist: Artist) -> bool:
        papers = [self.figure.patch, *(axes.patch for axes in self.figure.axes)]
        return any(artist is paper and paper.get_facecolor() == (1, 1, 1, 1) for paper in papers)

    def _numbered(self, fragment: str) -> int:
        if fragment not in self.numbers:
            self.numbers[fragment] = len(self.fragments)
            self.fragments.append(fragment)
        return self.numbers[fragment]


def settle(figure: Figure) -> None:
    """Let the layout find every axes its place, once: from then on nothing jumps between two stops."""
    Canvas(figure)  # the layout asks the figure's canvas how large texts are
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine("none")
    for axes in figure.axes:
        if engine is not None and axes.get_visible():
            locator = axes.get_axes_locator()
            axes.apply_aspect(locator(axes, figure._get_renderer()) if locator else None)
            axes._update_title_position(figure._get_renderer())
        axes._autotitlepos = False  # the title has its height; looking for it again takes as long as all the curves
        legend = axes.get_legend()
        if legend is not None and legend._loc == 0:  # "best" would look for another place at every stop
            corner = legend.get_window_extent().transformed(axes.transAxes.inverted()).p0
            legend.set_loc((float(corner[0]), float(corner[1])))


def compressed(drawing: Drawing, stops: Iterable[list[int]]) -> dict[str, Any]:
    """Return the layers of all stops in the page's form: neighbours that never change become one layer.

    ``fragments`` holds the text of each, ``frames`` one row of fragment numbers per stop, ``definitions`` what the
    fragments refer to.
    """
    rows = list(stops)
    deepest = max(map(len, rows))
    table = np.array([row + [0] * (deepest - len(row)) for row in rows])
    fragments, numbers = [""], {"": 0}

    def number(text: str) -> int:
        if text not in numbers:
            numbers[text] = len(fragments)
            fragments.append(text)
        return numbers[text]

    columns: list[list[int]] = []
    still: list[str] = []
    for column in table.T:
        texts = [drawing.fragments[each] for each in column]
        if (column == column[0]).all():
            still.append(texts[0])
            continue
        if any(still):
            columns.append([number("\n".join(filter(None, still)))] * len(rows))
        still = []
        columns.append([number(text) for text in texts])
    if any(still) or not columns:
        columns.append([number("\n".join(filter(None, still)))] * len(rows))
    return {
        "definitions": "".join(drawing.definitions[name] for name in sorted(drawing.definitions)),
        "fragments": fragments,
        "frames": [list(frame) for frame in zip(*columns, strict=True)],
    }


class _Ground(Artist):
    """What lies behind everything in 3-D: the panes, the grid and the axes."""

    def __init__(self, axes: Axes3D):
        super().__init__()
        self.ground, self.axis = axes.patch, (axes.xaxis, axes.yaxis, axes.zaxis)
        self.shown = axes._axis3don

    def draw(self, renderer: Any) -> None:
        """Draw them in matplotlib's order."""
        self.ground.draw(renderer)
        for draw in ("draw_pane", "draw_grid", "draw") if self.shown else ():
            for axis in self.axis:
                getattr(axis, draw)(renderer)


def _leans_on_others(artist: Artist) -> bool:
    """Tell whether an artist's picture depends on another artist, which may change without telling it."""
    arrow = artist.arrow_patch if isinstance(artist, Annotation) else None
    return arrow is not None and (arrow.patchA is not None or arrow.patchB is not None)


class _settings:
    """As ``matplotlib.rc_context(SETTINGS)``, which copies three hundred other settings at every stop."""

    def __enter__(self) -> None:
        self.kept = {name: matplotlib.rcParams[name] for name in SETTINGS}
        matplotlib.rcParams.update(SETTINGS)

    def __exit__(self, *problem: object) -> None:
        matplotlib.rcParams.update(self.kept)


class _points:
    """While fragments are drawn, a figure is measured in points, as SVG is; afterwards in its own dots again."""

    def __init__(self, figure: Figure):
        self.figure, self.dpi = figure, figure.dpi

    def __enter__(self) -> None:
        self.figure._set_dpi(72, forward=False)

    def __exit__(self, *problem: object) -> None:
        self.figure._set_dpi(self.dpi, forward=False)


class _at_its_own_size:
    """While it is drawn, an image is left as it is instead of being enlarged to the figure's dots."""

    def __init__(self, artist: Artist):
        self.image = artist if isinstance(artist, AxesImage) else None

    def __enter__(self) -> None:
        if self.image is not None:
            self.kept = self.image._interpolation
            self.image._interpolation = "none"

    def __exit__(self, *problem: object) -> None:
        if self.image is not None:
            self.image._interpolation = self.kept
