"""Assignments, without nbgrader: nothing a student gets holds a solution, and nothing of the checks is lost."""

import re

import pytest
from notebook_files import PATHS, read

from assignments.assignment import handed_out, solution_code, tags, worked_out
from companion.exercises import grade

WITH_EXERCISES = [path for path in PATHS if any("exercise" in tags(cell) for cell in read(path).cells)]
each_lesson = pytest.mark.parametrize("path", WITH_EXERCISES, ids=lambda path: path.stem)
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*)\n### END HIDDEN TESTS", re.DOTALL)


def marked(notebook, **asked):
    """The cells whose marks are as asked for, by name."""
    marks = [(cell, cell.metadata["nbgrader"]) for cell in notebook.cells if "nbgrader" in cell.metadata]
    return {mark["grade_id"]: cell for cell, mark in marks if asked.items() <= mark.items()}


@each_lesson
def test_no_solution_and_no_check_is_in_view(path):
    notebook = read(path)
    assignment = handed_out(notebook)
    in_view = "\n".join(HIDDEN.sub("", cell.source) for cell in assignment.cells)
    for cell in notebook.cells:
        if "solution" in tags(cell):
            assert solution_code(cell) not in in_view
        if "check" in tags(cell):
            assert cell.source not in in_view
    assert "model answer" not in in_view.lower() and "BEGIN HIDDEN" not in in_view


@each_lesson
def test_each_exercise_is_open_and_each_check_is_hidden_and_worth_points(path):
    notebook = read(path)
    assignment = handed_out(notebook, points=3, points_to_explain=5)
    open_cells = marked(assignment, solution=True, grade=False, locked=False)
    checks = marked(assignment, solution=False, grade=True, locked=True, points=3)
    exercises = [cell.source for cell in notebook.cells if "exercise" in tags(cell)]
    assert [cell.source for cell in open_cells.values()] == exercises
    hidden = [HIDDEN.search(cell.source)[1] for cell in checks.values()]
    assert len(hidden) == len(exercises)
    for check, written in zip([cell for cell in notebook.cells if "check" in tags(cell)], hidden, strict=True):
        assert written.endswith(check.source) and "import grade as check" in written
        compile(written, path.stem, "exec")
    explained = marked(assignment, solution=True, grade=True, points=5)
    assert len(explained) == sum("model answer</summary>" in cell.source.lower() for cell in notebook.cells)


@each_lesson
def test_the_key_holds_each_solution_where_students_write(path):
    notebook = read(path)
    solutions = [solution_code(cell) for cell in notebook.cells if "solution" in tags(cell)]
    assert [cell.source for cell in worked_out(notebook).cells if "exercise" in tags(cell)] == solutions


def test_the_notebook_itself_stays_as_it_was():
    notebook = read(PATHS[8])
    before = str(notebook)
    handed_out(notebook), worked_out(notebook)
    assert str(notebook) == before


def test_a_notebook_without_exercises_is_no_assignment():
    notebook = read(PATHS[8])
    notebook.cells = notebook.cells[:3]
    with pytest.raises(ValueError, match="the notebook has no exercises; expected cells with the tag exercise"):
        handed_out(notebook)


def test_grading_says_what_checking_says_and_raises_for_what_is_not_right(capsys):
    grade("the slope", student=2.0, reference=2.0, hints=["never shown"])
    assert capsys.readouterr().out == "Right: the slope.\n"
    with pytest.raises(AssertionError, match="Not right yet, the slope(.|\n)*What happened: up is down") as wrong:
        grade("the slope", student=-2.0, reference=2.0, mistakes={"up is down": -2.0}, hints=["never shown"])
    assert "never shown" not in str(wrong.value)
    with pytest.raises(AssertionError, match="Not answered yet"):
        grade("the slope", student=..., reference=2.0)
