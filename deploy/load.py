"""How a class server bears a whole class at once: ``python load.py --students 20 --notebook 11``.

Starts a hub of its own with so many students, lets all arrive together, and prints how long each waited for a
server and the first picture, how long a run of all cells took, and how much memory a student takes. As root, on Linux.
"""

import argparse
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import psutil
from hub import running_hub
from student import Student


def memory_of(name: str) -> float:
    """Return the megabytes that a student's processes hold; what several share is divided among them."""
    found = 0
    for process in psutil.process_iter(["username"]):
        if process.info["username"] == name:
            try:
                found += process.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
    return found / 1e6


def visit(hub: str, name: str, password: str, notebook: str, results: dict[str, tuple[float, ...]]) -> None:
    """Do what a student does at the beginning of a class: log in, open a notebook, run all of it."""
    began = time.monotonic()
    student = Student(hub, name, password)
    student.log_in()
    student.start_server()
    server = time.monotonic() - began
    kernel = student.start_kernel()
    first = kernel.run_notebook(notebook)
    results[name] = (server, time.monotonic() - began, first, memory_of(name))


def main() -> None:
    """Read the command line, run the class, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--notebook", default="01", help="its number")
    chosen = parser.parse_args()
    names = [f"mlp-load-{number:02d}" for number in range(1, chosen.students + 1)]
    results: dict[str, tuple[float, ...]] = {}
    with tempfile.TemporaryDirectory() as folder, running_hub(Path(folder), names, memory_mb=2000) as (hub, passwords):
        threads = [
            threading.Thread(target=visit, args=(hub, name, passwords[name], chosen.notebook, results))
            for name in names
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print(f"{len(results)} of {len(names)} students were served; notebook {chosen.notebook}")
    columns = ("server ready", "all cells run", "first picture after the kernel", "memory")
    for column, (title, unit) in enumerate(zip(columns, ("s", "s", "s", "MB"), strict=True)):
        values = sorted(result[column] for result in results.values())
        print(f"{title}: median {statistics.median(values):.1f} {unit}, largest {values[-1]:.1f} {unit}")


if __name__ == "__main__":
    if subprocess.run(["id", "-u"], capture_output=True, text=True).stdout.strip() != "0":
        raise SystemExit("only root may start servers of others: run it as root")
    main()
