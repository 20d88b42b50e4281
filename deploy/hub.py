"""A hub to try things with: on ports of its own, with students that are made for it and removed afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import students

DEPLOY = Path(__file__).resolve().parent


@contextmanager
def running_hub(data: Path, names: list[str], memory_mb: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Start a hub for a class; give its address and the passwords. Raises RuntimeError, with its log, if it fails."""
    (data / "students.txt").write_text("\n".join(names), encoding="utf-8")
    passwords = dict(students.make_accounts(data / "students.txt"))
    address = "http://127.0.0.1:18000"
    environment = os.environ | {
        "MLP_HUB_DATA": str(data), "MLP_HUB_URL": address, "MLP_HUB_INTERNAL_URL": "http://127.0.0.1:18081",
        "MLP_HUB_PROXY_API": "http://127.0.0.1:18001", "MLP_HUB_MEMORY_MB": str(memory_mb),
    }  # fmt: skip
    command = [sys.executable, "-m", "jupyterhub", "-f", str(DEPLOY / "jupyterhub_config.py")]
    with open(data / "log", "w") as log:
        process = subprocess.Popen(command, env=environment, cwd=data, stdout=log, stderr=log)
    try:
        while not _answers(address):
            if process.poll() is not None:
                raise RuntimeError((data / "log").read_text())
            time.sleep(0.2)
        yield address, passwords
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        for name in passwords:
            subprocess.run(["pkill", "-KILL", "-u", name], check=False)
        time.sleep(0.5)
        for name in passwords:
            subprocess.run(["userdel", "--remove", name], check=False, capture_output=True)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/hub/health", timeout=5).ok
    except requests.ConnectionError:
        return False
