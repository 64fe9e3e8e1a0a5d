"""The current branch, wherever git keeps its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.history.refs.ci_variables import BRANCH_VARIABLES, ci_branch
from hookkit.history.refs.current_branch import CurrentBranch, find_current_branch
from tests.repository import Repository

NO_BRANCH = CurrentBranch(None, reason="HEAD is on no branch")


def branch_of(repo: Repository, **variables: str) -> CurrentBranch:
    """Find the current branch of a repository."""
    return find_current_branch(repo.runner, variables)


def test_a_branch_of_head(repo: Repository) -> None:
    repo.commit("begin")
    assert branch_of(repo) == CurrentBranch("main", "HEAD")
    repo.git("switch", "-q", "-c", "deep/name")
    assert branch_of(repo, GITHUB_HEAD_REF="other") == CurrentBranch("deep/name", "HEAD")


def test_an_unborn_branch(repo: Repository) -> None:
    assert branch_of(repo) == CurrentBranch("main", "HEAD", is_unborn=True)


def test_a_tag_of_the_same_name(repo: Repository) -> None:
    repo.commit("begin")
    repo.git("tag", "main")
    assert branch_of(repo) == CurrentBranch("main", "HEAD")


def test_a_head_that_is_no_branch(repo: Repository) -> None:
    repo.commit("begin")
    repo.git("update-ref", "refs/other/x", "HEAD")
    repo.git("symbolic-ref", "HEAD", "refs/other/x")
    assert branch_of(repo) == CurrentBranch(None, reason="HEAD is refs/other/x")


def test_a_detached_head(repo: Repository) -> None:
    repo.commit("begin")
    repo.git("checkout", "-q", "--detach")
    assert branch_of(repo) == NO_BRANCH
    assert branch_of(repo, GITHUB_HEAD_REF="topic") == CurrentBranch("topic", "CI")


def test_a_linked_worktree_has_a_branch_of_its_own(repo: Repository, tmp_path: Path) -> None:
    repo.commit("begin")
    repo.git("worktree", "add", "-q", "-b", "topic", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    assert (branch_of(linked).name, branch_of(repo).name) == ("topic", "main")


@pytest.mark.parametrize("worktree", ["main worktree", "linked worktree"])
@pytest.mark.parametrize("backend", ["--merge", "--apply"])
def test_under_a_rebase(repo: Repository, tmp_path: Path, backend: str, worktree: str) -> None:
    repo.commit("begin", {"a": "1\n"})
    repo.git("branch", "deep/topic")
    repo.commit("other", {"a": "2\n"})
    if worktree == "linked worktree":
        repo.git("worktree", "add", "-q", str(tmp_path / "linked"), "deep/topic")
        repo = Repository(tmp_path / "linked")
    else:
        repo.git("switch", "-q", "deep/topic")
    repo.commit("mine", {"a": "3\n"})
    assert repo.attempt("rebase", backend, "main").returncode == 1
    assert branch_of(repo, GITHUB_HEAD_REF="x") == CurrentBranch("deep/topic", "rebase")
    repo.git("rebase", "--abort")
    assert branch_of(repo) == CurrentBranch("deep/topic", "HEAD")


@pytest.mark.parametrize("is_detached", [True, False])
def test_the_branch_of_a_fork_is_none_of_this_repository(
    repo: Repository, is_detached: bool
) -> None:
    repo.commit("begin")
    if is_detached:
        repo.git("checkout", "-q", "--detach")
    current_branch = branch_of(
        repo, SYSTEM_PULLREQUEST_ISFORK="True", SYSTEM_PULLREQUEST_SOURCEBRANCH="main"
    )
    assert current_branch == CurrentBranch(None, reason="the branch comes from a fork")


def test_under_a_rebase_of_no_branch(repo: Repository) -> None:
    repo.commit("begin", {"a": "1\n"})
    repo.commit("other", {"a": "2\n"})
    repo.git("checkout", "-q", "--detach", "HEAD^")
    repo.commit("mine", {"a": "3\n"})
    assert repo.attempt("rebase", "main").returncode == 1
    reason = "a rebase is under way that does not name its branch"
    assert branch_of(repo, GITHUB_HEAD_REF="x") == CurrentBranch(None, reason=reason)


@pytest.mark.parametrize("name", BRANCH_VARIABLES)
def test_each_variable_of_ci_names_the_branch(name: str) -> None:
    assert ci_branch({name: "deep/topic"}) == "deep/topic"
    assert ci_branch({name: "refs/heads/topic"}) == "topic"
    assert ci_branch({name: ""}) is None
