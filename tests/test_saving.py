"""Saving in JupyterLab: what nobody edited stays the same file, what the reader edited stays the reader's.

A real Jupyter server, configured as `make setup` and Binder configure it, is sent what JupyterLab sends.
"""

import copy
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from notebook_files import FOLDER, PATHS, read

from companion.tidy import WIDGET, tidy

CONFIGURATION = FOLDER.parent / "binder" / "jupyter" / "etc" / "jupyter"
DATE_OF_A_RUN = {"execution": {"iopub.status.busy": "2026-11-21T12:00:00Z"}, "ExecuteTime": {"start_time": "12:00"}}


class Server:
    """A Jupyter server of its own, and its contents API."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.root = folder
        self.address = f"http://127.0.0.1:{port}/api"
        self.environment = os.environ | {
            "JUPYTER_CONFIG_PATH": str(CONFIGURATION),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        }
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
        command += [
            "--IdentityProvider.token=",
            "--ServerApp.disable_check_xsrf=True",
            f"--ServerApp.root_dir={folder}",
        ]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(240):
            try:
                self.ask("")
                return
            except OSError:
                time.sleep(0.25)
        raise AssertionError("the server does not start")

    def ask(self, path, model=None):
        request = urllib.request.Request(self.address + path, method="PUT" if model else "GET")
        body = json.dumps(model).encode() if model else None
        with urllib.request.urlopen(request, body, timeout=30) as answer:
            return json.load(answer)

    def open(self, name):
        return self.ask(f"/contents/{name}?type=notebook&content=1")["content"]

    def save(self, name, content):
        self.ask(f"/contents/{name}", {"type": "notebook", "format": "json", "content": content})


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saving")
    (folder / "notebooks").mkdir()
    shutil.copytree(FOLDER / "companion", folder / "notebooks" / "companion")
    started = Server(folder)
    yield started
    started.process.terminate()
    started.process.wait(timeout=30)


@pytest.fixture
def stored(server):
    """Store a notebook as `make notebooks` does, and return its name for the server and its path."""

    def store(path, folder="notebooks"):
        notebook = read(path)
        tidy(notebook)
        (server.root / folder).mkdir(exist_ok=True)
        nbformat.write(notebook, server.root / folder / path.name)
        return f"{folder}/{path.name}", server.root / folder / path.name

    return store


def opened_and_run(content):
    """What JupyterLab makes of a notebook in which all cells were run a second time, and some were looked into."""
    content["metadata"]["language_info"] = {"name": "python", "version": "3.13.1", "pygments_lexer": "ipython3"}
    content["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    for number, cell in enumerate(content["cells"]):
        cell["metadata"] |= copy.deepcopy(DATE_OF_A_RUN) | {"editable": True, "slideshow": {"slide_type": ""}}
        cell["metadata"].pop("jp-MarkdownHeadingCollapsed", None)
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"collapsed": False, "jupyter": {"source_hidden": number % 2 == 0}}
            cell["execution_count"] = 100 + number
            for output in cell["outputs"]:
                if "data" in output:
                    output["data"][WIDGET] = {"model_id": f"{number:032x}", "version_major": 2, "version_minor": 0}
                if output["output_type"] == "execute_result":
                    output["execution_count"] = 100 + number
    return content


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_that_nobody_edited_is_saved_as_it_was(server, stored, path):
    name, file = stored(path)
    before = file.read_bytes()
    server.save(name, opened_and_run(server.open(name)))
    assert file.read_bytes() == before


def test_what_the_reader_writes_and_gets_survives(server, stored):
    name, file = stored(PATHS[8])
    content = server.open(name)
    content["cells"][0]["source"] = "# Mine"
    content["cells"][1]["metadata"] = {"slideshow": {"slide_type": "slide"}, "tags": ["my tag"]}
    mine = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "1 + 1", "execution_count": 7, "outputs": [
        {"output_type": "execute_result", "execution_count": 7, "metadata": {}, "data": {"text/plain": "2"}},
    ]}  # fmt: skip
    content["cells"].insert(2, mine)
    server.save(name, content)
    cells = read(file).cells
    assert cells[0].source == "# Mine"
    assert cells[1].metadata == {"slideshow": {"slide_type": "slide"}, "tags": ["my tag"]}
    assert (cells[2].id, cells[2].source, cells[2].outputs[0].data) == ("mine", "1 + 1", {"text/plain": "2"})


def test_a_trusted_notebook_is_trusted_after_it_was_saved(server, stored):
    name, file = stored(PATHS[8])

    def trusted():
        return [cell["metadata"].get("trusted") for cell in server.open(name)["cells"] if cell["cell_type"] == "code"]

    command = [sys.executable, "-m", "jupyter", "trust", str(file)]
    subprocess.run(command, env=server.environment, check=True, capture_output=True)
    assert all(trusted())
    content = server.open(name)
    content["cells"][0]["source"] += "!"  # another file, so another signature
    server.save(name, content)
    assert all(trusted())


def test_a_notebook_elsewhere_is_saved_as_jupyter_saves_it(server, stored):
    name, file = stored(PATHS[8], folder="elsewhere")
    content = server.open(name)
    content["cells"][0]["metadata"]["mine"] = "stays"
    server.save(name, content)
    assert read(file).cells[0].metadata["mine"] == "stays"
