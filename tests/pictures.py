"""Comparing pictures: two families, fragment by fragment, and two stills, pixel by pixel.

On another processor a curve may move by less than an eye can see, so numbers are compared to a pixel and colours to a
shade; everything else, every word and every stop, has to be the same.
"""

import base64
import io
import re
from collections.abc import Callable

import numpy as np
from PIL import Image

from companion.page import data_of

PIXEL = 0.72  # points
SHADE = 4  # of 255
FIGURE = re.compile(r"<figure class=.*?</figure>", re.DOTALL)
STILL = re.compile(r'src="data:image/png;base64,([^"]+)"')
SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
REFERENCE = re.compile(r'(?:href="#|url\(#)([\w.-]+)')
DEFINITION = re.compile(r'<(\w+) id="([^"]+)"(.*?)(?=<\w+ id="|$)', re.DOTALL)
IMAGE = re.compile(r'href="data:image/png;base64,([^"]+)"')
NUMBER = re.compile(r"#[0-9a-f]{6}\b|-?\d+\.?\d*(?:e-?\d+)?")


def figures_in(output: dict) -> list[str]:
    """List the figures of the page that an output holds, as HTML."""
    return FIGURE.findall("".join(output.get("data", {}).get("text/html", "")))


def still_of(html: str) -> np.ndarray | None:
    found = STILL.search(html)
    return _pixels(found[1]) if found else None


def controls_in(cell: dict) -> list[dict]:
    """List the families of the controls that a cell has shown."""
    families = [data_of(html) for output in cell.get("outputs", []) for html in figures_in(output)]
    return [family for family in families if family["parameters"]]


def difference_of_outputs(stored: list, fresh: list, is_drawn: Callable[[dict], bool]) -> str:
    """Tell where the figures of two lists of outputs differ, of those that ``is_drawn`` says are drawn."""
    before, now = ([html for output in outputs for html in figures_in(output)] for outputs in (stored, fresh))
    if len(before) != len(now):
        return f"{len(before)} figures are stored, {len(now)} are drawn"
    told = (difference_of_figures(*pair) for pair in zip(before, now, strict=True) if is_drawn(data_of(pair[0])))
    return next(filter(None, told), "")


def difference_of_figures(stored: str, fresh: str) -> str:
    """Tell where two figures, as HTML, differ: in their scripts, their families or their stills."""
    if stored == fresh:  # to the last byte, as on the processor that stored it
        return ""
    if SCRIPT.findall(stored) != SCRIPT.findall(fresh):
        return "stored with another page.js or page.css: run make notebooks"
    difference = difference_of_families(data_of(stored), data_of(fresh))
    one, other = still_of(stored), still_of(fresh)
    if difference or one is None:
        return difference
    return difference_of_stills(one, other)


def difference_of_families(stored: dict, fresh: dict) -> str:
    """Tell where two families differ, or nothing where they show the same."""
    if stored == fresh:
        return ""
    for part in ("width", "height", "parameters", "sentences", "descriptions", "predict", "first", "key"):
        if part != "key" and stored.get(part) != fresh.get(part):
            return f"{part}: {_first_difference(stored.get(part), fresh.get(part))}"
    if len(stored["frames"]) != len(fresh["frames"]):
        return f"{len(stored['frames'])} stops are stored, {len(fresh['frames'])} are drawn"
    known: dict[tuple[int, int], str] = {}
    for stop, (before, now) in enumerate(zip(stored["frames"], fresh["frames"], strict=True)):
        if len(before) != len(now):
            return f"stop {stop}: {len(before)} layers are stored, {len(now)} are drawn"
        for pair in zip(before, now, strict=True):
            if pair not in known:
                texts = (_resolved(family, number) for family, number in zip((stored, fresh), pair, strict=True))
                known[pair] = difference_of_fragments(*texts)
            if known[pair]:
                return f"stop {stop}, “{fresh['sentences'][stop]}”: {known[pair]}"
    return ""


def difference_of_fragments(stored: str, fresh: str) -> str:
    """Tell where two fragments of a picture differ by more than a pixel or a shade."""
    if stored == fresh:
        return ""
    for before, now in zip(IMAGE.findall(stored), IMAGE.findall(fresh), strict=False):
        one, other = _pixels(before), _pixels(now)
        if one.shape != other.shape or np.abs(one - other).max() > SHADE:
            return "an image differs"
    stored, fresh = IMAGE.sub("", stored), IMAGE.sub("", fresh)
    if NUMBER.sub("", stored) != NUMBER.sub("", fresh):
        return f"the drawing differs: {_first_difference(NUMBER.sub('', stored), NUMBER.sub('', fresh))}"
    for before, now in zip(NUMBER.findall(stored), NUMBER.findall(fresh), strict=True):
        if before == now:
            continue
        colours = before.startswith("#"), now.startswith("#")
        if all(colours):
            if np.abs(np.subtract(_shades(before), _shades(now))).max() > SHADE:
                return f"the colour {before} has become {now}"
        elif any(colours) or abs(float(before) - float(now)) > PIXEL:
            return f"{before} has become {now}"
    return ""


def difference_of_stills(stored: np.ndarray, fresh: np.ndarray, share: float = 0.001) -> str:
    """Tell whether more than a few pixels differ to the eye."""
    if stored.shape != fresh.shape:
        return f"the still has become {fresh.shape} pixels from {stored.shape}"
    far = (np.abs(stored - fresh).max(axis=-1) > 40).mean()
    return f"{100 * far:.2g} % of the still's pixels differ" if far > share else ""


def _resolved(family: dict, number: int) -> str:
    """A fragment with what it refers to in place of the names, which hold digits of the content."""
    definitions = family.setdefault(
        "_named", {name: kind + content for kind, name, content in DEFINITION.findall(family["definitions"])}
    )
    text = family["fragments"][number]
    return REFERENCE.sub(lambda found: f"[{definitions.get(found[1], found[1])}]", text)


def _first_difference(stored, fresh) -> str:
    stored, fresh = str(stored), str(fresh)
    at = next((i for i, (a, b) in enumerate(zip(stored, fresh, strict=False)) if a != b), min(len(stored), len(fresh)))
    around = slice(max(0, at - 40), at + 40)
    return f"…{stored[around]}… has become …{fresh[around]}…"


def _shades(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _pixels(text: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))).convert("RGB")).astype(int)
