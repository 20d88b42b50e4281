"""A plugin for the run of nbval: its kernels draw no pictures.

nbval compares words; pixels and fragments are taken out before (see nbval_sanitize.cfg). They are drawn, and compared
at every stop, by test_pictures.py. Drawn here too, they would only take more than half of the time.
"""

import os
import tempfile
from pathlib import Path

STARTUP = '''
import companion.controls
import companion.display


class Undrawn:
    """Stands for Drawing: every stop has a picture of its own, of which only the number exists."""

    def __init__(self, figure):
        self.definitions, self.fragments = {}, []

    def layers(self):
        self.fragments.append(str(len(self.fragments)))
        return [len(self.fragments) - 1]


for module in (companion.controls, companion.display):
    module.Drawing, module.still = Undrawn, lambda figure: b"no pixels"
del companion, module, Undrawn
'''


def pytest_configure(config):
    """Let the kernels that this process starts find the startup file."""
    folder = tempfile.TemporaryDirectory(prefix="undrawn")
    config.add_cleanup(folder.cleanup)
    startup = Path(folder.name) / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "undrawn.py").write_text(STARTUP, encoding="utf-8")
    os.environ["IPYTHONDIR"] = folder.name
