"""What a record tells, and that it asks for nobody's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.operation_log.entry import (
    ContentChange,
    Entry,
    FileChange,
    RefChange,
    RefusalChange,
    ValueChange,
    reverse_entry,
)
from tests.repository import Repository

A, B = "a" * 40, "b" * 40
TOPIC, MAIN = "refs/heads/topic", "refs/heads/main"


@pytest.mark.parametrize(
    ("record", "moved"),
    [
        (Entry("worktree", A, ()), ()),
        (
            Entry("fixup", A, (), ValueChange(A, B), branch=ValueChange(MAIN, MAIN)),
            (RefChange(MAIN, A, B),),
        ),
        (
            Entry("fixup", A, (), ValueChange(A, B), branch=ValueChange("", "")),
            (RefChange("HEAD", A, B),),
        ),
        (Entry("fixup", A, (), ValueChange(A, B)), (RefChange("HEAD", A, B),)),
        (
            Entry("sync", A, (), ValueChange(A, B), refs=(RefChange(TOPIC, A, B),)),
            (RefChange(TOPIC, A, B),),
        ),
        (Entry("push", A, (), refs=(RefChange(TOPIC, A, B),), remote="origin"), ()),
    ],
)
def test_the_refs_of_this_repository_that_move(record: Entry, moved: tuple[RefChange, ...]) -> None:
    assert record.moved_refs == moved


def test_the_opposite_of_an_entry_has_before_and_after_in_each_other_s_place() -> None:
    file = FileChange(b"a", ContentChange(b"1", b"2"), ContentChange(b"3", b"4"), "100755")
    record = Entry(
        "sync",
        A,
        (file,),
        ValueChange(A, B),
        ValueChange(B, A),
        (RefChange(TOPIC, A, B),),
        ValueChange(MAIN, TOPIC),
    )
    assert reverse_entry(record) == Entry(
        "sync",
        A,
        (FileChange(b"a", ContentChange(b"2", b"1"), ContentChange(b"4", b"3"), "100755"),),
        ValueChange(B, A),
        ValueChange(A, B),
        (RefChange(TOPIC, B, A),),
        ValueChange(TOPIC, MAIN),
    )
    assert reverse_entry(reverse_entry(record)) == record
    refused = Entry("review", A, (), refusals=RefusalChange(("1",), ("2", "3")))
    assert reverse_entry(refused).refusals == RefusalChange(("2", "3"), ("1",))
    amended = Entry("amend", A, (), ValueChange(A, B), remaining_correction=RefChange(TOPIC, A, B))
    assert reverse_entry(amended).remaining_correction == RefChange(TOPIC, B, A)


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
