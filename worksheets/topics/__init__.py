"""The topics: each module has a TITLE and ``draw(rng)``, which returns a problem, or None where the draw is no good."""

from types import ModuleType

from . import backprop, batches, forward, graph, optimizers, parameters, perceptron, softmax

TOPICS: dict[str, ModuleType] = {
    "perceptron": perceptron, "forward": forward, "backprop": backprop, "graph": graph, "softmax": softmax,
    "parameters": parameters, "optimizers": optimizers, "batches": batches,
}  # fmt: skip
