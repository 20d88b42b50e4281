"""The notebooks as files: what the tests of the notebooks share."""

import re
from pathlib import Path

import nbformat

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("[0-9][0-9]_*.ipynb"))


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def solution_code(cell) -> str:
    """Answer the Python block folded away in a solution cell."""
    found = re.search(r"```python\n(.*?)```", cell.source, re.DOTALL)
    assert found, f"a solution cell holds no ```python block:\n{cell.source}"
    return found[1]


def with_solutions(notebook):
    """Answer a copy of the notebook in which every exercise cell holds its solution."""
    solved = nbformat.from_dict(notebook)
    for number, cell in enumerate(solved.cells):
        if "exercise" in tags(cell):
            solution = next((later for later in solved.cells[number:] if "solution" in tags(later)), None)
            assert solution, f"no solution follows the exercise:\n{cell.source}"
            cell.source = solution_code(solution)
    return solved
