"""What JupyterLab does with the notebooks here: it tidies what it saves, and opens with the contents at the side."""

import os
import runpy
import sys
import warnings
from pathlib import Path

c = get_config()  # noqa: F821  (Jupyter's own name for the configuration that this file fills)


def tidy_companion_notebooks(model, path, contents_manager, **_):
    """Tidy a notebook as `make notebooks` would, so that saving one that nobody edited changes nothing in it.

    The rule lies beside the notebooks. A notebook anywhere else is saved as it is.
    """
    rule = Path(contents_manager.root_dir, path).parent / "companion" / "tidy.py"
    if rule.is_file():
        runpy.run_path(str(rule))["before_saving"](model)


# JupyterLab reads this file twice, and the server would say so each time it starts.
warnings.filterwarnings("ignore", "Overriding existing pre_save_hook")
c.FileContentsManager.pre_save_hook = tidy_companion_notebooks
# A place of its own for how the windows stand: opened first with the table of contents, later as it was left.
ours = Path(sys.prefix) / "share" / "jupyter" / "lab" / "workspaces"
c.LabApp.workspaces_dir = os.environ.get("JUPYTERLAB_WORKSPACES_DIR", str(ours))
