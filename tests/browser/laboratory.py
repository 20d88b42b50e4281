"""A real JupyterLab in a real, headless Chromium: open a notebook, run it all, and look at what the page shows."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "binder" / "jupyter"  # what `make setup` and Binder install
TOKEN = "companion"
WIDGETS = "window.jupyterapp.shell.currentWidget.content.widgets"
CHROMIUM_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def chromium() -> str | None:
    """Find Chromium: $CHROMIUM, or the system's; None where there is none."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextlib.contextmanager
def laboratory(folder: Path) -> Iterator[str]:
    """Serve a copy of the notebooks from ``folder`` in JupyterLab, set up as shipped, and yield its address."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("__pycache__", ".ipynb_*"))
    settings = folder / "settings"
    settings.mkdir()
    shutil.copy(SHIPPED / "share/jupyter/lab/settings/overrides.json", settings)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTERLAB_SETTINGS_DIR": "user",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    environment = {
        **os.environ,
        **{name: str(folder / place) for name, place in places.items()},
        "JUPYTER_CONFIG_PATH": str(SHIPPED / "etc/jupyter"),
        "PYTHONPATH": str(ROOT),
    }
    notebooks = [str(path) for path in (folder / "notebooks").glob("*.ipynb")]
    subprocess.run(
        [sys.executable, "-m", "jupyter", "trust", *notebooks], env=environment, check=True, capture_output=True
    )
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--allow-root",
        f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True",
        f"--IdentityProvider.token={TOKEN}", f"--LabApp.app_settings_dir={settings}",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
    ]  # fmt: skip
    with open(folder / "server.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server, folder / "server.log")
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:  # it waits for its kernels, and a busy machine for it
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
            return
        if server.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}")


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Start the system's Chromium, headless."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_SWITCHES)
        yield started
        started.close()


def browser_to_test_with() -> Iterator[Browser]:
    """Start the browser; without one the tests are left out, unless BROWSER_TESTS says that they are required."""
    with contextlib.ExitStack() as stack:
        try:
            started = stack.enter_context(browser())
        except Exception as problem:
            if os.environ.get("BROWSER_TESTS") == "required":
                raise
            pytest.skip(f"no browser: {str(problem).splitlines()[0]}")
        yield started


class Opened:
    """A notebook opened in a page, or none yet. ``errors`` collects what the page's console complained of."""

    def __init__(self, page: Page, address: str, name: str = "", theme: str = "light", fragment: str = ""):
        self.page, self.errors = page, []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{address}/lab{name and f'/tree/notebooks/{name}'}?reset&token={TOKEN}{fragment}")
        page.wait_for_function("window.jupyterapp?.restored", timeout=120_000)
        if name:
            self._ready(theme)

    def open(self, name: str, theme: str = "light") -> None:
        """Open a notebook, as a link to it does, in the place of the one before it."""
        self.errors.clear()
        self.page.evaluate(
            """async path => { const {shell, commands} = window.jupyterapp;
            shell.currentWidget?.dispose();
            await commands.execute('docmanager:open', {path}); }""",
            f"notebooks/{name}",
        )
        self._ready(theme)

    def _ready(self, theme: str) -> None:
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
        full = f"JupyterLab {theme.title()}"
        self.page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", full)
        self.page.wait_for_function(
            "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'", timeout=120_000
        )

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def run_all(self) -> None:
        """Run every cell and wait until the kernel rests. Raises RuntimeError where a cell has failed."""
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.wait_for_function(
            """() => { const panel = window.jupyterapp.shell.currentWidget;
            const code = panel.content.widgets.filter(cell => cell.model.type === 'code');
            const failed = code.some(cell => cell.model.sharedModel.outputs.some(o => o.output_type === 'error'));
            return failed || (panel.sessionContext.session.kernel.status === 'idle'
                && code.every(cell => cell.model.executionState !== 'running' && cell.model.executionCount)); }""",
            timeout=180_000,
        )
        problems = self.page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => cell.model.type === 'code')
            .flatMap(cell => cell.model.sharedModel.outputs)
            .filter(output => output.output_type === 'error').map(output => output.evalue)"""
        )
        if problems:
            raise RuntimeError(f"a cell failed: {problems}")

    def cells_with_controls(self) -> list[int]:
        """List the positions of the cells whose output is a control."""
        return self.page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap((cell, i) =>
            cell.model.type === 'code' && cell.model.sharedModel.outputs.some(
                o => String(o.data?.['text/html'] ?? '').includes('<figure class="companion"')) ? [i] : [])"""
        )

    def command(self, name: str) -> None:
        """Choose a command of JupyterLab's menus and wait until it is done."""
        self.page.evaluate("name => window.jupyterapp.commands.execute(name)", name)

    def source_of(self, cell: int) -> str:
        """Return what stands in a cell."""
        return self.page.evaluate(f"i => {WIDGETS}[i].model.sharedModel.source", cell)

    def first_code_cell(self) -> int:
        """Return the position of the first cell that can be run."""
        return self.page.evaluate(f"{WIDGETS}.findIndex(cell => cell.model.type === 'code')")

    def run_cell(self, cell: int, source: str | None = None) -> None:
        """Run one cell, edited first where ``source`` is given, and wait until it has run."""
        self.page.evaluate(
            """async ([i, source]) => { const panel = window.jupyterapp.shell.currentWidget;
            const cell = panel.content.widgets[i];
            panel.content.activeCellIndex = i;
            if (source !== null) cell.model.sharedModel.setSource(source);
            await window.jupyterapp.commands.execute('notebook:run-cell'); }""",
            [cell, source],
        )

    def figure(self, cell: int):
        """Bring the control of a cell on the screen and return it, alive."""
        self.scroll_to(cell)
        figure = self.page.locator(f'[data-windowed-list-index="{cell}"] figure.companion').first
        figure.scroll_into_view_if_needed()
        figure.locator("xpath=self::*[@data-ready]").wait_for(state="attached", timeout=30_000)
        return figure

    def scroll_to(self, cell: int) -> None:
        """Bring a cell on the screen: JupyterLab only draws what is near it."""
        self.page.evaluate(
            """async i => { const notebook = window.jupyterapp.shell.currentWidget.content;
            notebook.activeCellIndex = i; await notebook.scrollToItem(i, 'start'); }""",
            cell,
        )


def assert_accessible(page: Page, selectors: list[str]) -> None:
    """Let axe-core look at the parts of a page that are ours. Raises AssertionError for what it finds."""
    found = page.evaluate("selectors => selectors.filter(each => document.querySelector(each))", selectors)
    if found:
        results = Axe().run(page, context={"include": [[selector] for selector in found]})
        violations = results.response["violations"]
        wrong = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in violations]
        assert not wrong, wrong
