"""Entries that an earlier hookkit kept in refs, brought over, whenever that is killed."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.operation_log import log_folder_and_files, migrate_from_refs
from hookkit.operation_log.entry import ContentChange, Entry, FileChange, RefChange, ValueChange
from hookkit.operation_log.stored_entries import (
    UnreadableEntry,
    active_entries,
    migrate_and_read_entries,
)
from tests.repository import Repository

OLD, NEW = b"a=1\n", b"a = 1\n"


def keep_in_ref(repo: Repository, number: int, note: dict[str, Any], where: str = ".") -> None:
    """Keep an entry as hookkit did before it had a log."""
    ids = [repo.git("hash-object", "-w", "--stdin", data=data) for data in (OLD, NEW)]
    path = base64.b64encode(b"a.py").decode()
    pair = {"path": path, "name": "a.py", "mode": "100644", "worktree": ids, "index": None}
    whole: dict[str, Any] = {"at": where, "head": None, "correction": None, "refs": []}
    whole |= {"branch": None}
    whole |= {"remote": "", "files": [pair] if note["kind"] == "worktree" else [], **note}
    blob = repo.git("hash-object", "-w", "--stdin", data=json.dumps(whole).encode())
    tree = repo.git("mktree", data=f"100644 blob {blob}\trecord.json\n".encode())
    commit = repo.git("commit-tree", tree, "-m", "hookkit: what was there before")
    repo.git("update-ref", f"refs/hookkit/undo/{number:020}", commit)


@pytest.fixture
def old(repo: Repository) -> Repository:
    """A repository with three entries in refs, and a ref of somebody else."""
    first, second = repo.commit("One"), repo.commit("Two")
    repo.git("branch", "topic", first)
    repo.git("update-ref", "refs/hookkit/undo/zzz", second)
    keep_in_ref(repo, 7, {"kind": "worktree", "commit": first})
    keep_in_ref(repo, 8, {"kind": "amend", "commit": first, "head": [first, second]})
    topic = ["refs/heads/topic", second, first]
    sync = {"kind": "sync", "commit": first, "head": [second, first], "refs": [topic]}
    keep_in_ref(repo, 9, {**sync, "branch": ["refs/heads/topic", "refs/heads/topic"]})
    return repo


def wanted(repo: Repository) -> list[Entry]:
    """The three entries, the newest first."""
    second, first = repo.git("rev-list", "HEAD").split()
    topic = "refs/heads/topic"
    move = (RefChange(topic, second, first),)
    return [
        Entry("sync", first, (), ValueChange(second, first), None, move, ValueChange(topic, topic)),
        Entry("amend", first, (), ValueChange(first, second)),
        Entry("worktree", first, (FileChange(b"a.py", ContentChange(OLD, NEW)),)),
    ]


def undo_refs(repo: Repository) -> list[str]:
    """What is left in refs."""
    return repo.git("for-each-ref", "--format=%(refname:lstrip=3)", "refs/hookkit/undo").split()


def test_entries_in_refs_are_brought_over_once(old: Repository) -> None:
    found = list(active_entries(old.runner))
    assert [each.entry for each in found] == wanted(old)
    assert [each.state for each in found] == ["done"] * 3
    assert undo_refs(old) == ["zzz"]
    assert len(old.git("for-each-ref", "refs/hookkit/kept").splitlines()) == 4
    assert list(active_entries(old.runner)) == found


def test_what_was_stopped_halfway_is_known(old: Repository) -> None:
    old.git("branch", "-q", "-f", "topic", "HEAD")
    assert next(active_entries(old.runner)).state == "begun"


def test_the_entries_of_each_worktree_go_to_its_own_log(old: Repository, tmp_path: Path) -> None:
    old.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    keep_in_ref(old, 10, {"kind": "worktree", "commit": "x"}, "worktrees/linked")
    keep_in_ref(old, 11, {"kind": "worktree", "commit": "y"}, "worktrees/gone")
    assert len(list(active_entries(old.runner))) == 3
    assert [each.entry.commit for each in active_entries(linked.runner)] == ["x"]
    # Of a worktree that is gone nothing can be taken back; it goes with its time.
    assert [name.lstrip("0") for name in undo_refs(old)] == ["11", "zzz"]


class KillSwitch:
    """Kills the process at one of the steps of a migration."""

    def __init__(self, left: int) -> None:
        self.left = left

    def wrap(self, action: Callable[..., Any]) -> Callable[..., Any]:
        """Make a step of the moment before an action."""

        def watched(*args: Any, **options: Any) -> Any:
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1
            return action(*args, **options)

        return watched


def is_killed(path: Path, step: int) -> bool:
    """Whether a migration came to its step, at which it was killed."""
    child = os.fork()
    if child == 0:
        try:
            migrate_with_kill(path, step)
            os._exit(0)
        finally:  # whatever it raised, the child must not go on as pytest
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"it failed at step {step}"
    return os.WIFSIGNALED(status)


def migrate_with_kill(path: Path, step: int) -> None:
    """Migrate the entries of a repository; the process is killed at a step, if it comes to it."""
    switch = KillSwitch(step)
    for name in ("rename", "open", "unlink"):
        setattr(os, name, switch.wrap(getattr(os, name)))
    for name in ("keep_commits", "_replace_refs"):
        setattr(migrate_from_refs, name, switch.wrap(getattr(migrate_from_refs, name)))
    write_synced = switch.wrap(log_folder_and_files.write_synced)
    setattr(log_folder_and_files, "write_synced", write_synced)
    list(active_entries(Repository(path).runner))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_migration_killed_at_any_step_goes_on(old: Repository) -> None:
    steps = 0
    while True:
        copy = Path(f"{old.path}-{steps}")
        shutil.copytree(old.path, copy, symlinks=True)
        if not is_killed(copy, steps):
            break
        killed = Repository(copy)
        assert [each.entry for each in active_entries(killed.runner)] == wanted(old), steps
        assert undo_refs(killed) == ["zzz"]
        assert len(killed.git("for-each-ref", "refs/hookkit/kept").splitlines()) == 4
        assert not any(
            isinstance(each, UnreadableEntry) for each in migrate_and_read_entries(killed.runner)
        )
        steps += 1
    assert steps > 12
