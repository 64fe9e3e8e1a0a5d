"""kill -9 at every step of a move, within git's own work too, and of taking it back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.branches.checkout import check_out_with_edits
from hookkit.operation_log.stored_entries import active_entries
from hookkit.undo.undo_or_redo import undo
from tests.interruption.move_scenario import LINES, changed, topic_to, two_commits
from tests.interruption.placement_scenario import add_refs, other_refs
from tests.repository import Repository
from tests.repository_with_hooks import RepositoryContent, repository_content

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A branch that is to move to another commit, with uncommitted work of every kind."""
    _, new = two_commits(repo)
    repo.git("update-ref", "refs/wanted", new)
    repo.write("shop.py", changed(LINES, l10="ten"))
    repo.git("add", "shop.py")
    repo.write("shop.py", changed(LINES, l10="ten", l30="thirty"))
    repo.write("stays.txt", "edited\n")
    repo.write("untracked.txt", "mine\n")
    add_refs(repo)
    return repo


def seen(there: RepositoryContent) -> tuple[object, ...]:
    """What a person has: files (less the one that was being written), index, HEAD."""
    files = {name: each for name, each in there.files.items() if ".hookkit-" not in name}
    return files, there.index, there.head


EVERY = pytest.mark.parametrize("every", [pytest.param("1", marks=pytest.mark.long), "12"])


def copies(topic: Repository, action: str, every: str) -> list[Repository]:
    """Copies of a repository in which the action was killed at one step after the other.

    In the last one it came to its end.
    """
    command = [sys.executable, "-m", "tests.interruption.kill_move", str(topic.path), action]
    ended = subprocess.run([*command, "", every], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return [Repository(Path(f"{topic.path}-{number}")) for number in range(int(ended.stdout) + 1)]


def unlock(repo: Repository) -> None:
    """Remove the lock that git leaves behind when it is killed, as git tells people to."""
    (repo.path / ".git/index.lock").unlink(missing_ok=True)


@EVERY
def test_a_move_killed_at_any_step_is_taken_back_to_the_byte(
    topic: Repository, every: str
) -> None:
    before, others = repository_content(topic), other_refs(topic, "topic")
    moved = set()
    for left in copies(topic, "move", every):
        assert other_refs(left, "topic") == others
        unlock(left)
        moved.add(left.head != topic.head)
        assert left.read("untracked.txt") == b"mine\n"
        left.git("fsck", "--strict", "--no-dangling")
        if next(active_entries(left.runner), None) is not None:
            undo(left.runner)
        assert seen(repository_content(left)) == seen(before)
        assert other_refs(left, "topic") == others
        ends = left.git("rev-parse", "topic", "refs/wanted").split()
        check_out_with_edits(left.runner, topic_to(*ends))
        shutil.rmtree(left.path)
    assert moved == {False, True}


@EVERY
def test_taking_back_killed_at_any_step_is_taken_back_again(
    topic: Repository, every: str
) -> None:
    before = repository_content(topic)
    ends = topic.git("rev-parse", "topic", "refs/wanted").split()
    check_out_with_edits(topic.runner, topic_to(*ends))
    others = other_refs(topic, "topic")
    for left in copies(topic, "undo", every):
        assert other_refs(left, "topic") == others
        unlock(left)
        if next(active_entries(left.runner), None) is not None:
            undo(left.runner)
        assert seen(repository_content(left)) == seen(before)
        assert other_refs(left, "topic") == others
        shutil.rmtree(left.path)


def test_git_killed_while_it_writes_files_is_no_loss(topic: Repository) -> None:
    """A filter kills git (its parent) in the middle: the files that have come go back."""
    topic.write(".git/info/attributes", "ü.txt filter=killer\n")
    topic.git("config", "filter.killer.smudge", "kill -9 $PPID")
    topic.git("config", "filter.killer.required", "true")
    before = repository_content(topic)
    with pytest.raises(Exception, match="read-tree"):
        ends = topic.git("rev-parse", "topic", "refs/wanted").split()
        check_out_with_edits(topic.runner, topic_to(*ends))
    unlock(topic)
    assert seen(repository_content(topic)) == seen(before)
