"""An entry taken back, done again or looked at by its number, and which have none."""

from __future__ import annotations

import pytest

from hookkit.errors import HookkitError, Refused
from hookkit.operation_log.entry import (
    ContentChange,
    Entry,
    FileChange,
    RefChange,
    StoredEntry,
    ValueChange,
)
from hookkit.operation_log.stored_entries import finish_entry, write_entry
from hookkit.undo.undo_or_redo import (
    UndoPreview,
    UndoResult,
    preview_redo,
    preview_undo,
    redo,
    undo,
)
from tests.repository import Repository

OLD, NEW, ID = b"x=1\n", b"x = 1\n", "a" * 40
MAIN = "refs/heads/main"


def change(name: str) -> FileChange:
    """The correction of a file."""
    return FileChange(name.encode(), ContentChange(OLD, NEW))


def log(repo: Repository, entry: Entry) -> StoredEntry:
    """Have an entry in the operation log as done."""
    found = write_entry(repo.runner, entry)
    finish_entry(repo.runner, found)
    return found._replace(state="done")


@pytest.fixture
def two(repo: Repository) -> tuple[StoredEntry, StoredEntry]:
    """Two files that were corrected one after the other."""
    repo.commit("Sloppy", {"a.py": OLD, "b.py": OLD})
    for name in ("a.py", "b.py"):
        repo.write(name, NEW)
    first, second = (
        log(repo, Entry("worktree", repo.head, (change(each),))) for each in ("a.py", "b.py")
    )
    return first, second


def test_the_number_says_which(repo: Repository, two: tuple[StoredEntry, StoredEntry]) -> None:
    first, second = two
    assert (first.number, second.number) == (1, 2)
    for number, stored in enumerate(two, 1):
        preview = preview_undo(repo.runner, number)
        assert preview == UndoPreview(stored, (), (stored.entry.files[0].path,), (), {})
    assert undo(repo.runner, 1) == UndoResult(first.entry, (b"a.py",), {})
    assert (repo.read("a.py"), repo.read("b.py")) == (OLD, NEW)
    preview = preview_redo(repo.runner, 1)
    assert (preview.stored_entry.number, preview.files, preview.dropped) == (1, (b"a.py",), {})
    assert redo(repo.runner, 1).restored_paths == (b"a.py",)
    assert (repo.read("a.py"), repo.read("b.py")) == (NEW, NEW)


def test_without_one_it_is_the_newest(
    repo: Repository, two: tuple[StoredEntry, StoredEntry]
) -> None:
    assert preview_undo(repo.runner).stored_entry == two[1]
    assert undo(repo.runner).entry == two[1].entry
    assert preview_undo(repo.runner).stored_entry == two[0]
    assert preview_redo(repo.runner).stored_entry.number == 2
    assert undo(repo.runner).entry == two[0].entry
    assert preview_redo(repo.runner).stored_entry.number == 1


@pytest.mark.parametrize("act", [undo, preview_undo])
def test_what_is_taken_back_already_is_done_again(
    repo: Repository, two: tuple[StoredEntry, StoredEntry], act: object
) -> None:
    assert callable(act)
    undo(repo.runner, 1)
    with pytest.raises(Refused) as refused:
        act(repo.runner, 1)
    message = "operation 1 is taken back already"
    assert (refused.value.message, refused.value.repair) == (message, "hookkit redo 1")


@pytest.mark.parametrize("act", [redo, preview_redo])
def test_what_was_not_taken_back_is_not_done_again(
    repo: Repository, two: tuple[StoredEntry, StoredEntry], act: object
) -> None:
    assert callable(act)
    with pytest.raises(Refused) as refused:
        act(repo.runner, 2)
    message = "operation 2 was not taken back"
    assert (refused.value.message, refused.value.repair) == (message, "hookkit undo --list")
    with pytest.raises(HookkitError) as raised:
        act(repo.runner)
    message = "nothing was taken back that could be done again"
    assert (raised.value.message, raised.value.repair) == (message, "hookkit undo --list")


