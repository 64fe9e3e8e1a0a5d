"""pre-commit and prek asked about a range, by hand or in CI: unchecked is never passed."""

from __future__ import annotations

import shlex
import sys

import pytest

from tests.hooks.conftest import MakeTeam
from tests.hooks.team import ScriptResult, Team, Way, framework_of
from tests.long_runs import some

FRAMEWORKS: tuple[Way, ...] = ("pre-commit", "prek")
WITHOUT_TICKET = """\
q config hookkit.branchPattern '{ticket}-{slug}' && q config hookkit.ticketPattern '[0-9]+'
topic 12-x main && printf 'x=1\\n' >a.py && q add a.py && q commit -q -m 'No ticket'
"""
BAD = "join behind; grow 'fixup! m2'\n"


def ask(team: Team, way: Way, *words: str, stage: str = "pre-push") -> ScriptResult:
    """Run the hooks of a push, or of another stage, by hand."""
    return team.run(shlex.join([*framework_of(way), "run", "--hook-stage", stage, *words]))


def span(old: str, new: str) -> tuple[str, ...]:
    return ("--from-ref", old, "--to-ref", new)


@pytest.mark.parametrize("way", some(FRAMEWORKS, ["pre-commit"]))
def test_what_main_would_get_is_judged_and_judged_again_once_it_is_there(
    team_of: MakeTeam, way: Way
) -> None:
    team = team_of(way)
    team.prepare(BAD)
    refused = ["refused HK403", "refused HK602", "warning HK401"]
    result = ask(team, way, *span("origin/main", "main"))
    assert (result.status, result.rules) == (1, refused), result.text
    team.prepare("q push -q")
    result = ask(team, way, *span("main~2", "HEAD"))
    assert (result.status, result.rules) == (1, refused), result.text


@pytest.mark.parametrize("way", FRAMEWORKS)
def test_a_topic_is_judged_as_a_topic(team_of: MakeTeam, way: Way) -> None:
    team = team_of(way)
    result = ask(team, way, *span("main", "topic"))
    assert (result.status, result.rules) == (0, []), result.text
    result = ask(team, way, *span("origin/main", "behind"))
    assert (result.status, result.rules) == (0, ["warning HK301"]), result.text
    team.prepare("q config hookkit.branchPattern '{ticket}-{slug}'")
    result = ask(team, way, *span("origin/main", "topic"))
    assert (result.status, result.rules) == (1, ["refused HK101"]), result.text


@pytest.mark.parametrize("way", some(FRAMEWORKS, ["pre-commit"]))
def test_what_cannot_be_judged_fails_and_says_why(team_of: MakeTeam, way: Way) -> None:
    team = team_of(way)
    team.prepare("q checkout -q --detach && grow loose")
    result = ask(team, way, *span("HEAD~1", "HEAD"))
    assert (result.status, result.rules) == (1, []), result.text
    assert "which branch gets HEAD is unknown" in result.text
    # A CI server names it.
    result = team.run(
        "CI_COMMIT_BRANCH=main "
        + shlex.join([sys.executable, "-m", way.replace("-", "_"), "run"])
        + " --hook-stage pre-push --from-ref HEAD~1 --to-ref HEAD"
    )
    assert (result.status, result.rules) == (0, ["warning HK401"]), result.text
    # A push that is described by hand is none that hookkit's own hook has seen.
    push = "--remote-name origin --remote-url ../remote.git --remote-branch refs/heads/main"
    team.prepare(f"q checkout -q main\n{BAD}")
    result = ask(team, way, *push.split(), *span("origin/main", "main"), "--local-branch", "main")
    assert result.status == 1, result.text
    assert "refused HK403" in result.rules, result.text


@pytest.mark.parametrize("way", some(FRAMEWORKS, ["pre-commit"]))
def test_without_a_range_the_push_of_the_branch_is_judged(team_of: MakeTeam, way: Way) -> None:
    team = team_of(way)
    assert ask(team, way)[:2] == (0, [])
    team.prepare(BAD)
    result = ask(team, way)
    assert result.status == 1
    assert "refused HK403" in result.rules, result.text


@pytest.mark.parametrize("way", some(["combined", *FRAMEWORKS], ["combined"]))
def test_at_the_stage_manual_all_that_is_offered_is_judged_and_nothing_is_changed(
    team_of: MakeTeam, way: Way
) -> None:
    team = team_of(way)
    team.prepare(WITHOUT_TICKET)
    before = team.mine.git("for-each-ref")
    result = ask(team, way, stage="manual")
    # The hook of debt has an id of its own, and needs no baseline.
    of_debt = [] if way == "combined" else ["refused HK911"]
    assert (result.status, result.rules) == (len(of_debt), [*of_debt, "warning HK701"]), result.text
    assert ("hookkit would correct 1 fault" in result.text) == (way == "combined")
    team.prepare("q config hookkit.checks ticket=refuse")
    result = ask(team, way, *span("origin/main", "HEAD"), stage="manual")
    assert (result.status, "refused HK701" in result.rules) == (1, True), result.text
    assert team.mine.git("for-each-ref") == before
    # A stage has its own checks: those of the history are for a push.
    team.prepare(f"q checkout -q main && {BAD}")
    result = ask(team, way, *span("origin/main", "main"), stage="pre-commit")
    assert (result.status, result.rules) == (1, ["refused HK602"]), result.text


def test_a_stage_that_is_not_told_is_said_to_be_unknown(
    team_of: MakeTeam, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = team_of("native")
    monkeypatch.setenv("PRE_COMMIT", "1")
    result = team.run(f"'{sys.executable}' -m hookkit hook --stage")
    assert result.status == 3
    assert "at which stage pre-commit runs this hook cannot be found out here" in result.text
    result = team.run(f"PREK_HOOK_STAGE=commit-msg '{sys.executable}' -m hookkit hook --stage")
    assert "which file has the message is unknown" in result.text
