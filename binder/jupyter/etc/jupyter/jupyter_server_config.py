"""What JupyterLab does with the notebooks here: it tidies what it saves, and opens with the contents at the side."""

import os
import runpy
import sys
import warnings
from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

c = get_config()  # noqa: F821  (Jupyter's own name for the configuration that this file fills)


def tidy_companion_notebooks(model, path, contents_manager, **_):
    """Tidy a notebook as `make notebooks` would, so that saving one that nobody edited changes nothing in it.

    The rule lies beside the notebooks. A notebook anywhere else is saved as it is.
    """
    rule = Path(contents_manager.root_dir, path).parent / "companion" / "tidy.py"
    if rule.is_file():
        runpy.run_path(str(rule))["before_saving"](model)


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The line from a page to its kernel, on which no message waits for another to be acknowledged.

    A kernel that is asked for a picture sends three messages: busy, the picture, idle. As the line comes, TCP holds the
    second back until the browser has acknowledged the first, which takes up to 40 milliseconds.
    """

    def connect(self):
        """Open the line."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


c.ServerApp.kernel_websocket_connection_class = PromptConnection
# JupyterLab reads this file twice, and the server would say so each time it starts.
warnings.filterwarnings("ignore", "Overriding existing pre_save_hook")
c.FileContentsManager.pre_save_hook = tidy_companion_notebooks
# A place of its own for how the windows stand: opened first with the table of contents, later as it was left.
ours = Path(sys.prefix) / "share" / "jupyter" / "lab" / "workspaces"
c.LabApp.workspaces_dir = os.environ.get("JUPYTERLAB_WORKSPACES_DIR", str(ours))
