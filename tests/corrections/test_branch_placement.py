"""What a placement on the branch gives HEAD, index and files, and where it has no place."""

from __future__ import annotations

import pytest

from hookkit.corrections.branch_placement import place_on_branch, tree_after_placement
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import (
    BRANCH_EDITS_REASON,
    STAGED_EDITS_REASON,
    WORKTREE_EDITS_REASON,
    PlacementResult,
)
from hookkit.errors import GitFailed
from hookkit.operation_log.entry import (
    ContentChange,
    Entry,
    FileChange,
    RefChange,
    StoredEntry,
    ValueChange,
)
from hookkit.operation_log.stored_entries import active_entries
from hookkit.pep8.fix_task_and_outcome import Dropped
from tests.repository import Repository

BASE, FIXED = b"x=1\n\n\ny=2\n", b"x = 1\n\n\ny = 2\n"
HALF = b"x = 1\n\n\ny=2\n"
FILE = FixedFile(b"a.py", "100644", BASE, FIXED)
MAIN = "refs/heads/main"


@pytest.fixture
def committed(repo: Repository) -> Repository:
    """A repository with a sloppy commit of two files, one of them a program."""
    repo.write("run.py", BASE).chmod(0o755)
    repo.commit("Sloppy", {"a.py": BASE, "run.py": BASE, "other.txt": b"other\n"})
    return repo


def commit_tree(repo: Repository, tree: str) -> str:
    """Make the commit of a placement."""
    return repo.git("commit-tree", "-m", "Fix", "-p", "HEAD", tree)


def place(repo: Repository, *files: FixedFile) -> PlacementResult:
    """Put corrections on the branch."""
    head = repo.head
    return place_on_branch(
        repo.runner, head, head, files or [FILE], "fixup", lambda tree: commit_tree(repo, tree)
    )


def logged(repo: Repository) -> StoredEntry:
    """The one entry of the operation log."""
    (found,) = active_entries(repo.runner)
    return found


def test_head_index_and_files_move_together_and_it_is_written_down(committed: Repository) -> None:
    old = committed.head
    run = FILE._replace(path=b"run.py", mode="100755")
    placed = place(committed, FILE, run)
    new = committed.head
    assert placed == PlacementResult(new, {b"a.py": (), b"run.py": ()}, is_empty=False)
    assert (committed.status, committed.read("a.py")) == ("", FIXED)
    assert committed.git("diff", "--name-only", old, new).split() == ["a.py", "run.py"]
    assert committed.git("diff", "--summary", old, new) == ""  # modes stay
    both = ContentChange(BASE, FIXED)
    files = (
        FileChange(b"a.py", both, both, "100644"),
        FileChange(b"run.py", both, both, "100755"),
    )
    entry = Entry("fixup", old, files, ValueChange(old, new), branch=ValueChange(MAIN, MAIN))
    assert (logged(committed).state, logged(committed).entry) == ("done", entry)
    assert committed.git("log", "-g", "-1", "--format=%gs") == "hookkit: fixup"


def test_on_a_detached_head_no_branch_is_written_down(committed: Repository) -> None:
    committed.git("checkout", "-q", "--detach")
    place(committed)
    assert logged(committed).entry.branch == ValueChange("", "")


@pytest.mark.parametrize(("flag", "tag"), [("assume-unchanged", "h"), ("skip-worktree", "S")])
def test_what_git_is_told_not_to_look_at_stays_so(
    committed: Repository, flag: str, tag: str
) -> None:
    committed.git("update-index", f"--{flag}", "a.py")
    place(committed)
    assert committed.git("ls-files", "-v", "a.py", "run.py") == f"{tag} a.py\nH run.py"
    assert committed.git("show", ":a.py").encode() + b"\n" == FIXED


def test_edits_in_each_place_stay_there(committed: Repository) -> None:
    staged, edited = b"# staged\n" + BASE, b"# staged\n" + BASE + b"# edited\n"
    committed.write("a.py", staged)
    committed.git("add", "a.py")
    committed.write("a.py", edited)
    place(committed)
    assert committed.blob("HEAD:a.py") == FIXED
    assert committed.blob(":a.py") == b"# staged\n" + FIXED
    assert committed.read("a.py") == b"# staged\n" + FIXED + b"# edited\n"


