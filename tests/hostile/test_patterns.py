"""Regular expressions of a repository that do not end: they are named, all else goes on."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from hookkit.settings.time_limited_pattern import MAX_TEXT_LENGTH
from tests.history.checks.scenarios import Team, branch, grow, merge
from tests.long_runs import some
from tests.repository import Repository
from tests.repository_with_hooks import install_starting_hooks
from tests.server.scenario import push, push_settings, served_team

SLOW = "([A-Za-z]+)+-[0-9]+"
NAME = "a" * 60
BRANCHES = f'branch_pattern = "{SLOW}"\n'
TICKETS = f'ticket_pattern = "{SLOW}"\n'
REFUSE = "checks.ticket = 'refuse'\nchecks.history = 'off'\n"


TIMEOUT = 120
"""Seconds after which a process hangs."""


def attempt(repo: Repository, *args: str, **env: str) -> tuple[int, str]:
    """Run a command, which must end, and give its status and what it said."""
    with subprocess.Popen(
        args,
        cwd=repo.path,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as child:
        try:
            said, _ = child.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            pytest.fail(f"{args} hangs")
    return child.returncode, said


@pytest.fixture
def hooked(repo: Repository) -> Repository:
    """A repository with all hooks, whose team has patterns that take for ever."""
    repo.commit("begin", {".hookkit.toml": BRANCHES + TICKETS + 'protected = ["main"]\n'})
    install_starting_hooks(repo)
    repo.git("branch", NAME)
    repo.git("symbolic-ref", "HEAD", f"refs/heads/{NAME}")
    return repo


def test_a_commit_on_a_branch_that_a_pattern_hangs_on_is_made_and_the_setting_named(
    hooked: Repository,
) -> None:
    before = hooked.head
    code, said = attempt(hooked, "git", "commit", "-q", "--allow-empty", "-m", NAME)
    assert (code, hooked.head != before) == (0, True)
    assert f'branch_pattern is "{SLOW}" in ' in said
    assert ".hookkit.toml, line 1: that takes too long" in said
    assert f'ticket_pattern is "{SLOW}" in ' in said


COMMANDS = [
    ["check"],
    ["check", "--all"],
    ["graph"],
    ["history-report"],
    ["why", "HEAD"],
    ["sync"],
    ["push", "--dry-run"],
    ["start", "ABC-1", "words"],
    ["config"],
    ["doctor"],
]


@pytest.mark.parametrize("words", some(COMMANDS, COMMANDS[::3]), ids=" ".join)
def test_every_command_ends(hooked: Repository, words: list[str]) -> None:
    grow(hooked, NAME)
    attempt(hooked, "hookkit", *words)


def test_a_checkout_and_a_push_go_on(hooked: Repository, tmp_path: Path) -> None:
    Repository.init(tmp_path / "remote", "--bare")
    hooked.git("remote", "add", "origin", str(tmp_path / "remote"))
    hooked.git("push", "-q", "--no-verify", "origin", "main")
    code, said = attempt(hooked, "git", "checkout", "-q", "-b", NAME + "b")
    assert code == 0
    assert "that takes too long" in said
    code, said = attempt(hooked, "git", "push", "-q", "origin", "HEAD")
    assert code == 0
    assert said.count("branch_pattern is") == 1


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team whose server checks pushes."""
    return served_team(tmp_path)


def test_a_name_that_a_pattern_hangs_on_does_not_get_past_the_server(team: Team) -> None:
    push_settings(team, BRANCHES, ".hookkit.toml")
    ended = push(team.alice, "origin", f"HEAD:refs/heads/{NAME}")
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK101")])
    assert f'branch_pattern is "{SLOW}" in .hookkit.toml, line 1: ' in ended.said[0]
    assert push(team.alice, "origin", "HEAD:refs/heads/abc-12").is_taken


def test_the_push_that_mends_a_pattern_comes_in(team: Team) -> None:
    push_settings(team, TICKETS + REFUSE, ".hookkit.toml")
    grow(team.alice, NAME)
    assert push(team.alice, "origin", "main").verdicts == [("refused", "HK701")]
    team.alice.commit(NAME, {".hookkit.toml": "ticket_pattern = '[A-Z]+-[0-9]+'\n" + REFUSE})
    ended = push(team.alice, "origin", "main")
    assert (ended.is_taken, ended.verdicts) == (True, [("unknown", "HK701")])
    team.alice.commit("ABC-1 more")
    assert push(team.alice, "origin", "main") == (True, [])


def test_other_settings_on_another_branch_mend_nothing(team: Team) -> None:
    push_settings(team, BRANCHES, ".hookkit.toml")
    team.alice.commit("other", {".hookkit.toml": "branch_pattern = '[a-z]+'\n"})
    ended = push(team.alice, "origin", f"HEAD:refs/heads/{NAME}", f"HEAD~2:refs/heads/b{NAME}")
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK101")] * 2)


@pytest.mark.parametrize("text", [TICKETS + "#\n", TICKETS + "modes = 1\n"])
def test_a_push_that_mends_no_pattern_does_not_come_in(team: Team, text: str) -> None:
    push_settings(team, TICKETS + REFUSE, ".hookkit.toml")
    team.alice.commit(NAME, {".hookkit.toml": text})
    assert push(team.alice, "origin", "main").verdicts == [("refused", "HK701")]


def test_a_pattern_that_hangs_switches_no_other_rule_off(team: Team) -> None:
    push_settings(team, TICKETS + BRANCHES, ".hookkit.toml")
    branch(team.alice, "topic", "main~1", NAME)
    merge(team.alice, "topic")
    ended = push(team.alice, "origin", "main", f"topic:refs/heads/{NAME}")
    assert (ended.is_taken, set(ended.verdicts)) == (
        False,
        {("refused", "HK403"), ("warning", "HK701"), ("refused", "HK101")},
    )


def test_many_messages_that_each_take_long_end_as_one_does(team: Team) -> None:
    push_settings(team, "ticket_pattern = '(?:x|xx)*y'\n" + REFUSE, ".hookkit.toml")
    # Each of them alone is within the limit.
    grow(team.alice, *(f"{'x' * 25} {number}" for number in range(60)))
    assert push(team.alice, "origin", "main").verdicts == [("refused", "HK701")]


def test_a_subject_of_a_megabyte_is_judged(team: Team) -> None:
    push_settings(team, "ticket_pattern = '[A-Z]+-[0-9]+'\n", ".hookkit.toml")
    texts = ("A" * 1_000_000, "A-" * 500_000, "x! " * 100_000, "Merge branch 'x' into " * 9999)
    for text in texts:
        how = ("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F-")
        team.alice.git(*how, data=text.encode())
    assert push(team.alice, "origin", "main").is_taken


def test_a_ticket_is_looked_for_in_the_beginning_of_a_text(team: Team) -> None:
    push_settings(team, "ticket_pattern = '[A-Z]+-[0-9]+'\n" + REFUSE, ".hookkit.toml")
    team.alice.commit(f"{'a ' * (MAX_TEXT_LENGTH // 2 - 5)} AB-1")
    assert push(team.alice, "origin", "main").is_taken
    team.alice.commit(f"{'a ' * (MAX_TEXT_LENGTH // 2)} AB-1")
    assert push(team.alice, "origin", "main").verdicts == [("refused", "HK701")]
