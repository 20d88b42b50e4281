"""Every exercise of every notebook: its solution is right, each of its mistakes gets its own diagnosis, dots are dots.

Up to each check a notebook is run with the solutions in the exercises' cells, but only the statements the check needs.
``python -m pytest tests/test_exercises_in_notebooks.py -k 08`` tests one notebook.
"""

import ast
import functools
import inspect
import linecache
import symtable
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from unittest.mock import MagicMock, patch

import numpy as np
import pytest
from IPython.utils.capture import capture_output
from notebook_files import PATHS, read

import companion
from assignments.assignment import solution_code, tags
from companion import exercises

# Tested elsewhere; here nothing is drawn.
SHOWN = {"control", "ask", "show", "table", "Stops", "Choice", "Number", "Pick", "Estimate", "Sketch"}
SHOWN &= set(vars(companion))
EACH = {}  # one number and notebook per check cell
for path in PATHS:
    cells = read(path).cells
    EACH |= {f"{path.stem}[{n}]": (path, n) for n, cell in enumerate(cells) if "check" in tags(cell)}
each_exercise = pytest.mark.parametrize("exercise", EACH)


@dataclass
class Run:
    """What a check cell called: each check's arguments, and what the cell prints while the exercise is open."""

    calls: list[dict]
    while_open: str


@functools.cache
def names(source: str) -> tuple[set[str], set[str], set[str], set[str]]:
    """Return the names of the notebook that a statement binds, changes and reads, and those that its functions read."""
    tree, top = ast.parse(source), symtable.symtable(source, "cell", "exec")
    binds = {name.get_name() for name in top.get_symbols() if name.is_assigned() or name.is_imported()}
    reads = {n.target.id for n in ast.walk(tree) if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)}
    later = set()
    tables = [(top, reads)]
    while tables:
        table, found = tables.pop()
        found |= {n.get_name() for n in table.get_symbols() if n.is_referenced() and (table is top or n.is_global())}
        at_once = {"listcomp", "setcomp", "dictcomp", "genexpr"}
        tables += [(child, found if child.get_name() in at_once else later) for child in table.get_children()]
    changes = set()
    for node in ast.walk(tree):  # derived["a"] = 1, network.W += 1, history.append(1)
        called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        target = node.value.func if called else node
        stored = isinstance(getattr(node, "ctx", None), ast.Store)
        if isinstance(target, ast.Attribute | ast.Subscript) and (called or stored):
            while isinstance(target, ast.Attribute | ast.Subscript):
                target = target.value
            changes |= {target.id} if isinstance(target, ast.Name) else set()
    return binds, changes, reads, later


def needed(sources: list[str]) -> list[int]:
    """Return which statements the last one needs: those that last bound or changed a name it reads, and so on back."""
    last = len(sources) - 1
    kept, seen = set(), set()
    todo = [(last, last)]  # a statement, and the place where its functions are called
    while todo:
        here, called = todo.pop()
        if (here, called) in seen:
            continue
        seen.add((here, called))
        _, _, reads, later = names(sources[here])
        for name, start in [(name, here) for name in reads] + [(name, called) for name in later]:
            for earlier in range(start - 1, -1, -1):
                binds, changes, itself_reads, _ = names(sources[earlier])
                if name in binds | changes:
                    todo.append((earlier, start))
                    kept.add(earlier)
                if name in binds and name not in itself_reads:
                    break
    return sorted(kept)


def statements(source: str) -> list[str]:
    return [ast.get_source_segment(source, node) for node in ast.parse(source).body]


