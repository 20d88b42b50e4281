"""One assignment from end to end with the real nbgrader: made, handed in right, wrong, empty and cheating, graded."""

import shutil

import nbformat
import pytest

from .__main__ import nbgrader, notebook_named, write

NAME = "08_backprop_by_hand"
POINTS = {"check-1": 1, "check-2": 1, "check-3": 1, "check-4": 1, "explain-5": 2, "check-6": 1}
CHECKED = [name for name in POINTS if name.startswith("check")]


def changed(path, cells):
    """Write code into the cells of a notebook that have these names."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cells.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The course after grading: its folder."""
    course = tmp_path_factory.mktemp("course")
    write(notebook_named("08"), course)
    nbgrader("generate_assignment", NAME, "--create", course=course)
    for student in ("right", "wrong", "empty", "cheating"):
        shutil.copytree(course / "release" / NAME, course / "submitted" / student / NAME)
    work = {student: course / "submitted" / student / NAME for student in ("right", "wrong", "empty", "cheating")}

    key = nbformat.read(course / "key" / NAME / f"{NAME}.ipynb", as_version=4)
    solutions = [cell.source for cell in key.cells if "exercise" in cell.metadata.get("tags", [])]
    right = {name.replace("check", "exercise"): code for name, code in zip(CHECKED, solutions, strict=True)}
    changed(work["right"] / f"{NAME}.ipynb", right | {"explain-5": "Because the old weight made the error."})
    wrong = {"exercise-1": "def my_delta(delta3, w5, a1):\n    return delta3 * w5 * a1 * (1 - a1)"}
    changed(work["wrong"] / f"{NAME}.ipynb", right | wrong)
    for module in (work["cheating"] / "companion").glob("*.py"):
        module.write_text("def __getattr__(name):\n    return lambda *given, **named: None\n", encoding="utf-8")

    nbgrader("autograde", NAME, "--create", course=course)
    return course


def scores(course, student):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(NAME, student)
        return {grade.name: grade.auto_score for notebook in submission.notebooks for grade in notebook.grades}


def test_what_students_get_has_no_solution_and_asks_for_everything(graded):
    released = nbformat.read(graded / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    marks = {cell.metadata["nbgrader"]["grade_id"]: cell for cell in released.cells if "nbgrader" in cell.metadata}
    assert {name for name, cell in marks.items() if cell.metadata["nbgrader"]["grade"]} == set(POINTS)
    assert {name: marks[name].metadata["nbgrader"]["points"] for name in POINTS} == POINTS
    for name in POINTS:
        assert "reference" not in marks[name].source and "HIDDEN" not in marks[name].source
    assert all("..." in marks[name.replace("check", "exercise")].source for name in CHECKED)
    text = "\n".join(cell.source for cell in released.cells)
    assert "<summary>Solution" not in text and "Model answer" not in text
    assert any(output for cell in released.cells for output in cell.get("outputs", []))  # the lecture's figures


def test_right_wrong_and_empty_get_what_they_are_worth(graded):
    right = scores(graded, "right")
    assert [right[name] for name in CHECKED] == [1, 1, 1, 1, 1]
    wrong = scores(graded, "wrong")
    assert [wrong[name] for name in CHECKED] == [0, 1, 1, 1, 1]
    empty = scores(graded, "empty")
    assert [empty[name] for name in CHECKED] == [0, 0, 0, 0, 0]
    assert right["explain-5"] is None and empty["explain-5"] == 0  # a person reads what was written


def test_a_checker_that_a_student_has_replaced_is_put_back(graded):
    assert [scores(graded, "cheating")[name] for name in CHECKED] == [0, 0, 0, 0, 0]


def test_the_grader_sees_the_diagnosis(graded):
    notebook = nbformat.read(graded / "autograded" / "wrong" / NAME / f"{NAME}.ipynb", as_version=4)
    [check] = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "check-1"]
    assert "that is the slope of the logistic function" in str(check.outputs)


def test_a_wrong_number_is_told_which_there_are():
    with pytest.raises(ValueError, match="NOTEBOOK is '8'; expected one of 00, 01, .*: make assignment NOTEBOOK=08"):
        notebook_named("8")
