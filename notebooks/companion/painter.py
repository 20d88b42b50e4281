"""The painter: turns a figure into a picture, quickly when only a part of it has changed.

What has never changed is drawn once and kept: axes, ticks, labels, and in each axes everything below the lowest artist
that was ever changed. The rest is drawn over it anew. That is several times as fast as drawing everything, and nothing
can jump, as the layout stays.
"""

import io
import threading

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

# A slider's callback may run beside a cell in another thread; matplotlib is not made for that: one picture at a time.
LOCK = threading.RLock()


class Painter:
    """Draws one figure, again and again, however its artists have been changed in between."""

    def __init__(self, figure: Figure):
        self.figure = figure
        self.canvas = FigureCanvasAgg(figure)
        self.floor: dict[Axes, float] = {}  # from this layer (zorder) upwards, an axes is drawn anew each time
        self.kept, self.kept_state = None, None

    def png(self) -> bytes:
        """Draw the figure as it is now and answer it as a PNG."""
        with LOCK:
            if self._lower_floors() or self.kept_state != self._state():
                self._keep()
            self.canvas.restore_region(self.kept)
            for axes in self.figure.axes:
                for artist in self._anew(axes):
                    axes.draw_artist(artist)
            return self._encoded()

    def _keep(self) -> None:
        for axes in self.figure.axes:
            for artist in _contents(axes):
                artist.set_animated(False)  # so that the layout makes room for them
        self.canvas.draw()
        self.figure.set_layout_engine("none")
        for axes in self.figure.axes:
            for artist in self._anew(axes):
                artist.set_animated(True)
        self.canvas.draw()
        self.kept, self.kept_state = self.canvas.copy_from_bbox(self.figure.bbox), self._state()

    def _lower_floors(self) -> bool:
        """Take in what has been changed since the last picture; answer whether that was kept until now."""
        lowered = False
        for axes in self.figure.axes if self.kept else ():
            lowest = min((artist.zorder for artist in _contents(axes) if artist.stale), default=np.inf)
            if lowest < self.floor.get(axes, np.inf):
                self.floor[axes], lowered = lowest, True
        return lowered

    def _anew(self, axes: Axes) -> list[Artist]:
        floor = self.floor.get(axes, np.inf)
        return sorted((a for a in _contents(axes) if a.zorder >= floor), key=lambda artist: artist.zorder)

    def _state(self) -> list:
        """What the kept part shows: titles, axis limits, and the artists below the floor that are to be seen."""
        state = [text.get_text() for text in self.figure.texts]
        for axes in self.figure.axes:
            floor = self.floor.get(axes, np.inf)
            state += [axes.get_title(place) for place in ("left", "center", "right")]
            state += [axes.get_xlabel(), axes.get_ylabel(), axes.get_xlim(), axes.get_ylim()]
            state += [id(artist) for artist in _contents(axes) if artist.zorder < floor]
        return state

    def _encoded(self) -> bytes:
        file = io.BytesIO()
        pixels = np.asarray(self.canvas.buffer_rgba())[..., :3]  # opaque: three colours a pixel will do
        Image.fromarray(np.ascontiguousarray(pixels)).save(file, "PNG", compress_level=1)
        return file.getvalue()


def _contents(axes: Axes) -> list[Artist]:
    """List what an axes shows inside its frame, and the frame."""
    contents = [*axes.lines, *axes.images, *axes.collections, *axes.patches, *axes.texts, *axes.artists, *axes.tables]
    if axes.get_legend():
        contents.append(axes.get_legend())
    if axes.axison:
        contents += axes.spines.values()
    return [artist for artist in contents if artist.get_visible()]
