"""The class server for real: the hub, its proxy, Unix users. As root, on Linux: ``make test-class-server``."""

import os
import pwd
import threading
import time
from pathlib import Path

import pytest
import requests
import students
from hub import running_hub
from student import Student

NAMES = ["mlp-test-ana", "mlp-test-ben", "mlp-test-eve"]

pytestmark = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may start servers of others")


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """The address of a running hub, and the passwords of its class."""
    with running_hub(tmp_path_factory.mktemp("hub"), NAMES, memory_mb=1500) as running:
        yield running


def error_of(kernel, code):
    with pytest.raises(RuntimeError) as error:
        kernel.run(code)
    return str(error.value)


@pytest.fixture(scope="module")
def kernels(hub):
    """A kernel for each of the class; all have logged in and started their servers together."""
    found = {}
    address, passwords = hub

    def arrive(name):
        student = Student(address, name, passwords[name])
        student.log_in()
        student.start_server()
        found[name] = student.start_kernel()

    threads = [threading.Thread(target=arrive, args=(name,)) for name in NAMES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert sorted(found) == sorted(NAMES)
    return found


def test_every_student_works_as_a_user_of_their_own_in_a_copy_of_their_own(kernels):
    for name, kernel in kernels.items():
        who, _ = kernel.run("import getpass, os; print(getpass.getuser(), os.getcwd(), os.environ['OMP_NUM_THREADS'])")
        assert who.split() == [name, str(Path(pwd.getpwnam(name).pw_dir) / "mlp-companion/notebooks"), "1"]
        assert kernel.run_notebook("01", only_first_picture=True) > 0
        changed, _ = kernel.run("import subprocess; print(subprocess.check_output(['git', 'status', '--short']))")
        assert changed == "b''\n"


def test_the_first_page_is_the_first_notebook(kernels):
    student = kernels[NAMES[0]].student
    page = student.get("", allow_redirects=False)
    assert page.headers["location"].rstrip("?").endswith("/lab/tree/mlp-companion/notebooks/00_start_here.ipynb")


def test_a_student_reads_nothing_of_another(kernels):
    ana, ben = kernels[NAMES[0]], kernels[NAMES[1]]
    home = pwd.getpwnam(NAMES[1]).pw_dir
    ben.run(f"open('{home}/mine.txt', 'w').write('secret')")
    for code in (f"open('{home}/mine.txt').read()", f"import os; os.listdir('{home}')"):
        with pytest.raises(RuntimeError, match="PermissionError"):
            ana.run(code)
    assert ben.student.get("api/contents/mine.txt").json()["content"] == "secret"
    assert ana.student.get(f"{ben.student.user}/api/contents/mine.txt").status_code in (403, 404)
    assert ana.student.get(f"{ana.student.hub}/hub/api/users/{NAMES[1]}").status_code in (403, 404)


@pytest.mark.parametrize(("name", "password"), [(NAMES[1], "a guess"), ("root", ""), ("mlp-test-zoe", "a guess")])
def test_nobody_else_gets_in(hub, name, password):
    with pytest.raises(RuntimeError, match="did not let"):
        Student(hub[0], name, password).log_in()


def test_a_kernel_that_takes_too_much_memory_is_told_and_the_others_go_on(kernels):
    ana, ben = kernels[NAMES[0]], kernels[NAMES[1]]
    with pytest.raises(RuntimeError, match="MemoryError"):
        ana.run("import numpy as np; np.ones(2 * 10**9)")
    assert ana.run("print(1 + 1)")[0] == ben.run("print(1 + 1)")[0] == "2\n"


def test_a_kernel_in_an_endless_loop_does_not_keep_the_others_waiting(kernels):
    ana, ben, told = kernels[NAMES[0]], kernels[NAMES[1]], []
    looping = threading.Thread(target=lambda: told.append(error_of(ana, "while True: pass")), daemon=True)
    looping.start()
    began = time.monotonic()
    assert ben.run_notebook("04", only_first_picture=True) < 60 and time.monotonic() - began < 60
    address = f"{ana.student.user}/api/kernels/{ana.number}/interrupt"
    assert requests.post(address, headers=ana.student.headers, timeout=30).status_code == 204
    looping.join(30)
    assert told == ["KeyboardInterrupt: "]


def test_a_killed_kernel_comes_back_and_the_others_notice_nothing(kernels):
    eve, ben = kernels[NAMES[2]], kernels[NAMES[1]]
    ben.run("kept = 7")
    with pytest.raises((RuntimeError, TimeoutError)):
        eve.run("import os; os.kill(os.getpid(), 9)")
    assert ben.run("print(kept)")[0] == "7\n"
    assert eve.student.start_kernel().run("print(2)")[0] == "2\n"


@pytest.mark.parametrize("held", ["root", "Ana", "a b", "", "-x"])
def test_a_name_that_is_none_is_told(tmp_path, held):
    (tmp_path / "students.txt").write_text(f"ana-ruiz\n{held}\n" if held else "", encoding="utf-8")
    with pytest.raises(ValueError, match="expected names of 2 to 31 small letters"):
        students.names(tmp_path / "students.txt")


def test_a_missing_list_is_told(tmp_path):
    with pytest.raises(ValueError, match="students.txt is missing; expected the names of the class"):
        students.names(tmp_path / "students.txt")


def test_a_python_that_students_cannot_run_is_told(tmp_path):
    (tmp_path / "home").mkdir(mode=0o700)
    program = tmp_path / "home/python"
    program.touch(mode=0o755)
    with pytest.raises(ValueError, match="is closed to students; expected one that every user may run"):
        students.check_python(program)
    students.check_python(Path("/usr/bin/env"))
