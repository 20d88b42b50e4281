"""Kernels that start at once: each is a fork of one process in which the libraries of the notebooks are loaded.

Loading matplotlib and scikit-learn takes longer than running a short notebook, and is the same for all. Nothing of ours
is loaded there: a notebook imports the core and the companion as they are on the disk. Elsewhere than on Linux, where a
process with such libraries cannot be forked safely (macOS) or not at all (Windows), kernels start as they always do.

This file is run too, by its path: it is the process that forks.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

LIBRARIES = ("anywidget", "ipykernel.kernelapp", "matplotlib.figure", "mpl_toolkits.mplot3d", "sklearn.datasets")
PARENT = "JPY_PARENT_PID"
ONE_AT_A_TIME = threading.Lock()


def fork_kernels() -> None:
    """Let every kernel that this process starts from now on be a fork."""
    if sys.platform == "linux":
        factory = KernelProvisionerFactory.instance()
        factory.provisioners["forked"] = EntryPoint("forked", f"{__name__}:ForkedKernel", factory.GROUP_NAME)
        factory.default_provisioner_name = "forked"
        _forking()


class ForkedKernel(LocalProvisioner):
    """A kernel as jupyter_client starts it, except for how its process comes to be."""

    process: Any

    async def launch_kernel(self, cmd: list[str], **given: Any) -> Any:
        """Ask for a fork, and let it be the kernel."""
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        order = {"arguments": arguments, "folder": given.get("cwd") or os.getcwd(), "environment": given["env"]}
        self.process = fork = _Fork(order)
        self.pid = self.pgid = fork.pid
        return self.connection_info


class _Fork:
    """The process of a kernel, spoken to as if it were a ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, order: dict[str, Any]):
        with ONE_AT_A_TIME:
            print(json.dumps(order), file=_forking().stdin, flush=True)
            self.pid = int(_forking().stdout.readline())

    def poll(self) -> int | None:
        """Return None while it runs. How it ended is known only to the process that forked it, which clears it away."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    wait = poll  # it is waited for after its end

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


@cache
def _forking() -> Any:
    """Start the process that forks; it ends when this one does."""
    # matplotlib asks for it when it is loaded, before a kernel could say it.
    environment = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"} | os.environ
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, __file__], stdin=pipe, stdout=pipe, env=environment, text=True)


def _fork_on_demand() -> None:
    del sys.path[0]  # this file's folder is none to import from
    os.environ[PARENT] = str(os.getpid())  # a kernel ends with the process that is named there when it is loaded
    for library in LIBRARIES:
        import_module(library)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # what has ended leaves nothing behind
    for line in sys.stdin:
        kernel = os.fork()
        if not kernel:
            _be_a_kernel(**json.loads(line))
        print(kernel, flush=True)


def _be_a_kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()  # a signal to the kernel must not reach who started it
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.chdir(folder)
    environment |= {PARENT: os.environ[PARENT]}
    os.environ.clear()
    os.environ.update(environment)
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=arguments)
    sys.exit()


if __name__ == "__main__":
    _fork_on_demand()
