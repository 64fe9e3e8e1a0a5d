"""The commits that others have pushed to a branch of a remote."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.branches.sync.rebase_refusals import new_remote_commits
from tests.history.checks.scenarios import Team, branch, found_team, grow, tick
from tests.repository import Repository

TOPIC = "refs/remotes/origin/topic"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A topic of Alice that Bob has too."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", "@1700000000 +0000")
    made = found_team(tmp_path)
    branch(made.alice, "topic", "main", "one", "two")
    made.alice.git("push", "-q", "-u", "origin", "topic")
    made.bob.git("fetch", "-q")
    made.bob.git("switch", "-q", "topic")
    return made


def new_subjects(repo: Repository) -> list[str]:
    """The subjects of what is new at the remote."""
    found = new_remote_commits(repo.runner, "refs/heads/topic", TOPIC, "refs/remotes/origin/main")
    return [repo.git("log", "-1", "--format=%s", each) for each in found]


def test_what_was_pushed_from_here_has_not_arrived(team: Team) -> None:
    assert new_subjects(team.alice) == []


def test_own_rewritten_commits_are_not_new(team: Team) -> None:
    tick(team.alice)
    team.alice.git("commit", "-q", "--amend", "-m", "two, better")
    team.alice.write("two", "changed\n")
    team.alice.git("commit", "-q", "-a", "--amend", "--no-edit")
    assert new_subjects(team.alice) == []


@pytest.mark.parametrize("has_reflog", [True, False])
def test_what_a_colleague_pushed_is_new(team: Team, has_reflog: bool) -> None:
    grow(team.bob, "bobs")
    team.bob.git("push", "-q")
    team.alice.git("fetch", "-q")
    if not has_reflog:
        team.alice.drop_reflog("refs/heads/topic")
    assert new_subjects(team.alice) == ["bobs"]
    team.alice.git("pull", "-q", "--rebase")
    assert new_subjects(team.alice) == []


def test_a_rebase_by_a_colleague_brings_nothing_of_the_target(team: Team) -> None:
    team.bob.git("switch", "-q", "main")
    grow(team.bob, "on main")
    team.bob.git("push", "-q")
    team.bob.git("rebase", "-q", "main", "topic")
    grow(team.bob, "bobs")
    team.bob.git("push", "-q", "--force")
    team.alice.git("fetch", "-q")
    assert new_subjects(team.alice) == ["bobs"]
