"""The list of the operation log: what can be taken back of each entry, and what moved outside."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from hookkit.operation_log.entry import (
    ContentChange,
    Entry,
    FileChange,
    RefChange,
    StoredEntry,
    ValueChange,
)
from hookkit.operation_log.stored_entries import finish_entry, set_state, write_entry
from hookkit.undo.list_entries import EntryStatus, list_entries
from hookkit.undo.undo_or_redo import undo
from tests.repository import Repository

NULL = "0" * 40
TOPIC = "refs/heads/topic"


@pytest.fixture
def ids(repo: Repository) -> dict[str, str]:
    """Commits by letters, and the null id."""
    found = {"-": NULL}
    for letter in "abcd":
        repo.commit(letter, {"README": letter})
        found[letter] = repo.head
    repo.git("checkout", "-q", "--detach")
    return found


def moves(ids: dict[str, str], *steps: str) -> Iterable[RefChange]:
    """Moves of branches, each as ``name:old:new`` by the letters of commits."""
    for step in steps:
        name, old, new = step.split(":")
        yield RefChange(f"refs/heads/{name}", ids[old], ids[new])


def entry(repo: Repository, ids: dict[str, str], *steps: str, remote: str = "") -> StoredEntry:
    """Have an entry that moved branches in the log as begun."""
    moved = tuple(moves(ids, *steps))
    return write_entry(repo.runner, Entry("start", ids["a"], (), refs=moved, remote=remote))


def done(repo: Repository, stored: StoredEntry) -> StoredEntry:
    """Have an entry in the log as done."""
    finish_entry(repo.runner, stored)
    return stored._replace(state="done")


def put(repo: Repository, ids: dict[str, str], **branches: str) -> None:
    """Have branches at commits."""
    for name, letter in branches.items():
        repo.git("update-ref", f"refs/heads/{name}", ids[letter])


@pytest.mark.parametrize(
    ("at", "state", "moved_to"),
    [("b", "undoable", None), ("a", "nothing_left", None), ("c", "ref_moved", "c")],
)
def test_a_branch_is_where_it_was_left_or_back_or_elsewhere(
    repo: Repository, ids: dict[str, str], at: str, state: str, moved_to: str | None
) -> None:
    stored = done(repo, entry(repo, ids, "topic:a:b"))
    put(repo, ids, topic=at)
    moved = RefChange(TOPIC, ids["a"], ids[moved_to]) if moved_to else None
    outside = RefChange(TOPIC, ids["b"], ids[at])
    assert list_entries(repo.runner) == (
        (EntryStatus(stored, state, moved),),  # type: ignore[arg-type]
        () if at == "b" else (outside,),
    )


@pytest.mark.parametrize(("at", "outside"), [("a", 0), ("b", 0), ("c", 1)])
def test_one_that_was_stopped_halfway_may_have_moved_its_branch(
    repo: Repository, ids: dict[str, str], at: str, outside: int
) -> None:
    stored = entry(repo, ids, "topic:a:b", "other:c:d")
    put(repo, ids, topic=at, other="d")
    listed = list_entries(repo.runner)
    assert len(listed.ref_changes_by_others) == outside
    if at == "b":
        assert listed.entries == (EntryStatus(stored, "incomplete"),)


def test_a_push_is_not_taken_back(repo: Repository, ids: dict[str, str]) -> None:
    stored = done(repo, entry(repo, ids, "topic:a:b", remote="origin"))
    put(repo, ids, topic="d")
    assert list_entries(repo.runner) == ((EntryStatus(stored, "pushed"),), ())


def test_what_was_taken_back_is_done_again(repo: Repository) -> None:
    repo.commit("Sloppy", {"a.py": "x=1\n"})
    repo.write("a.py", "x = 1\n")
    file = FileChange(b"a.py", ContentChange(b"x=1\n", b"x = 1\n"))
    stored = done(repo, write_entry(repo.runner, Entry("worktree", repo.head, (file,))))
    assert list_entries(repo.runner).entries == (EntryStatus(stored, "undoable"),)
    undo(repo.runner)
    (status,) = list_entries(repo.runner).entries
    assert isinstance(status, EntryStatus)
    assert status == EntryStatus(stored._replace(state="undone"), "undone")


def test_a_sync_that_is_stopped_in_a_conflict(repo: Repository) -> None:
    repo.commit("Begin", {"a.txt": "1\n"})
    repo.git("branch", "topic")
    repo.commit("Ours", {"a.txt": "2\n"})
    onto = repo.head
    repo.git("checkout", "-q", "topic")
    repo.commit("Theirs", {"a.txt": "3\n"})
    tip = repo.head
    stays = ValueChange(tip, tip)
    entry = Entry("sync", onto, (), head=stays, refs=(RefChange(TOPIC, tip, tip),))
    stored = write_entry(repo.runner, entry)
    assert repo.attempt("rebase", "--merge", onto).returncode == 1
    assert list_entries(repo.runner).entries == (EntryStatus(stored, "in_conflict"),)


def test_a_branch_is_where_it_was_before_what_was_taken_back(
    repo: Repository, ids: dict[str, str]
) -> None:
    stored = done(repo, entry(repo, ids, "topic:a:b"))
    set_state(repo.runner, stored, "undone")
    put(repo, ids, topic="a")
    assert list_entries(repo.runner).ref_changes_by_others == ()
    put(repo, ids, topic="b")
    assert list_entries(repo.runner).ref_changes_by_others == (
        RefChange(TOPIC, ids["a"], ids["b"]),
    )


def test_nothing_is_left_where_the_files_are_as_before(repo: Repository) -> None:
    repo.commit("Sloppy", {"a.py": "x=1\n"})
    file = FileChange(b"a.py", ContentChange(b"x=1\n", b"x = 1\n"))
    stored = done(repo, write_entry(repo.runner, Entry("worktree", repo.head, (file,))))
    assert list_entries(repo.runner).entries == (EntryStatus(stored, "nothing_left"),)


def test_the_later_entry_of_a_branch_comes_first(repo: Repository, ids: dict[str, str]) -> None:
    first = done(repo, entry(repo, ids, "topic:a:b"))
    second = done(repo, entry(repo, ids, "topic:b:c"))
    put(repo, ids, topic="c")
    assert list_entries(repo.runner) == (
        (
            EntryStatus(second, "undoable"),
            EntryStatus(first, "blocked_by_later", blocking_number=second.number),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("later", "at"),
    [
        (("topic:b:c",), "d"),  # moved since
        (("topic:d:c",), "c"),  # moved between the two
    ],
)
def test_a_branch_that_moved_in_between_is_not_promised(
    repo: Repository, ids: dict[str, str], later: tuple[str, ...], at: str
) -> None:
    first = done(repo, entry(repo, ids, "topic:a:b"))
    done(repo, entry(repo, ids, *later))
    put(repo, ids, topic=at)
    listed = list_entries(repo.runner)
    moved = RefChange(TOPIC, ids["a"], ids[at])
    assert listed.entries[1] == EntryStatus(first, "ref_moved", moved)
    assert listed.ref_changes_by_others == (
        () if at == "c" else (RefChange(TOPIC, ids["c"], ids[at]),)
    )


def test_a_deleted_branch_has_moved_to_nowhere(repo: Repository, ids: dict[str, str]) -> None:
    done(repo, entry(repo, ids, "topic:-:b"))
    assert list_entries(repo.runner).ref_changes_by_others == (RefChange(TOPIC, ids["b"], NULL),)


def test_what_is_no_branch_is_not_listed_as_moved(repo: Repository, ids: dict[str, str]) -> None:
    moved = (RefChange("HEAD", ids["a"], ids["b"]),)
    done(repo, write_entry(repo.runner, Entry("sync", ids["a"], (), refs=moved)))
    assert list_entries(repo.runner).ref_changes_by_others == ()
