"""Digits as people draw them, in strokes: how a hand moves on a pad, and what NIST's programs made of it."""

import numpy as np


def arc(x, y, across, down, first, last, points=16) -> list:
    """Points of an ellipse, angles in degrees; y points down, so 90 is at the bottom."""
    turn = np.radians(np.linspace(first, last, points))
    return np.column_stack([x + across * np.cos(turn), y + down * np.sin(turn)]).tolist()


# On a square of side 1. Several ways of writing each digit, as schools in several countries teach them.
WAYS = {
    "0": [arc(0.5, 0.5, 0.3, 0.48, -90, 270)],
    "0, narrow": [arc(0.5, 0.5, 0.22, 0.48, -70, 290)],
    "1": [[[0.5, 0], [0.5, 1]]],
    "1, with a flag": [[[0.3, 0.25], [0.52, 0], [0.52, 1]]],
    "2": [[*arc(0.5, 0.28, 0.28, 0.28, -170, 30), [0.2, 1], [0.8, 1]]],
    "2, curved": [[*arc(0.48, 0.27, 0.28, 0.27, -180, 40), [0.45, 0.75], [0.2, 0.98], [0.5, 0.94], [0.85, 1]]],
    "3": [arc(0.45, 0.25, 0.27, 0.25, -150, 80) + arc(0.45, 0.74, 0.3, 0.26, -80, 150)],
    "3, flat": [[[0.2, 0], [0.75, 0], [0.45, 0.42], *arc(0.45, 0.71, 0.3, 0.29, -80, 150)]],
    "4": [[[0.3, 0], [0.2, 0.6], [0.85, 0.6]], [[0.65, 0.25], [0.65, 1]]],
    "4, closed": [[[0.6, 1], [0.6, 0], [0.15, 0.65], [0.85, 0.65]]],
    "4, slanted": [[[0.5, 0], [0.15, 0.6], [0.85, 0.6]], [[0.6, 0.35], [0.55, 1]]],
    "5": [[[0.75, 0], [0.3, 0], [0.26, 0.42], *arc(0.45, 0.68, 0.3, 0.31, -110, 140)]],
    "5, in two": [[[0.3, 0], [0.27, 0.42], *arc(0.45, 0.68, 0.3, 0.31, -110, 140)], [[0.3, 0], [0.8, 0]]],
    "6": [[[0.65, 0], [0.35, 0.3], [0.24, 0.65], *arc(0.5, 0.73, 0.26, 0.27, 180, -180)]],
    "6, round": [arc(0.6, 0.45, 0.38, 0.45, -80, -190) + arc(0.5, 0.73, 0.27, 0.27, 190, -160)],
    "7": [[[0.15, 0], [0.8, 0], [0.4, 1]]],
    "7, with a bar": [[[0.15, 0], [0.8, 0], [0.4, 1]], [[0.3, 0.5], [0.75, 0.5]]],
    "8": [arc(0.5, 0.25, 0.22, 0.25, 80, -270, 24) + arc(0.5, 0.74, 0.28, 0.26, -90, 270, 24)],
    "8, one line": [[[0.7, 0.12], *arc(0.5, 0.24, 0.22, 0.24, -40, -230), *arc(0.5, 0.74, 0.26, 0.26, -60, 220),
                     [0.65, 0.4], [0.72, 0.14]]],
    "9": [[*arc(0.47, 0.26, 0.25, 0.26, 0, -360, 24), [0.72, 0.3], [0.7, 1]]],
    "9, curled": [[*arc(0.47, 0.26, 0.25, 0.26, 0, -360, 24), [0.72, 0.5], [0.7, 0.75],
                   *arc(0.46, 0.75, 0.25, 0.25, 0, 120)]],
}  # fmt: skip


def drawn(way: str, rng: np.random.Generator, pad: float = 280) -> list:
    """One drawing: turned, slanted, stretched, bent, of any size, somewhere on the pad; a point every few units."""
    turn, slant, stretch = rng.normal(0, 0.08), rng.normal(0, 0.1), np.exp(rng.normal(-0.1, 0.18))
    size, middle = rng.uniform(0.32, 0.85) * pad, rng.uniform(0.46, 0.54, 2) * pad
    waves, bend = rng.uniform(0.5, 2, (2, 4)), rng.normal(0, 0.025, (2, 4))
    strokes = []
    for line in WAYS[way]:
        corners = np.array(line, float)
        far = np.r_[0, np.hypot(*np.diff(corners, axis=0).T).cumsum()]
        along = np.linspace(0, far[-1], int(far[-1] / 0.02) + 2)
        points = np.column_stack([np.interp(along, far, side) for side in corners.T]) - 0.5
        for axis in (0, 1):
            phase = points[:, [1 - axis]] + np.arange(4) / 4
            points[:, axis] += np.sin(2 * np.pi * waves[axis] * phase) @ bend[axis]
        points = points @ [[stretch, 0], [-slant, 1]] @ [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
        strokes.append((size * points + middle + rng.normal(0, 0.5, points.shape)).round(1).tolist())
    return strokes


def counted(strokes: list) -> np.ndarray:
    """Scale, straighten, thicken and count a drawing as the data set was made: 8 × 8 counts from 0 to 16."""
    points = np.concatenate([np.array(stroke, float) for stroke in strokes])
    top, bottom = points[:, 1].min(), points[:, 1].max()
    high = max(24, bottom - top)
    upper, lower = points[:, 1] <= top + 0.06 * (bottom - top), points[:, 1] >= bottom - 0.06 * (bottom - top)
    lean = np.clip((points[lower, 0].min() - points[upper, 0].min()) / high, -0.8, 0.8)
    shear = np.array([[1, 0], [-lean, 1]])
    points = points @ shear
    (left, _), (right, _) = points.min(axis=0), points.max(axis=0)
    low, thick = 2.0, 10.0
    for _ in range(7):
        width = (low + thick) / 2
        down = (32 - width) / high
        scale = [min((20 - width) / max(1, right - left), 1.2 * down), down]
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        lines = [(np.array(stroke, float) @ shear - middle) * scale + 16 for stroke in strokes]
        dots = inked(lines, width / 2)
        low, thick = (width, thick) if dots.sum() < 313 else (low, width)
    return dots.reshape(8, 4, 8, 4).sum(axis=(1, 3))


def inked(lines: list, reach: float) -> np.ndarray:
    """Ink a dot where its middle is no further than ``reach`` from a line: 32 × 32 of them."""
    middles = np.stack(np.meshgrid(np.arange(32) + 0.5, np.arange(32) + 0.5), axis=-1)
    dots = np.zeros((32, 32), bool)
    for line in lines:
        for a, b in zip(line[:1].tolist() + line[:-1].tolist(), line.tolist(), strict=True):
            way = np.subtract(b, a)
            along = np.clip((middles - a) @ way / max(way @ way, 1e-300), 0, 1)
            dots |= ((middles - a - along[..., None] * way) ** 2).sum(axis=-1) <= reach**2
    return dots
