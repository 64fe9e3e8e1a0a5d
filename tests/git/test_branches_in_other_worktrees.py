"""The branches that are checked out or rebased in other worktrees."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hookkit.git.branches_in_other_worktrees import branches_checked_out_elsewhere
from tests.history.checks.scenarios import branch, grow
from tests.repository import Repository


@pytest.fixture
def two(repo: Repository, tmp_path: Path) -> tuple[Repository, Repository]:
    """A repository on main, with a linked worktree on the branch "low" below "top"."""
    grow(repo, "base")
    branch(repo, "low", "main", "one")
    branch(repo, "top", "low", "two")
    repo.git("checkout", "-q", "main")
    linked = Repository(tmp_path / "linked tree")
    repo.git("worktree", "add", "-q", str(linked.path), "low")
    return repo, linked


def test_a_worktree_sees_the_branch_of_each_other_one(two: tuple[Repository, Repository]) -> None:
    main, linked = two
    assert branches_checked_out_elsewhere(main.runner) == {"refs/heads/low": str(linked.path)}
    assert branches_checked_out_elsewhere(linked.runner) == {"refs/heads/main": str(main.path)}
    linked.git("checkout", "-q", "--detach")
    assert branches_checked_out_elsewhere(main.runner) == {}


def test_a_branch_that_both_are_on_counts(two: tuple[Repository, Repository]) -> None:
    main, linked = two
    main.git("checkout", "-q", "--ignore-other-worktrees", "low")
    assert branches_checked_out_elsewhere(main.runner) == {"refs/heads/low": str(linked.path)}
    assert branches_checked_out_elsewhere(linked.runner) == {"refs/heads/low": str(main.path)}


def test_a_rebase_holds_its_branch_and_those_that_it_moves(
    two: tuple[Repository, Repository],
) -> None:
    main, linked = two
    linked.git("checkout", "-q", "top")
    how = ("rebase", "-q", "--update-refs", "-i", "main")
    linked.attempt(*how, GIT_SEQUENCE_EDITOR="sed -i.old 1s/pick/edit/")
    assert branches_checked_out_elsewhere(main.runner) == {
        "refs/heads/top": str(linked.path),
        "refs/heads/low": str(linked.path),
    }
    assert branches_checked_out_elsewhere(linked.runner) == {"refs/heads/main": str(main.path)}


def test_a_bisect_comes_back_to_its_branch(two: tuple[Repository, Repository]) -> None:
    main, linked = two
    main.git("bisect", "start")
    main.git("checkout", "-q", "--detach")
    assert branches_checked_out_elsewhere(linked.runner) == {"refs/heads/main": str(main.path)}


def test_a_worktree_that_is_gone_holds_nothing(two: tuple[Repository, Repository]) -> None:
    main, linked = two
    shutil.rmtree(linked.path)
    assert branches_checked_out_elsewhere(main.runner) == {}


def test_a_git_dir_that_is_apart_is_no_other_worktree(
    two: tuple[Repository, Repository], tmp_path: Path
) -> None:
    # git lists the main worktree by its git dir then.
    source, _ = two
    apart = Repository(tmp_path / "apart")
    place = tmp_path / "its.git"
    command = ("clone", "-q", "--separate-git-dir", str(place), str(source.path), str(apart.path))
    source.git(*command)
    assert branches_checked_out_elsewhere(apart.runner) == {}
    linked = Repository(tmp_path / "linked to it")
    apart.git("worktree", "add", "-q", "-b", "other", str(linked.path))
    assert branches_checked_out_elsewhere(apart.runner) == {"refs/heads/other": str(linked.path)}
    assert branches_checked_out_elsewhere(linked.runner) == {"refs/heads/main": str(place)}
