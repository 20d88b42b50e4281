"""Install each archive of a folder in a fresh environment, as a stranger would, and run the README's example there.

What the package asks for comes from a second folder and from nowhere else: more than that is an error.
"""

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
ONLY = ["--no-index", "--find-links", Path(sys.argv[2]).resolve()]

for archive in sorted(Path(sys.argv[1]).resolve().glob("mlp_core-*")):
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = next(path for path in Path(folder).glob("*/python*") if path.is_file())
        subprocess.run([python, "-m", "pip", "install", "--quiet", *ONLY, archive], check=True)
        installed = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True).stdout
        print(
            f"{archive.name}: installed {', '.join(line.split(' @')[0] for line in installed.splitlines())}", flush=True
        )
        subprocess.run([python, "-I", "-c", EXAMPLE], check=True, cwd=folder)
