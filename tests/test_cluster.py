"""A sweep over a Dask cluster: a scheduler and two workers, three processes, as docs/cluster.md starts them."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from distributed import Client
from test_stacks import final_network

import mlp_core as mlp

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = [{"width": width, "epochs": 20} for width in (5, 2, 9, 4)]


def started(*arguments, log):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    with open(log, "w") as file:
        return subprocess.Popen([sys.executable, "-m", "dask", *arguments], stderr=file, stdout=file, env=environment)


@pytest.fixture
def cluster(tmp_path):
    """The client of a cluster of two workers, and the workers' processes."""
    address_file = tmp_path / "scheduler.json"
    quiet = ["--no-dashboard", "--scheduler-file", str(address_file)]
    processes = [
        started("scheduler", *quiet, "--host", "127.0.0.1", "--port", "0", log=tmp_path / "scheduler.log"),
        *(
            started("worker", *quiet, "--no-nanny", "--nthreads", "1", "--name", name, log=tmp_path / f"{name}.log")
            for name in ("one", "two")
        ),
    ]
    try:
        deadline = time.monotonic() + 60
        while not address_file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        with Client(scheduler_file=str(address_file), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            yield client, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def slowly(width, epochs, folder):
    """As final_network, but so slowly that a worker can be lost meanwhile; each call leaves a file."""
    (Path(folder) / f"{width}-{os.getpid()}").touch()
    time.sleep(0.4)
    return final_network(width, epochs)


def assert_the_same_bits(networks, others):
    for network, other in zip(networks, others, strict=True):
        for layer, twin in zip(network, other, strict=True):
            assert np.array_equal(layer.W, twin.W) and np.array_equal(layer.b, twin.b)


def test_a_cluster_returns_what_one_machine_does_to_the_last_bit_and_a_lost_worker_loses_nothing(cluster, tmp_path):
    client, workers = cluster
    here = mlp.sweep(final_network, SETTINGS)

    seen = []

    def progress(jobs):
        for job in jobs:
            yield job
            seen.append(job.done())

    assert_the_same_bits(mlp.sweep(final_network, SETTINGS, client.get_executor(), progress), here)
    assert seen == [True] * len(SETTINGS)

    def one_is_lost(jobs):
        while len({name.name.split("-")[1] for name in tmp_path.glob("*-*")}) < 2:  # both are at work
            time.sleep(0.02)
        workers[0].kill()
        return list(jobs)

    settings = [setting | {"folder": str(tmp_path)} for setting in SETTINGS]
    assert_the_same_bits(mlp.sweep(slowly, settings, client.get_executor(), one_is_lost), here)
    calls = [name.name.split("-")[0] for name in tmp_path.glob("*-*")]
    assert len(calls) > len(set(calls)) == len(SETTINGS)  # what the lost worker was at was done again


def test_an_error_on_a_worker_is_raised_here(cluster):
    client, _ = cluster
    with pytest.raises(ValueError, match="a width is 0"):
        mlp.sweep(final_network, [{"width": 2}, {"width": 0}], client.get_executor())


def test_the_documented_example_runs(cluster, monkeypatch, capsys):
    client, _ = cluster
    example = re.search(r"```python\n(.*?)```", (ROOT / "docs/cluster.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    monkeypatch.setattr("distributed.Client", lambda address: client)
    exec(example, {"__name__": "__main__"})
    assert re.search(r"2\s+0\.\d+\n\s*8\s+0\.\d+", capsys.readouterr().out)
