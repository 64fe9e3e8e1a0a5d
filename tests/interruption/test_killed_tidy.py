"""kill -9 at every step of a tidy, and Ctrl-C before each of its git commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.branches.tidy import tidy
from hookkit.operation_log.stored_entries import active_entries
from hookkit.settings.definitions import Settings
from hookkit.undo.undo_or_redo import undo
from tests.commands.repository_copies import copy
from tests.interruption.ctrl_c import Interrupted
from tests.interruption.placement_scenario import add_refs, check_sound, other_refs
from tests.interruption.spread_scenario import subjects
from tests.repository import Repository
from tests.repository_with_hooks import repository_content

ROOT = Path(__file__).parents[2]
TIDY = ["Begin", "One", "Two"]


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A branch with a fixup, and staged, unstaged and untracked work beside it."""
    repo.commit("Begin", {"a.txt": "a\n", "b.txt": "b\n"})
    repo.git("switch", "-q", "-c", "topic")
    repo.commit("One", {"a.txt": "1\n"})
    repo.commit("Two", {"b.txt": "2\n"})
    repo.commit("fixup! One", {"a.txt": "one\n"})
    repo.write("a.txt", "staged\n")
    repo.git("add", "a.txt")
    repo.write("a.txt", "edited\n")
    repo.write("untracked.txt", "mine\n")
    add_refs(repo)
    return repo


def check_can_go_on(left: Repository, old: str) -> None:
    """It is done again, and it is taken back."""
    again = copy(left, f"{left.path.name}-again")
    if again.head == old:
        tidy(again.runner, Settings(), is_dry=False)
    assert subjects(again) == TIDY
    shutil.rmtree(again.path)
    if next(active_entries(left.runner), None) is not None:
        undo(left.runner)
    assert left.head == old


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("every", [pytest.param("1", marks=pytest.mark.long), "8"])
def test_a_tidy_killed_at_any_step_loses_nothing_and_can_be_done_again(
    topic: Repository, every: str
) -> None:
    before, others = repository_content(topic), other_refs(topic, "topic")
    command = [sys.executable, "-m", "tests.interruption.kill_tidy", str(topic.path), "tidy"]
    ended = subprocess.run([*command, "", every], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    moved = set()
    for number in range(int(ended.stdout) + 1):  # the last one came to its end
        killed = Repository(Path(f"{topic.path}-{number}"))
        now = repository_content(killed)
        assert (now.files, now.index) == (before.files, before.index)
        assert killed.git("symbolic-ref", "HEAD") == "refs/heads/topic"
        assert subjects(killed) in (subjects(topic), TIDY)
        killed.git("fsck", "--strict", "--no-dangling")
        moved.add(killed.head != topic.head)
        assert other_refs(killed, "topic") == others
        check_can_go_on(killed, topic.head)
        assert other_refs(killed, "topic") == others
        shutil.rmtree(killed.path)
    assert moved == {False, True}


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 4])
def test_a_tidy_interrupted_anywhere_leaves_all_or_nothing(
    topic: Repository, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    before = repository_content(topic)
    moved = set()
    for number in range(0, 100, every):
        left = copy(topic, f"interrupted-{number}")
        runner = left.runner
        with monkeypatch.context() as patched:
            interrupted = Interrupted(number, patched)
            try:
                tidy(runner, Settings(), is_dry=False)
            except KeyboardInterrupt:
                assert interrupted.left < 0
        if interrupted.left >= 0:
            break
        now = repository_content(left)
        assert (now.files, now.index) == (before.files, before.index)
        check_sound(left)
        has_moved = left.head != topic.head
        moved.add(has_moved)
        if not has_moved:
            assert now.refs == before.refs
        check_can_go_on(left, topic.head)
        assert other_refs(left) == other_refs(topic)
        shutil.rmtree(left.path)
    assert number > 20
    assert moved == {False, True}
