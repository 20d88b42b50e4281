"""The companion: pictures, controls, slide claims and exercises for the notebooks. The mathematics is in mlp_core."""

from . import course, figures, graphs, networks, notation, slides
from .controls import Choice, Number, Stops, control
from .display import show, table
from .exercises import check
from .hands_on.stepper import stepper
from .handles import Handle
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
    "check",
    "claim",
    "control",
    "course",
    "figures",
    "graphs",
    "misprint",
    "networks",
    "notation",
    "show",
    "slides",
    "stepper",
    "table",
]
