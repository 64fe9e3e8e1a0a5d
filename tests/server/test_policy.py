"""Pushes to repositories whose policy is in one file outside of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from hookkit.shims.shim_file import render_shim
from tests.history.checks.scenarios import Team, grow
from tests.repository_with_hooks import run_here
from tests.server.scenario import (
    STRICT,
    Push,
    push,
    push_settings,
    refs,
    serve,
    served_team,
    write_policy,
)

TOMORROW, YESTERDAY = (date.today() + timedelta(days=each) for each in (1, -1))

DIRECT = ("refused", "HK401")


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team whose server checks pushes, with a direct commit on alice's main."""
    made = served_team(tmp_path)
    grow(made.alice, "d1")
    return made


def name_of(team: Team) -> str:
    """What the server's repository is called below the folder that it is in."""
    return team.remote.path.name.removesuffix(".git")


def pushed(team: Team, **env: str) -> Push:
    """Push alice's main with its direct commit."""
    return push(team.alice, "origin", "main", **env)


def exception(team: Team, until: date) -> str:
    """An exception for the repository of the team."""
    return (
        f"[[exception]]\nrepositories = '{name_of(team)}'\nuntil = {until}\n"
        "reason = 'the old history comes in'\nchecks.history = 'warn'\n"
    )


def test_a_general_policy_and_a_more_specific_one(team: Team) -> None:
    write_policy(team, STRICT)
    assert pushed(team).verdicts == [DIRECT]
    mild = f"[[policy]]\nrepositories = '{name_of(team)}.git'\nchecks.history = 'warn'\n"
    write_policy(team, STRICT + mild)
    assert pushed(team).verdicts == [("warning", "HK401")]


def test_what_is_of_other_repositories_does_not_hold_here(team: Team) -> None:
    write_policy(team, STRICT.replace("*", "other/*"))
    assert pushed(team).verdicts == [("warning", "HK401")]


def test_it_stands_above_what_is_pushed_and_above_the_repository_s_own(team: Team) -> None:
    push_settings(team, "[tool.hookkit]\nchecks.history = 'off'\nchecks.ticket = 'off'\n")
    team.remote.git("config", "hookkit.checks", "history=off")
    write_policy(team, STRICT)
    grow(team.alice, "d2")
    assert pushed(team).verdicts == [DIRECT]
    assert pushed(team, HOOKKIT_CHECKS="history=off", HOOKKIT_POLICY="/x").verdicts == [DIRECT]


def test_an_exception_holds_until_its_day_is_over_and_is_told(team: Team) -> None:
    write_policy(team, STRICT + exception(team, YESTERDAY))
    ended = pushed(team)
    printed = f"note  an exception ended on {YESTERDAY}: the old history comes in"
    assert (ended.verdicts, ended.said[-2]) == ([DIRECT], printed)
    write_policy(team, STRICT + exception(team, date.today()))
    ended = pushed(team)
    printed = f"note  an exception holds until {date.today()}: the old history comes in"
    assert (ended.verdicts, ended.said[-2]) == ([("warning", "HK401")], printed)


def test_a_push_without_a_finding_says_nothing_of_exceptions(team: Team) -> None:
    write_policy(team, STRICT + exception(team, YESTERDAY))
    assert push(team.alice, "origin", "main:refs/heads/topic") == (True, [])


def refused(team: Team) -> list[str]:
    """What is said where the server cannot judge: nothing is taken, and nothing is lost."""
    before = refs(team.remote)
    ended = pushed(team)
    assert not ended.is_taken and refs(team.remote) == before
    folder = str(team.remote.path.parent)
    assert [each.replace(folder, "TMP") for each in ended.said[2:]] == [
        "hookkit: nothing of this push was taken. Who looks after TMP/" f"{team.remote.path.name}",
        "hookkit: runs there: hookkit doctor; or: git config hookkit.enabled false",
    ]
    return [each.replace(folder, "TMP") for each in ended.said[:2]]


def test_a_policy_that_others_may_write_takes_nothing(team: Team) -> None:
    place = write_policy(team, STRICT)
    place.chmod(0o666)
    assert refused(team) == [
        "hookkit: TMP/policy/policy.toml is not trusted: others than its owner may write to it",
        "repair: sudo chmod go-w TMP/policy/policy.toml",
    ]
    place.chmod(0o644)
    assert pushed(team).verdicts == [DIRECT]


def test_a_policy_that_is_named_and_not_there_takes_nothing(team: Team) -> None:
    write_policy(team, STRICT).unlink()
    assert refused(team) == [
        "hookkit: TMP/policy/policy.toml cannot be read: No such file or directory",
        "repair: ls -ld TMP/policy/policy.toml",
    ]


