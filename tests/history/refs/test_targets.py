"""Which branch is the target, which are protected, what a branch follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.git.refs import head_ref
from hookkit.history.refs.targets import (
    BranchRef,
    Target,
    branches_at,
    branches_by_ref,
    find_target,
    is_protected,
    push_sources,
    remote_branch_options,
    target_of,
    upstream_of,
    without_remote,
)
from tests.repository import Repository


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("main", True),
        ("release/1", True),
        ("release/1/2", True),
        ("mainframe", False),
        ("my/main", False),
        ("release", False),
        ("Main", False),
        ("refs/heads/main", False),
    ],
)
def test_a_protected_branch_fits_a_glob_as_a_whole(name: str, expected: bool) -> None:
    assert is_protected(name, ["main", "release/*"]) is expected


def refs(repo: Repository, *names: str, head: str = "") -> None:
    """Make refs at a commit, and the remote's HEAD."""
    commit = repo.commit("one")
    repo.git("checkout", "-q", "--detach")
    repo.git("branch", "-q", "-D", "main")
    for name in names:
        repo.git("update-ref", f"refs/{name}", commit)
    if head:
        remote = head.split("/")[0]
        repo.git("symbolic-ref", f"refs/remotes/{remote}/HEAD", f"refs/remotes/{head}")


@pytest.mark.parametrize(
    ("names", "head", "expected"),
    [
        ([], "", None),
        (["heads/topic"], "", None),
        (["heads/main"], "", ("main", "refs/heads/main")),
        (["heads/master"], "", ("master", "refs/heads/master")),
        (["heads/main", "heads/master"], "", ("main", "refs/heads/main")),
        (["heads/main", "remotes/origin/master"], "", ("master", "refs/remotes/origin/master")),
        (
            ["heads/main", "remotes/origin/main", "remotes/origin/trunk"],
            "origin/trunk",
            ("trunk", "refs/remotes/origin/trunk"),
        ),
        (
            ["remotes/origin/main", "remotes/upstream/main"],
            "origin/main",
            ("main", "refs/remotes/upstream/main"),  # origin is a fork of it
        ),
        (
            ["remotes/origin/a/b"],
            "origin/a/b",
            ("a/b", "refs/remotes/origin/a/b"),
        ),
        (
            ["remotes/origin/main", "remotes/upstream/main"],
            "",
            ("main", "refs/remotes/upstream/main"),
        ),
        (["heads/main/sub"], "", None),
    ],
)
def test_the_target_is_found(
    repo: Repository, names: list[str], head: str, expected: tuple[str, str] | None
) -> None:
    refs(repo, *names, head=head)
    assert find_target(repo.runner) == (Target(*expected) if expected else None)


@pytest.mark.parametrize("name", ["main", "trunk"])
def test_a_fork_that_went_its_own_way_is_its_own_target(repo: Repository, name: str) -> None:
    refs(repo, f"remotes/origin/{name}", f"remotes/upstream/{name}", head=f"origin/{name}")
    assert find_target(repo.runner) == Target(name, f"refs/remotes/upstream/{name}")
    repo.git("update-ref", f"refs/remotes/origin/{name}", repo.commit("our own"))
    assert find_target(repo.runner) == Target(name, f"refs/remotes/origin/{name}")


def test_a_configured_target_is_looked_for_at_the_remotes_first(repo: Repository) -> None:
    refs(repo, "heads/dev", "remotes/origin/main", "remotes/company/dev", head="origin/main")
    assert find_target(repo.runner, "dev") == Target("dev", "refs/heads/dev")
    found = find_target(repo.runner, "dev", ["company"])
    assert found == Target("dev", "refs/remotes/company/dev")
    assert find_target(repo.runner, "nowhere") is None


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
    own, found = upstream_of(repo.runner, "main")
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
    assert upstream_of(repo.runner, "main")[1] == branch_named(repo, "refs/remotes/upstream/main")
    # A fork that goes its own way has commits that upstream has not.
    repo.git("update-ref", "refs/remotes/origin/main", second)
    repo.git("update-ref", "refs/remotes/upstream/main", first)
    assert upstream_of(repo.runner, "main")[1] == branch_named(repo, "refs/remotes/origin/main")


def branch_named(repo: Repository, ref: str) -> BranchRef:
    return branches_by_ref(repo.runner, [ref])[ref]


TARGETS = {
    "origin/trunk": Target("trunk", "refs/remotes/origin/trunk"),
    "refs/heads/trunk": Target("trunk", "refs/remotes/upstream/trunk"),
    "refs/remotes/origin/trunk": Target("trunk", "refs/remotes/origin/trunk"),
    "trunk": Target("trunk", "refs/remotes/upstream/trunk"),
    "company/dev": Target("dev", "refs/remotes/company/dev"),
    "release/1": Target("release/1", "refs/heads/release/1"),
    "origin/main": Target("main", "refs/heads/main"),
    "upstream/nowhere": None,
    "trunk/": None,
}


@pytest.mark.parametrize(("configured", "expected"), TARGETS.items(), ids=str)
def test_a_target_may_be_named_with_its_remote(
    repo: Repository, configured: str, expected: Target | None
) -> None:
    remotes = ("origin/trunk", "upstream/trunk", "company/dev")
    refs(repo, "heads/main", "heads/release/1", *(f"remotes/{each}" for each in remotes))
    assert find_target(repo.runner, configured) == expected


@pytest.mark.parametrize(
    ("configured", "bare"),
    [
        ("trunk", "trunk"),
        ("origin/trunk", "trunk"),
        ("refs/heads/trunk", "trunk"),
        ("refs/remotes/upstream/a/b", "a/b"),
        ("release/1", "release/1"),
        ("origin", "origin"),
        ("origin/", "origin/"),
        ("", ""),
    ],
)
def test_a_branch_has_a_bare_name(configured: str, bare: str) -> None:
    assert without_remote(configured) == bare


@pytest.mark.parametrize(
    ("follows", "expected"),
    [
        ("", "main"),
        ("origin/main", "main"),
        ("origin/release/1", "release/1"),
        ("origin/topic", "main"),
        ("./release/1", "main"),
    ],
)
def test_the_target_of_a_branch_is_the_protected_one_that_it_follows(
    repo: Repository, follows: str, expected: str
) -> None:
    refs(repo, "heads/fix", "heads/release/1", "remotes/upstream/main")
    for name in ("main", "release/1", "topic"):
        repo.git("update-ref", f"refs/remotes/origin/{name}", "HEAD")
    repo.git("remote", "add", "origin", "https://hookkit.invalid/x.git")
    if follows:
        remote, _, name = follows.partition("/")
        repo.git("config", "branch.fix.remote", remote)
        repo.git("config", "branch.fix.merge", f"refs/heads/{name}")
    usual = Target("main", "refs/remotes/upstream/main")
    release = Target("release/1", "refs/remotes/origin/release/1")
    found = target_of(repo.runner, "fix", ["main", "release/*"], usual)
    assert found == (release if expected == "release/1" else usual)
    assert target_of(repo.runner, None, ["*"], usual) == usual
    assert target_of(repo.runner, "nowhere", ["*"], None) is None


def test_a_branch_that_is_not_there_has_nothing(repo: Repository) -> None:
    assert upstream_of(repo.runner, "main") == (None, None)
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
