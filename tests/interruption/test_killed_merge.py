"""kill -9 at the steps of a merge with a rebase, and Ctrl-C before git commands of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.branches.merge.merge import merge
from hookkit.operation_log.stored_entries import active_entries
from hookkit.settings.definitions import Settings
from hookkit.undo.undo_or_redo import undo
from tests.commands.repository_copies import copy
from tests.interruption.ctrl_c import Interrupted
from tests.interruption.placement_scenario import add_refs, other_refs
from tests.repository import Repository
from tests.repository_with_hooks import RepositoryContent, repository_content

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A topic that is behind main, and staged, unstaged and untracked work beside it."""
    lines = "".join(f"{number}\n" for number in range(20))
    repo.commit("Begin", {"a.txt": lines, "b.txt": "b\n"})
    repo.git("switch", "-q", "-c", "topic")
    repo.commit("One", {"b.txt": "1\n"})
    repo.git("switch", "-q", "main")
    repo.commit("Main", {"a.txt": "main\n" + lines, "c.txt": "c\n"})
    repo.git("switch", "-q", "topic")
    repo.write("a.txt", lines + "staged\n")
    repo.git("add", "a.txt")
    repo.write("a.txt", lines + "staged\nedited\n")
    repo.write("untracked.txt", "mine\n")
    add_refs(repo)
    return repo


def seen(there: RepositoryContent) -> tuple[object, ...]:
    """What a person has: files (less one that was being written), index, HEAD, branches."""
    files = {name: each for name, each in there.files.items() if ".hookkit-" not in name}
    branches = [line for line in there.refs.splitlines() if "refs/heads/" in line]
    return files, there.index, there.head, branches


def check_taken_back(left: Repository, before: RepositoryContent) -> None:
    """It is as if nothing had been."""
    if next(active_entries(left.runner), None) is not None:
        undo(left.runner)
    assert seen(repository_content(left)) == seen(before)


def check_done_again(left: Repository) -> None:
    """What was begun before is in nobody's way."""
    merge(left.runner, Settings(), "topic", "", with_rebase=True, is_dry=False)
    assert (
        left.git("log", "--topo-order", "--format=%s", "main")
        == "Merge branch 'topic'\nOne\nMain\nBegin"
    )
    assert left.read("a.txt").startswith(b"main\n0\n")
    assert left.read("a.txt").endswith(b"19\nstaged\nedited\n")
    assert left.git("status", "--porcelain", "-uno") == "MM a.txt"


@pytest.mark.parametrize("every", [pytest.param("1", marks=pytest.mark.long), "18"])
def test_a_merge_killed_at_any_step_loses_nothing_and_can_be_done_again(
    topic: Repository, every: str
) -> None:
    before, others = repository_content(topic), other_refs(topic, "topic", "main")
    command = [sys.executable, "-m", "tests.interruption.kill_merge", str(topic.path), "merge"]
    ended = subprocess.run([*command, "", every], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    moved = set()
    for number in range(int(ended.stdout) + 1):  # the last one came to its end
        left = Repository(Path(f"{topic.path}-{number}"))
        (left.path / ".git/index.lock").unlink(missing_ok=True)
        assert left.read("untracked.txt") == b"mine\n"
        left.git("fsck", "--strict", "--no-dangling")
        main, tip = left.git("rev-parse", "main", "topic").split()
        # Both branches have moved, or none.
        moved.add((main != topic.git("rev-parse", "main"), tip != topic.git("rev-parse", "topic")))
        assert other_refs(left, "topic", "main") == others
        check_taken_back(left, before)
        assert other_refs(left, "topic", "main") == others
        if number % 3 == 0:
            check_done_again(left)
        shutil.rmtree(left.path)
    assert moved == {(False, False), (True, True)}


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 20])
def test_a_merge_interrupted_anywhere_can_be_taken_back(
    topic: Repository, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    before = repository_content(topic)
    moved = set()
    for number in range(0, 200, every):
        left = copy(topic, f"interrupted-{number}")
        runner = left.runner
        with monkeypatch.context() as patched:
            interrupted = Interrupted(number, patched)
            try:
                merge(runner, Settings(), "topic", "", with_rebase=True, is_dry=False)
            except KeyboardInterrupt:
                assert interrupted.left < 0
        if interrupted.left >= 0:
            break
        moved.add(left.git("rev-parse", "main") != topic.git("rev-parse", "main"))
        check_taken_back(left, before)
        if number % 6 == 0:
            check_done_again(left)
        shutil.rmtree(left.path)
    assert number > 20
    assert moved == {False, True}