@pytest.mark.parametrize("act", [undo, redo])
def test_a_number_that_no_entry_has(
    repo: Repository, two: tuple[StoredEntry, StoredEntry], act: object
) -> None:
    assert callable(act)
    with pytest.raises(HookkitError) as raised:
        act(repo.runner, 7)
    message = "there is no operation 7 in this worktree"
    assert (raised.value.message, raised.value.repair) == (message, "hookkit undo --list")


def test_an_empty_log(repo: Repository) -> None:
    with pytest.raises(HookkitError) as raised:
        undo(repo.runner)
    message = "there is nothing to take back here"
    assert (raised.value.message, raised.value.repair) == (message, "hookkit corrections")


def test_one_that_cannot_be_read_stops_it_unless_another_is_named(
    repo: Repository, two: tuple[StoredEntry, StoredEntry]
) -> None:
    (place,) = (repo.path / ".git/hookkit/undo").glob("*2.done")
    place.write_bytes(b"damaged\n")
    for number in (None, 2):
        with pytest.raises(Refused) as refused:
            undo(repo.runner, number)
        message = "operation 2 is damaged: nothing was changed"
        assert (refused.value.message, refused.value.repair) == (message, "hookkit undo --list")
    assert undo(repo.runner, 1).restored_paths == (b"a.py",)


def test_what_is_at_a_remote_stays_there(repo: Repository) -> None:
    new = repo.commit("Pushed")
    move = RefChange(MAIN, repo.runner.null_id, new)
    log(repo, Entry("push", new, (), refs=(move,), remote="origin"))
    with pytest.raises(Refused, match="^origin keeps main at ") as refused:
        undo(repo.runner)
    assert refused.value.repair and refused.value.repair.startswith("git push ")


def test_what_is_gone_already_changes_nothing(repo: Repository) -> None:
    old, new = repo.commit("Old"), repo.commit("New")
    stored = log(
        repo, Entry("fixup", old, (), head=ValueChange(old, new), branch=ValueChange(MAIN, MAIN))
    )
    repo.git("reset", "-q", "--soft", old)
    assert preview_undo(repo.runner) == UndoPreview(stored, (), (), (), {}, has_no_change=True)
    assert undo(repo.runner) == UndoResult(stored.entry, (), {}, has_no_change=True)
    repo.git("reset", "-q", "--soft", new)
    move = RefChange(MAIN, new, old)
    assert preview_undo(repo.runner) == UndoPreview(stored, (move,), (), (), {})


def test_edits_that_are_gone_can_come_again(
    repo: Repository, two: tuple[StoredEntry, StoredEntry]
) -> None:
    repo.write("b.py", OLD)
    assert preview_undo(repo.runner).has_no_change
    assert undo(repo.runner) == UndoResult(two[1].entry, (), {}, has_no_change=True)
    repo.write("b.py", NEW)
    assert undo(repo.runner) == UndoResult(two[1].entry, (b"b.py",), {})


def test_a_preview_refuses_what_undo_does(repo: Repository) -> None:
    old, new = repo.commit("Old"), repo.commit("New")
    log(repo, Entry("fixup", old, (), head=ValueChange(old, new), branch=ValueChange(MAIN, MAIN)))
    repo.commit("Later")
    for act in (undo, preview_undo):
        with pytest.raises(Refused, match="commits have been made since"):
            act(repo.runner)
    repo.git("switch", "-q", "-c", "other", new)
    repo.git("update-ref", MAIN, new)
    for act in (undo, preview_undo):
        with pytest.raises(Refused, match="was done on main"):
            act(repo.runner)


def test_what_stays_of_it_is_told_and_it_can_be_tried_again(
    repo: Repository, two: tuple[StoredEntry, StoredEntry]
) -> None:
    (repo.path / "b.py").unlink()
    assert set(preview_undo(repo.runner).dropped) == {b"b.py"}
    result = undo(repo.runner)
    assert (set(result.dropped), result.restored_paths) == ({b"b.py"}, ())
    repo.write("b.py", NEW)
    assert undo(repo.runner).restored_paths == (b"b.py",)
