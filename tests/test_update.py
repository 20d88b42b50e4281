"""`make update`: the newest notebooks come without a conflict, and what the reader wrote is still there."""

import json
import shutil
import subprocess
from datetime import date

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from companion.update import update

TODAY = date(2026, 11, 21)
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="updating is git's work")


def git(folder, *arguments):
    name = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder, name, sources, number=0):
    """Write a notebook of these cells, each with an output that shows the number."""
    cells = []
    for count, source in enumerate(sources):
        shown = new_output("stream", text=f"{number}\n" * 3)
        cells.append(new_code_cell(source, id=f"cell-{count}", outputs=[shown], execution_count=count + 1))
    (folder / "notebooks").mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=cells), folder / "notebooks" / name)


def sources(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return [cell.source for cell in notebook.cells]


@pytest.fixture
def lecture(tmp_path):
    """The lecturer's clone; what is committed there is published by `publish`."""
    folder = tmp_path / "lecture"
    folder.mkdir()
    git(tmp_path, "init", "--bare", "published")
    git(folder, "init")
    git(folder, "remote", "add", "origin", str(tmp_path / "published"))
    for name in ("08_a.ipynb", "09_b.ipynb"):
        write(folder, name, ["a", "b", "c"])
    (folder / "read.py").write_text("one\n", encoding="utf-8")
    publish(folder)
    return folder


@pytest.fixture
def student(lecture):
    folder = lecture.parent / "student"
    git(lecture.parent, "clone", "published", "student")
    return folder


def publish(folder):
    git(folder, "add", "--all")
    git(folder, "commit", "--message", "new")
    git(folder, "push", "origin", "HEAD:main")


def test_a_notebook_that_both_have_changed_is_kept_beside_the_newest(lecture, student):
    write(student, "08_a.ipynb", ["a", "my answer", "c", "my own cell"], number=1)
    write(lecture, "08_a.ipynb", ["a", "a better question", "c"], number=2)
    publish(lecture)
    [mine] = update(student, TODAY)
    assert mine.name == "my_08_a_2026-11-21.ipynb"
    assert sources(mine) == ["a", "my answer", "c", "my own cell"]
    assert sources(student / "notebooks/08_a.ipynb") == ["a", "a better question", "c"]


@pytest.mark.parametrize("committed", [False, True])
def test_again_and_again_nothing_is_lost(lecture, student, committed):
    for number in range(3):
        write(student, "08_a.ipynb", ["a", f"my answer {number}"], number=1)
        if committed:
            git(student, "commit", "--all", "--message", "mine")
        write(lecture, "08_a.ipynb", ["a", "b", f"the lecture's {number}"], number=2)
        publish(lecture)
        update(student, TODAY)
        assert sources(student / "notebooks/08_a.ipynb") == ["a", "b", f"the lecture's {number}"]
    kept = sorted((student / "notebooks").glob("my_08_a_2026-11-21*.ipynb"))
    assert sorted(sources(path)[1] for path in kept) == [f"my answer {number}" for number in range(3)]
    assert update(student, TODAY) == []


def test_what_only_one_of_them_has_changed_needs_no_copy(lecture, student):
    write(student, "09_b.ipynb", ["a", "b", "mine"])
    write(lecture, "08_a.ipynb", ["a", "b", "c"], number=2)
    publish(lecture)
    assert update(student, TODAY) == []
    assert sources(student / "notebooks/09_b.ipynb") == ["a", "b", "mine"]
    for folder in (student, lecture):
        assert "2\\n" in (folder / "notebooks/08_a.ipynb").read_text(encoding="utf-8")
    # A later change of the lecture still finds what was mine.
    write(lecture, "09_b.ipynb", ["a", "b", "theirs"])
    publish(lecture)
    [mine] = update(student, TODAY)
    assert sources(mine)[2] == "mine" and sources(student / "notebooks/09_b.ipynb")[2] == "theirs"


def test_a_notebook_that_was_only_run_is_replaced(lecture, student):
    write(student, "08_a.ipynb", ["a", "b", "c"], number=1)
    write(lecture, "08_a.ipynb", ["a", "b", "c", "d"], number=2)
    publish(lecture)
    assert update(student, TODAY) == []
    assert sources(student / "notebooks/08_a.ipynb") == ["a", "b", "c", "d"]


def test_damaged_deleted_moved_and_new_files_go_well_too(lecture, student):
    (student / "notebooks/08_a.ipynb").write_text("{", encoding="utf-8")
    (student / "notebooks/09_b.ipynb").unlink()
    (student / "notebooks/10_c.ipynb").write_text("{}", encoding="utf-8")
    (student / "read.py").write_text("mine\n", encoding="utf-8")
    write(lecture, "08_a.ipynb", ["a"])
    write(lecture, "10_c.ipynb", ["c"])
    (lecture / "read.py").unlink()
    publish(lecture)
    kept = {path.name: path.read_text(encoding="utf-8") for path in update(student, TODAY)}
    assert kept == {"my_08_a_2026-11-21.ipynb": "{", "my_read_2026-11-21.py": "mine\n"}
    assert [len(sources(student / f"notebooks/{name}")) for name in ("08_a.ipynb", "09_b.ipynb")] == [1, 3]
    assert sources(student / "notebooks/10_c.ipynb") == ["c"]
    assert [json.loads(path.read_text()) for path in (student / "notebooks").glob("10_c__*.ipynb")] == [{}]
    assert not (student / "read.py").exists()
