"""The command line: ``python -m worksheets backprop --seed 7 --copies 30``. Without a topic it lists the topics."""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from . import typesetting
from .choosing import problem
from .topics import TOPICS

MOST_COPIES = 500


def main(arguments: list[str] | None = None) -> int:
    """Write the sheets and their key, or list the topics. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m worksheets",
        description="Write printable worksheets, a different one per copy, and a key that works every line out.",
        epilog="With make: make sheets TOPIC=backprop SEED=7 COPIES=30",
    )
    parser.add_argument("topic", nargs="?", help=f"one of {', '.join(TOPICS)}; without it, the topics are listed")
    parser.add_argument("--seed", default="1", help="the same seed gives the same sheets (1 if not given)")
    parser.add_argument("--copies", default="1", help=f"how many different sheets, 1 to {MOST_COPIES} (1 if not given)")
    parser.add_argument("--folder", type=Path, default=Path("build/sheets"), help="where the PDFs go")
    parser.add_argument("--source", action="store_true", help="write the Typst source of both PDFs beside them")
    options = parser.parse_args(arguments)
    if not options.topic:
        print("\n".join(f"{name:12} {topic.TITLE}" for name, topic in TOPICS.items()))
        print("For 30 sheets and their key: make sheets TOPIC=backprop SEED=7 COPIES=30")
        return 0
    try:
        seed = _whole("seed", options.seed, 0)
        copies = _whole("copies", options.copies, 1, MOST_COPIES)
        if find_spec("typst") is None:
            raise ValueError("the package typst is missing; install it: pip install typst, or make setup")
        problems = [problem(options.topic, seed, copy) for copy in range(1, copies + 1)]
    except ValueError as error:
        print(f"make sheets: {error}", file=sys.stderr)
        return 2
    options.folder.mkdir(parents=True, exist_ok=True)
    for source, name in (
        (typesetting.sheets(problems), f"{options.topic}-{seed}"),
        (typesetting.keys(problems), f"{options.topic}-{seed}-key"),
    ):
        path = options.folder / f"{name}.pdf"
        path.write_bytes(typesetting.pdf(source))
        if options.source:
            path.with_suffix(".typ").write_text(source, encoding="utf-8", newline="\n")
        print(path)
    return 0


def _whole(name: str, written: str, low: int, high: int | None = None) -> int:
    expected = f"a whole number from {low} to {high}" if high else f"a whole number, {low} or more"
    try:
        number = int(written)
    except ValueError:
        raise ValueError(f"{name} is {written!r}; expected {expected}, such as {name.upper()}=7") from None
    if number < low or high and number > high:
        raise ValueError(f"{name} is {number}; expected {expected}")
    return number


if __name__ == "__main__":
    sys.exit(main())
