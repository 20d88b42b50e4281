"""What all tests share: one loud line where the browser tests were left out."""

import os

BROWSER_ADVICE = (
    "BROWSER TESTS LEFT OUT: no Chromium found. Install it (Debian: apt-get install chromium; macOS: brew install "
    "--cask chromium; anywhere: .venv/bin/python -m playwright install chromium) and run the tests again."
)


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    if any("browser" in report.nodeid for report in skipped) and os.environ.get("BROWSER_TESTS") != "required":
        terminalreporter.write_line(BROWSER_ADVICE, red=True, bold=True)
