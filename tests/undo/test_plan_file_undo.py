"""Which changes of a placement can be undone in files and index, and why others stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.git.index import IndexEntry, read_index
from hookkit.operation_log.entry import ContentChange, Entry, FileChange, RefChange, ValueChange
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.undo.plan_file_undo import (
    EDITED_LATER_REASON,
    STAGED_LATER_REASON,
    STAGED_OR_COMMITTED_REASON,
    FileUndoPlan,
    plan_file_undo,
    require_worktree_for,
    would_write_files,
)
from tests.repository import Repository

OLD, NEW, ID = b"x=1\n\n\ny=2\n", b"x = 1\n\n\ny = 2\n", "a" * 40
IN_FILE = FileChange(b"a.py", ContentChange(OLD, NEW))
EVERYWHERE = FileChange(b"a.py", ContentChange(OLD, NEW), ContentChange(OLD, NEW))


@pytest.fixture
def corrected(repo: Repository) -> Repository:
    """A repository whose file has been corrected, and nowhere else."""
    repo.commit("Sloppy", {"a.py": OLD, "b.py": OLD})
    repo.write("a.py", NEW)
    return repo


def plan(
    repo: Repository, *files: FileChange, kind: str = "worktree", is_redo: bool = False
) -> FileUndoPlan:
    """Plan to take back what was placed in files alone."""
    return plan_file_undo(repo.runner, Entry(kind, ID, files or (IN_FILE,)), is_redo)


def plan_on_branch(repo: Repository, *files: FileChange) -> FileUndoPlan:
    """Plan to take back what was placed on the branch."""
    entry = Entry("fixup", ID, files or (EVERYWHERE,), head=ValueChange(ID, ID))
    return plan_file_undo(repo.runner, entry, is_redo=False)


def written(found: FileUndoPlan) -> dict[bytes, bytes]:
    """The files that would be written, with their content."""
    return {path: each.data for path, each in found.file_rewrites.items()}


def staged(found: FileUndoPlan) -> dict[bytes, bytes]:
    """The entries of the index that would be set, with their content."""
    return {path: data for path, (_, data) in found.index_entries.items()}


def test_a_file_as_it_was_placed_goes_back(corrected: Repository) -> None:
    found = plan(corrected)
    assert (written(found), found.index_entries) == ({b"a.py": OLD}, {})
    assert found.dropped == {b"a.py": ()}
    assert would_write_files(corrected.runner, Entry("worktree", ID, (IN_FILE,)))


def test_one_that_is_back_already_is_not_written(corrected: Repository) -> None:
    corrected.write("a.py", OLD)
    found = plan(corrected)
    assert (written(found), found.dropped) == ({}, {b"a.py": ()})
    assert not would_write_files(corrected.runner, Entry("worktree", ID, (IN_FILE,)))


def test_one_of_which_the_index_alone_was_changed_is_not_written(corrected: Repository) -> None:
    found = plan(corrected, IN_FILE._replace(worktree=None))
    assert (written(found), found.dropped) == ({}, {b"a.py": ()})


def test_one_that_is_gone_is_told(corrected: Repository) -> None:
    (corrected.path / "a.py").unlink()
    corrected.write("b.py", NEW)
    found = plan(corrected, IN_FILE, IN_FILE._replace(path=b"b.py"))
    gone = (Dropped(1, 1, "the file is not in the worktree"),)
    assert found.dropped == {b"a.py": gone, b"b.py": ()}
    assert written(found) == {b"b.py": OLD}


def test_later_edits_stay(corrected: Repository) -> None:
    corrected.write("a.py", NEW.replace(b"y = 2", b"y = 3"))
    found = plan(corrected)
    assert written(found) == {b"a.py": b"x=1\n\n\ny = 3\n"}
    assert found.dropped == {b"a.py": (Dropped(4, 4, EDITED_LATER_REASON),)}


def test_what_is_staged_by_now_stays(corrected: Repository) -> None:
    corrected.git("add", "a.py")
    found = plan(
        corrected, IN_FILE, IN_FILE._replace(path=b"b.py", worktree=ContentChange(NEW, OLD))
    )
    assert written(found) == {}  # b.py is like the index as well
    kept = (Dropped(1, 1, STAGED_OR_COMMITTED_REASON),)
    assert found.dropped == {b"a.py": kept, b"b.py": kept}


def test_what_was_staged_before_goes_back(corrected: Repository) -> None:
    corrected.git("add", "a.py")
    found = plan(corrected, IN_FILE._replace(index=ContentChange(NEW, NEW)))
    assert (written(found), found.index_entries) == ({b"a.py": OLD}, {})


@pytest.mark.parametrize(("kind", "is_redo"), [("review", False), ("worktree", True)])
def test_of_a_review_and_of_a_redo_the_index_does_not_count(
    corrected: Repository, kind: str, is_redo: bool
) -> None:
    corrected.git("add", "a.py")
    assert written(plan(corrected, kind=kind, is_redo=is_redo)) == {b"a.py": OLD}


def test_the_index_goes_back_with_the_branch(corrected: Repository) -> None:
    corrected.git("add", "a.py")
    found = plan_on_branch(corrected)
    assert (written(found), staged(found)) == ({b"a.py": OLD}, {b"a.py": OLD})
    entry = read_index(corrected.runner, [b"a.py"])[b"a.py"]
    assert found.index_entries[b"a.py"][0] == entry
    assert found.dropped == {b"a.py": ()}


def test_edits_that_are_staged_since_stay(corrected: Repository) -> None:
    corrected.write("a.py", b"# mine\n" + NEW.replace(b"y = 2", b"y = 3"))
    corrected.git("add", "a.py")
    corrected.write("a.py", NEW)
    found = plan_on_branch(corrected)
    assert staged(found) == {b"a.py": b"# mine\nx=1\n\n\ny = 3\n"}
    assert found.dropped == {b"a.py": (Dropped(4, 4, STAGED_LATER_REASON),)}
    assert written(found) == {b"a.py": OLD}


def test_of_a_file_with_edits_in_both_those_of_the_file_are_told(corrected: Repository) -> None:
    corrected.write("a.py", NEW.replace(b"y = 2", b"y = 3"))
    corrected.git("add", "a.py")
    found = plan_on_branch(corrected)
    assert found.dropped == {b"a.py": (Dropped(4, 4, EDITED_LATER_REASON),)}


def test_a_file_that_the_index_lacks_or_has_as_a_link_is_left_there(corrected: Repository) -> None:
    corrected.git("rm", "-q", "--cached", "a.py")
    (corrected.path / "b.py").unlink()
    (corrected.path / "b.py").symlink_to("a.py")
    corrected.git("add", "b.py")
    found = plan_on_branch(corrected, EVERYWHERE, EVERYWHERE._replace(path=b"b.py"))
    assert (found.index_entries, written(found)) == ({}, {b"a.py": OLD})


def test_what_was_in_the_file_alone_is_left_in_the_index(corrected: Repository) -> None:
    corrected.git("add", "a.py")
    corrected.write("b.py", NEW)
    corrected.git("add", "b.py")
    found = plan_on_branch(corrected, IN_FILE, EVERYWHERE._replace(path=b"b.py"))
    assert staged(found) == {b"b.py": OLD}
    assert written(found) == {b"a.py": OLD, b"b.py": OLD}


def test_flags_of_the_index_stay(corrected: Repository) -> None:
    corrected.git("add", "a.py")
    corrected.git("update-index", "--assume-unchanged", "a.py")
    entry = plan_on_branch(corrected).index_entries[b"a.py"][0]
    assert isinstance(entry, IndexEntry)
    assert (entry.is_skip_worktree, entry.is_assume_unchanged) == (False, True)


def test_without_a_worktree_nothing_that_lay_in_one_is_taken_back(tmp_path: Path) -> None:
    git = Repository.init(tmp_path / "bare", "--bare").runner
    move = RefChange("refs/heads/main", ID, ID)
    for entry in (Entry("worktree", ID, (IN_FILE,)), Entry("sync", ID, (), refs=(move,))):
        with pytest.raises(EnvironmentFailed, match="needs a worktree"):
            require_worktree_for(git, [Entry("drop", ID, ()), entry])
    require_worktree_for(git, [Entry("drop", ID, (), correction=ValueChange(ID, ID))])


def test_with_a_worktree_all_is_taken_back(repo: Repository) -> None:
    require_worktree_for(repo.runner, [Entry("worktree", ID, (IN_FILE,))])
