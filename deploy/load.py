"""How a class server bears a whole class at once: ``python load.py --students 20 --notebook 11``; ``--each`` notebook.

Starts a hub of its own with so many students, lets all arrive together, and prints how long each waited for a
server and the first picture, how long a run of all cells took, and how much memory a student takes. As root, on Linux.
"""

import argparse
import os
import statistics
import tempfile
import threading
import time
from pathlib import Path

import psutil
from hub import running_hub
from student import NOTEBOOKS, Student


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


def processor_time_of(name: str) -> float:
    """Return the seconds for which a student's running processes have held a processor."""
    times = [process.info for process in psutil.process_iter(["username", "cpu_times"])]
    return sum(each["cpu_times"].user + each["cpu_times"].system for each in times if each["username"] == name)


def visit(hub: str, name: str, password: str, notebook: str, results: dict[str, tuple[float, ...]]) -> None:
    """Do what a student does at the beginning of a class: log in, open a notebook, run all of it."""
    began = time.monotonic()
    student = Student(hub, name, password)
    student.log_in()
    student.start_server()
    server = time.monotonic() - began
    kernel = student.start_kernel()
    opened = time.monotonic() - began
    first = opened + kernel.run_notebook(notebook)
    results[name] = (server, first, time.monotonic() - began, memory_of(name))


def each_notebook(hub: str, name: str, password: str) -> None:
    """Let one student run every notebook, one after the other, and print what each run takes.

    Its seconds are those of a processor, so that other work of the machine does not count.
    """
    student = Student(hub, name, password)
    student.log_in()
    student.start_server()
    alone = memory_of(name)
    print(f"a server without a kernel: {alone:.0f} MB", flush=True)
    for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")):
        began = processor_time_of(name)
        kernel = student.start_kernel()
        start = processor_time_of(name) - began
        first = start + kernel.run_notebook(path.name[:2], clock=lambda: processor_time_of(name))
        took = processor_time_of(name) - began
        print(f"{path.stem}: first picture {first:.1f} s, all cells {took:.1f} s of a processor, "
              f"{memory_of(name) - alone:.0f} MB", flush=True)  # fmt: skip
        kernel.end()


def main() -> None:
    """Read the command line, run the class, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--notebook", default="01", help="its number")
    parser.add_argument("--each", action="store_true", help="one student, every notebook after the other")
    chosen = parser.parse_args()
    names = [f"mlp-load-{number:02d}" for number in range(1, 2 if chosen.each else chosen.students + 1)]
    results: dict[str, tuple[float, ...]] = {}
    with tempfile.TemporaryDirectory() as folder, running_hub(Path(folder), names, memory_mb=2000) as (hub, passwords):
        if chosen.each:
            return each_notebook(hub, names[0], passwords[names[0]])
        threads = [
            threading.Thread(target=visit, args=(hub, name, passwords[name], chosen.notebook, results))
            for name in names
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print(f"{len(results)} of {len(names)} students were served; notebook {chosen.notebook}")
    columns = ("server ready", "first picture", "all cells run", "memory")
    for column, (title, unit) in enumerate(zip(columns, ("s", "s", "s", "MB"), strict=True)):
        values = sorted(result[column] for result in results.values())
        print(f"{title}: median {statistics.median(values):.1f} {unit}, largest {values[-1]:.1f} {unit}")


if __name__ == "__main__":
    if os.geteuid() != 0:
        raise SystemExit("only root may start servers of others: run it as root")
    main()
