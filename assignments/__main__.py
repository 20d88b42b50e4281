"""``python -m assignments 08``: write an nbgrader course, build/assignments, with notebook 08 as an assignment."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from .assignment import handed_out, worked_out

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
CONFIGURATION = '''\
"""nbgrader's settings for this course; `nbgrader --help-all` explains them."""

c = get_config()
c.CourseDirectory.course_id = "mlp"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "__pycache__"]
c.ClearOutput.enabled = False  # the figures of the lecture stay; only the exercises start empty
c.ClearSolutions.enabled = False  # no solution is in there: students start from the dots, as in the lecture
c.ExecutePreprocessor.timeout = 120
'''


def notebook_named(number: str) -> Path:
    """Return the notebook of that number. Raises ValueError, with the numbers there are, for another one."""
    found = sorted(NOTEBOOKS.glob(f"{number}_*.ipynb")) if re.fullmatch(r"\d\d", number) else []
    if not found:
        numbers = ", ".join(path.name[:2] for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")))
        raise ValueError(f"NOTEBOOK is {number!r}; expected one of {numbers}: make assignment NOTEBOOK=08")
    return found[0]


def write(path: Path, course: Path) -> Path:
    """Write the source of an assignment, and its key, into a course's folder; return the source's folder."""
    notebook = nbformat.read(path, as_version=4)
    folder = course / "source" / path.stem
    for old in (folder, course / "key" / path.stem):
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir(parents=True)
    nbformat.write(handed_out(notebook), folder / path.name)
    nbformat.write(worked_out(notebook), course / "key" / path.stem / path.name)
    # nbgrader hands it out beside the notebook, and puts the original back before it grades.
    shutil.copytree(NOTEBOOKS / "companion", folder / "companion", ignore=shutil.ignore_patterns("__pycache__"))
    if not (course / "nbgrader_config.py").exists():  # the lecturer's own settings stay
        (course / "nbgrader_config.py").write_text(CONFIGURATION, encoding="utf-8")
    return folder


def nbgrader(*arguments: str, course: Path) -> None:
    """Call nbgrader in a course's folder. Raises CalledProcessError where it fails."""
    folders = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]  # it calls programs beside it by name
    environment = os.environ | {"PATH": os.pathsep.join(folders)}
    subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=course, env=environment, check=True)


def main() -> None:
    """Read the command line, write the assignment and let nbgrader make the students' version."""
    parser = argparse.ArgumentParser(prog="python -m assignments", description=__doc__)
    parser.add_argument("notebook", help="the number of a notebook with exercises, such as 08")
    parser.add_argument("--course", type=Path, default=ROOT / "build" / "assignments", help="the course's folder")
    chosen = parser.parse_args()
    try:
        folder = write(notebook_named(chosen.notebook), chosen.course)
    except ValueError as problem:
        parser.exit(2, f"{problem}\n")
    nbgrader("generate_assignment", folder.name, "--create", "--force", course=chosen.course)
    print(f"students' version: {chosen.course / 'release' / folder.name}\nkey: {chosen.course / 'key' / folder.name}")


if __name__ == "__main__":
    main()
