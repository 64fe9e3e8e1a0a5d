"""Which files an undo of a move restores: recorded, restored already, or edited since."""

from __future__ import annotations

import pytest

from hookkit.git.differing_paths import Difference, differences
from hookkit.git.index import IndexEntry, read_index
from hookkit.git.plan_move_with_edits import EditedFile
from hookkit.git.trees import TreeEntry
from hookkit.operation_log.entry import ContentChange, FileChange
from hookkit.undo.undo_move import restore_edits, restoring_handler
from tests.repository import Repository

OLD, NEW = b"one\ntwo\n", b"one\n2\n"
MINE, MINE_THERE = b"mine\none\ntwo\n", b"mine\none\n2\n"
STAGED, STAGED_THERE = b"staged\none\ntwo\n", b"staged\none\n2\n"
RECORDED = FileChange(
    b"a.py", ContentChange(MINE, MINE_THERE), ContentChange(STAGED, STAGED_THERE), "100755"
)


@pytest.fixture
def moved(repo: Repository) -> Difference:
    """A branch that was moved to another content of a file; it goes back to the first."""
    old, new = repo.commit("Old", {"a.py": OLD}), repo.commit("New", {"a.py": NEW})
    (difference,) = differences(repo.runner, new, old)
    return difference


def carried(repo: Repository, difference: Difference, *files: FileChange) -> EditedFile | None:
    """What becomes of the file."""
    handle = restoring_handler({each.path: each for each in files})
    entry = read_index(repo.runner, [b"a.py"]).get(b"a.py")
    return handle(repo.runner, repo.path, difference, entry)


def stage(repo: Repository, staged: bytes, edited: bytes) -> None:
    """Have one content in the index and another in the file."""
    repo.write("a.py", staged)
    repo.git("add", "a.py")
    repo.write("a.py", edited)


def test_what_was_recorded_goes_back_as_it_was(repo: Repository, moved: Difference) -> None:
    stage(repo, STAGED_THERE, MINE_THERE)
    entry = read_index(repo.runner, [b"a.py"])[b"a.py"]
    found = carried(repo, moved, RECORDED)
    assert found is not None and found.rewrite is not None
    assert moved.new_entry is not None
    assert found.incoming_entry == entry._replace(entry=moved.new_entry)
    assert found.merged_entry.entry[:2] == (b"a.py", "100755")
    assert repo.blob(found.merged_entry.entry.blob) == STAGED
    assert (found.rewrite.snapshot.data, found.rewrite.data) == (MINE_THERE, MINE)


@pytest.mark.parametrize(
    ("staged", "edited"),
    [(STAGED_THERE, b"later\n" + MINE_THERE), (b"later\n" + STAGED_THERE, MINE_THERE)],
)
def test_later_edits_are_carried_instead(
    repo: Repository, moved: Difference, staged: bytes, edited: bytes
) -> None:
    stage(repo, staged, edited)
    found = carried(repo, moved, RECORDED)
    assert found is not None and found.rewrite is not None
    assert repo.blob(found.merged_entry.entry.blob) == staged.replace(b"2", b"two")
    assert found.rewrite.data == edited.replace(b"2", b"two")


@pytest.mark.parametrize("lacking", ["index", "worktree"])
def test_a_record_of_one_place_alone_is_none(
    repo: Repository, moved: Difference, lacking: str
) -> None:
    stage(repo, STAGED_THERE, MINE_THERE)
    half = RECORDED._replace(**{lacking: None})  # type: ignore[arg-type]
    found = carried(repo, moved, half)
    assert found is not None
    assert repo.blob(found.merged_entry.entry.blob) == STAGED
    assert found.merged_entry.entry.mode == "100644"


@pytest.mark.parametrize("is_in_index", [True, False])
def test_a_file_that_is_back_already_is_left(
    repo: Repository, moved: Difference, is_in_index: bool
) -> None:
    repo.write("a.py", OLD)
    if not is_in_index:
        repo.git("rm", "-q", "--cached", "a.py")
    assert moved.new_entry is not None
    at_end = IndexEntry(moved.new_entry, is_skip_worktree=False, is_assume_unchanged=False)
    assert carried(repo, moved) == EditedFile(at_end, at_end)
    blob = repo.git("rev-parse", "HEAD^:a.py")
    assert at_end.entry == TreeEntry(b"a.py", "100644", blob)


def test_edits_come_again_where_the_file_has_what_was_made_of_them(repo: Repository) -> None:
    for name, data in (("a.py", MINE_THERE), ("b.py", OLD), ("c.py", MINE_THERE)):
        repo.write(name, data)
    others = [RECORDED._replace(path=each) for each in (b"gone.py", b"b.py")]
    in_index_alone = RECORDED._replace(path=b"c.py", worktree=None)
    restore_edits(repo.runner, [*others, in_index_alone, RECORDED])
    found = {each.name: each.read_bytes() for each in repo.path.glob("*.py")}
    assert found == {"a.py": MINE, "b.py": OLD, "c.py": MINE_THERE}
