"""A picture is a result: every notebook is run afresh, and every stop of every control, and every still, is compared
with the stored one; then every cell with a control is run once more, and has to show the same again.

In the kernel, stops of every control are drawn from nothing as well, and have to equal the family, in which only what
has changed is drawn. New notebooks are covered with no new code; only the number of controls is written down here, so
that none gets lost.
"""

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from notebook_files import FOLDER, PATHS, code_cells, read
from pictures import difference_of_families, difference_of_stills, figures_in, still_of

from companion.page import data_of

CONTROLS = {
    "00": 1, "01": 8, "02": 7, "03": 6, "04": 8, "05": 9, "06": 3, "07": 3, "08": 1, "09": 6,
    "10": 8, "11": 5, "12": 7, "13": 5, "14": 6, "15": 8, "16": 3, "17": 2,
}  # fmt: skip
FROM_NOTHING = """
import gc
from companion.controls import Control
from companion.family import Drawing

def _from_nothing(most=8):
    for control in [each for each in gc.get_objects() if isinstance(each, Control) and "key" not in each.data]:
        names, stops = list(control.parameters), [{}]
        for name, parameter in control.parameters.items():
            stops = [stop | {name: value} for stop in stops for value in parameter.values]
        for number in sorted({round(k * (len(stops) - 1) / (most - 1)) for k in range(most)}):
            sentence = control._told(stops[number])
            afresh = Drawing(control.figure)
            drawn = "\\n".join(filter(None, (afresh.fragments[layer] for layer in afresh.layers())))
            frame = control.data["frames"][number]
            kept = "\\n".join(filter(None, (control.data["fragments"][fragment] for fragment in frame)))
            assert drawn == kept, f"at {stops[number]} the family does not show what the figure shows"
            assert sentence == control.data["sentences"][number], f"at {stops[number]} the sentence has changed"

_from_nothing()
"""


def controls_in(cell) -> list[dict]:
    families = [data_of(html) for output in cell.outputs for html in figures_in(output)]
    return [family for family in families if family["parameters"]]


def compare(cell, fresh_cell, path, number) -> None:
    stored = [html for output in cell.outputs for html in figures_in(output)]
    fresh = [html for output in fresh_cell.outputs for html in figures_in(output)]
    where = f"{path.name}, cell {number}:\n{cell.source}\n"
    assert len(stored) == len(fresh), f"{where}{len(stored)} figures are stored, {len(fresh)} are drawn"
    for before, now in zip(stored, fresh, strict=True):
        if before == now:  # to the last byte, as on the processor that stored it
            continue
        scripts = [html.split("<script>")[1] for html in (before, now)]
        assert scripts[0] == scripts[1], f"{where}stored with another page.js or page.css"
        difference = difference_of_families(data_of(before), data_of(now))
        assert not difference, f"{where}{difference}"
        one, other = still_of(before), still_of(now)
        if one is not None:
            assert not difference_of_stills(one, other), f"{where}{difference_of_stills(one, other)}"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_picture_is_the_stored_one_at_every_stop_and_again_when_its_cell_is_run_again(path):
    stored, fresh = read(path), read(path)
    client = NotebookClient(
        fresh, timeout=120, kernel_name="python3", store_widget_state=False, coalesce_streams=True,
        resources={"metadata": {"path": str(FOLDER)}},
    )  # fmt: skip
    from_nothing = new_code_cell(FROM_NOTHING)
    fresh.cells.append(from_nothing)
    with client.setup_kernel():
        for number, cell in enumerate(fresh.cells[:-1]):
            client.execute_cell(cell, number)
            if cell.cell_type == "code":
                compare(stored.cells[number], cell, path, number)
        client.execute_cell(from_nothing, len(fresh.cells) - 1)
        for number, cell in enumerate(fresh.cells[:-1]):
            if cell.cell_type == "code" and controls_in(cell):
                client.execute_cell(cell, number)
                compare(stored.cells[number], cell, path, number)
    assert sum(len(controls_in(cell)) for cell in code_cells(stored)) == CONTROLS.get(path.name[:2], 0), (
        "the number of controls has changed: write it down"
    )
