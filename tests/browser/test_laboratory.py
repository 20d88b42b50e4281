"""The notebooks in a real JupyterLab in a real browser, as a reader meets them: controls move before anything is run,
after everything is run, after saving and reopening, in a second tab, while a cell is running and without a kernel.
"""

import pytest
from laboratory import Opened, assert_accessible, laboratory
from notebook_files import PATHS

KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext"
SLEEPER = "import time; time.sleep(20)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def address(chrome, folder):
    with laboratory(folder) as where:
        yield where


def open_in(chrome, address, name):
    page = chrome.new_page(viewport={"width": 1280, "height": 800})
    return Opened(page, address, name)


@pytest.fixture(scope="module")
def opened(chrome, address):
    """A JupyterLab in which one notebook is opened after the other."""
    opened = open_in(chrome, address, "")
    yield opened
    opened.page.close()


def commit(figure) -> None:
    """Where a prediction locks a control, make one."""
    button = figure.get_by_role("button", name="Commit")
    if button.count() and figure.get_by_role("radio").count():
        figure.get_by_role("radio").first.check()
    elif button.count() and figure.get_by_label("Your guess").count():
        figure.get_by_label("Your guess").fill("1")
    elif button.count():
        pad = figure.locator(".companion-pad")
        for _ in range(20):
            pad.press("ArrowRight")
    if button.count():
        button.click()


def state(figure) -> tuple[str, str]:
    return (
        figure.locator("figcaption").inner_text(),
        figure.evaluate("figure => figure.companion.layers.map(layer => layer.innerHTML).join('')"),
    )


def assert_moves(figure) -> None:
    """Move the first slider by keyboard and by mouse: every time the picture and the words follow."""
    commit(figure)
    handle = figure.locator("input[type=range]").first
    at_end = handle.evaluate("range => range.value === range.max")
    before = [state(figure)]
    for key in ("ArrowLeft", "Home", "End") if at_end else ("End", "ArrowLeft", "Home"):
        handle.press(key)
        now = state(figure)
        assert now[0] != before[-1][0] and now[1] != before[-1][1] or key == "Home", f"{key} moved nothing"
        before.append(now)
    handle.press("Home")
    low = state(figure)
    box = handle.bounding_box()
    figure.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    figure.page.mouse.down()
    figure.page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2, steps=5)
    figure.page.mouse.up()
    assert state(figure)[0] != low[0], "dragging moved nothing"


def first_slider(opened, cells):
    return next(cell for cell in cells if opened.figure(cell).locator("input[type=range]").count())


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_just_opened_moves_and_saving_it_changes_nothing(opened, folder, path):
    opened.open(path.name, theme="dark" if int(path.name[:2]) % 2 else "light")
    cells = opened.cells_with_controls()
    if cells:
        figure = opened.figure(first_slider(opened, cells))
        assert_moves(figure)
        assert_accessible(opened.page, [".jp-OutputArea figure", ".jp-OutputArea table"])
    opened.command("docmanager:save")
    opened.page.wait_for_timeout(300)
    assert (folder / "notebooks" / path.name).read_bytes() == path.read_bytes(), "saving has changed the notebook"
    assert not opened.errors, opened.errors
    opened.page.evaluate(f"{KERNEL}.shutdown()")


@pytest.mark.parametrize("name", [path.name for path in PATHS if path.name[:2] in ("08", "11")])
def test_a_control_lives_through_everything_a_reader_does(chrome, address, name):
    opened = open_in(chrome, address, name)
    opened.run_all()
    cells = opened.cells_with_controls()
    cell = first_slider(opened, cells)
    for number in cells:
        figure = opened.figure(number)
        if figure.locator("input[type=range]").count():
            assert_moves(figure)
    opened.run_cell(cell, opened.source_of(cell) + "\n# edited")
    assert_moves(opened.figure(cell))
    opened.page.evaluate(f"code => void {KERNEL}.session.kernel.requestExecute({{code}})", SLEEPER)
    assert_moves(opened.figure(cell))  # while a cell is running
    opened.command("kernelmenu:interrupt")
    opened.command("docmanager:save")
    second = open_in(chrome, address, name)
    assert_moves(second.figure(cell))  # a second tab, which has run nothing
    assert "model not found" not in second.page.inner_text(".jp-Notebook")
    second.page.close()
    opened.page.evaluate(f"{KERNEL}.shutdown()")
    assert_moves(opened.figure(cell))  # without a kernel
    assert not opened.errors, opened.errors
    opened.page.close()


def test_a_number_field_talks_to_the_kernel_and_needs_no_view(chrome, address, folder):
    source = (
        "from companion import Number, control, figures\n"
        "figure, axes = figures.canvas()\n"
        "line = figures.curve(axes, [0, 1], [0, 1], 'line', at_end=False)\n"
        "def update(w):\n    line.set_ydata([0, w])\n    return f'w = {w:g}'\n"
        "control(figure, update, w=Number(0.5, 'weight w', 0, 1))"
    )
    opened = open_in(chrome, address, PATHS[1].name)
    cell = opened.first_code_cell()
    opened.run_cell(cell, source)
    figure = opened.figure(cell)
    field = figure.get_by_label("weight w")
    opened.page.wait_for_function("figure => 'live' in figure.dataset", arg=figure.element_handle(), timeout=30_000)
    before = state(figure)
    field.fill("0,25")
    field.press("Enter")
    figure.get_by_text("w = 0.25", exact=True).wait_for(timeout=30_000)
    assert state(figure)[1] != before[1]
    field.press("ArrowUp")
    figure.get_by_text("w = 0.3", exact=True).wait_for(timeout=30_000)
    field.fill("7")
    field.press("Enter")
    assert "expected a number from 0 to 1" in figure.locator("[role=alert]").inner_text()
    assert "w = 0.3" in figure.inner_text()
    stored = opened.page.evaluate(
        "i => JSON.stringify(window.jupyterapp.shell.currentWidget.content.widgets[i].model.toJSON().outputs)", cell
    )
    assert "widget-view" not in stored and "<figure" in stored
    opened.page.evaluate(f"{KERNEL}.shutdown()")
    assert not opened.errors, opened.errors
    opened.page.close()
