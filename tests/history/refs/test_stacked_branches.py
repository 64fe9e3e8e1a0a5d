"""The branches that a branch is stacked on, down to its target."""

from __future__ import annotations

import pytest

from hookkit.history.refs.stacked_branches import (
    StackedBranches,
    other_branch_refs_below,
    read_stacked_branches,
)
from tests.history.checks.scenarios import branch, grow
from tests.repository import Repository


@pytest.fixture
def stack(repo: Repository) -> Repository:
    """Branches at, below and above others."""
    grow(repo, "base")
    branch(repo, "low", "main", "one")
    branch(repo, "top", "low", "two")
    repo.git("branch", "same", "top")
    branch(repo, "above", "top", "three")
    repo.git("branch", "at-main", "main")
    repo.git("tag", "low", "main")
    return repo


def names(found: StackedBranches) -> tuple[list[str], list[str]]:
    """The names of the branches."""
    return [each.name for each in found.movable_branches], [
        each.name for each in found.checked_out_branches
    ]


def test_those_below_the_tip_and_above_the_target_are_given(stack: Repository) -> None:
    assert names(read_stacked_branches(stack.runner, "main", stack.git("rev-parse", "top"))) == (
        ["low"],
        [],
    )


def test_one_that_another_worktree_is_on_is_held(stack: Repository) -> None:
    stack.git("worktree", "add", "-q", str(stack.path.parent / "linked"), "low")
    assert names(read_stacked_branches(stack.runner, "main", stack.git("rev-parse", "top"))) == (
        [],
        ["low"],
    )


def test_a_person_can_leave_them_where_they_are(stack: Repository) -> None:
    stack.git("config", "rebase.updateRefs", "off")
    assert names(read_stacked_branches(stack.runner, "main", stack.git("rev-parse", "top"))) == (
        [],
        [],
    )


def test_one_that_stands_for_another_is_not_moved_twice(stack: Repository) -> None:
    stack.git("symbolic-ref", "refs/heads/alias", "refs/heads/low")
    assert names(read_stacked_branches(stack.runner, "main", stack.git("rev-parse", "top"))) == (
        ["low"],
        [],
    )


def test_what_a_branch_is_stacked_on_may_be_of_a_remote_and_is_not_the_branch_itself(
    stack: Repository,
) -> None:
    top, one = (stack.git("rev-parse", each) for each in ("top", "refs/heads/low"))
    for name in ("low", "top", "far"):
        stack.git("update-ref", f"refs/remotes/origin/{name}", one)
    stack.git("update-ref", "refs/remotes/origin/above", "above")
    stack.git("branch", "old/top", one)
    assert other_branch_refs_below(stack.runner, "main", top, "top") == [
        "refs/heads/low",
        "refs/heads/old/top",
        "refs/remotes/origin/far",
        "refs/remotes/origin/low",
    ]
    assert other_branch_refs_below(stack.runner, one, top, "top") == []
