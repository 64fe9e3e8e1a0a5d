"""The branches of a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.history.refs.branch_refs import branches_at, remote_branch_options
from tests.repository import Repository


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
