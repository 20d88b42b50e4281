"""A student as the class server sees one: logs in, opens a notebook, runs its cells."""

import json
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import nbformat
import requests
import websocket

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


class Student:
    """One student with a session of their own at the hub's address."""

    def __init__(self, hub: str, name: str, password: str):
        self.hub, self.name, self.password = hub.rstrip("/"), name, password
        self.session = requests.Session()
        self.user = f"{self.hub}/user/{name}"

    def log_in(self) -> None:
        """Log in and get a token for what follows. Raises RuntimeError where the hub refuses."""
        self.session.get(f"{self.hub}/hub/login").raise_for_status()
        fields = {
            "username": self.name,
            "password": self.password,
            "_xsrf": self.session.cookies.get("_xsrf", path="/hub/"),
        }
        if self.session.post(f"{self.hub}/hub/login", data=fields, allow_redirects=False).status_code != 302:
            raise RuntimeError(f"the hub did not let {self.name} in")
        cookie = self.session.cookies.get("_xsrf", path="/hub/")
        made = self.session.post(
            f"{self.hub}/hub/api/users/{self.name}/tokens", headers={"X-XSRFToken": cookie},
            params={"_xsrf": cookie}, json={"expires_in": 7200},
        )  # fmt: skip
        made.raise_for_status()
        self.headers = {"Authorization": f"token {made.json()['token']}"}

    def start_server(self, timeout: float = 300) -> None:
        """Ask for a server and wait until it is ready."""
        address = f"{self.hub}/hub/api/users/{self.name}"
        requests.post(f"{address}/server", headers=self.headers, timeout=timeout).raise_for_status()
        deadline = time.monotonic() + timeout
        while (
            not requests.get(address, headers=self.headers, timeout=timeout).json()["servers"].get("", {}).get("ready")
        ):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the server of {self.name} was not ready after {timeout:.0f} s")
            time.sleep(0.3)

    def get(self, path: str, **options: Any) -> requests.Response:
        """Ask for a page of this student's server, or of another's by its whole address."""
        address = path if path.startswith("http") else f"{self.user}/{path}"
        return requests.get(address, headers=self.headers, timeout=60, **options)

    def start_kernel(self) -> "Kernel":
        """Start a kernel in the folder of the notebooks."""
        wanted = {"name": "python3", "path": "mlp-companion/notebooks/00_start_here.ipynb"}
        answer = requests.post(f"{self.user}/api/kernels", headers=self.headers, json=wanted, timeout=60)
        answer.raise_for_status()
        return Kernel(self, answer.json()["id"])


class Kernel:
    """A kernel of a student."""

    def __init__(self, student: Student, number: str):
        self.student, self.number = student, number

    def run(self, code: str) -> tuple[str, list[dict[str, Any]]]:
        """Run code; return what it prints and the data it shows. Raises RuntimeError for an error, or a dead kernel."""
        address = urlparse(self.student.user)
        line = websocket.create_connection(
            f"ws://{address.netloc}{address.path}/api/kernels/{self.number}/channels",
            header=[f"Authorization: {self.student.headers['Authorization']}"], timeout=300,
        )  # fmt: skip
        with closing(line):
            return self._run(line, code)

    @staticmethod
    def _run(line: Any, code: str) -> tuple[str, list[dict[str, Any]]]:
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": "execute_request",
            "username": "",
            "session": uuid.uuid4().hex,
        }
        header["version"] = "5.3"
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
                   "stop_on_error": True}  # fmt: skip
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        line.send(json.dumps(message))
        printed, shown, problem, ended = "", [], "", {"reply", "idle"}
        while ended:
            heard = line.recv()
            if not heard:
                raise RuntimeError("the kernel is gone")
            said = json.loads(heard)
            kind, content = said["msg_type"], said["content"]
            if kind == "status" and content["execution_state"] in ("restarting", "dead"):
                raise RuntimeError("the kernel died")
            if said["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            if kind == "stream":
                printed += content["text"]
            elif kind in ("display_data", "execute_result"):
                shown.append(content["data"])
            elif kind == "error":
                problem = f"{content['ename']}: {content['evalue']}"
            elif kind == "execute_reply":
                ended.discard("reply")
                if content["status"] == "error":
                    problem = f"{content['ename']}: {content['evalue']}"
            elif kind == "status" and content["execution_state"] == "idle":
                ended.discard("idle")
        if problem:
            raise RuntimeError(problem)
        return printed, shown

    def end(self) -> None:
        """Shut the kernel down."""
        address = f"{self.student.user}/api/kernels/{self.number}"
        requests.delete(address, headers=self.student.headers, timeout=60).raise_for_status()

    def run_notebook(
        self, number: str, only_first_picture: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> float:
        """Run a notebook's cells; return the seconds until its first picture was there, by the clock that is given."""
        [path] = NOTEBOOKS.glob(f"{number}_*.ipynb")
        began, first = clock(), 0.0
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            _, shown = self.run(cell.source)
            if not first and any("<figure" in str(data.get("text/html", "")) for data in shown):
                first = clock() - began
                if only_first_picture:
                    break
        return first
