"""The companion: pictures, controls, slide claims and exercises for the notebooks. The mathematics is in mlp_core."""

from . import course, figures, graphs, networks, notation, slides
from .controls import Choice, Number, Stops, control
from .display import show, table
from .exercises import check
from .handles import Handle
from .hands_on import breaking
from .hands_on.digit import write_a_digit
from .hands_on.graph_step import graph_stepper
from .hands_on.missions import mission
from .hands_on.playground import playground
from .hands_on.stepper import stepper
from .predictions import Estimate, Pick, Sketch, ask
from .slides import claim, misprint

__all__ = [
    "Choice",
    "Estimate",
    "Handle",
    "Number",
    "Pick",
    "Sketch",
    "Stops",
    "ask",
    "breaking",
    "check",
    "claim",
    "control",
    "course",
    "figures",
    "graph_stepper",
    "graphs",
    "misprint",
    "mission",
    "networks",
    "notation",
    "playground",
    "show",
    "slides",
    "stepper",
    "table",
    "write_a_digit",
]
