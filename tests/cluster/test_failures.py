"""Failures of a cluster: a message, and nothing is changed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cluster.clusters import DaskCluster, children_of, dask_cluster, is_alive, wait_for
from tests.cluster.repositories import copy_of, many_files, slow_files
from tests.long_runs import some
from tests.repository import Repository
from tests.repository_with_hooks import repository_content

if find_spec("distributed") is None:
    pytest.skip("there is no Dask", allow_module_level=True)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[DaskCluster]:
    """A scheduler without workers."""
    (tmp_path / "cluster").mkdir()
    with dask_cluster(tmp_path / "cluster", 0) as running:
        yield running


@contextmanager
def started(repo: Repository, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Run hookkit beside the test."""
    command = [sys.executable, "-m", "hookkit", *words]
    with subprocess.Popen(
        command,
        cwd=repo.path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


ALL = ["run", "--all-files", "--mode", "worktree", "--cluster"]


# What is not there


def test_without_dask_the_line_that_installs_it_is_named(repo: Repository) -> None:
    repo.commit("begin", {"a.py": "x=1\n"})
    program = (
        "import sys; sys.modules['distributed'] = None; from hookkit.__main__ import main;"
        " sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, *ALL, "localhost:8786"]
    ended = subprocess.run(command, cwd=repo.path, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        "hookkit: --cluster needs Dask, which is not installed\n"
        f"  repair: {sys.executable} -m pip install 'distributed>=2026.1'\n"
    )


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("127.0.0.1", 2, "is no address of a scheduler: missing port number"),
        ("foo://x:1", 2, "is no address of a scheduler: unknown address scheme 'foo'"),
        ("127.0.0.1:1", 3, "the scheduler 127.0.0.1:1 cannot be reached: Connection refused\n"),
    ],
)
def test_a_wrong_address(repo: Repository, address: str, status: int, sentence: str) -> None:
    repo.commit("begin", {"a.py": "x=1\n"})
    before = repository_content(repo)
    ended = repo.hookkit(*ALL, address)
    assert (ended.returncode, ended.stdout) == (status, "")
    assert sentence in ended.stderr and "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 2
    assert repository_content(repo) == before


SSH, HTTP = b"SSH-2.0-OpenSSH_9.9\r\n", b"HTTP/1.0 400 No\r\n\r\n"


@pytest.mark.parametrize("greeting", some([b"", SSH, HTTP], [SSH, HTTP]))
def test_a_port_of_something_else(repo: Repository, greeting: bytes) -> None:
    repo.commit("begin", {"a.py": "x=1\n"})
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept: list[socket.socket] = []

        def greet() -> None:
            for _ in range(2):
                kept.append(server.accept()[0])
                kept[-1].sendall(greeting)

        threading.Thread(target=greet, daemon=True).start()
        address = f"127.0.0.1:{server.getsockname()[1]}"
        ended = repo.hookkit(*ALL, address)
        for each in kept:
            each.close()
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.splitlines() == [
        f"hookkit: what listens at {address} does not answer as a Dask scheduler does",
        f"  repair: dask scheduler --port {address[10:]}",
    ]


@pytest.mark.long
def test_a_scheduler_without_workers(repo: Repository, alone: DaskCluster) -> None:
    repo.commit("begin", {"a.py": "x=1\n"})
    ended = repo.hookkit(*ALL, alone.address)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.splitlines() == [
        f"hookkit: the scheduler {alone.address} has no workers; nothing was placed",
        f"  repair: dask worker {alone.address}",
    ]


# Other versions


def other_version(folder: Path, name: str, version: str) -> str:
    """Make a folder from which an interpreter imports a library as another version."""
    folder.mkdir()
    found = find_spec(name)
    assert found is not None and found.origin is not None
    text = Path(found.origin).read_bytes()
    (folder / f"{name}.py").write_bytes(text + b"\n# another one\n")
    if version:
        info = folder / f"{name}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
    return str(folder)


