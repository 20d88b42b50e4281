"""Controls: sliders, choices and number fields over what a cell has already computed.

    control(figure, update, eta=Stops(etas, "learning rate η"), size=Choice(sizes, "batch size"))

``update`` is told where the sliders stand: for ``Stops`` and ``Choice`` the *position* in their values,
for ``Number`` the number. It changes the figure's artists and answers the sentence the figure
now shows. It must not train, and must not
change a variable of the notebook. Controls never draw: the painter does.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import anywidget
import ipywidgets as widgets
import numpy as np
import traitlets
from matplotlib.figure import Figure

from .describe import describe
from .display import figure_html
from .painter import LOCK, Painter

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Stops:
    """A slider over the values of a finished family, in order, a number field beside it. ``start``: its position."""

    values: Sequence[float]
    label: str
    start: int = 0

    def build(self) -> "_Slider":
        return _Slider(self)


@dataclass(frozen=True)
class Choice:
    """A menu of words: optimizers, batch sizes, decks. ``start`` is the position chosen first."""

    values: Sequence
    label: str
    start: int = 0

    def build(self) -> "_Menu":
        return _Menu(self)


@dataclass(frozen=True)
class Number:
    """A field for any number from ``low`` to ``high``: a weight, an input, a learning rate."""

    start: float
    label: str
    low: float = -10.0
    high: float = 10.0
    step: float = 0.05

    def build(self) -> "_Field":
        return _Field(self)


def control(figure: Figure, update: Callable[..., str], **parameters: Stops | Choice | Number) -> "Control":
    """Build a control over a figure: one row of widgets a parameter, the picture under them.

    Raises ValueError where there is no parameter, or one without values.
    """
    if not parameters:
        raise ValueError('there are no parameters; expected at least one: eta=Stops(etas, "learning rate η")')
    for name, parameter in parameters.items():
        if not isinstance(parameter, Number) and not 0 <= parameter.start < len(parameter.values):
            raise ValueError(
                f"{name} starts at position {parameter.start} of {len(parameter.values)} values; "
                "expected a position among them: give it values, or another start"
            )
    return Control(figure, update, {name: parameter.build() for name, parameter in parameters.items()})


class Picture(anywidget.AnyWidget):
    """The picture in the page: the PNG, the sentence and description read aloud, and the names of the sliders."""

    _esm = HERE / "picture.js"
    _css = HERE / "picture.css"
    png = traitlets.Bytes().tag(sync=True)
    sentence = traitlets.Unicode().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int().tag(sync=True)
    height = traitlets.Int().tag(sync=True)
    sliders = traitlets.List().tag(sync=True)


class Control(widgets.VBox):
    """A figure under the hand. ``at(eta=3)`` moves it and answers its sentence; ``error`` is None or a text.

    Without a kernel the still of its first position remains, with its sentence.
    """

    def __init__(self, figure: Figure, update: Callable[..., str], rows: dict):
        self.figure, self.update, self.rows = figure, update, rows
        self.painter, self.error = Painter(figure), None
        width, height = (round(pixels) for pixels in figure.bbox.size)
        self.picture = Picture(width=width, height=height)
        self.complaint = widgets.HTML()
        super().__init__([*(row.box for row in rows.values()), self.complaint, self.picture])
        if sum(isinstance(row, _Field) for row in rows.values()) > 3:
            self._set_side_by_side()
        self.add_class("companion-control")
        self._try_ends()
        self.redraw()
        for row in rows.values():
            row.on_change(self.redraw)

    def _set_side_by_side(self) -> None:
        """Let many number fields stand beside each other, as many as there is room for: the page stays short."""
        self.layout.flex_flow = "row wrap"
        self.picture.layout.width = self.complaint.layout.width = "100%"
        fields = [row.field for row in self.rows.values() if isinstance(row, _Field)]
        label = 1.5 + 0.6 * max(len(field.description) for field in fields)
        for field in fields:
            field.style.description_width, field.layout.width = f"{label:.1f}em", f"{label + 6.5:.1f}em"

    def _try_ends(self) -> None:
        """Draw the far ends once: the painter learns what changes, so that the first drag is as quick as the next."""
        for end in (0, -1):
            self.update(**{name: row.ends[end] for name, row in self.rows.items()})
            self.painter.png()

    @property
    def sentence(self) -> str:
        """What the figure shows now, in words: what is printed under it."""
        return self.picture.sentence

    def at(self, **positions) -> str:
        """Move the widgets, as a hand would, and answer the sentence. Raises RuntimeError where the update failed."""
        for name, position in positions.items():
            if name not in self.rows:
                raise ValueError(f"{name!r} is not a parameter here; expected one of {list(self.rows)}")
            self.rows[name].move(position)
        if self.error:
            raise RuntimeError(self.error)
        return self.sentence

    def redraw(self) -> None:
        """Update the figure for where the widgets stand; an error is shown in red, and kept."""
        with LOCK:
            try:
                sentence = self.update(**{name: row.position for name, row in self.rows.items()})
                png, description = self.painter.png(), describe(self.figure)
            except Exception:
                self._complain(traceback.format_exc())
                return
            self._complain(None)
            with self.picture.hold_sync():
                self.picture.sentence, self.picture.description = sentence, description
                self.picture.sliders = [row.spoken for row in self.rows.values() if isinstance(row, _Slider)]
                self.picture.png = png

    def _complain(self, error: str | None) -> None:
        if error == self.error:
            return
        self.error = error
        last = error.strip().splitlines()[-1] if error else ""
        self.complaint.value = (
            error
            and (
                f'<div role="alert" style="color:#b00020;background:#fff;padding:0.5em;border:2px solid #b00020">'
                f"<strong>This control failed: {escape(last)}</strong><pre>{escape(error)}</pre></div>"
            )
            or ""
        )

    def _repr_mimebundle_(self, **options):
        """Answer the live widget, and for pages without a kernel the still."""
        bundle = super()._repr_mimebundle_(**options)
        bundle = bundle[0] if isinstance(bundle, tuple) else bundle
        if self.error:
            raise RuntimeError(self.error)
        still = figure_html(self.figure, self.sentence, self.picture.png)
        return {**bundle, "text/html": still, "text/plain": self.sentence}


class _Slider:
    """A slider over positions, and a field with the value itself: the field snaps to the nearest stop."""

    def __init__(self, stops: Stops):
        self.stops = stops
        self.texts = [value if isinstance(value, str) else f"{value:g}" for value in stops.values]
        self.slider = widgets.IntSlider(
            stops.start, 0, len(self.texts) - 1, readout=False, continuous_update=True, layout={"flex": "1 1 auto"}
        )
        first = stops.values[stops.start]
        if all(isinstance(value, (int, float, np.number)) for value in stops.values):
            low, high = float(min(stops.values)), float(max(stops.values))
            step = float(np.min(np.abs(np.diff(stops.values)))) if len(self.texts) > 1 else 1.0
            self.field = widgets.BoundedFloatText(float(first), min=low, max=high, step=float(f"{step:.2g}"))
        else:
            self.field = widgets.Dropdown(options=self.texts, value=str(first))
        self.field.description, self.field.layout = stops.label, {"width": "21em"}
        self.field.style.description_width = "12em"
        self.box = widgets.HBox([self.field, self.slider], layout={"width": "100%", "max_width": "900px"})

    @property
    def position(self) -> int:
        return self.slider.value

    @property
    def ends(self) -> tuple[int, int]:
        return 0, len(self.texts) - 1

    @property
    def spoken(self) -> list[str]:
        return [self.stops.label, self.texts[self.position]]

    def move(self, position: int) -> None:
        if not 0 <= position < len(self.texts):
            raise ValueError(f"{self.stops.label} has no stop {position}; expected 0 to {len(self.texts) - 1}")
        self.slider.value = position

    def on_change(self, redraw: Callable[[], None]) -> None:
        def slid(change) -> None:
            self.field.value = self._shown()
            redraw()

        def typed(change) -> None:
            self.slider.value = self._stop_for(change["new"])
            self.field.value = self._shown()  # where the slider did not move, the field goes back to its stop

        self.slider.observe(slid, "value")
        self.field.observe(typed, "value")

    def _shown(self):
        value = self.stops.values[self.position]
        return value if isinstance(value, str) else float(value)

    def _stop_for(self, new) -> int:
        if isinstance(new, str):
            return self.texts.index(new)
        values = np.asarray(self.stops.values, float)
        nearest = int(np.argmin(np.abs(values - new)))
        if nearest == self.position and new != values[nearest]:  # one press of the field's arrow: on to the next stop
            onward = values > values[nearest] if new > values[nearest] else values < values[nearest]
            if onward.any():
                others = np.flatnonzero(onward)
                nearest = int(others[np.argmin(np.abs(values[others] - new))])
        return nearest


class _Menu:
    """A menu over positions."""

    def __init__(self, choice: Choice):
        texts = [value if isinstance(value, str) else f"{value:g}" for value in choice.values]
        options = [(text, position) for position, text in enumerate(texts)]
        self.menu = widgets.Dropdown(options=options, value=choice.start, description=choice.label)
        self.menu.style.description_width, self.menu.layout = "12em", {"width": "30em"}
        self.box = widgets.HBox([self.menu])

    @property
    def position(self) -> int:
        return self.menu.value

    @property
    def ends(self) -> tuple[int, int]:
        return 0, len(self.menu.options) - 1

    def move(self, position: int) -> None:
        self.menu.value = position

    def on_change(self, redraw: Callable[[], None]) -> None:
        self.menu.observe(lambda change: redraw(), "value")


class _Field:
    """A field for a number."""

    def __init__(self, number: Number):
        self.field = widgets.BoundedFloatText(
            number.start, min=number.low, max=number.high, step=number.step, description=number.label
        )
        self.field.style.description_width, self.field.layout = "12em", {"width": "21em"}
        self.box = widgets.HBox([self.field])

    @property
    def position(self) -> float:
        return self.field.value

    @property
    def ends(self) -> tuple[float, float]:
        return self.field.value, self.field.value

    def move(self, position: float) -> None:
        self.field.value = position

    def on_change(self, redraw: Callable[[], None]) -> None:
        self.field.observe(lambda change: redraw(), "value")
