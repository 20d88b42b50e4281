"""What the tests of the web edition and of the lecture mode share: the browser of the other tests, its network cut."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "web"), str(ROOT / "tests" / "browser")]
from laboratory import browser_to_test_with  # noqa: E402

from walk import Reader  # noqa: E402

chrome = pytest.fixture(scope="session")(browser_to_test_with)


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
