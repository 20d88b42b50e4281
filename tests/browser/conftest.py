"""What all tests in a browser share: the browser."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from laboratory import browser


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
