"""The companion: pictures, controls, slide claims and exercises for the notebooks. The mathematics is in mlp_core."""

from . import breaking, course, figures, graphs, networks, notation, slides
from .controls import control
from .display import show, table
from .exercises import check
from .handles import Handle
from .pad.digit import write_a_digit
from .parameters import Choice, Number, Stops
from .play.missions import mission
from .play.playground import playground
from .predictions import Estimate, Pick, Sketch, ask
from .slides import claim, misprint
from .walk.graph_step import graph_stepper
from .walk.stepper import stepper

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
