"""What holds for the core as a whole: what it imports, that everything public says what it does, how long it is."""

import ast
import inspect
import sys
from pathlib import Path
from types import ModuleType

import pytest

import mlp_core

FILES = sorted(Path(mlp_core.__file__).parent.rglob("*.py"))
PUBLIC = {name: getattr(mlp_core, name) for name in mlp_core.__all__}
FUNCTIONS_AND_CLASSES = {
    name: value for name, value in PUBLIC.items() if inspect.isroutine(value) or isinstance(value, type)
}
PARTS = {
    f"{name}.{part}": method
    for name, value in FUNCTIONS_AND_CLASSES.items()
    for part, method in vars(value).items()
    if inspect.isfunction(method) and not part.startswith("_")
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_core_imports_numpy_and_the_standard_library_only(file):
    imported = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            imported.add(node.module.split(".")[0])
    assert imported <= {"numpy", *sys.stdlib_module_names}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_of_the_core_can_be_read_in_one_sitting_and_says_what_it_is(file):
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 190


@pytest.mark.parametrize("name", [*FUNCTIONS_AND_CLASSES, *PARTS])
def test_everything_public_says_what_it_does(name):
    value = {**FUNCTIONS_AND_CLASSES, **PARTS}[name]
    assert value.__doc__ and not value.__doc__.startswith(f"{name}("), "dataclasses invent one that says nothing"
    assert value.__doc__.split(">>>")[0].strip().endswith((".", ")", "?"))


WANTED = """
    Activation Loss Layer Step Gradient forward backward predict initialise parameter_count gradients train until
    small_gradient settled_loss within no_improvement stack member repeat per_network weight_direction bias_direction
    random_direction shifted loss_surface sweep numerical_gradients gradient_check compare perceptron_rule delta_rule
    threshold with_bias mistakes SGD Momentum AdaGrad RMSProp Adam logical_and logical_or logical_xor will_i_pass curve
    one_hot graph
"""


def test_what_is_public_is_what_the_notebooks_are_written_on():
    assert set(WANTED.split()) <= set(PUBLIC)
    assert [name for name, value in PUBLIC.items() if isinstance(value, ModuleType)] == ["graph"]