@pytest.mark.parametrize(
    ("place_of_edit", "reason"),
    [
        ("commit", BRANCH_EDITS_REASON),
        ("index", STAGED_EDITS_REASON),
        ("worktree", WORKTREE_EDITS_REASON),
    ],
)
def test_a_line_that_is_edited_in_one_place_is_left_in_all(
    committed: Repository, place_of_edit: str, reason: str
) -> None:
    committed.write("a.py", BASE.replace(b"y=2", b"y=22"))
    if place_of_edit != "worktree":
        committed.git("add", "a.py")
    if place_of_edit == "commit":
        committed.git("commit", "-q", "-m", "Later")
    elif place_of_edit == "index":
        committed.write("a.py", BASE)
    head = committed.head
    tree, dropped = tree_after_placement(committed.runner, head, [FILE])
    assert dropped == {b"a.py": (Dropped(4, 4, reason),)}
    assert tree is not None
    mine = b"y=22" if place_of_edit == "commit" else b"y=2"
    assert committed.blob(f"{tree}:a.py") == HALF.replace(b"y=2", mine)
    assert committed.head == head


def remove(repo: Repository, how: str) -> None:
    """Have no file a.py that could be corrected in one of the three places."""
    (repo.path / "a.py").unlink()
    if how != "worktree":
        if how.endswith("link"):
            (repo.path / "a.py").symlink_to("run.py")
        repo.git("add", "--all", "a.py")
    if how.startswith("commit"):
        repo.git("commit", "-q", "-m", "Remove")


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("commit", BRANCH_EDITS_REASON),
        ("commit link", BRANCH_EDITS_REASON),
        ("index", STAGED_EDITS_REASON),
        ("index link", STAGED_EDITS_REASON),
        ("worktree", "the file is not in the worktree"),
    ],
)
def test_where_there_is_no_such_file_all_of_it_is_dropped(
    committed: Repository, how: str, reason: str
) -> None:
    remove(committed, how)
    before = (committed.head, committed.status)
    placed = place(committed)
    assert placed == PlacementResult(None, {b"a.py": (Dropped(1, 4, reason),)}, is_empty=True)
    assert (committed.head, committed.status) == before
    assert list(active_entries(committed.runner)) == []


def test_other_files_are_placed_beside_one_without_a_place(committed: Repository) -> None:
    remove(committed, "worktree")
    run = FILE._replace(path=b"run.py", mode="100755")
    placed = place(committed, FILE, run)
    assert placed.dropped[b"run.py"] == ()
    assert committed.read("run.py") == FIXED
    assert committed.git("diff", "--name-only", "HEAD^", "HEAD") == "run.py"


def test_one_that_needs_all_stays_as_it_is_beside_what_is_dropped(committed: Repository) -> None:
    remove(committed, "worktree")
    run = FILE._replace(path=b"run.py", mode="100755", is_all_or_nothing=True)
    tree, dropped = tree_after_placement(committed.runner, committed.head, [FILE, run])
    assert tree is None
    assert dropped[b"run.py"] == (Dropped(1, 1, "the file is not in the worktree"),)


def test_what_head_has_already_makes_no_commit(committed: Repository) -> None:
    committed.commit("Fix by hand", {"a.py": FIXED})
    placed = place(committed)
    assert placed == PlacementResult(None, {b"a.py": ()}, is_empty=True)


def test_the_ref_of_the_rest_moves_with_head_or_nothing_does(committed: Repository) -> None:
    old = committed.head
    ref = "refs/hookkit/corrections/rest"

    def place_with(rest: RefChange) -> PlacementResult:
        return place_on_branch(
            committed.runner,
            old,
            old,
            [FILE],
            "amend",
            lambda tree: commit_tree(committed, tree),
            lambda commit: rest,
        )

    with pytest.raises(GitFailed):
        place_with(RefChange(ref, old, old))  # it is not there
    assert (committed.head, committed.read("a.py")) == (old, BASE)
    rest = RefChange(ref, committed.runner.null_id, old)
    place_with(rest)
    assert committed.git("rev-parse", ref) == old
    assert logged(committed).entry.remaining_correction == rest