BROKEN = {
    "no TOML": ("[[policy", "no valid TOML in PLACE, line 2; "),
    "no setting": (f"{STRICT}modes = 1\n", "unknown setting modes in PLACE [policy *], line 5; "),
    "a bad value": (f"{STRICT}mode = 'x'\n", 'mode is "x" in PLACE [policy *], line 5; allowed: '),
    "a bad pattern": (STRICT.replace("*", "a["), '"a[" is no pattern of repositories, such as '),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_policy_that_is_wrong_takes_nothing_and_names_its_line(team: Team, name: str) -> None:
    text, sentence = BROKEN[name]
    write_policy(team, text)
    said, repair = refused(team)
    assert said.startswith("hookkit: " + sentence.replace("PLACE", "TMP/policy/policy.toml"))
    assert repair.startswith("repair: ${EDITOR:-vi} +")
    assert repair.endswith(" TMP/policy/policy.toml")


def test_a_wrong_value_for_other_repositories_stops_no_push_here(team: Team) -> None:
    write_policy(team, f"{STRICT}[[policy]]\nrepositories = 'other/*'\nmode = 'x'\n")
    assert pushed(team).verdicts == [DIRECT]


def test_a_pattern_that_takes_too_long_counts_as_broken(team: Team) -> None:
    write_policy(
        team, f"{STRICT}branch_pattern = '([A-Za-z]+)+-[0-9]+'\nchecks.branch-name='refuse'\n"
    )
    ended = push(team.alice, "origin", f"main:refs/heads/{'a' * 40}")
    assert not ended.is_taken
    assert "policy.toml [policy *], line 5: that takes too long" in ended.said[0]


def test_hooks_that_are_switched_off_by_the_policy_are_off(team: Team) -> None:
    write_policy(team, f"{STRICT}[[policy]]\nrepositories = '{name_of(team)}'\nenabled = false\n")
    assert pushed(team) == (True, [])


def test_the_software_of_the_host_tells_the_name_where_the_policy_says_so(team: Team) -> None:
    write_policy(team, f"name_variable = 'GL_PROJECT_PATH'\n{STRICT.replace('*', 'web/shop')}")
    said, repair = refused(team)
    assert said == (
        "hookkit: GL_PROJECT_PATH, which TMP/policy/policy.toml has as name_variable, is not set:"
        " the policy of this repository is unknown"
    )
    assert pushed(team, GL_PROJECT_PATH="web/shop").verdicts == [DIRECT]
    assert pushed(team, GL_PROJECT_PATH="web/other").verdicts == [("warning", "HK401")]


def test_who_looks_at_it_says_the_name(team: Team) -> None:
    write_policy(team, STRICT, "name_variable = 'GL_PROJECT_PATH'\n")
    folder = str(team.remote.path)
    ended = run_here(team.remote, "server", "policy")
    assert (ended.status, ended.err.splitlines()[1].strip()) == (
        3,
        f"repair: hookkit server policy {folder} --name NAME",
    )
    ended = run_here(team.remote, "server", "policy", "--name", "web/shop", "--format", "json")
    found = json.loads(ended.out)
    assert (found["repository"], found["path"]) == ("web/shop", folder)
    checks = next(each for each in found["settings"] if each["key"] == "checks")
    assert checks["value"] == {"history": "refuse"}
    doctor = run_here(team.remote, "doctor")
    assert doctor.status == 0
    assert "GL_PROJECT_PATH says at each push what holds here" in doctor.out


def test_without_that_no_variable_chooses_the_policy(team: Team) -> None:
    write_policy(team, STRICT.replace("*", name_of(team)))
    assert pushed(team, GL_PROJECT_PATH="web/other", GL_REPO="web/other").verdicts == [DIRECT]


def test_a_later_install_keeps_the_policy_until_it_is_forgotten(team: Team) -> None:
    place = write_policy(team, STRICT)
    hook = team.remote.path / "hooks" / "pre-receive"
    serve(team.remote)
    assert f"\npolicy={place}\n" in hook.read_text()
    assert "policy" in run_here(team.remote, "doctor").out
    ended = run_here(team.remote, "install", "--server", "--policy", "")
    assert ended.status == 0 and "\npolicy=''\n" in hook.read_text()


def test_a_place_with_blanks_and_quotes_is_named_as_it_is(team: Team, tmp_path: Path) -> None:
    place = tmp_path / "a b" / "it's.toml"
    place.parent.mkdir(mode=0o755)
    place.write_text(STRICT)
    place.chmod(0o644)
    serve(team.remote, place)
    assert pushed(team).verdicts == [DIRECT]


def test_a_hook_of_another_kind_names_it_as_an_option(team: Team, tmp_path: Path) -> None:
    place = write_policy(team, STRICT)
    hook = team.remote.path / "hooks" / "pre-receive"
    text = hook.read_text()
    python = next(line for line in text.splitlines() if line.startswith("python="))[7:]
    hook.write_text(f"#!/bin/sh\nexec {python} -I -m hookkit hook --policy={place} pre-receive\n")
    assert pushed(team).verdicts == [DIRECT]


def test_only_the_shim_of_a_server_names_a_policy() -> None:
    assert b"\npolicy=/x\n" in render_shim("pre-receive", None, "/bin", policy_file="/x")
    assert b"\npolicy=''\n" in render_shim("pre-push", None, policy_file="/x")
