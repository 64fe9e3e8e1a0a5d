"""Which branch is the target."""

from __future__ import annotations

import pytest

from hookkit.history.refs.target_branch import Target, find_target, target_of
from tests.history.refs.scenarios import refs
from tests.repository import Repository


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
    repo.git("update-ref", "refs/remotes/origin/dev", repo.head)
    assert find_target(repo.runner, "dev") == Target("dev", "refs/remotes/origin/dev")
    assert find_target(repo.runner, "nowhere") is None


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
