"""Re-run notebooks and store them with their outputs: ``python notebooks/companion/store.py [names]``.

Run twice, no text output changes. Live widgets are left out of what is stored: a page without a kernel shows the still.
The slide index of the README is written anew from the cells' tags.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parent.parent))
from companion.slides import whole_index

NOTEBOOKS = Path(__file__).parent.parent
README = NOTEBOOKS.parent / "README.md"
WIDGET = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Give cells lasting names (their slide, or their number) and leave out what differs from run to run."""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    taken = set()
    for number, cell in enumerate(notebook.cells):
        slides = [tag.removeprefix("slide:") for tag in cell.metadata.get("tags", []) if tag.startswith("slide:")]
        name = f"slide-{slides[0]}" if slides else f"cell-{number}"
        cell.id = name if name not in taken else f"{name}-{number}"
        taken.add(cell.id)
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
            output.pop("metadata", None) if output.output_type == "stream" else output.update(metadata={})
    return notebook


def run(path: Path) -> None:
    """Run one notebook in a fresh kernel and store it. Raises CellExecutionError where a cell fails: then it stays."""
    notebook = tidy(nbformat.read(path, as_version=4))
    nbformat.write(notebook, path)  # the slide index reads the cells' names off the files
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        store_widget_state=False,
        coalesce_streams=True,  # how often the kernel flushes what is printed differs from run to run
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )
    client.execute()
    nbformat.write(tidy(notebook), path)


def write_index() -> None:
    """Write the slide index into the README, between its two marks."""
    start, end = "<!-- slide index -->\n", "<!-- end of slide index -->"
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(start)
    README.write_text(before + start + whole_index("notebooks/") + end + rest.split(end)[1], encoding="utf-8")


def main(names: list[str]) -> None:
    paths = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    if names:
        paths = [path for path in paths if any(path.name.startswith(Path(name).name) for name in names)]
    for path in tqdm(sorted(paths, key=lambda path: (path.name.startswith("00"), path.name))):  # 00 indexes all others
        run(path)
    if README.exists():
        write_index()


if __name__ == "__main__":
    main(sys.argv[1:])
