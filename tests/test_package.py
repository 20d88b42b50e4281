"""The package alone: what the wheel and the source archive hold, and that the README's example runs from the wheel."""

import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import numpy as np
import pytest
from flit_core import buildapi

ROOT = Path(__file__).resolve().parents[1]
MODULES = {path.relative_to(ROOT).as_posix() for path in (ROOT / "mlp_core").rglob("*.py")} | {"mlp_core/py.typed"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return folder / buildapi.build_wheel(str(folder)), folder / buildapi.build_sdist(str(folder))


def test_the_wheel_holds_the_package_and_its_licence_and_nothing_else(built):
    names = {name for name in zipfile.ZipFile(built[0]).namelist() if ".dist-info/" not in name}
    assert names == MODULES
    assert any(name.endswith("licenses/LICENSE") for name in zipfile.ZipFile(built[0]).namelist())


def test_the_source_archive_builds_the_same_package(built):
    with tarfile.open(built[1]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= MODULES | {"pyproject.toml", "README.md", "LICENSE"}
    assert not any(name.startswith(("notebooks/", "tests/")) for name in names)


def test_the_package_alone_asks_for_numpy_only(built):
    wheel = zipfile.ZipFile(built[0])
    [metadata] = [name for name in wheel.namelist() if name.endswith("/METADATA")]
    asked = Parser().parsestr(wheel.read(metadata).decode()).get_all("Requires-Dist")
    assert [line for line in asked if "extra ==" not in line] == ["numpy>=2.1"]


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs rights there; make package installs it for real")
def test_the_example_of_the_readme_runs_with_the_wheel_and_numpy_alone(built, tmp_path):
    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    (tmp_path / "numpy").symlink_to(Path(np.__file__).parent)
    libraries = Path(np.__file__).parents[1] / "numpy.libs"  # what NumPy's Linux wheels bring along
    if libraries.exists():
        (tmp_path / "numpy.libs").symlink_to(libraries)
    paths = f"import sys; sys.path[:0] = {[str(built[0]), str(tmp_path)]}\n"
    check = "\nassert '.whl' in mlp.__file__ and not {'matplotlib', 'sklearn', 'scipy'} & set(sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", paths + example + check]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert [round(float(number)) for number in re.findall(r"\d\.\d*", ran.stdout)] == [0, 1, 1, 0]
