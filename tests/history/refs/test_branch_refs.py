"""The branches of a repository, and the upstream of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.git.refs import head_ref
from hookkit.history.refs.branch_refs import (
    BranchRef,
    branch_and_upstream,
    branches_at,
    branches_by_ref,
    push_sources,
    remote_branch_options,
)
from tests.history.refs.scenarios import refs
from tests.repository import Repository


@pytest.mark.parametrize(
    ("names", "follows", "expected"),
    [
        (["heads/main"], "", None),
        (["heads/main", "remotes/origin/main"], "", "origin/main"),
        (["heads/main", "remotes/origin/main", "remotes/origin/dev"], "origin/dev", "origin/main"),
        (["heads/main", "remotes/origin/dev"], "origin/dev", "origin/dev"),
        (["heads/main", "heads/dev", "remotes/origin/dev"], "origin/dev", None),
        (["heads/main", "remotes/company/main"], "company/main", "company/main"),
        (["heads/main", "remotes/origin/main", "remotes/company/x"], "company/x", "origin/main"),
        (["heads/main", "remotes/company/x"], "company/x", "company/x"),
        (
            ["heads/main", "remotes/origin/main", "remotes/upstream/main"],
            "origin/main",
            "origin/main",
        ),
        (
            ["heads/main", "remotes/origin/main", "remotes/upstream/main"],
            "upstream/main",
            "upstream/main",
        ),
        (["heads/main", "remotes/upstream/main"], "", "upstream/main"),
        (["heads/main", "heads/dev", "remotes/origin/main"], "./dev", "origin/main"),
    ],
)
def test_a_branch_must_not_fall_behind_one_of_a_remote(
    repo: Repository, names: list[str], follows: str, expected: str | None
) -> None:
    refs(repo, *names)
    for remote in ("origin", "upstream", "company"):
        repo.git("remote", "add", remote, "https://hookkit.invalid/x.git")
    if follows:
        remote, _, name = follows.partition("/")
        repo.git("config", "branch.main.remote", remote)
        repo.git("config", "branch.main.merge", f"refs/heads/{name}")
    own, found = branch_and_upstream(repo.runner, "main")
    assert own is not None and own.name == "main" and own.is_local
    assert (found.name if found else None) == expected


def branch_named(repo: Repository, ref: str) -> BranchRef:
    return branches_by_ref(repo.runner, [ref])[ref]


def test_where_origin_is_a_copy_of_upstream_that_one_counts(repo: Repository) -> None:
    first = repo.commit("one")
    second = repo.commit("two")
    repo.git("update-ref", "refs/remotes/origin/main", first)
    repo.git("update-ref", "refs/remotes/upstream/main", second)
    for remote in ("origin", "upstream"):
        repo.git("remote", "add", remote, "https://hookkit.invalid/x.git")
    repo.git("branch", "-q", "--set-upstream-to=origin/main")
    assert branch_and_upstream(repo.runner, "main")[1] == branch_named(
        repo, "refs/remotes/upstream/main"
    )
    # A fork that goes its own way has commits that upstream has not.
    repo.git("update-ref", "refs/remotes/origin/main", second)
    repo.git("update-ref", "refs/remotes/upstream/main", first)
    assert branch_and_upstream(repo.runner, "main")[1] == branch_named(
        repo, "refs/remotes/origin/main"
    )


def test_a_branch_that_is_not_there_has_nothing(repo: Repository) -> None:
    assert branch_and_upstream(repo.runner, "main") == (None, None)
    assert head_ref(repo.runner) == "refs/heads/main"
    repo.commit("one")
    repo.git("checkout", "-q", "--detach")
    assert head_ref(repo.runner) is None


def test_branches_at_a_commit_are_named_without_doubt(repo: Repository, tmp_path: Path) -> None:
    commit = repo.commit("one")
    repo.git("tag", "topic")
    repo.git("branch", "topic")
    repo.git("update-ref", "refs/remotes/origin/topic", commit)
    # Another name for a branch that is there.
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/topic")
    linked = tmp_path / "linked"
    repo.git("worktree", "add", "-q", str(linked), "-b", "side")
    repo.commit("two")
    found = branches_at(repo.runner, commit)
    assert [(each.name, each.short_name, each.worktree, each.is_local) for each in found] == [
        ("side", "side", str(linked), True),
        ("topic", "heads/topic", "", True),
        ("origin/topic", "origin/topic", "", False),
    ]


@pytest.mark.parametrize(
    ("remote", "but", "expected"),
    [
        (None, None, ["main", "one", "t", "t2"]),
        ("origin", None, ["main", "one", "t"]),
        ("origin", "t", ["main", "one"]),
        ("other", None, ["t2"]),
        ("none", None, []),
        ("https://hookkit.invalid/x.git", "t", ["main", "one"]),
        ("/some/where", "t", ["main", "one"]),
        ("../where", None, ["main", "one", "t", "t2"]),
    ],
)
def test_the_branches_of_a_remote_are_meant(
    repo: Repository, remote: str | None, but: str | None, expected: list[str]
) -> None:
    for name in ("main", "one", "t"):
        repo.git("update-ref", f"refs/remotes/origin/{name}", repo.commit(name))
    repo.git("update-ref", "refs/remotes/other/t", repo.commit("t2"))
    # The default branch is one of them: left out, it must not come back by its other name.
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/t")
    words = remote_branch_options(remote, but)
    out = repo.git("rev-list", "--no-walk=unsorted", *words, "--format=%s", "--no-commit-header")
    assert sorted(set(out.split())) == expected


def test_what_a_push_sends_to_a_branch_is_found(repo: Repository) -> None:
    commit = repo.commit("one")
    repo.git("remote", "add", "origin", "https://hookkit.invalid/x.git")
    repo.git("update-ref", "refs/remotes/origin/t", commit)
    repo.git("branch", "a\u2028b")
    for name in ("t", "u"):
        repo.git("branch", name)
        repo.git("branch", "-q", "--set-upstream-to=origin/t", name)
    assert push_sources(repo.runner, "origin", "t") == ["refs/heads/t"]
    repo.git("config", "push.default", "upstream")
    assert push_sources(repo.runner, "origin", "t") == ["refs/heads/t", "refs/heads/u"]
    assert push_sources(repo.runner, "other", "t") == []
