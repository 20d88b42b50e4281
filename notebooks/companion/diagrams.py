"""The drawings under one name, until every notebook takes them from ``networks`` and ``graphs``."""

from .graphs import GraphDiagram, Loop, Products, chain, computation_graph
from .networks import BOX, NetworkDiagram, PassDiagram, Skeleton, name_layers, wiring

__all__ = [
    "BOX",
    "GraphDiagram",
    "Loop",
    "NetworkDiagram",
    "PassDiagram",
    "Products",
    "Skeleton",
    "chain",
    "computation_graph",
    "name_layers",
    "wiring",
]