@pytest.mark.parametrize(
    ("version", "sentence", "repair"),
    [
        ("2.3.1", "has autopep8 2.3.1, and here it is ", "-m pip install hookkit=="),
        ("", "has other code of hookkit, autopep8, pycodestyle", "install --force-reinstall"),
    ],
)
def test_a_worker_of_another_version(
    repo: Repository,
    alone: DaskCluster,
    tmp_path: Path,
    version: str,
    sentence: str,
    repair: str,
) -> None:
    alone.add_worker()
    alone.add_worker(PYTHONPATH=other_version(tmp_path / "other", "autopep8", version))
    many_files(repo)
    before = repository_content(repo)
    ended = repo.hookkit(*ALL, alone.address)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert sentence in ended.stderr and repair in ended.stderr
    assert len(ended.stderr.splitlines()) == 2
    assert repository_content(repo) == before


@pytest.mark.long
def test_a_worker_of_another_version_that_comes_later(
    repo: Repository, alone: DaskCluster, tmp_path: Path
) -> None:
    worker = alone.add_worker()
    slow_files(repo)
    before = repository_content(repo)
    with started(repo, *ALL, alone.address) as process:
        wait_for(lambda: worker.batches)
        alone.add_worker(PYTHONPATH=other_version(tmp_path / "other", "autopep8", "2.3.1"))
        worker.kill()
        out, errors = process.communicate(timeout=120)
    assert (process.returncode, out) == (3, "")
    assert f"the worker of {alone.address} has autopep8 2.3.1, and here it is" in errors
    assert repository_content(repo) == before


# Deaths


def test_a_worker_that_dies_is_survived(
    repo: Repository, alone: DaskCluster, tmp_path: Path
) -> None:
    first, second = alone.add_worker(), alone.add_worker()
    slow_files(repo, 3)
    other = copy_of(repo, tmp_path / "other")
    with started(repo, *ALL, alone.address) as process:
        [batch] = wait_for(lambda: first.batches)
        first.kill()
        out, errors = process.communicate(timeout=200)
    assert (process.returncode, errors) == (0, "")
    assert out == other.hookkit(*ALL[:-1]).stdout
    names = repo.git("ls-files").splitlines()
    assert [repo.read(name) for name in names] == [other.read(name) for name in names]
    # What it was doing ends with it.
    wait_for(lambda: not is_alive(batch))
    assert second.batches == []


@pytest.mark.long
def test_what_workers_die_of_is_fixed_here(repo: Repository, tmp_path: Path) -> None:
    # With none allowed one death is enough.
    env = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    (tmp_path / "cluster").mkdir()
    slow_files(repo, 2)
    with dask_cluster(tmp_path / "cluster", 2, **env) as cluster:
        first = cluster.running[1]
        with started(repo, *ALL, cluster.address) as process:
            wait_for(lambda: first.batches)
            first.kill()
            out, errors = process.communicate(timeout=240)
    assert (process.returncode, errors) == (0, "")
    assert "2 files" in out
    assert repo.status.split() == ["M", "slow0.py", "M", "slow1.py"]


def test_a_scheduler_that_dies(repo: Repository, alone: DaskCluster) -> None:
    worker = alone.add_worker()
    slow_files(repo)
    before = repository_content(repo)
    with started(repo, *ALL, alone.address) as process:
        wait_for(lambda: worker.batches)
        alone.scheduler.kill()
        out, errors = process.communicate(timeout=120)
    assert (process.returncode, out) == (3, "")
    assert errors.splitlines() == [
        f"hookkit: the connection to the scheduler {alone.address} was lost; nothing was placed",
        f"  repair: dask scheduler --port {alone.address.rpartition(':')[2]}",
    ]
    assert repository_content(repo) == before


def test_ctrl_c_cancels_what_is_queued(repo: Repository, alone: DaskCluster) -> None:
    worker = alone.add_worker()
    slow_files(repo)
    before = repository_content(repo)
    with started(repo, *ALL, alone.address) as process:
        wait_for(lambda: worker.batches)
        os.killpg(process.pid, signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    assert (process.returncode, out, errors.strip()) == (130, "", "hookkit: interrupted")
    assert repository_content(repo) == before
    assert alone.tasks() == 0
    # One that is under way comes to its end, and no other is begun.
    wait_for(lambda: not children_of(worker.process.pid))
