"""The upstream of a branch."""

from __future__ import annotations

import pytest

from hookkit.git.refs import head_ref
from hookkit.history.refs.branch_refs import BranchRef, branches_by_ref
from hookkit.history.refs.upstream_branch import branch_and_upstream
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


def branch_named(repo: Repository, ref: str) -> BranchRef:
    return branches_by_ref(repo.runner, [ref])[ref]
