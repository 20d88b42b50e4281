"""Storing notebooks: folds from tags, names that last, and the same bytes each time."""

import asyncio
import os
import signal
import sys
import time
from ast import literal_eval

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

from companion import store
from companion.kernels import fork_kernels
from companion.tidy import WIDGET, tidy


def named(*cells):
    notebook = new_notebook(cells=list(cells))
    store.name_cells(notebook)
    return [cell.id for cell in notebook.cells]


@pytest.mark.parametrize(
    ("tags", "folds"),
    [
        ([], {}),
        (["hide-input"], {"jupyter": {"source_hidden": True}}),
        (["hide-output"], {"jupyter": {"outputs_hidden": True}}),
        (["check", "hide-cell"], {"jupyter": {"source_hidden": True, "outputs_hidden": True}}),
    ],
)
def test_tags_say_what_is_folded(tags, folds):
    cell = new_code_cell("x", metadata={"tags": tags, "jupyter": {"source_hidden": False}, "collapsed": True})
    tidy(new_notebook(cells=[cell]))
    assert cell.metadata == ({"tags": tags} if tags else {}) | folds


@pytest.mark.parametrize(
    ("source", "tags", "folded"),
    [("## Further: speed", [], True), ("## Speed", ["further"], True), ("## Speed", [], False), ("Further", [], False)],
)
def test_what_goes_further_is_folded(source, tags, folded):
    cell = new_markdown_cell(source, metadata={"tags": tags, "jp-MarkdownHeadingCollapsed": not folded})
    tidy(new_notebook(cells=[cell]))
    assert cell.metadata.get("jp-MarkdownHeadingCollapsed", False) == folded


def test_live_widgets_go_and_cells_that_ran_are_numbered_in_order():
    shown = new_output("execute_result", data={"text/html": "<p>", WIDGET: {}}, execution_count=9, metadata={"a": 1})
    cells = [new_code_cell("a", execution_count=9, outputs=[shown]), new_code_cell("b"), new_code_cell("c")]
    cells[2].execution_count = 3
    tidy(new_notebook(cells=cells))
    assert [cell.execution_count for cell in cells] == [1, None, 3]
    assert shown == {
        "output_type": "execute_result",
        "data": {"text/html": "<p>"},
        "execution_count": 1,
        "metadata": {},
    }


def test_cells_are_named_after_what_they_are():
    ids = named(
        new_markdown_cell("# 08 · Why a δ?"),
        new_code_cell("x = 1"),
        new_markdown_cell("## The same"),
        new_code_cell("y", metadata={"tags": ["hide-input", "slide:UT-01"]}),
        new_code_cell("z", metadata={"tags": ["slide:UT-01"]}),
        new_markdown_cell("### The same"),
    )
    assert [ids[0], ids[2], ids[3]] == ["08-why-a-delta", "the-same", "slide-UT-01"]
    assert ids[1].startswith("08-why-a-delta-") and ids[4].startswith("slide-UT-01-") and ids[5].startswith("the-same-")
    assert len(set(ids)) == 6


def test_a_name_outlives_insertions_and_corrections():
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), new_code_cell("x"), new_code_cell("x")])
    store.name_cells(notebook)
    before = [cell.id for cell in notebook.cells]
    notebook.cells[0].source = "# A better title"
    notebook.cells.insert(1, new_code_cell("new"))
    store.name_cells(notebook)
    assert [cell.id for cell in notebook.cells if cell.source != "new"] == before
    assert not store.MADE_UP.fullmatch(notebook.cells[1].id)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(store, "NOTEBOOKS", notebooks)
    monkeypatch.setattr(store, "INDEX", tmp_path / "docs" / "slides.md")
    return notebooks


def write(path, *sources):
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Title"), *map(new_code_cell, sources)]), path)


def test_stored_twice_it_is_the_same_file(folder):
    write(folder / "01_a.ipynb", "print(1)\nprint(2)", "3")
    assert store.main([]) == 0
    stored = (folder / "01_a.ipynb").read_bytes()
    assert b'"3"' in stored and b'"execution_count": 2' in stored
    assert store.main(["01"]) == 0
    assert (folder / "01_a.ipynb").read_bytes() == stored
    assert store.INDEX.read_text(encoding="utf-8").startswith("# ")


def test_a_notebook_that_fails_keeps_its_outputs_and_the_others_are_stored(folder, capsys):
    write(folder / "01_a.ipynb", "1 / 0")
    write(folder / "02_b.ipynb", "4")
    assert store.main([]) == 1
    assert "01_a.ipynb" in (printed := capsys.readouterr().out + capsys.readouterr().err) and "ZeroDivision" in printed
    assert not nbformat.read(folder / "01_a.ipynb", as_version=4).cells[1].outputs
    assert nbformat.read(folder / "02_b.ipynb", as_version=4).cells[1].outputs


@pytest.mark.skipif("OPENBLAS_CORETYPE" not in os.environ, reason="make says so, on a processor with AVX-512")
def test_notebooks_are_run_without_the_instructions_that_most_processors_lack():
    used = [name for name in __cpu_dispatch__ if __cpu_features__[name]]
    assert used == ["X86_V3"], "NumPy has other names for them now: see the Makefile"


only_where_kernels_are_forked = pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked here")
SEEN = """
import os, signal, sys
import matplotlib
{"folder": os.getcwd(), "path": sys.path, "variables": sorted(os.environ), "backend": matplotlib.get_backend(),
 "ours": [name for name in ("companion", "mlp_core") if name in sys.modules], "stdin": sys.stdin is None,
 "signals": [int(signal.getsignal(each) == signal.SIG_DFL) for each in (signal.SIGCHLD, signal.SIGPIPE)],
 "shell": type(get_ipython()).__name__}
"""


@only_where_kernels_are_forked
def test_in_a_forked_kernel_a_notebook_finds_what_it_finds_in_any_other(tmp_path, monkeypatch):
    def seen(*more):
        notebook = new_notebook(cells=[new_code_cell(SEEN), *map(new_code_cell, more)])
        NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
        return [literal_eval(cell.outputs[0].data["text/plain"]) for cell in notebook.cells]

    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "local-provisioner")
    [ordinary] = seen()
    fork_kernels()
    forked, libraries, kernel = seen("'sklearn.datasets' in sys.modules", "os.getpid()")
    assert forked == ordinary and "inline" in forked["backend"]
    assert libraries, "it is no fork, or of a process that has not loaded them"
    with pytest.raises(ProcessLookupError):  # it ends with its notebook
        os.kill(kernel, 0)


@only_where_kernels_are_forked
@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_a_forked_kernel_that_has_died_can_be_put_away_like_any_other(monkeypatch, end):
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "local-provisioner")
    fork_kernels()
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    os.kill(manager.provisioner.pid, signal.SIGKILL)
    while manager.is_alive():
        time.sleep(0.01)
    asyncio.run(getattr(manager.provisioner, end)())
    manager.shutdown_kernel(now=True)
