"""Worksheets: problems to compute on paper, a different one per copy, with a key that knows the usual mistakes.

    make sheets TOPIC=backprop SEED=7 COPIES=30

    import worksheets
    new = worksheets.problem("backprop", seed=7)     # new.question, new.parts, new.steps(), new.mistakes()

Every right value is computed by mlp_core.
"""

from .choosing import problem
from .sheet import Line, Part, Problem
from .topics import TOPICS

__all__ = ["TOPICS", "Line", "Part", "Problem", "problem"]
