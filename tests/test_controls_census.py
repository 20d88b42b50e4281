"""The census of controls: every notebook is run with its exercises solved, then every control in it is driven to every
stop from outside, by messages as the browser sends them.

New notebooks are covered with no new code; only the number of controls a notebook has is written down here, so that
none gets lost.
"""

import hashlib
import re
from queue import Empty

import pytest
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from notebook_files import FOLDER, PATHS, code_cells, read, tags, with_solutions

CONTROLS = {
    "00": 1, "01": 6, "02": 6, "03": 6, "04": 8, "05": 7, "06": 3, "07": 2, "08": 3, "09": 5,
    "10": 5, "11": 4, "12": 7, "13": 4, "14": 6, "15": 5, "16": 1,
}  # fmt: skip
PREFIX = "IPY_MODEL_"


class Page:
    """A front end without a screen: it runs a notebook, knows all widgets in it, and moves them."""

    def __init__(self, client: NotebookClient):
        self.client = client
        self.pictures: dict[str, str] = {}

    def state(self, model: str) -> dict:
        return self.client.widget_state[model]

    def children(self, model: str) -> list[str]:
        return [child.removeprefix(PREFIX) for child in self.state(model)["children"]]

    def controls(self, css_class: str = "companion-control") -> list[str]:
        return [
            model for model, state in self.client.widget_state.items() if css_class in state.get("_dom_classes", [])
        ]

    def move(self, model: str, value, trait: str = "value") -> None:
        """Set a widget's value as a hand in the browser would, and take in all that the kernel answers."""
        content = {"comm_id": model, "data": {"method": "update", "state": {trait: value}, "buffer_paths": []}}
        kernel = self.client.kc
        message = kernel.session.msg("comm_msg", content)
        kernel.shell_channel.send(message)
        self.state(model)[trait] = value
        while True:
            try:
                answer = run_sync(kernel.iopub_channel.get_msg)(timeout=30)
            except Empty:
                raise AssertionError(
                    f"the kernel did not answer when {self.state(model)} was moved to {value}"
                ) from None
            kind, said = answer["msg_type"], answer["content"]
            if kind in ("error", "stream"):
                raise AssertionError(f"moving to {value} printed or raised: {said}")
            if kind == "comm_msg" and said["data"].get("method") == "update":
                self.client.widget_state.setdefault(said["comm_id"], {}).update(said["data"]["state"])
                for path, buffer in zip(said["data"].get("buffer_paths", []), answer["buffers"], strict=True):
                    if path == ["png"]:
                        self.pictures[said["comm_id"]] = hashlib.sha256(buffer).hexdigest()
            idle = kind == "status" and said["execution_state"] == "idle"
            if idle and answer["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return


def run(path) -> tuple[Page, object]:
    notebook = with_solutions(read(path))
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}})
    client.km = client.create_kernel_manager()
    client.start_new_kernel()
    client.start_new_kernel_client()
    for number, cell in enumerate(notebook.cells):
        client.execute_cell(cell, number)
    return Page(client), notebook


def stops_of(state: dict) -> list:
    """List the values a widget is driven to, ending where it began."""
    name, value = state["_model_name"], state["value"] if "value" in state else state["index"]
    if name == "IntSliderModel":
        values = range(state["min"], state["max"] + 1)
        return [v for v in values if v != value] + [value]
    if name == "BoundedFloatTextModel":
        return [v for v in (state["min"], state["max"]) if v != value] + [value]
    raise AssertionError(f"the census does not know how to drive a {name}")


def drive(page: Page, control: str) -> None:
    *rows, complaint, picture = page.children(control)
    for row in rows:
        widgets = page.children(row)
        slider = next((w for w in widgets if page.state(w)["_model_name"] == "IntSliderModel"), widgets[0])
        if page.state(slider)["_model_name"] == "DropdownModel":
            drive_menu(page, slider, picture, complaint)
            continue
        for value in stops_of(page.state(slider)):
            before = (page.pictures.get(picture), page.state(picture)["sentence"])
            page.move(slider, value)
            look(page, picture, complaint, before, value)
        if len(widgets) > 1:
            type_a_number(page, slider, widgets)


def drive_menu(page: Page, menu: str, picture: str, complaint: str) -> None:
    """Choose every entry of a menu; its model is told the entry's position, as ``index``."""
    first, count = page.state(menu)["index"], len(page.state(menu)["_options_labels"])
    for index in [i for i in range(count) if i != first] + [first]:
        before = (page.pictures.get(picture), page.state(picture)["sentence"])
        page.move(menu, index, "index")
        look(page, picture, complaint, before, index)


def type_a_number(page: Page, slider: str, widgets: list[str]) -> None:
    """The field beside a slider moves it: to the last stop by the highest number, to the first by the lowest."""
    field = next(w for w in widgets if w != slider)
    if page.state(field)["_model_name"] == "BoundedFloatTextModel":
        ends = {page.state(field)["min"], page.state(field)["max"]}
        reached = set()
        for number in sorted(ends):
            page.move(field, number)
            reached.add(page.state(slider)["value"])
        assert reached == {page.state(slider)["min"], page.state(slider)["max"]}, (
            "the number field does not move its slider"
        )


def look(page: Page, picture: str, complaint: str, before: tuple, value) -> None:
    state = page.state(picture)
    where = f"at {value}: “{state['sentence']}”"
    assert not page.state(complaint)["value"], f"the control complains {where}: {page.state(complaint)['value']}"
    assert page.pictures.get(picture) != before[0], f"the picture did not change {where}"
    assert state["sentence"] != before[1], f"the sentence did not change {where}"
    words = f"{state['sentence']} {state['description']}"
    assert "diverged" in words or not re.search(r"\b(nan|inf)\b", words), f"a number is not finite {where}"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_control_follows_the_hand_at_every_stop_and_every_solution_is_right(path):
    page, notebook = run(path)
    try:
        for cell in code_cells(notebook):
            printed = "".join(output.get("text", "") for output in cell.outputs)
            assert "check" not in tags(cell) or "Right:" in printed, (
                f"a solution is not right: {cell.source}\n{printed}"
            )
        controls = page.controls()
        assert len(controls) == CONTROLS.get(path.name[:2], 0), (
            f"{path.name} has {len(controls)} controls: write it down"
        )
        for control in controls:
            drive(page, control)
        for switch in page.controls("companion-notation"):
            menu, equations = page.children(switch)
            for index in range(len(page.state(menu)["_options_labels"])):
                before = page.state(equations)["value"]
                if page.state(menu)["index"] != index:
                    page.move(menu, index, "index")
                    assert page.state(equations)["value"] != before, "the notation switch does not switch"
    finally:
        page.client._cleanup_kernel()
