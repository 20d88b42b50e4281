"""Tidying a notebook: what it says and shows stays; what differs from one save, computer or run to the next goes.

``store.py`` tidies what it stores, and JupyterLab tidies whatever it saves (``before_saving``), so a notebook that was
only opened, run and saved is the same file as before. The server loads this: it imports the standard library only.
"""

from collections.abc import MutableMapping
from typing import Any

WIDGET = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
FOLDED_SOURCE = {"hide-input", "hide-cell"}
FOLDED_OUTPUT = {"hide-output", "hide-cell"}


def tidy(notebook: MutableMapping[str, Any]) -> None:
    """Tidy a notebook in place: its metadata, which cells are folded, how they are numbered.

    The tags alone say what is folded; live widgets go, because a page without a kernel can only show the still beside
    them; the cells that have been run are numbered in their order.
    """
    notebook["metadata"] = {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    number = 0
    for cell in notebook["cells"]:
        cell["metadata"] = _metadata(cell)
        if cell["cell_type"] == "code":
            number += 1
            run = number if cell["execution_count"] is not None else None
            cell["execution_count"] = run
            for output in cell["outputs"]:
                _tidy_output(output, run)


def _metadata(cell: MutableMapping[str, Any]) -> dict[str, Any]:
    old = cell["metadata"]
    tags = old.get("tags", [])
    new: dict[str, Any] = {}
    if tags:
        new["tags"] = tags
    if old.get("slideshow", {}).get("slide_type"):  # a lecturer's own: the notebook as slides
        new["slideshow"] = old["slideshow"]
    if "trusted" in old:  # Jupyter signs what is trusted by this mark, and takes it out itself
        new["trusted"] = old["trusted"]
    if cell["cell_type"] == "code":
        folded = {"source_hidden": FOLDED_SOURCE.intersection(tags), "outputs_hidden": FOLDED_OUTPUT.intersection(tags)}
        if any(folded.values()):
            new["jupyter"] = {part: True for part, why in folded.items() if why}
    elif "further" in tags or _text(cell["source"]).startswith("## Further"):
        new["jp-MarkdownHeadingCollapsed"] = True
    return new


def _tidy_output(output: MutableMapping[str, Any], run: int | None) -> None:
    if "data" in output:
        output["data"].pop(WIDGET, None)
        output["metadata"] = {}
    else:
        output.pop("metadata", None)
    if output["output_type"] == "execute_result":
        output["execution_count"] = run


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def before_saving(model: dict[str, Any], **_: object) -> None:
    """Tidy what JupyterLab is about to save: the server's ``pre_save_hook``."""
    if model["type"] == "notebook" and model.get("content", {}).get("nbformat") == 4:
        tidy(model["content"])
