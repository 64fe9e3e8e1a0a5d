"""The record of a placement, read back as it was kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.judgement.records.record import (
    FileRecord,
    Record,
    Swap,
    forget_record,
    keep_record,
    records,
    swap_blobs,
)
from tests.repository import Repository


def test_a_record_is_read_back_as_it_was_kept(repo: Repository) -> None:
    old, new = repo.commit("One"), repo.commit("Two")
    git = repo.door
    files = (
        FileRecord(b"a.py", swap_blobs(git, b"a=1\n", b"a = 1\n"), None, "100755"),
        FileRecord(b"two\nlines\xff/b.py", None, swap_blobs(git, b"\xff\x00", b""), "100644"),
    )
    record = Record("fixup", old, files, Swap(old, new))
    kept = keep_record(git, record)
    assert next(records(git), None) == kept
    assert kept.record == record
    assert repo.git("rev-parse", f"{kept.ref}^1") == old
    assert repo.git("rev-parse", f"{kept.ref}^2") == new
    assert repo.blob(f"{kept.ref}:worktree/before/a.py") == b"a=1\n"
    assert repo.blob(os.fsdecode(b"%s:index/after/two\nlines\xff/b.py" % kept.ref.encode())) == b""
    repo.git("fsck", "--strict", "--no-dangling")


def test_the_newest_is_the_last_and_a_forgotten_one_is_gone(repo: Repository) -> None:
    git = repo.door
    first = keep_record(git, Record("worktree", "", ()))
    second = keep_record(git, Record("worktree", "", ()))
    assert next(records(git), None) == second
    forget_record(git, second)
    assert next(records(git), None) == first
    forget_record(git, first)
    assert next(records(git), None) is None


def test_many_records_in_a_moment_have_names_of_their_own(repo: Repository) -> None:
    git = repo.door
    kept = [keep_record(git, Record("worktree", "", ())).ref for _ in range(5)]
    assert kept == sorted(set(kept))


def test_who_has_no_identity_can_still_place_and_undo(
    repo: Repository, sealed_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Begin", {"a.py": "x=1\n"})
    (sealed_home / ".gitconfig").write_text("[user]\nuseConfigOnly = true\n")
    ended = repo.hookkit("run", "a.py")
    assert (ended.returncode, repo.read("a.py")) == (0, b"x = 1\n")
    assert repo.hookkit("undo").returncode == 0
    assert repo.read("a.py") == b"x=1\n"
    ended = repo.hookkit("run", "HEAD")
    assert ended.returncode == 3
    assert ended.stderr == (
        "hookkit: git does not know whose commit this would be\n"
        "  repair: git config user.name 'Your Name' && git config user.email you@example.com\n"
    )
    assert repo.status == ""
