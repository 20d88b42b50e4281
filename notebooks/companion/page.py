"""The page: the one place where a figure, its sliders and its questions are written as HTML.

What is written is one piece: a still with its text alternative, its sentence, its description, and, for pages in which
scripts run, the family (compressed) with the module that moves it. No widget stands behind it.
"""

import base64
import gzip
import io
import json
import re
from html import escape
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from .texts import Canvas

HERE = Path(__file__).parent
MINUS = re.compile(r"(?:(?<![\w)\]])|(?<=\de))-(?=\d)")  # the sign of a number, not the hyphen of 2-8-1
LIMIT = 1_500_000  # bytes of one compressed family


def script(style: Path, *parts: Path) -> str:
    """Return the scripts of a kind of figure as one text, with its style in them, where they say ``/*css*/``."""
    text = "".join(part.read_text(encoding="utf-8") for part in parts)
    return text.replace("/*css*/", style.read_text(encoding="utf-8").replace("\n", " ").replace('"', "'"))


SCRIPT = script(HERE / "page.css", HERE / "page.js", HERE / "predictions.js")


def hint(to: str) -> str:
    """Return what stands under a figure in which no script has run yet: how to "move it", to "play"."""
    return f"A still: to {to}, choose Run ▸ Run All Cells, or press ▶▶ above."


def size_of(figure: Figure) -> dict[str, float]:
    """Return the size of a figure as page.js takes it: its width and height in points."""
    width, height = figure.get_size_inches() * 72
    return {"width": round(float(width), 2), "height": round(float(height), 2)}


def still(figure: Figure) -> bytes:
    """Return the figure as a PNG of twice its pixels, so that a projector and a zoomed page stay sharp."""
    dots = figure.dpi
    canvas = Canvas(figure)
    figure._set_dpi(2 * dots, forward=False)
    try:
        # Letters where the vectors have them: hinting would move each to a whole pixel, and make a long title longer.
        with matplotlib.rc_context({"text.hinting": "none"}):
            canvas.draw()
        picture = in_few_colours(np.asarray(canvas.buffer_rgba()))
    finally:
        figure._set_dpi(dots, forward=False)
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=6)  # 9 takes ten times as long for a twelfth of the bytes
    return file.getvalue()


def in_few_colours(pixels: np.ndarray) -> Image.Image:
    """Return opaque pixels (height, width, 4) as a picture of 256 colours: its own, where it has no more.

    Pillow is shown each colour once, and not a million pixels: that takes a third of the time.
    """
    colour_of = pixels.view("<u4")[..., 0] & 0xFFFFFF
    seen = np.zeros(1 << 24, bool)
    seen[colour_of] = True
    colours = np.flatnonzero(seen).astype("<u4")
    strip = Image.fromarray(np.ascontiguousarray(colours.view(np.uint8).reshape(1, -1, 4)[..., :3]))
    few = strip.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    number_of = np.zeros(1 << 24, np.uint8)
    number_of[colours] = np.asarray(few)[0]
    picture = Image.fromarray(number_of[colour_of])
    picture.putpalette(few.getpalette() or [])
    return picture


def with_real_minus(sentence: str) -> str:
    """Return a sentence in which negative numbers have a minus sign, as the figures have, and not a hyphen."""
    return MINUS.sub("−", sentence)


def packed(data: dict[str, Any]) -> str:
    """Return data as gzipped JSON in base64, the same bytes in every run. Raises ValueError above 1.5 MB."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    compressed = gzip.compress(text.replace("xlink:href", "href").encode(), 9, mtime=0)
    if len(compressed) > LIMIT:
        raise ValueError(
            f"the family takes {len(compressed) / 1e6:.1f} MB; expected at most {LIMIT / 1e6:.1f} MB: "
            "give it fewer stops, coarser images, or curves of fewer points"
        )
    return base64.b64encode(compressed).decode()


def unpacked(text: str) -> dict[str, Any]:
    """Return the data of a text that ``packed`` has written."""
    return json.loads(gzip.decompress(base64.b64decode(text)))


def data_of(html: str) -> dict[str, Any]:
    """Return the data of a figure that ``figure_html`` has written."""
    return unpacked(html.split('class="companion-data">')[1].split("</script>")[0])


def figure_html(
    data: dict[str, Any], picture: bytes | None = None, question: str = "", hint: str = "", module: str = ""
) -> str:
    """Write a figure of the page: ``data`` as page.js takes it, ``picture`` the still, ``question`` its plain form.

    ``module`` is the script of a figure of another kind: it registers the class that ``data["kind"]`` names.
    """
    start = data.get("first", 0)
    sentence, description = data["sentences"][start], data["descriptions"][start]
    parts = [question]
    if picture is not None:
        width, height = round(data["width"] / 0.72), round(data["height"] / 0.72)
        parts.append(
            f'<img alt="{escape(sentence)} {escape(description)}" width="{width}" height="{height}" '
            f'style="max-width:100%;height:auto;background:white" '
            f'src="data:image/png;base64,{base64.b64encode(picture).decode()}">'
        )
        parts.append(f'<figcaption aria-live="polite">{escape(sentence)}</figcaption>')
    if hint:
        parts.append(f'<p class="companion-hint" style="opacity:0.8"><em>{escape(hint)}</em></p>')
    if description:
        parts.append(
            '<details class="companion-told"><summary>Description of the figure</summary>'
            f"<p>{escape(description)}</p></details>"
        )
    kind = "companion" if data["parameters"] else "companion companion-static"
    return (
        f'<figure class="{kind}" style="margin:0.5em 0" data-lm-suppress-shortcuts="true">{"".join(parts)}'
        f'<script type="application/octet-stream" class="companion-data">{packed(data)}</script>'
        f"<script>{SCRIPT}{module}</script></figure>"
    )
