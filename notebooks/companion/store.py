"""Run notebooks and store them with their outputs: ``make notebooks ARGS="names"``.

Run twice, no byte changes. One notebook more runs at a time than there are processors, each in a kernel of its own.
Before the run, cells get lasting names and headings their slide lines; docs/slides.md is written anew from the tags.
"""

import hashlib
import os
import re
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(NOTEBOOKS))
from companion import slides  # noqa: E402
from companion.kernels import fork_kernels  # noqa: E402
from companion.tidy import tidy  # noqa: E402

if __name__ == "__main__":
    # One thread each, as in the Makefile: more would only take the processors from the other notebooks.
    for variable in ("OPENBLAS", "MKL", "OMP"):
        os.environ.setdefault(f"{variable}_NUM_THREADS", "1")
    fork_kernels()  # here, because that process loads its libraries while this one loads the rest

import nbformat  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError  # noqa: E402
from tqdm import tqdm  # noqa: E402

INDEX = NOTEBOOKS.parent / "docs" / "slides.md"
# Names that an editor made up, and numbers, which the next cell inserted above would shift.
MADE_UP = re.compile(r"[0-9a-f]{8}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(cell|slide-\w+-\d+)-\d{1,3}")


def name_cells(notebook: nbformat.NotebookNode) -> None:
    """Give every cell a name to link to. One that has a name keeps it, whatever is inserted above or mended in it.

    A heading is named after its words, a slide's cell after the slide, any other after its section and what it says.
    """
    taken: set[str] = set()
    section = "top"
    for cell in notebook.cells:
        heading = re.match(r"#+ (.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            section = slug(heading[1])
        if MADE_UP.fullmatch(cell.id) or cell.id in taken:
            fingerprint = hashlib.sha256(cell.source.encode()).hexdigest()[:6]
            tag = next((tag for tag in cell.metadata.get("tags", []) if tag.startswith("slide:")), None)
            short = section if heading else tag and tag.replace(":", "-")
            long = f"{short or section}-{fingerprint}"
            numbered = (f"{long}_{number}" for number in range(2, len(notebook.cells) + 2))
            cell.id = next(name for name in [short or long, long, *numbered] if name not in taken)
        taken.add(cell.id)


def slug(heading: str) -> str:
    """Spell a heading in the letters that a cell's name may have: "Why a δ?" becomes "why-a-delta"."""
    spelled = "".join(unicodedata.name(c, "?").split()[-1] if "α" <= c <= "ω" else c for c in heading)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:48].strip("-") or "section"


def prepare(path: Path) -> None:
    """Write what needs no run: slide lines, names, folds. Links and the index are read off the files."""
    notebook = nbformat.read(path, as_version=4)
    slides.with_slide_lines(notebook)
    name_cells(notebook)
    write(path, notebook)


def run(path: Path) -> None:
    """Run one notebook in a fresh kernel and store it. Raises CellExecutionError where a cell fails: then it stays."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        store_widget_state=False,
        coalesce_streams=True,  # how often the kernel flushes what is printed differs from run to run
        shutdown_kernel="immediate",  # a notebook leaves nothing that has to be put away
        extra_arguments=["--log-level=40"],  # errors only: not a warning per kernel that it talks over TCP
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )
    client.execute()
    write(path, notebook)


def write(path: Path, notebook: nbformat.NotebookNode) -> None:
    """Store a notebook, tidied, in one step: notebook 00 may read it at the same time."""
    tidy(notebook)
    new = path.with_suffix(".new")
    nbformat.write(notebook, new)
    new.replace(path)


def main(names: list[str]) -> int:
    """Store the notebooks whose names begin with one of the given, or all. Returns how many failed."""
    everything = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    wanted = [path for path in everything if any(path.name.startswith(Path(name).name) for name in names or [""])]
    for path in wanted:
        prepare(path)
    failed = 0
    # The largest first, because they run longest, and none of them should start last.
    wanted.sort(key=lambda path: path.stat().st_size, reverse=True)
    with ThreadPoolExecutor(max_workers=(os.cpu_count() or 1) + 1) as pool:  # one waits for its kernel at any time
        running = {pool.submit(run, path): path for path in wanted}
        for done in tqdm(as_completed(running), total=len(running)):
            error = done.exception()
            if isinstance(error, CellExecutionError):
                failed += 1
                tqdm.write(f"{running[done].name} is not stored, because a cell fails:\n{error}")
            elif error:
                raise error
    INDEX.write_text(slides.page(), encoding="utf-8", newline="\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
