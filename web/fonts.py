"""A font for formulas, because many systems have none: of STIX Two Math, what the formulas of the collection use."""

import functools
import io
import logging
from pathlib import Path

import ziamath
from fontTools import subset

# What a formula may use: letters, Greek, signs, and the italic, bold, script and double-struck letters.
LETTERS = [
    letter
    for first, last in [
        (0x20, 0x17F), (0x300, 0x338), (0x370, 0x3FF), (0x2010, 0x2057), (0x2061, 0x2064), (0x2102, 0x2135),
        (0x2190, 0x21D5), (0x2200, 0x22C8), (0x22EE, 0x22F1), (0x2308, 0x230B), (0x23B4, 0x23E1), (0x27E8, 0x27EB),
        (0x1D400, 0x1D467), (0x1D49C, 0x1D4CF), (0x1D538, 0x1D56B), (0x1D6A8, 0x1D71B),
    ]
    for letter in range(first, last + 1)
]  # fmt: skip


@functools.cache
def formula_font() -> bytes:
    """Return the font as a WOFF file: some 280 kB of its 1.2 MB."""
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    options = subset.Options(flavor="woff", layout_features=["ssty", "kern", "mark", "ccmp", "flac", "dtls"])
    font = subset.load_font(str(Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    file = io.BytesIO()
    subset.save_font(font, file, options)
    return file.getvalue()
