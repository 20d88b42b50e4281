"""What the tests of the web edition and of the lecture mode share: the browser of the other tests, its network cut."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "web"), str(ROOT / "tests" / "browser")]
from laboratory import browser  # noqa: E402

from walk import Reader  # noqa: E402


@pytest.fixture(scope="session")
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


@pytest.fixture
def reader(chrome):
    """Open a page as a reader without a network does: ``reader(width=390, color_scheme="dark")``."""
    contexts = []

    def opened(width: int = 1280, height: int = 800, **settings) -> Reader:
        context = chrome.new_context(viewport={"width": width, "height": height}, offline=True, **settings)
        contexts.append(context)
        return Reader(context.new_page())

    yield opened
    for context in contexts:
        context.close()
