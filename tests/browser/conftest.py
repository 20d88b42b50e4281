"""What all tests in a browser share: the browser."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from laboratory import browser_to_test_with

chrome = pytest.fixture(scope="session")(browser_to_test_with)
