"""Every git operation that can stop halfway is recognised while it is in progress."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hookkit.git.operation_in_progress import is_rebase_or_am, operation_in_progress
from hookkit.git.refs import lacks_ref_files
from tests.repository import Repository


def conflicting(repo: Repository) -> None:
    """Two branches that cannot be put together; main is checked out."""
    repo.commit("Begin", {"a.txt": "a\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("Topic", {"a.txt": "topic\n"})
    repo.commit("Topic again", {"a.txt": "topic again\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("Main", {"a.txt": "main\n"})


def rebase_by_merging(repo: Repository) -> None:
    assert repo.attempt("rebase", "--merge", "topic").returncode == 1


def rebase_by_applying(repo: Repository) -> None:
    assert repo.attempt("rebase", "--apply", "topic").returncode != 0


def rebase_to_edit(repo: Repository) -> None:
    repo.git("rebase", "-i", "HEAD^", GIT_SEQUENCE_EDITOR="sed -i.bak s/^pick/edit/")


def am(repo: Repository) -> None:
    patch = repo.git("format-patch", "-1", "--stdout", "topic").encode()
    assert repo.attempt("am", data=patch + b"\n").returncode != 0


def cherry_pick(repo: Repository) -> None:
    assert repo.attempt("cherry-pick", "topic").returncode == 1


def cherry_pick_of_several(repo: Repository) -> None:
    assert repo.attempt("cherry-pick", "main..topic").returncode == 1


def cherry_pick_of_several_between_two(repo: Repository) -> None:
    """The conflict is committed by hand: CHERRY_PICK_HEAD has gone, the rest is still to do."""
    cherry_pick_of_several(repo)
    repo.git("commit", "-q", "-a", "-m", "Resolved")
    assert not (repo.path / ".git" / "CHERRY_PICK_HEAD").exists()


def revert(repo: Repository) -> None:
    assert repo.attempt("revert", "--no-edit", "topic").returncode == 1


def merge(repo: Repository) -> None:
    assert repo.attempt("merge", "topic").returncode == 1


def merge_to_be_committed(repo: Repository) -> None:
    repo.git("merge", "--no-commit", "-q", "-s", "ours", "topic")


def bisect(repo: Repository) -> None:
    repo.git("bisect", "start", "HEAD", "HEAD^")


OPERATIONS: list[tuple[Callable[[Repository], None], str]] = [
    (rebase_by_merging, "a rebase"),
    (rebase_by_applying, "a rebase"),
    (rebase_to_edit, "a rebase"),
    (am, "git am"),
    (cherry_pick, "a cherry-pick"),
    (cherry_pick_of_several, "a cherry-pick"),
    (cherry_pick_of_several_between_two, "a cherry-pick or revert"),
    (revert, "a revert"),
    (merge, "a merge"),
    (merge_to_be_committed, "a merge"),
    (bisect, "a bisect"),
]


@pytest.mark.parametrize(
    ("begin", "name"), OPERATIONS, ids=[each[0].__name__ for each in OPERATIONS]
)
def test_what_is_under_way_is_named(
    repo: Repository, begin: Callable[[Repository], None], name: str
) -> None:
    conflicting(repo)
    assert operation_in_progress(repo.runner) is None
    begin(repo)
    assert operation_in_progress(repo.runner) == name
    assert is_rebase_or_am(name) == (name in ("a rebase", "git am"))


def test_a_linked_worktree_has_operations_of_its_own(repo: Repository) -> None:
    conflicting(repo)
    repo.git("worktree", "add", "-q", "-b", "other", str(repo.path.parent / "linked"))
    linked = Repository(repo.path.parent / "linked")
    merge(linked)
    assert operation_in_progress(linked.runner) == "a merge"
    assert operation_in_progress(repo.runner) is None


def test_a_shell_of_git_rebase_exec_is_in_the_middle_of_it(repo: Repository) -> None:
    conflicting(repo)
    repo.git("rebase", "-q", "--exec", "test -d .git/rebase-merge && touch seen", "HEAD^")
    assert (repo.path / "seen").exists()
    assert operation_in_progress(repo.runner) is None


def test_a_squash_merge_is_an_ordinary_commit_to_come(repo: Repository) -> None:
    repo.commit("Begin")
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("Topic", {"a.txt": "a\n"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--squash", "topic")
    assert operation_in_progress(repo.runner) is None


def test_a_branch_that_is_called_like_a_mark_is_no_operation(repo: Repository) -> None:
    repo.commit("Begin")
    for name in ("CHERRY_PICK_HEAD", "REVERT_HEAD", "MERGE_HEAD"):
        repo.git("update-ref", f"refs/heads/{name}", "HEAD")
    assert operation_in_progress(repo.runner) is None


def test_where_refs_are_is_told_by_the_head_file(repo: Repository) -> None:
    assert lacks_ref_files(repo.runner) == repo.has_reftable
    assert (repo.path / ".git" / "reftable").exists() == repo.has_reftable
