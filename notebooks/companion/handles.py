"""Handles: a point of the picture that can be dragged, and the parameters that follow it.

    control(figure, update, drag=Handle(star, "lectures", "hours"), lectures=Stops(…), hours=Stops(…))

Nothing is solved for. When the family is drawn, each stop's place of the handle is noted; in the page the pointer
chooses, among the stops that differ in the handle's parameters only, the one whose place is nearest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from mpl_toolkits.mplot3d.art3d import Line3D, Path3DCollection

SCRIPT = (Path(__file__).parent / "handles.js").read_text(encoding="utf-8")
STILL = 0.05  # points: less than this is no move


@dataclass(frozen=True, init=False)
class Handle:
    """A vertex of a line or of a set of points, moved by the named parameters: ``Handle(star, "x", "y")``.

    ``vertex`` counts the artist's points, from the end where it is negative: ``Handle(line, "height", vertex=-1)``.
    ``label`` says what is dragged to those who cannot see it; without it the parameters' labels do.

    Raises TypeError for an artist that has no points, ValueError where no parameter is named.
    """

    artist: Line2D | PathCollection
    names: tuple[str, ...]
    vertex: int
    label: str

    def __init__(self, artist: Line2D | PathCollection, *names: str, vertex: int = 0, label: str = ""):
        drawn = isinstance(artist, (Line2D, PathCollection)) and not isinstance(artist, (Line3D, Path3DCollection))
        if not drawn:
            raise TypeError(
                f"artist is {type(artist).__name__}; expected a line or a set of points in a flat panel: "
                "give the control a point of its own with figures.spot(...)"
            )
        if not names or not all(isinstance(name, str) for name in names):
            raise ValueError(f'names is {names!r}; expected what the handle moves: Handle(star, "lectures", "hours")')
        if isinstance(vertex, bool) or not isinstance(vertex, int):
            raise ValueError(f"vertex is {vertex!r}; expected a whole number: 0 for the first point, -1 for the last")
        for field, value in (("artist", artist), ("names", names), ("vertex", vertex), ("label", label)):
            object.__setattr__(self, field, value)

    def place(self) -> tuple[float, float]:
        """Return where the vertex is now, in points from the figure's top left; NaN where it is not shown.

        Raises ValueError for an artist that stands in no figure, or has no such vertex.
        """
        figure = self.artist.get_figure(root=True)
        if figure is None:
            raise ValueError("the artist of a handle stands in no figure; expected one that is drawn: add it to axes")
        points = self._points()
        if not -len(points) <= self.vertex < len(points):
            raise ValueError(
                f"vertex is {self.vertex}, of an artist of {len(points)} points; expected one that it has at every stop"
            )
        across, up = points[self.vertex]
        if not (self.artist.get_visible() and np.isfinite([across, up]).all()):
            return np.nan, np.nan
        per_point = figure.dpi / 72
        return float(across) / per_point, float(figure.bbox.height - up) / per_point

    def _points(self) -> np.ndarray:
        if isinstance(self.artist, Line2D):
            return self.artist.get_transform().transform(self.artist.get_xydata())
        offsets = np.ma.getdata(self.artist.get_offsets())
        return self.artist.get_offset_transform().transform(np.asarray(offsets, float))


def checked(drag: Any, figure: Figure, parameters: Mapping[str, Any]) -> list[Handle]:
    """Return the handles as a list.

    Raises TypeError for what is none, ValueError for one whose artist or parameters the control does not have.
    """
    handles = [drag] if isinstance(drag, Handle) else list(drag) if isinstance(drag, Sequence) else drag
    if not isinstance(handles, list) or not all(isinstance(handle, Handle) for handle in handles):
        raise TypeError(f'drag is {drag!r}; expected a Handle, or a list of them: drag=Handle(star, "lectures")')
    for handle in handles:
        if handle.artist.get_figure(root=True) is not figure:
            raise ValueError("the artist of a handle stands in another figure; expected one of this control's figure")
        for name in handle.names:
            if name not in parameters:
                raise ValueError(f"a handle moves {name!r}; expected one of {list(parameters)}: see the parameters")
    numbers = [name for name, parameter in parameters.items() if not parameter.counted]
    if handles and numbers:
        raise ValueError(
            f"{numbers[0]} is a Number; expected Stops or Choice: a handle chooses among stops that were drawn ahead"
        )
    return handles


def page(handle: Handle, places: list[tuple[float, float]], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return a handle as handles.js takes it: its name, the numbers of its parameters, its place at every stop.

    Raises ValueError where one of its parameters does not move it.
    """
    names = list(parameters)
    shape = [len(parameter.values) for parameter in parameters.values()]
    grid = np.array(places).reshape(*shape, 2)
    for name in handle.names:
        steps = np.abs(np.diff(grid, axis=names.index(name)))
        if not (steps > STILL).any():
            raise ValueError(
                f"the handle stands still whatever {name} is; expected a point that {name} moves: "
                "see update, or leave the name out"
            )
    return {
        "label": handle.label or " and ".join(parameters[name].label for name in handle.names),
        "which": [names.index(name) for name in handle.names],
        "places": [None if np.isnan(across) else [round(across, 1), round(down, 1)] for across, down in places],
    }
