"""A plugin for the run of nbval: a picture is a result too, and is compared with the stored one as words are.

Each notebook is run once. While nbval compares the words, controls draw nothing, because they are drawn afterwards:
when all cells have run, every cell with a control is run again and has to show what is stored, at every stop. So a
control that leans on what a later cell changes is found as well. Last, in the kernel, stops of every control are drawn
from nothing, and have to equal the family, in which only what has changed is drawn.
"""

import os
import tempfile
from collections import defaultdict
from itertools import groupby
from pathlib import Path

import nbformat
from nbval.plugin import IPyNbCell

from companion.kernels import fork_kernels

UNDRAWN = '''
import companion.controls


class Undrawn:
    """Stands for Drawing: every stop has a picture of its own, of which only the number exists."""

    def __init__(self, figure):
        self.definitions, self.fragments = {}, []

    def ready(self):
        from contextlib import nullcontext

        return nullcontext()

    def layers(self):
        self.fragments.append(str(len(self.fragments)))
        return [len(self.fragments) - 1]


companion.controls.Drawing, companion.controls.still = Undrawn, lambda figure: b"no pixels"
del companion, Undrawn
'''
DRAWN = """
import companion.controls, companion.family, companion.page

companion.controls.Drawing, companion.controls.still = companion.family.Drawing, companion.page.still
"""
FROM_NOTHING = """
import gc
from companion.controls import Control
from companion.family import Drawing

def _from_nothing(most=8):
    for control in [each for each in gc.get_objects() if isinstance(each, Control)]:
        if "key" in control.data or not isinstance(control.drawing, Drawing):
            continue
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


class Cell(IPyNbCell):
    """A cell of a notebook, its pictures included, except those of controls, which are not drawn yet."""

    drawn = staticmethod(lambda figure: not figure["parameters"])

    def compare_outputs(self, test, ref, skip_compare=None):
        from tests.pictures import difference_of_outputs

        if not super().compare_outputs(test, ref, skip_compare):
            return False
        difference = difference_of_outputs(ref, test, self.drawn)
        self.comparison_traceback.append(difference)
        return not difference


class CellAgain(Cell):
    """A cell that is run again when all have run: now everything in it is drawn."""

    drawn = staticmethod(lambda figure: True)


def pytest_configure(config):
    """Let the kernels that this process starts find the startup file."""
    folder = tempfile.TemporaryDirectory(prefix="with_pictures")
    config.add_cleanup(folder.cleanup)
    startup = Path(folder.name) / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "undrawn.py").write_text(UNDRAWN, encoding="utf-8")
    os.environ["IPYTHONDIR"] = folder.name


def pytest_collection_modifyitems(items):
    """Compare pictures too, and let each notebook's cells be followed by those that draw its controls."""
    from tests.pictures import controls_in

    whole = []
    for notebook, cells in groupby(items, key=lambda item: item.parent):
        cells = list(cells)
        whole += [one(Cell, item, item.name) for item in cells]
        with_controls = [item for item in cells if controls_in(item.cell)]
        if with_controls:
            whole.append(ours(notebook, "Draw controls", DRAWN))
            whole += [one(CellAgain, item, f"{item.name} again") for item in with_controls]
            whole.append(ours(notebook, "Draw stops from nothing", FROM_NOTHING))
    items[:] = whole
    fork_kernels()  # here, because of xdist's processes only those that run tests have items


def one(kind, item, name):
    return kind.from_parent(item.parent, name=name, cell_num=item.cell_num, cell=item.cell, options=item.options)


def ours(notebook, name, source):
    cell = nbformat.v4.new_code_cell(source, execution_count=1)
    return IPyNbCell.from_parent(notebook, name=name, cell_num=-1, cell=cell, options=defaultdict(bool, check=True))
