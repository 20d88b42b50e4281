"""Students on one machine: their names, their homes, and the server of each within its limits."""

import os
import pwd
import re
import resource
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Integer

REPOSITORY = Path(__file__).resolve().parents[1]
NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")


def names(path: Path) -> set[str]:
    """Return the names of a class, one per line of a file. Raises ValueError for one that is no Unix name."""
    if not path.exists():
        raise ValueError(f"{path} is missing; expected the names of the class in it, one per line: write it")
    found = {line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
    system = {user.pw_name for user in pwd.getpwall() if user.pw_uid < 1000 or user.pw_uid == 65534}
    strange = sorted(name for name in found if not NAME.fullmatch(name) or name in system)
    if strange or not found:
        raise ValueError(
            f"{path} holds {strange[0] if strange else 'nothing'!r}; expected names of 2 to 31 small letters, digits "
            "and hyphens that no user of the system has: ana-ruiz"
        )
    return found


def check_python(program: Path = Path(sys.executable)) -> None:
    """Raise ValueError where the hub's Python lies where students cannot run it."""
    places = [place for path in (program.absolute(), program.resolve()) for place in (path, *path.parents)]
    closed = [place for place in places if not place.stat().st_mode & 0o001]
    if closed:
        raise ValueError(
            f"the hub's Python is {program.resolve()}, and {closed[-1]} is closed to students; expected one that every "
            "user may run: remove .venv-hub, then make PYTHON=/usr/bin/python3 .venv-hub/.installed"
        )


def make_accounts(path: Path) -> list[tuple[str, str]]:
    """Make a Unix user for every name of a class that has none; return the new names with their first passwords.

    Raises ValueError as ``names``, before anybody is made.
    """
    known = {user.pw_name for user in pwd.getpwall()}
    made = []
    for name in sorted(names(path) - known):
        password = secrets.token_urlsafe(9)
        subprocess.run(["useradd", "--create-home", "--shell", "/bin/bash", name], check=True)
        Path(pwd.getpwnam(name).pw_dir).chmod(0o700)
        subprocess.run(["chpasswd"], input=f"{name}:{password}\n", text=True, check=True)
        made.append((name, password))
    return made


def prepare_home(spawner: Any) -> None:
    """Put a copy of the collection into a student's home before the server is first started."""
    user = pwd.getpwnam(spawner.user.name)
    home = Path(user.pw_dir)
    home.chmod(0o700)

    def as_student(*command: str) -> None:
        environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
        subprocess.run(
            command, check=True, cwd=home, user=user.pw_uid, group=user.pw_gid, extra_groups=[], env=environment
        )

    if not (home / "mlp-companion").exists():
        # A clone, so that updates find where it came from. Git asks whether another user's folder is to be trusted.
        source = os.environ.get("MLP_HUB_REPOSITORY", str(REPOSITORY))
        as_student("git", "config", "--global", "--add", "safe.directory", f"{source}/.git")
        as_student("git", "clone", "--quiet", "--no-hardlinks", source, "mlp-companion")
        notebooks = sorted(str(path) for path in (home / "mlp-companion/notebooks").glob("[0-9]*.ipynb"))
        as_student(sys.executable, "-m", "jupyter", "trust", *notebooks)


class ClassSpawner(LocalProcessSpawner):
    """A server as a process of its student, with a limit to the memory that each of its processes may take.

    A kernel that asks for more gets a MemoryError; nobody else notices. Where systemd runs, SystemdSpawner limits the
    processor too.
    """

    most_memory = Integer(2000 * 2**20, help="bytes that one process of a student may take").tag(config=True)

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        """Return what the new process does first: become the student, then take the limits."""
        become_student = super().make_preexec_fn(name)
        limit = self.most_memory

        def begin() -> None:
            become_student()
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            os.nice(5)  # the hub and its proxy come first, or nobody can log in while kernels are busy

        return begin


if __name__ == "__main__":
    for account in make_accounts(Path(sys.argv[1])):
        print(*account, sep=",")
