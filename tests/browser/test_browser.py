"""Every notebook in a real JupyterLab in a real browser: run all, move every control by keyboard and mouse, look.

Where no Chromium is found these tests are skipped, and the run says so loudly; with BROWSER_TESTS=required they fail.
Set SCREENSHOTS to a folder to keep a picture of every control, in the light and in the dark theme.
"""

import os
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

sys.path.insert(0, str(Path(__file__).parent))
from laboratory import ROOT, Opened, browser, laboratory

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
CHANGED = "([image, before]) => image.src !== before && image.complete && image.naturalWidth > 0"
OURS = [".companion-control", ".companion-notation", ".jp-OutputArea figure", ".jp-OutputArea table"]


@pytest.fixture(scope="module")
def chrome():
    try:
        starting = browser()
        started = starting.__enter__()
    except Exception as problem:
        if os.environ.get("BROWSER_TESTS") == "required":
            raise
        pytest.skip(f"no browser: {str(problem).splitlines()[0]}")
    yield started
    starting.__exit__(None, None, None)


@pytest.fixture(scope="module")
def address(chrome, tmp_path_factory):
    with laboratory(tmp_path_factory.mktemp("lab")) as where:
        yield where


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_and_move_every_control(chrome, address, name):
    page = chrome.new_page(viewport={"width": 1280, "height": 1000})
    opened = Opened(page, address, name, theme="dark" if int(name[:2]) % 2 else "light")
    opened.run_all()
    for cell in opened.cells_with_controls():
        opened.scroll_to(cell)
        area = page.locator(f'[data-windowed-list-index="{cell}"]')
        area.locator(".companion-control, .companion-notation").first.wait_for(timeout=60_000)
        if area.locator(".companion-control").count():
            move_every_slider(page, area)
            keep_picture(area, f"{name[:2]}-{cell}")
        assert_accessible(page)
    assert not opened.errors, opened.errors
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.close()


def move_every_slider(page, area) -> None:
    image = area.locator(".companion-control img").first
    image.scroll_into_view_if_needed()
    place = image.evaluate("image => [image.offsetLeft, image.offsetTop, image.width, image.height].join()")
    for handle in area.locator("[role=slider]").all():
        assert handle.get_attribute("aria-label"), "a slider has no accessible name"
        at_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        first, last = ("Home", "End") if at_end else ("End", "Home")
        follow(page, image, lambda key=first, handle=handle: handle.press(key))
        follow(page, image, lambda key=last, handle=handle: handle.press(key))
        follow(
            page, image, lambda handle=handle, last=last: handle.press("ArrowRight" if last == "Home" else "ArrowLeft")
        )
        follow(page, image, lambda handle=handle, last=last: drag(page, handle, to_the_right=last == "Home"))
    assert not area.locator("[role=alert]").count(), area.locator("[role=alert]").first.inner_text()
    now = image.evaluate("image => [image.offsetLeft, image.offsetTop, image.width, image.height].join()")
    assert now == place, f"the picture jumped from {place} to {now}"


def follow(page, image, act) -> None:
    """Do something, and wait until the picture has followed."""
    before = image.get_attribute("src")
    act()
    page.wait_for_function(CHANGED, arg=[image.element_handle(), before], timeout=30_000)


def drag(page, handle, to_the_right: bool) -> None:
    """Drag a slider's handle by the mouse, half the track along."""
    box, track = handle.bounding_box(), handle.evaluate_handle("handle => handle.closest('.noUi-target')").as_element()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    far = track.bounding_box()["width"] / 2 * (1 if to_the_right else -1)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + far / 2, y, steps=5)
    page.mouse.move(x + far, y, steps=5)
    page.mouse.up()


def assert_accessible(page) -> None:
    found = page.evaluate("selectors => selectors.filter(each => document.querySelector(each))", OURS)
    results = Axe().run(page, context={"include": [[selector] for selector in found]})
    wrong = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in results.response["violations"]]
    assert not wrong, wrong


def keep_picture(area, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        area.screenshot(path=Path(folder) / f"{name}.png")
