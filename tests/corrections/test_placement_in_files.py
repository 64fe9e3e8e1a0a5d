"""What a placement in files writes down, and what it tells of a file that has no place for it."""

from __future__ import annotations

import errno
import os

import pytest

from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import (
    BRANCH_EDITS_REASON,
    STAGED_EDITS_REASON,
    WORKTREE_EDITS_REASON,
    PlacementResult,
    all_lines_as_dropped,
    all_or_nothing_files_as_dropped,
    reason_not_placed,
)
from hookkit.corrections.worktree_placement import place_in_worktree
from hookkit.git import file_replacement
from hookkit.operation_log.entry import ContentChange, Entry, FileChange
from hookkit.operation_log.stored_entries import UnreadableEntry, migrate_and_read_entries
from hookkit.pep8.fix_task_and_outcome import Dropped
from tests.repository import Repository

BASE, FIXED = b"x=1\ny=2\n", b"x = 1\ny = 2\n"
FILE = FixedFile(b"a.py", "100644", BASE, FIXED)


@pytest.fixture
def committed(repo: Repository) -> Repository:
    """A repository with a sloppy commit."""
    repo.commit("Sloppy", {"a.py": BASE})
    return repo


def logged(repo: Repository) -> list[Entry]:
    """What the operation log has; each of it must be done."""
    found = list(migrate_and_read_entries(repo.runner))
    assert not any(isinstance(each, UnreadableEntry) or each.state != "done" for each in found)
    return [each.entry for each in found if not isinstance(each, UnreadableEntry)]


def test_it_is_written_down_with_its_commit(committed: Repository) -> None:
    file = FILE._replace(mode="100755")
    placed = place_in_worktree(committed.runner, committed.head, [file], "worktree")
    assert placed == PlacementResult(None, {b"a.py": ()}, is_empty=False)
    change = FileChange(b"a.py", ContentChange(BASE, FIXED), None, "100755")
    assert logged(committed) == [Entry("worktree", committed.head, (change,))]
    assert committed.read("a.py") == FIXED


@pytest.mark.parametrize("staged", [FIXED, b"x = 1\r\ny = 2\r\n", b"z = 3\n"])
def test_without_a_commit_it_is_written_down_what_is_staged_like_it(
    committed: Repository, staged: bytes
) -> None:
    committed.git("config", "core.autocrlf", "true")
    committed.write("a.py", staged)
    committed.git("-c", "core.autocrlf=false", "add", "a.py")
    committed.write("a.py", BASE)
    place_in_worktree(committed.runner, "", [FILE], "worktree")
    index = ContentChange(FIXED, FIXED) if b"x" in staged else None
    assert [each.files[0].index for each in logged(committed)] == [index]


def test_with_a_commit_nobody_asks_what_is_staged(committed: Repository) -> None:
    committed.write("a.py", FIXED)
    committed.git("add", "a.py")
    committed.write("a.py", BASE)
    place_in_worktree(committed.runner, committed.head, [FILE], "worktree")
    assert [each.files[0].index for each in logged(committed)] == [None]


def test_a_file_that_is_gone_is_told_with_all_its_lines(committed: Repository) -> None:
    (committed.path / "a.py").unlink()
    placed = place_in_worktree(committed.runner, committed.head, [FILE], "worktree")
    dropped = (Dropped(1, 2, "the file is not in the worktree"),)
    assert placed == PlacementResult(None, {b"a.py": dropped}, is_empty=True)
    assert logged(committed) == []


def test_one_that_cannot_be_written_is_not_written_down(
    committed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(first: str, second: str) -> bool:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(file_replacement, "exchange_paths", fail)
    placed = place_in_worktree(committed.runner, committed.head, [FILE], "worktree")
    ((dropped,),) = placed.dropped.values()
    assert (dropped.first, dropped.last, placed.is_empty) == (1, 2, True)
    assert dropped.reason.startswith("the file cannot be written: ")
    assert logged(committed) == []
    assert committed.read("a.py") == BASE


def test_what_is_corrected_already_is_no_change(committed: Repository) -> None:
    committed.write("a.py", FIXED)
    placed = place_in_worktree(committed.runner, committed.head, [FILE], "worktree")
    assert (placed.is_empty, logged(committed)) == (True, [])


def test_of_two_files_the_one_with_a_place_is_written(committed: Repository) -> None:
    gone = FILE._replace(path=b"gone.py")
    placed = place_in_worktree(committed.runner, committed.head, [gone, FILE], "worktree")
    assert (set(placed.dropped), placed.dropped[b"a.py"]) == ({b"gone.py", b"a.py"}, ())
    assert committed.read("a.py") == FIXED


def test_one_that_needs_all_is_not_placed_beside_what_is_dropped(committed: Repository) -> None:
    gone, needy = FILE._replace(path=b"gone.py"), FILE._replace(is_all_or_nothing=True)
    placed = place_in_worktree(committed.runner, committed.head, [gone, needy], "worktree")
    assert placed.is_empty
    assert placed.dropped[b"a.py"] == (Dropped(1, 1, "the file is not in the worktree"),)
    assert committed.read("a.py") == BASE


@pytest.mark.parametrize(("base", "last"), [(b"", 1), (b"x", 1), (b"x\ny\n", 2)])
def test_all_lines_of_a_file(base: bytes, last: int) -> None:
    file = FILE._replace(original=base)
    assert all_lines_as_dropped(file, WORKTREE_EDITS_REASON) == (
        Dropped(1, last, WORKTREE_EDITS_REASON),
    )


def test_what_needs_all_keeps_its_own_reason() -> None:
    mine, other = Dropped(4, 5, STAGED_EDITS_REASON), Dropped(2, 3, BRANCH_EDITS_REASON)
    needy = FILE._replace(is_all_or_nothing=True)
    files = [FILE._replace(path=b"other.py"), needy]
    assert all_or_nothing_files_as_dropped(files, {b"other.py": (), b"a.py": ()}) == {}
    only_other = {b"other.py": (other,), b"a.py": ()}
    assert all_or_nothing_files_as_dropped(files, only_other) == {
        b"a.py": (Dropped(1, 1, BRANCH_EDITS_REASON),)
    }
    both = {b"other.py": (other,), b"a.py": (mine,)}
    assert all_or_nothing_files_as_dropped(files, both) == {b"a.py": (mine,)}


def test_a_reason_of_the_file_system_is_told_before_edits() -> None:
    edits = [
        Dropped(1, 1, each)
        for each in (WORKTREE_EDITS_REASON, STAGED_EDITS_REASON, BRANCH_EDITS_REASON)
    ]
    mine = "nothing of it has a place beside your other edits"
    assert reason_not_placed({}) == reason_not_placed({b"a.py": edits}) == mine
    full = Dropped(1, 1, "the file cannot be written")
    dropped = {b"a.py": edits, b"b.py": [*edits, full]}
    assert reason_not_placed(dropped) == "b.py: the file cannot be written"
