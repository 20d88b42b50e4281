"""JupyterHub for a class on one machine; docs/class_server.md says how to start it, and what it was measured to need.

Run as root: each student is a Unix user with a home that nobody else can open, and each student's server runs as that
user. Set MLP_HUB_DATA to keep the hub's own files (passwords, sessions) elsewhere than /srv/mlp-hub.
"""

import os
import sys
from pathlib import Path

DEPLOY = Path(__file__).resolve().parent
sys.path.insert(0, str(DEPLOY))
import students  # noqa: E402

DATA = Path(os.environ.get("MLP_HUB_DATA", "/srv/mlp-hub"))
DATA.mkdir(parents=True, exist_ok=True)
DATA.chmod(0o700)
students.check_python()

c = get_config()  # noqa: F821
c.JupyterHub.bind_url = os.environ.get("MLP_HUB_URL", "http://:8000")
c.JupyterHub.hub_bind_url = os.environ.get("MLP_HUB_INTERNAL_URL", "http://127.0.0.1:8081")
c.ConfigurableHTTPProxy.api_url = os.environ.get("MLP_HUB_PROXY_API", "http://127.0.0.1:8001")
c.ConfigurableHTTPProxy.command = [str(DEPLOY / "node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(DATA / "proxy.pid")
c.JupyterHub.db_url = f"sqlite:///{DATA / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(DATA / "cookie_secret")

# Students log in with the passwords of their Unix users; `passwd` in a terminal of JupyterLab changes them.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.open_sessions = False
c.Authenticator.allowed_users = students.names(Path(os.environ.get("MLP_HUB_STUDENTS", DATA / "students.txt")))
c.Authenticator.admin_users = set(os.environ.get("MLP_HUB_LECTURERS", "").split())

c.JupyterHub.spawner_class = students.ClassSpawner
c.Spawner.pre_spawn_hook = students.prepare_home
c.Spawner.cmd = [str(Path(sys.executable).parent / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab/tree/mlp-companion/notebooks/00_start_here.ipynb"
c.Spawner.environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
c.Spawner.start_timeout = 300  # a whole class arriving together on a small machine: measured, see docs/class_server.md
c.Spawner.http_timeout = 300
c.JupyterHub.concurrent_spawn_limit = 40  # beyond it the hub sends people away
c.ClassSpawner.most_memory = int(os.environ.get("MLP_HUB_MEMORY_MB", "2000")) * 2**20

# A server that nobody has used for an hour goes; the notebooks stay. So does one that has been busy for eight hours.
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
culler = [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600", "--max-age=28800", "--cull-every=300"]
c.JupyterHub.services = [{"name": "idle-culler", "command": culler}]