def execute(source: str, namespace: dict, name: str) -> str:
    """Run code; return what it prints. Its lines can be shown in messages, as in Jupyter."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    printed = StringIO()
    with redirect_stdout(printed), np.errstate(all="ignore"):
        exec(compile(source, name, "exec"), namespace)
    return printed.getvalue()


@functools.cache
def run(exercise: str) -> Run:
    """Run what a check cell needs, and the check itself, with everything that is shown kept back."""
    path, number = EACH[exercise]
    cells = read(path).cells
    parts, exercise_cells = [], {}  # the statements up to the check; and where the exercises' ones come from
    for place, cell in enumerate(cells[:number]):
        if cell.cell_type == "code" and "exercise" in tags(cell):
            solution = solution_code(next(later for later in cells[place:] if "solution" in tags(later)))
            exercise_cells |= {len(parts) + n: place for n in range(len(statements(solution)))}
            parts += statements(solution)
        elif cell.cell_type == "code":
            parts += statements(cell.source)
    before = needed([*parts, cells[number].source])
    asked = [exercise_cells[part] for part in before if part in exercise_cells]
    assert asked, f"{exercise}: the check reads nothing that an exercise cell binds"
    calls: list[dict] = []

    def record(*args, **kwargs):
        bound = inspect.signature(exercises.check).bind(*args, **kwargs)
        calls.append(dict(bound.arguments))

    namespace = {"__name__": "__main__", "display": lambda *shown, **more: None}
    with ExitStack() as stack:
        stack.enter_context(capture_output())
        stack.enter_context(patch.object(companion, "check", record))
        for shown in SHOWN:
            stack.enter_context(patch.object(companion, shown, MagicMock()))
        for part in before:
            execute(parts[part], namespace, f"<{path.stem}, statement {part}>")
        execute(cells[number].source, namespace, f"<{exercise}>")
        namespace["check"] = exercises.check
        execute(cells[asked[-1]].source, namespace, f"<{path.stem}[{asked[-1]}], open>")
        while_open = execute(cells[number].source, namespace, f"<{exercise}>")
    assert calls, f"{exercise}: the cell is tagged check and calls none"
    return Run(calls, while_open)


def verdict(call: dict, student) -> str:
    printed = StringIO()
    with redirect_stdout(printed):
        exercises.check(**call | {"student": student, "hints": ()})
    assert all(len(line) <= exercises.WIDTH for line in printed.getvalue().splitlines())
    return " ".join(printed.getvalue().split())


def is_function(call: dict) -> bool:
    return bool(call.get("cases"))


def of_wrong_shape(value):
    """Return a result three times over, one below the other: of a shape that nobody hands in otherwise."""
    if isinstance(value, dict):
        return {name: of_wrong_shape(line) for name, line in value.items()}
    if isinstance(value, tuple) and any(np.ndim(part) for part in value):
        return tuple(of_wrong_shape(part) for part in value)
    return np.stack([np.asarray(value, float)] * 3)


def changed(student, change):
    return (lambda *case: change(student(*case))) if callable(student) else change(student)


def whole(call: dict, mistake):
    """Return a mistake that changes some lines of a derivation as a result with all of its lines."""

    def complete(*case):
        wrong = mistake(*case) if callable(mistake) else mistake
        right = call["student"](*case) if callable(call["student"]) else call["student"]
        if isinstance(wrong, dict):
            right = right._asdict() if hasattr(right, "_asdict") else right
            right = right if isinstance(right, dict) else dict(zip(call["steps"], right, strict=True))
            return right | wrong
        return wrong

    return complete if is_function(call) else complete()


@each_exercise
def test_the_solution_is_right(exercise):
    for call in run(exercise).calls:
        assert verdict(call, call["student"]) == f"Right: {call['what']}."


@each_exercise
def test_every_listed_mistake_gets_its_own_diagnosis(exercise):
    wrong = []
    for call in run(exercise).calls:
        mistakes = call.get("mistakes") or {}
        for text, mistake in mistakes.items():
            printed = verdict(call, whole(call, mistake))
            if f"What happened: {' '.join(text.split()).rstrip('.')}." not in printed:
                wrong.append(f"“{text}” is told: {printed}")
    assert not wrong, "\n".join(wrong)


@each_exercise
def test_dots_none_and_a_wrong_shape_are_told_as_such(exercise):
    assert run(exercise).while_open.startswith(exercises.NOT_ANSWERED)
    for call in run(exercise).calls:
        student = call["student"]
        assert verdict(call, ...) == exercises.NOT_ANSWERED
        assert verdict(call, changed(student, lambda value: ...)) == exercises.NOT_ANSWERED
        assert "None: " in verdict(call, changed(student, lambda value: None))
        told = verdict(call, changed(student, of_wrong_shape))
        assert "Not right yet" in told and ("shape" in told or "values belong here" in told)
        if callable(student):
            assert "A function is expected here" in verdict(call, 3.0)
        else:
            assert "A value is expected here" in verdict(call, lambda: 3.0)


def test_what_a_check_needs_is_found():
    sources = ["import a", "b = a.x", "c = 1", "d = {}", "d['k'] = c", "e = []\ne.append(b)", "e.append(9)", "f(e, d)"]
    assert needed(sources) == [0, 1, 2, 3, 4, 5, 6]
    assert needed(["c = 1", "d = 2", "print(d)", "def f():\n    return c", "f()"]) == [0, 3]
    assert needed(["c = 1", "def f():\n    return c", "c = 2", "f()"]) == [1, 2], "a function reads when called"
    assert needed(["c = 1", "c += 1", "d = [c for _ in range(3)]", "c = 5", "d"]) == [0, 1, 2]
    assert needed(["w = 1", "def f(w):\n    return w", "f(2)"]) == [1]
