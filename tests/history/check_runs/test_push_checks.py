"""In a clone, the commits that a push brings to a protected branch are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.history.check_runs.push_checks import check_push
from hookkit.settings.effective_settings import load_settings
from tests.history.checks.scenarios import Team, branch, found_team, grow, merge
from tests.repository import Repository


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team that has a tag and a release at a commit to squash, directly on top of main."""
    made = found_team(tmp_path)
    grow(made.alice, "m1")
    branch(made.alice, "fx", "main", "fixup! m1")
    made.alice.git("tag", "v1")
    made.alice.git("push", "-q", "origin", "main", "v1")
    return made


def rules(repo: Repository, line: str) -> list[str]:
    """Check a push to origin of one line, and give the rules of what is found."""
    local, remote = line.split(":")
    ref = f"refs/heads/{remote}"
    old = repo.runner.resolve(f"refs/remotes/origin/{remote}") or repo.runner.null_id
    lines = f"refs/heads/{local} {repo.git('rev-parse', local)} {ref} {old}\n"
    checked = check_push(repo.runner, load_settings(repo.runner), {}, "origin", lines)
    return [each.rule for each in checked.findings]


DIRECT = ["HK401", "HK602"]


def test_a_tag_counts_for_no_check(team: Team) -> None:
    assert rules(team.alice, "fx:release/1") == DIRECT
    team.alice.git("config", "hookkit.trusted", "refs/tags/*")
    assert rules(team.alice, "fx:release/1") == []


@pytest.mark.parametrize("how", ["fast-forward", "merge"])
def test_what_a_release_has_is_checked_for_main_and_not_again_for_another_release(
    team: Team, how: str
) -> None:
    alice = team.alice
    alice.git("push", "-q", "origin", "fx:refs/heads/release/1")
    if how == "merge":
        merge(alice, "fx")
    assert rules(alice, f"{'main' if how == 'merge' else 'fx'}:main")[-1] == "HK602"
    assert rules(alice, "fx:release/2") == []
    alice.git("config", "hookkit.trusted", "refs/heads/release/*")
    assert rules(alice, f"{'main' if how == 'merge' else 'fx'}:main") == []


def test_main_of_another_remote_has_been_checked_as_main(team: Team, tmp_path: Path) -> None:
    other = Repository.init(tmp_path / "other.git", "--bare")
    team.alice.git("remote", "add", "fork", str(other.path))
    team.alice.git("push", "-q", "fork", "fx:refs/heads/main")
    assert rules(team.alice, "fx:main") == []
