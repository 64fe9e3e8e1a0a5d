"""Requests from many clones, while hookkit is upgraded and the worker is killed."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.long_runs import case, some
from tests.random_examples import SEED
from tests.repository import Repository
from tests.worker.installation import Installation

CLONES = 8


class Fire:
    """Upgrades and kills, spread over the requests that were made."""

    def __init__(self, installed: Installation, requests: int, each: int) -> None:
        self.installed = installed
        self.version = 1
        self._made = 0
        self._lock = threading.Lock()
        chance = random.Random(SEED)
        numbers = chance.sample(range(CLONES, requests), 2 * each)
        self._upgrades, self._kills = set(numbers[:each]), set(numbers[each:])

    def count(self) -> None:
        """Count a request that is about to be made, and do what is due with it."""
        # Some wait for the worker, or on a busy machine none would find one.
        if self._made % 3 == 0:
            self._wait()
        with self._lock:
            number, self._made = self._made, self._made + 1
            if number in self._upgrades:
                self.installed.upgrade(self.version + 1)
                self.version += 1
            if number in self._kills:
                self._kill()

    def _wait(self) -> None:
        until = time.monotonic() + 5
        while not self.installed.is_ready and time.monotonic() < until:
            time.sleep(0.05)

    def _kill(self) -> None:
        pid = self.installed.pid
        if pid is not None:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)


def commits(repo: Repository, fire: Fire, count: int) -> list[tuple[str, int]]:
    """Commit a file again and again; give each commit with the version that was installed."""
    made = []
    for number in range(count):
        repo.write("a.py", f"x={number}\n")
        repo.git("add", "a.py")
        fire.count()
        version = fire.version
        ended = repo.attempt("commit", "-q", "-m", f"{number}")
        assert (ended.returncode, ended.stdout) == (0, b"")
        assert b"hookkit corrected 1 fault in 1 file" in ended.stderr, ended.stderr
        assert ended.stderr.count(b"hookkit corrected") == 1
        made.append((repo.head, version))
    return made


@pytest.mark.parametrize(
    ("requests", "each"), [case(16, 1, stays=True), case(1000, 10, stays=False)]
)
def test_no_request_is_lost_or_answered_by_old_code(
    installed: Installation, tmp_path: Path, requests: int, each: int
) -> None:
    clones = []
    for number in range(CLONES):
        repo = Repository.init(tmp_path / f"clone-{number}")
        repo.commit(f"begin {number}", {"README": f"{number}\n"})
        repo.git("checkout", "-q", "-b", "topic")
        clones.append(installed.install(repo, b"600"))
    installed.start()
    fire = Fire(installed, requests, each)
    with ThreadPoolExecutor(CLONES) as pool:
        jobs = [pool.submit(commits, repo, fire, requests // CLONES) for repo in clones]
        made = {head: version for job in jobs for head, version in job.result()}
    runs = installed.runs
    assert len(made) == requests
    assert sorted(each.head for each in runs) == sorted(made)  # each of them once
    assert [each for each in runs if each.version < made[each.head]] == []
    served = sum(each.how == "worker" for each in runs)
    print(f"{served} of {requests} by the worker, {fire.version - 1} upgrades")
    assert served


@pytest.mark.parametrize("upgrades", some([1, 3], [1]))
def test_after_an_upgrade_the_next_is_not_answered_by_old_code(
    installed: Installation, tmp_path: Path, upgrades: int
) -> None:
    repo = Repository.init(tmp_path / "clone")
    repo.commit("begin", {"README": "x\n"})
    repo.git("checkout", "-q", "-b", "topic")
    installed.install(repo)
    pid = installed.start()
    for version in range(2, 2 + upgrades):
        installed.upgrade(version)
        time.sleep(0.1)
        repo.commit("at once", {"a.py": f"x={version}\n"})
        assert (installed.runs[-1].version, installed.runs[-1].how) == (version, "python")
        _wait_until_served(repo, installed, version)
        # It is the same process, which has become another one: nobody could come between.
        assert installed.pid == pid


def _wait_until_served(repo: Repository, installed: Installation, version: int) -> None:
    until = time.monotonic() + 60
    while installed.runs[-1].how != "worker":
        assert time.monotonic() < until, installed.why
        time.sleep(0.2)
        repo.commit("later", {"a.py": f"x={time.monotonic()}\n"})
        assert installed.runs[-1].version == version
