"""pre-commit and prek asked about a range, by hand or in CI: unchecked is never passed."""

from __future__ import annotations

import shlex
import sys

import pytest

from tests.hooks.conftest import MakeTeam
from tests.hooks.team import Heard, Team, Way
from tests.long_runs import some

FRAMEWORKS: tuple[Way, ...] = ("pre-commit", "prek")
BAD = "join behind; grow 'fixup! m2'\n"


def ask(team: Team, way: Way, *words: str) -> Heard:
    """Run the hooks of a push by hand."""
    program = [sys.executable, "-m", way.replace("-", "_"), "run", "--hook-stage", "pre-push"]
    return team.run(shlex.join([*program, *words]))


def span(old: str, new: str) -> tuple[str, ...]:
    return ("--from-ref", old, "--to-ref", new)


@pytest.mark.parametrize("way", some(FRAMEWORKS, ["pre-commit"]))
def test_what_main_would_get_is_judged_and_judged_again_once_it_is_there(
    team_of: MakeTeam, way: Way
) -> None:
    team = team_of(way)
    team.prepare(BAD)
    refused = ["refused HK403", "refused HK602", "warning HK401"]
    heard = ask(team, way, *span("origin/main", "main"))
    assert (heard.status, heard.rules) == (1, refused), heard.text
    team.prepare("q push -q")
    heard = ask(team, way, *span("main~2", "HEAD"))
    assert (heard.status, heard.rules) == (1, refused), heard.text


@pytest.mark.parametrize("way", FRAMEWORKS)
def test_a_topic_is_judged_as_a_topic(team_of: MakeTeam, way: Way) -> None:
    team = team_of(way)
    heard = ask(team, way, *span("main", "topic"))
    assert (heard.status, heard.rules) == (0, []), heard.text
    heard = ask(team, way, *span("origin/main", "behind"))
    assert (heard.status, heard.rules) == (0, ["warning HK301"]), heard.text
    team.prepare("q config hookkit.branchPattern '{ticket}-{slug}'")
    heard = ask(team, way, *span("origin/main", "topic"))
    assert (heard.status, heard.rules) == (1, ["refused HK101"]), heard.text


@pytest.mark.parametrize("way", some(FRAMEWORKS, ["pre-commit"]))
def test_what_cannot_be_judged_fails_and_says_why(team_of: MakeTeam, way: Way) -> None:
    team = team_of(way)
    team.prepare("q checkout -q --detach && grow loose")
    heard = ask(team, way, *span("HEAD~1", "HEAD"))
    assert (heard.status, heard.rules) == (1, []), heard.text
    assert "which branch gets HEAD is unknown" in heard.text
    # A CI server names it.
    heard = team.run(
        "CI_COMMIT_BRANCH=main "
        + shlex.join([sys.executable, "-m", way.replace("-", "_"), "run"])
        + " --hook-stage pre-push --from-ref HEAD~1 --to-ref HEAD"
    )
    assert (heard.status, heard.rules) == (0, ["warning HK401"]), heard.text
    # A push that is described by hand is none that hookkit's own hook has seen.
    push = "--remote-name origin --remote-url ../remote.git --remote-branch refs/heads/main"
    team.prepare(f"q checkout -q main\n{BAD}")
    heard = ask(team, way, *push.split(), *span("origin/main", "main"), "--local-branch", "main")
    assert heard.status == 1, heard.text
    assert "refused HK403" in heard.rules, heard.text


@pytest.mark.parametrize("way", some(FRAMEWORKS, ["pre-commit"]))
def test_without_a_range_the_push_of_the_branch_is_judged(team_of: MakeTeam, way: Way) -> None:
    team = team_of(way)
    assert ask(team, way)[:2] == (0, [])
    team.prepare(BAD)
    heard = ask(team, way)
    assert heard.status == 1
    assert "refused HK403" in heard.rules, heard.text
