"""What a record tells, and that it asks for nobody's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.operation_log.entry import (
    Contents,
    Entry,
    FileChange,
    OldNew,
    RefMove,
    RefusalChange,
    reversed_entry,
)
from tests.repository import Repository

A, B = "a" * 40, "b" * 40
TOPIC, MAIN = "refs/heads/topic", "refs/heads/main"


@pytest.mark.parametrize(
    ("record", "moved"),
    [
        (Entry("worktree", A, ()), ()),
        (Entry("fixup", A, (), OldNew(A, B), branch=OldNew(MAIN, MAIN)), (RefMove(MAIN, A, B),)),
        (Entry("fixup", A, (), OldNew(A, B), branch=OldNew("", "")), (RefMove("HEAD", A, B),)),
        (Entry("fixup", A, (), OldNew(A, B)), (RefMove("HEAD", A, B),)),
        (Entry("sync", A, (), OldNew(A, B), refs=(RefMove(TOPIC, A, B),)), (RefMove(TOPIC, A, B),)),
        (Entry("push", A, (), refs=(RefMove(TOPIC, A, B),), remote="origin"), ()),
    ],
)
def test_the_refs_of_this_repository_that_move(
    record: Entry, moved: tuple[RefMove, ...]
) -> None:
    assert record.moved == moved


def test_the_opposite_of_an_entry_has_before_and_after_in_each_other_s_place() -> None:
    file = FileChange(b"a", Contents(b"1", b"2"), Contents(b"3", b"4"), "100755")
    record = Entry(
        "sync", A, (file,), OldNew(A, B), OldNew(B, A), (RefMove(TOPIC, A, B),), OldNew(MAIN, TOPIC)
    )
    assert reversed_entry(record) == Entry(
        "sync",
        A,
        (FileChange(b"a", Contents(b"2", b"1"), Contents(b"4", b"3"), "100755"),),
        OldNew(B, A),
        OldNew(A, B),
        (RefMove(TOPIC, B, A),),
        OldNew(TOPIC, MAIN),
    )
    assert reversed_entry(reversed_entry(record)) == record
    refused = Entry("review", A, (), refusals=RefusalChange(("1",), ("2", "3")))
    assert reversed_entry(refused).refusals == RefusalChange(("2", "3"), ("1",))
    amended = Entry("amend", A, (), OldNew(A, B), rest=RefMove(TOPIC, A, B))
    assert reversed_entry(amended).rest == RefMove(TOPIC, B, A)


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
