"""Fragments: what one artist draws, as a piece of SVG that is stored once and put into any picture of its figure."""

import base64
import hashlib
import io
import re
from functools import partial
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import BboxBase, Transform, TransformedPath
from PIL import Image

from .texts import MeasuresOnce

DEFINITIONS = re.compile(r"<defs>(.*?)</defs>", re.DOTALL)
DEFINED = re.compile(r'<(path) id="([^"]+)"(.*?)/>|<(\w+) id="([^"]+)"(.*?)</\4>', re.DOTALL)
DIGITS = re.compile(r"(?<=\.\d\d\d)\d+")  # a thousandth of a point is finer than any screen
PLAIN = {float, int, str, bool, type(None)}  # what is its own content
BLANKS = re.compile(r"\s*\n\s*")
REFERENCE = re.compile(r"#([\w.-]+)(?=[\")])")


class FragmentRenderer(MeasuresOnce, RendererSVG):
    """matplotlib's SVG renderer, one artist at a time, images small, and nothing written twice.

    What is asked of a renderer decides what it writes: a letter, a bar or a cloud of points that is asked for again, at
    another stop, is taken from memory.
    """

    def __init__(self, width: float, height: float):
        self.file = io.StringIO()
        self.definitions: dict[str, str] = {}  # letters, markers and clipping frames that fragments refer to by name
        self.known: dict[Any, str] = {}
        self.parts: list[str] = []
        self.inside = False  # a call of our own that another one makes is part of it
        super().__init__(width, height, self.file)
        self.smooth = False

    def drawn(self, artist: Artist, smooth: bool) -> str:
        """Return what an artist draws, as SVG without definitions."""
        self._written()
        self.parts, self.smooth = [], smooth
        artist.draw(self)
        self.parts.append(self._written())
        return "\n".join(filter(None, self.parts))

    def _written(self) -> str:
        """Take what has been written since the last time, the definitions in it put aside under lasting names."""
        self._write_clips()
        self._write_hatches()
        self.writer.flush()
        text = self.file.getvalue()
        if not text:
            return ""
        self.file.seek(0)
        self.file.truncate()
        for kept in (self._clipd, self._clip_path_ids, self._markers, self._hatchd, self._glyph_map):
            kept.clear()
        self._path_collection_id = 0
        renamed: dict[str, str] = {}
        for block in DEFINITIONS.findall(text):
            for found in DEFINED.findall(block):
                kind, name, content = found[:3] if found[0] else found[3:]
                content = BLANKS.sub(" ", content) + ("/>" if kind == "path" else f"</{kind}>")
                renamed[name] = kind[0] + hashlib.sha256(content.encode()).hexdigest()[:9]
                self.definitions[renamed[name]] = f'<{kind} id="{renamed[name]}"{content}'
        if renamed:
            text = REFERENCE.sub(lambda found: f"#{renamed.get(found[1], found[1])}", DEFINITIONS.sub("", text))
        return DIGITS.sub("", BLANKS.sub("\n", text).strip())

    def _once(self, write: partial) -> None:
        """Let ``write`` write what it is told to, or remember what it wrote when it was told the same."""
        if self.inside:
            write()
            return
        self.parts.append(self._written())
        key = write.func.__name__, self.smooth, _contents([*write.args, *write.keywords.values()])
        if key not in self.known:
            self.inside = True
            try:
                write()
            finally:
                self.inside = False
            self.known[key] = self._written()
        self.parts.append(self.known[key])

    def draw_path(self, gc, path, transform, rgbFace=None) -> None:
        """Write a line or an area."""
        self._once(partial(super().draw_path, gc, path, transform, rgbFace))

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None) -> None:
        """Write the markers of a line."""
        self._once(partial(super().draw_markers, gc, marker_path, marker_trans, path, trans, rgbFace))

    def draw_path_collection(self, gc, *told, **more) -> None:
        """Write many points or lines of a kind."""
        self._once(partial(super().draw_path_collection, gc, *told, **more))

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:
        """Write a line of text."""
        self._once(partial(super().draw_text, gc, x, y, s, prop, angle, ismath))

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Groups only number the artists, and a number would make equal fragments differ."""

    def close_group(self, s: str) -> None:
        """See ``open_group``."""

    def draw_image(self, gc, x, y, im, transform=None) -> None:
        """Write an image at its own size, in few colours where it has few; the page enlarges it."""
        self._once(partial(self._write_image, gc, x, y, im, transform))

    def _write_image(self, gc, x, y, im, transform) -> None:
        height, width = im.shape[:2]
        if transform is None:
            across, down = width * 72 / self.image_dpi, height * 72 / self.image_dpi
            matrix = (across / width, 0, 0, down / height, x, self.height - y - down)
            im = im[::-1]
        else:
            a, b, c, d, e, f = transform.frozen().to_values()
            matrix = (a / width, -b / width, c / height, -d / height, e + x, self.height - f - y)
        clip = self._get_clip_attrs(gc)
        self.writer.start("g", **clip)
        look = "auto" if self.smooth else "pixelated"
        self.writer.element(
            "image",
            width=str(width), height=str(height), preserveAspectRatio="none",
            transform=f"matrix({' '.join(f'{value:.6g}' for value in matrix)})",
            style=f"image-rendering:{look};opacity:{gc.get_alpha() if transform is not None else 1:g}",
            href=f"data:image/png;base64,{base64.b64encode(small_png(im)).decode()}",
        )  # fmt: skip
        self.writer.end("g")


def _contents(value: Any) -> Any:
    """Return what a renderer is told, by content and not by name: equal for equal pictures, and never changed again."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, hashlib.sha256(value.tobytes()).digest()
    if isinstance(value, TransformedPath):
        value = value.get_transformed_path_and_affine()
    if isinstance(value, Transform):
        return value.get_matrix().tobytes() if value.is_affine else object()  # what bends is never taken for the same
    if isinstance(value, BboxBase):
        return value.extents.tobytes()
    if isinstance(value, (GraphicsContextBase, FontProperties, Path)):
        value = vars(value).values()
    elif not isinstance(value, (list, tuple)):
        return value
    return tuple([each if type(each) in PLAIN else _contents(each) for each in value])


def small_png(pixels: np.ndarray) -> bytes:
    """Return a PNG of (height, width, 4) bytes: with a palette where 256 colours suffice, without alpha if opaque."""
    pixels = np.ascontiguousarray(pixels)
    if pixels.shape[-1] == 4 and (pixels[..., 3] == 255).all():
        colours, places = np.unique(pixels.view(np.uint32), return_inverse=True)
        if colours.size <= 256:
            image = Image.fromarray(places.reshape(pixels.shape[:2]).astype(np.uint8), "P")
            image.putpalette(np.ascontiguousarray(colours.view(np.uint8).reshape(-1, 4)[:, :3]).tobytes())
        else:
            image = Image.fromarray(np.ascontiguousarray(pixels[..., :3]))
    else:
        image = Image.fromarray(pixels)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
