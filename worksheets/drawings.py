"""What is drawn on a sheet: calls of the functions of template.typ, with the names and numbers of one problem."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from . import formulas


def network(
    layers: Sequence[Sequence[str]],
    edges: Mapping[tuple[int, int, int], str] | None = None,
    biases: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """Draw a network, fully connected, each unit with its name.

    ``edges`` maps (layer, from, to), each counted from 0, to the name of a weight, ``biases`` (layer, unit) to that of
    a bias.
    """
    columns = _tuple(_tuple(_symbol(name) for name in layer) for layer in layers)
    weights = _dictionary(("-".join(map(str, place)), _symbol(name)) for place, name in (edges or {}).items())
    arrows = _dictionary(("-".join(map(str, place)), _symbol(name)) for place, name in (biases or {}).items())
    return f"#network({columns}, edges: {weights}, biases: {arrows})"


def graph(places: Mapping[str, tuple[float, float]], rules: Mapping[str, str]) -> str:
    """Draw a computation graph: a box per value at its place (column, row), an arrow from each name in its rule."""
    boxes = _dictionary(
        (name, f"({column}, {row}, {_content(_box(name, rules))})") for name, (column, row) in places.items()
    )
    arrows = _tuple(
        f'("{source}", "{name}")'
        for name, rule in rules.items()
        for source in places
        if source in re.findall(r"\w+", rule)
    )
    return f"#graph({boxes}, {arrows})"


def plane(points: np.ndarray, labels: np.ndarray | None, axes: tuple[str, str] = ("x1", "x2")) -> str:
    """Draw numbered points (examples, 2) in a plane with a grid; class 1 as squares, all others as circles."""
    kinds = [""] * len(points) if labels is None else ["one" if label else "zero" for label in labels]
    spots = _tuple(f'({x:g}, {y:g}, "{kind}")' for (x, y), kind in zip(points, kinds, strict=True))
    reach = int(np.ceil(np.abs(points).max()))
    return f"#plane({spots}, {reach}, {_symbol(axes[0])}, {_symbol(axes[1])})"


def number_line(start: float, places: Sequence[float]) -> str:
    """Draw a scale on which a start is marked and all of the places can be."""
    low = np.floor(2 * min(start, *places)) / 2
    high = np.ceil(2 * max(start, *places)) / 2
    return f"#number-line({start:g}, {low:g}, {high:g})"


def _box(name: str, rules: Mapping[str, str]) -> str:
    return f"{formulas.typst(name)} = {formulas.typst(rules[name])}" if name in rules else formulas.typst(name)


def _symbol(name: str) -> str:
    return _content(formulas.typst(name)) if name else "[]"


def _content(mathematics: str) -> str:
    return f"[${mathematics}$]"


def _tuple(items: Iterable[str]) -> str:
    return f"({''.join(f'{item}, ' for item in items)})"


def _dictionary(items: Iterable[tuple[str, str]]) -> str:
    pairs = [f'"{key}": {value}' for key, value in items]
    return f"({', '.join(pairs)})" if pairs else "(:)"
