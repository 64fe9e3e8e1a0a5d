"""kill -9 at the steps of a start and a sync, and Ctrl-C before git commands of a sync."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.errors import HookkitError
from hookkit.operation_log.stored_entries import active_entries
from hookkit.undo.undo_or_redo import undo
from tests.commands.repository_copies import copy
from tests.commands.sync_scenario import LINES, begin, edited, own_refs
from tests.interruption.ctrl_c import Interrupted
from tests.interruption.kill_sync import do
from tests.interruption.placement_scenario import other_refs
from tests.long_runs import some
from tests.repository import Repository
from tests.repository_with_hooks import repository_content

ROOT = Path(__file__).parents[2]
OWN = ("6-low", "7-topic", "9")
"""The branches that are begun or rebased."""


@pytest.fixture
def alice(tmp_path: Path) -> Repository:
    """A stack of two branches behind their target, with work of every kind that is uncommitted."""
    alice = begin(tmp_path).alice
    alice.git("fetch", "-q")
    alice.git("branch", "6-low", "HEAD~1")
    alice.write("a.txt", edited(LINES, _2="one", _9="staged"))
    alice.git("add", "a.txt")
    alice.write("a.txt", edited(LINES, _2="one", _9="staged", _12="edited"))
    alice.write("b.txt", edited(LINES, _2="two", _9="mine"))
    alice.write("untracked.txt", "mine\n")
    for ref in ("refs/tags/v1", "refs/stash"):
        alice.git("update-ref", ref, "HEAD")
    return alice


def person(repo: Repository) -> tuple[object, ...]:
    """What a person has: files (less the one that was being written), index, HEAD, branches."""
    seen = repository_content(repo)
    files = {name: each for name, each in seen.files.items() if ".hookkit-" not in name}
    return files, seen.index, seen.head, own_refs(repo)


def is_done(repo: Repository, action: str) -> bool:
    """Whether HEAD is where the action brings it."""
    wanted, at = ("9", "HEAD") if action == "start" else ("7-topic", "HEAD~2")
    found = repo.git("rev-parse", at, "origin/main").split()
    return found[0] == found[1] and repo.git("symbolic-ref", "HEAD") == f"refs/heads/{wanted}"


def check_taken_back(left: Repository, before: tuple[object, ...]) -> None:
    """It is taken back to the byte; where it left no record it had not begun."""
    if next(active_entries(left.runner), None) is not None:
        try:
            undo(left.runner)
        except HookkitError as error:  # it was killed before anything had moved
            assert error.message == "there is nothing to take back here"
    assert person(left) == before


def check_done_again(left: Repository, action: str) -> None:
    """It is done again, with the work in the index and the files."""
    do(left.runner, action)
    assert is_done(left, action)
    assert left.git("status", "--porcelain", "-uno") == "MM a.txt\n M b.txt"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("every", [pytest.param("1", marks=pytest.mark.long), "30"])
@pytest.mark.parametrize("action", some(["start", "sync"], ["sync"]))
def test_killed_on_the_way_it_loses_nothing_and_can_be_done_again(
    alice: Repository, action: str, every: str
) -> None:
    before, done, others = person(alice), set(), other_refs(alice, *OWN)
    command = [sys.executable, "-m", "tests.interruption.kill_sync", str(alice.path), action]
    ended = subprocess.run([*command, "", every], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    for number in range(int(ended.stdout) + 1):  # the last one came to its end
        left = Repository(Path(f"{alice.path}-{number}"))
        (left.path / ".git/index.lock").unlink(missing_ok=True)
        left.git("fsck", "--strict", "--connectivity-only", "--no-dangling")
        done.add(is_done(left, action))
        assert other_refs(left, *OWN) == others
        check_taken_back(left, before)
        assert other_refs(left, *OWN) == others
        if number % 2 == 0:
            check_done_again(left, action)
        shutil.rmtree(left.path)
    assert done == {False, True}


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 20])
def test_a_sync_interrupted_on_the_way_has_moved_all_or_nothing(
    alice: Repository, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    before, done = person(alice), set()
    for number in range(0, 300, every):
        left = copy(alice, f"interrupted-{number}")
        runner = left.runner
        with monkeypatch.context() as patched:
            interrupted = Interrupted(number, patched)
            try:
                do(runner, "sync")
            except KeyboardInterrupt:
                assert interrupted.left < 0
        if interrupted.left >= 0:
            break
        assert not (left.path / ".git/index.lock").exists()
        assert not list((left.path / ".git").glob("hookkit-*"))
        done.add(is_done(left, "sync"))
        if not is_done(left, "sync"):
            assert person(left) == before
            assert left.git("for-each-ref", "refs/hookkit/") == ""
        check_taken_back(left, before)
        if number % 10 == 0:
            check_done_again(left, "sync")
        shutil.rmtree(left.path)
    assert number > 20
    assert done == {False, True}
