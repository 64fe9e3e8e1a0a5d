"""Commits while hookkit is upgraded, with the worker: each is corrected or reported."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from hookkit.hook_events import SHIM_VERSION, shim_option
from tests.long_runs import case
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, corrections, said
from tests.upgrade.environments import replace_as_pip_does, turn
from tests.worker.installation import Installation

TOLD = ("cannot start hookkit", "it was installed anew", "it is not installed whole")
"""What is said of a commit that was not corrected."""

COMMITS = "commits", [case(4, stays=True), case(200, stays=False)]


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a session."""
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))


@pytest.fixture
def versions(tmp_path: Path, runtime: None) -> Iterator[tuple[Installation, Installation]]:
    """Two environments with a hookkit of version 1 and of version 2, which tell of their runs."""
    made = [Installation.make(tmp_path / name) for name in ("one", "two")]
    made[1].upgrade(2)
    yield made[0], made[1]
    for each in made:
        each.kill()


def hooked(repo: Repository, environment: Installation) -> Repository:
    """A repository on a topic, with the hooks of an environment, which wants the worker."""
    repo.commit("begin", {"README": "x\n"})
    repo.git("checkout", "-q", "-b", "topic")
    return environment.install(repo, b"600")


def commit(repo: Repository, number: int) -> str:
    """Commit a sloppy file, which must stand; give what was said."""
    repo.write(f"a{number}.py", SLOPPY)
    repo.git("add", f"a{number}.py")
    ended = repo.attempt("commit", "-q", "-m", f"{number}")
    assert ended.returncode == 0, said(ended)
    return said(ended)


@pytest.mark.parametrize(*COMMITS)
def test_no_commit_is_corrected_by_the_version_that_the_link_led_to_before(
    repo: Repository, versions: tuple[Installation, Installation], tmp_path: Path, commits: int
) -> None:
    link = tmp_path / "current"
    turn(link, versions[0].path)
    hooked(repo, Installation(link))
    for each in versions:
        each.start()
    wanted = []
    for number in range(commits):
        current = number // 2 % 2
        turn(link, versions[current].path)
        assert "hookkit corrected" in commit(repo, number)
        wanted.append((repo.head, current + 1))
    runs = [run for each in versions for run in each.runs]
    assert {each.head: each.version for each in runs} == dict(wanted)
    assert len(runs) == commits
    print(Counter(each.how for each in runs))
    assert any(each.how == "worker" for each in runs)


@pytest.mark.parametrize(*COMMITS)
def test_a_commit_while_pip_replaces_files_is_corrected_or_says_that_it_is_not(
    repo: Repository, versions: tuple[Installation, Installation], tmp_path: Path, commits: int
) -> None:
    one, two = versions
    copies = [Installation.make(tmp_path / "copy").library / "hookkit", two.library / "hookkit"]
    hooked(repo, one)
    one.start()
    due = threading.Semaphore(0)

    def upgrade() -> None:
        for number in range(commits // 4):
            due.acquire()
            here = one.library / "hookkit"
            replace_as_pip_does(here, copies[number % 2], meanwhile=partial(time.sleep, 0.05))

    pip = threading.Thread(target=upgrade)
    pip.start()
    told = []
    for number in range(commits):
        if number % 4 == 2:
            due.release()
        text = commit(repo, number)
        is_corrected = repo.head in corrections(repo)
        assert is_corrected == ("hookkit corrected" in text), text
        assert is_corrected or any(each in text for each in TOLD), text
        told.append(is_corrected)
        assert repo.read(f"a{number}.py") == (FIXED if is_corrected else SLOPPY).encode()
        repo.git("checkout", "-q", "--", ".")
    pip.join()
    print(Counter(told))
    assert "hookkit corrected" in commit(repo, commits)


def test_a_worker_that_imports_while_the_link_is_turned_starts_anew(
    repo: Repository, versions: tuple[Installation, Installation], tmp_path: Path
) -> None:
    one, two = versions
    link = tmp_path / "current"
    turn(link, one.path)
    (tmp_path / "next").symlink_to(two.path)
    with (one.library / "hookkit" / "worker" / "preload.py").open("a") as file:
        file.write(f"    import os\n    os.replace({str(tmp_path / 'next')!r}, {str(link)!r})\n")
    by_link = Installation(link)
    hook = hooked(repo, by_link).path / ".git" / "hooks" / "post-commit"
    follows = b'if [ -L "${python%/bin/*}" ]'  # an older hook does not, and has the link itself
    assert follows in hook.read_bytes()
    hook.write_bytes(hook.read_bytes().replace(follows, b"if false").replace(b":-600", b":-50000"))
    try:
        by_link.start()
        assert "hookkit corrected" in commit(repo, 0)
    finally:
        by_link.kill()
    assert (one.runs, [each.how for each in two.runs]) == ([], ["worker"])


def test_a_worker_does_nothing_for_a_newer_hook_and_says_so(
    repo: Repository, versions: tuple[Installation, Installation]
) -> None:
    one, _ = versions
    hook = hooked(repo, one).path / ".git" / "hooks" / "post-commit"
    hook.write_bytes(hook.read_bytes().replace(shim_option(SHIM_VERSION).encode(), b"--shim=99"))
    one.start()
    assert "the hook of post-commit was written by a newer hookkit" in commit(repo, 0)
    assert (repo.read("a0.py"), corrections(repo)) == (SLOPPY.encode(), {})
    assert one.why == ""
