"""What Binder would build: read off the Dockerfile that repo2docker renders, for which it needs no Docker."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from jupyterlab_server.settings_utils import get_settings
from jupyterlab_server.workspaces_handler import WorkspacesManager
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
NEWS = "@jupyterlab/apputils-extension:notification"

needs_linux_or_macos = pytest.mark.skipif(
    sys.platform == "win32", reason="repo2docker asks for a Unix user number, and postBuild is a bash script"
)


def repository_files():
    """The files that a clone has. Git knows them, so one that was never added is missing here as it is on Binder."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8")
        if listing.returncode == 0:
            return [Path(name) for name in listing.stdout.split("\0") if (ROOT / name).is_file()]
    # Not a clone: everything there is, without environments and caches.
    found = []
    for folder, subfolders, files in os.walk(ROOT):
        subfolders[:] = [name for name in subfolders if not name.startswith((".", "__"))]
        found += [(Path(folder) / name).relative_to(ROOT) for name in files]
    return found


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    for file in repository_files():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, folder / file)
    return folder


@pytest.fixture(scope="module")
def rendered(clone):
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(clone)]
    result = subprocess.run(command, cwd=clone, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    return result


@pytest.fixture
def dockerfile(rendered):
    return rendered.stdout


@pytest.fixture
def binder_python(rendered):
    [version] = re.findall(r"environment for python=(\S+)", rendered.stderr)
    return version


@pytest.fixture
def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def lines(requirements):
    """The lines of a requirements file, without its comments."""
    bare = [re.sub(r"(^|\s)#.*", "", line).strip() for line in requirements.read_text(encoding="utf-8").splitlines()]
    return [line for line in bare if line]


def pins(requirements):
    return [Requirement(line) for line in lines(requirements) if not line.startswith("-r ")]


@needs_linux_or_macos
def test_binder_takes_a_python_that_the_package_and_every_pin_allow(binder_python, pyproject):
    allowed_by = {"mlp_core": pyproject["project"]["requires-python"]}
    # A package with a marker may be pinned differently for Binder's Python than for the one that runs this test.
    for name in [pin.name for pin in pins(ROOT / "requirements.txt") if pin.marker is None]:
        allowed_by[name] = importlib.metadata.metadata(name).get("Requires-Python", "")
    refused_by = {name: allowed for name, allowed in allowed_by.items() if binder_python not in SpecifierSet(allowed)}
    assert not refused_by, f"Python {binder_python} of binder/runtime.txt is not for {refused_by}"


@needs_linux_or_macos
def test_binder_takes_the_python_that_is_asked_for(binder_python, clone):
    assert (clone / "binder" / "runtime.txt").read_text(encoding="utf-8").strip() == f"python-{binder_python}"


@needs_linux_or_macos
def test_binder_installs_the_same_pins_as_make(dockerfile, clone):
    [installed] = re.findall(r'^RUN .*/pip install .*-r "(.+)"$', dockerfile, re.MULTILINE)
    assert lines(clone / installed) == ["-r ../requirements.txt"], "nothing is listed twice"
    assert ((clone / installed).parent / "../requirements.txt").resolve() == (clone / "requirements.txt").resolve()
    # What lies outside binder/ is there only once the whole repository has been copied.
    assert dockerfile.index("COPY --chown=0:0 src/ ") < dockerfile.index(f'-r "{installed}"')


@needs_linux_or_macos
def test_binder_runs_postbuild_after_the_installation(dockerfile):
    assert dockerfile.index("\nRUN ./binder/postBuild\n") > dockerfile.index("pip install")


@needs_linux_or_macos
def test_binder_starts_with_one_blas_thread(dockerfile, clone, tmp_path):
    assert re.search(r'^ENV R2D_ENTRYPOINT="\S*binder/start"$', dockerfile, re.MULTILINE)
    asked = [sys.executable, "-c", "import os, sys; print(os.environ['OPENBLAS_NUM_THREADS'], *sys.argv[1:])", "a b"]
    started = subprocess.run(["./binder/start", *asked], cwd=clone, capture_output=True, encoding="utf-8", check=True)
    assert started.stdout == "1 a b\n"
    limits = set(re.findall(r"\w+_NUM_THREADS|VECLIB\w+", (clone / "binder/start").read_text(encoding="utf-8")))
    in_make = set(re.findall(r"export (\w+_THREADS)", (clone / "Makefile").read_text(encoding="utf-8")))
    assert limits == in_make - {"VECLIB_MAXIMUM_THREADS"}  # that one is a Mac's


@pytest.fixture
def built(clone, tmp_path):
    """What postBuild leaves behind: the calls of a python that only writes them down, and the folder it fills."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\necho "$PWD: $*" >> "$CALLS"\n', encoding="utf-8")
    python.chmod(0o755)
    prefix = tmp_path / "prefix"
    prefix.mkdir()
    environment = os.environ | {
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(tmp_path / "calls"),
        "NB_PYTHON_PREFIX": str(prefix),
    }
    subprocess.run(["./binder/postBuild"], cwd=clone, env=environment, check=True)
    return (tmp_path / "calls").read_text(encoding="utf-8").splitlines(), prefix


@needs_linux_or_macos
def test_postbuild_installs_the_package_alone_and_trusts_its_notebooks(built, clone):
    install, trust = (call.split(": ", 1) for call in built[0])
    assert Path(install[0]).resolve() == clone.resolve()
    assert install[1].startswith("-m pip install ") and install[1].endswith(" -e .")
    assert "--no-deps" in install[1].split(), "the dependencies are pinned: postBuild must not add to them"
    notebooks = sorted(f"notebooks/{path.name}" for path in (clone / "notebooks").glob("*.ipynb"))
    assert trust[1] == f"-m jupyter trust {' '.join(notebooks)}"


@needs_linux_or_macos
def test_binder_shows_the_contents_and_no_news(built):
    # JupyterLab's own reading of the folders says what it would do.
    jupyter = built[1] / "share/jupyter"
    settings, warnings = get_settings(
        str(jupyter / "lab/settings"),
        str(Path(sys.prefix) / "share/jupyter/lab/schemas"),
        str(built[1] / "no settings of a user"),
        NEWS,
    )
    assert warnings == [None]
    news = settings["schema"]["properties"]
    assert (news["fetchNews"]["default"], news["checkForUpdates"]["default"]) == ("false", False)
    layout = WorkspacesManager(str(jupyter / "lab/workspaces")).load("default")["data"]["layout-restorer:data"]
    assert layout["left"]["current"] == "@jupyterlab/toc:plugin"


def test_make_installs_the_same_folder_as_binder():
    copied = r"cp -R binder/jupyter/\. "
    assert re.search(copied, (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert re.search(copied, (ROOT / "binder/postBuild").read_text(encoding="utf-8"))


def test_jupyterlab_knows_every_setting_that_is_overridden():
    schemas = Path(sys.prefix) / "share/jupyter/lab/schemas"
    overrides = json.loads(
        (ROOT / "binder/jupyter/share/jupyter/lab/settings/overrides.json").read_text(encoding="utf-8")
    )
    for plugin, settings in overrides.items():
        schema = json.loads((schemas / (plugin.replace(":", "/") + ".json")).read_text(encoding="utf-8"))
        unknown = settings.keys() - schema["properties"].keys()
        assert not unknown, f"{plugin} has no setting {unknown}"


@pytest.mark.parametrize("requirements", ["requirements.txt", "tests/benchmarks/requirements.txt"])
def test_every_pin_is_exact(requirements):
    assert pins(ROOT / requirements)
    loose = [str(pin) for pin in pins(ROOT / requirements) if not re.fullmatch(r"==[^*,]+", str(pin.specifier))]
    assert not loose, f"not pinned to one version: {loose}"


def test_every_dependency_is_pinned_to_a_version_it_allows(pyproject):
    project = pyproject["project"]
    named = sum(project["optional-dependencies"].values(), project["dependencies"])
    # Without a marker: on every system. Binder's image, for one, brings an older ipykernel, which only a pin renews.
    pinned = {
        canonicalize_name(pin.name): next(iter(pin.specifier)).version
        for pin in pins(ROOT / "requirements.txt")
        if pin.marker is None
    }
    assert "ipykernel" in pinned
    for dependency in map(Requirement, named):
        name = canonicalize_name(dependency.name)
        assert name in pinned, f"{name} is in pyproject.toml, but not in requirements.txt: run make lock"
        allowed = dependency.specifier.contains(pinned[name], prereleases=True)
        assert allowed, f"pyproject.toml asks for {dependency}, but {pinned[name]} is pinned"
