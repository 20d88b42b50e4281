"""Every public function, class and optimizer shows how it is used, and what it shows is what happens."""

import doctest
import inspect

import numpy as np
import pytest

import mlp_core as mlp

PUBLIC = {name: getattr(mlp, name) for name in mlp.__all__}
PUBLIC |= {f"graph.{name}": getattr(mlp.graph, name) for name in ("Node", "Operation", "topological_order", "backward")}
SHOWN = {name: value for name, value in PUBLIC.items() if inspect.isroutine(value) or inspect.isclass(value)}
METHODS = {
    f"{name}.{part}": method
    for name, value in SHOWN.items()
    if inspect.isclass(value)
    for part, method in vars(value).items()
    if inspect.isfunction(method) and ">>>" in (method.__doc__ or "")
}


@pytest.mark.parametrize("name", SHOWN)
def test_everything_public_has_an_example(name):
    assert ">>> " in SHOWN[name].__doc__


@pytest.mark.parametrize("name", [*SHOWN, *METHODS])
def test_an_example_prints_what_it_says(name):
    text = {**SHOWN, **METHODS}[name].__doc__
    example = doctest.DocTestParser().get_doctest(text, {"np": np, "mlp": mlp}, name, None, None)
    report = []
    result = doctest.DocTestRunner(verbose=False).run(example, out=report.append)
    assert result.failed == 0, "".join(report)


def test_the_methods_that_notebooks_call_have_examples_of_their_own():
    assert {"Activation.derivative", "Loss.derivative", "Loss.per_example", "Optimizer.step"} <= set(METHODS)
