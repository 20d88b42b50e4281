"""Fetch the newest notebooks and lose nothing that was written into the old ones: ``make update``.

A file that both the reader and the lecture have changed is first kept under another name (my_08_…_2026-11-21.ipynb
beside 08_….ipynb): lines merged from two versions of a notebook need not be a notebook. nbgitpuller does the rest.
"""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from nbgitpuller.pull import GitPuller

ROOT = Path(__file__).resolve().parents[2]


def git(*arguments: str, root: Path) -> str:
    """Return what git prints. Raises CalledProcessError where it fails."""
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, encoding="utf-8").stdout


def update(root: Path, today: date) -> list[Path]:
    """Bring a clone to the newest commit of where it came from. Returns the copies that keep the reader's versions."""
    url = git("remote", "get-url", "origin", root=root).strip()
    puller = GitPuller(url, str(root))
    git("fetch", root=root)
    newest = f"origin/{puller.branch_name}"
    common = git("merge-base", "HEAD", newest, root=root).strip()
    mine = git("diff", "--name-only", "--no-renames", "-z", common, root=root).split("\0")
    theirs = git("diff", "--name-only", "--no-renames", "-z", common, newest, root=root).split("\0")
    kept = []
    for name in sorted(set(mine) & set(theirs) - {""}):
        path = root / name
        before = git("show", f"{common}:{name}", root=root) if git("ls-tree", common, name, root=root) else ""
        if path.exists() and written(path.read_text(encoding="utf-8")) != written(before):
            kept.append(_free(path.with_name(f"my_{path.stem}_{today}{path.suffix}")))
            kept[-1].write_bytes(path.read_bytes())
        if before:
            git("checkout", common, "--", name, root=root)
        else:
            path.unlink()
    for _ in puller.pull():
        pass
    return kept


def written(text: str) -> object:
    """Return what a person writes in a file: of a notebook its cells without outputs, of any other file everything."""
    try:
        return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    except (ValueError, KeyError, TypeError):  # not a notebook, or no longer one
        return text


def _free(path: Path) -> Path:
    names = [path, *(path.with_stem(f"{path.stem}_{number}") for number in range(2, 100))]
    return next(name for name in names if not name.exists())


def main() -> str:
    """Update, and return the message for the reader."""
    try:
        kept = update(ROOT, date.today())
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        why = (getattr(error, "stderr", None) or str(error)).strip()
        sys.exit(f"Nothing was changed: this needs git, a clone and the network. What git said: {why}")
    told = [f"Yours is kept as {path.relative_to(ROOT)}: the lecture has changed that file too." for path in kept]
    return "\n".join(
        [*told, "This is the newest version. Notebooks that are open: reload them (File, Reload from Disk)."]
    )


if __name__ == "__main__":
    print(main())
