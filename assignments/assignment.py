"""A notebook becomes an assignment: without its solutions, and with its checks where only the grader sees them.

nbgrader's *source* of an assignment is a notebook in which cells carry marks: what students write, what grades it, for
how many points. Of the notebook, all stays as it is but the exercises: solutions and model answers go; a check, with
whatever prepares it, stands between nbgrader's marks for hidden tests, which it takes out of what students get. There
``grade`` stands for ``check``: it says the same, and raises an error for what is not right.
"""

import copy
import re
from typing import Any

import nbformat

HIDDEN = """\
# Your lecturer's check stands here when this is graded.
### BEGIN HIDDEN TESTS
from companion.exercises import grade as check

{checks}
### END HIDDEN TESTS"""
MODEL_ANSWER = re.compile(r"\n*<details><summary>(?:A m|M)odel answer</summary>\n.*?</details>\n*", re.DOTALL)
CODE_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def tags(cell: Any) -> list[str]:
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])


def solution_code(cell: Any) -> str:
    """Return the Python block that is folded away in a solution cell. Raises ValueError where there is none."""
    found = CODE_BLOCK.search(cell.source)
    if not found:
        raise ValueError(f"a solution cell is {cell.source[:60]!r}…; expected a ```python block in it")
    return found[1].strip("\n")


def handed_out(notebook: Any, points: int = 1, points_to_explain: int = 2) -> Any:
    """Return nbgrader's source of an assignment: ``points`` for each check, ``points_to_explain`` for each explanation.

    Raises ValueError for a notebook without exercises.
    """
    cells: list[Any] = []
    unchecked: list[Any] = []  # since the last exercise: what prepares its check, and the check
    exercises = 0
    for cell in copy.deepcopy(notebook.cells):
        if "exercise" in tags(cell):
            exercises += 1
            cells.append(_marked(cell, f"exercise-{exercises}", solution=True, grade=False))
            unchecked = [None]
        elif "solution" in tags(cell):
            checks = "\n\n".join(hidden.source for hidden in unchecked if hidden)
            grader = nbformat.v4.new_code_cell(HIDDEN.format(checks=checks))
            cells.append(_marked(grader, f"check-{exercises}", solution=False, grade=True, points=points))
            unchecked = []
        elif unchecked and cell.cell_type == "code":
            unchecked.append(cell)
        elif cell.cell_type == "markdown" and MODEL_ANSWER.search(cell.source):
            exercises += 1
            cell.source = MODEL_ANSWER.sub("\n", cell.source).strip()
            answer = nbformat.v4.new_markdown_cell("*Write your answer here.*")
            name = f"explain-{exercises}"
            cells += [cell, _marked(answer, name, solution=True, grade=True, points=points_to_explain)]
        else:
            cells.append(cell)
    if not exercises:
        raise ValueError("the notebook has no exercises; expected cells with the tag exercise: choose another one")
    return _with(notebook, cells)


def worked_out(notebook: Any) -> Any:
    """Return the key: the notebook with every solution in its exercise's cell, model answers as they are."""
    cells = copy.deepcopy(notebook.cells)
    for number, cell in enumerate(cells):
        if "exercise" in tags(cell):
            cell.source = solution_code(next(later for later in cells[number:] if "solution" in tags(later)))
    return _with(notebook, [cell for cell in cells if "solution" not in tags(cell)])


def _with(notebook: Any, cells: list[Any]) -> Any:
    new = nbformat.v4.new_notebook(metadata=copy.deepcopy(notebook.metadata), cells=cells)
    new.nbformat_minor = notebook.nbformat_minor
    return new


def _marked(cell: Any, name: str, solution: bool, grade: bool, points: int = 0) -> Any:
    cell.metadata["nbgrader"] = {
        "schema_version": 3, "grade_id": name, "solution": solution, "grade": grade, "locked": not solution,
        "task": False, "cell_type": cell.cell_type,
    }  # fmt: skip
    if grade:
        cell.metadata["nbgrader"]["points"] = points
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell
