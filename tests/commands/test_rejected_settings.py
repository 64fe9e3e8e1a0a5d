"""A variable that is no setting stops no command that only reads settings, and is named."""

from __future__ import annotations

import pytest

from tests.repository import Repository

READING = [
    ["config"],
    ["log"],
    ["graph"],
    ["history-report"],
    ["why", "HEAD"],
    ["why-not", "a.py"],
    ["corrections"],
]


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize(
    ("name", "value"), [("HOOKKIT_LOG_LEVEL", "debug"), ("HOOKKIT_MODE", "nonsense")]
)
def test_a_command_that_only_reads_settings_goes_on(
    repo: Repository, command: list[str], name: str, value: str
) -> None:
    repo.commit("Begin", {"a.py": "x = 1\n"})
    plain = repo.hookkit(*command)
    ended = repo.hookkit(*command, **{name: value})
    assert (ended.returncode, ended.stdout) == (plain.returncode, plain.stdout)
    if command[0] not in ("log", "corrections"):
        assert name in ended.stderr
        assert f"unset {name}" in ended.stderr


@pytest.mark.parametrize("command", [["run"], ["check"]])
def test_a_command_that_changes_or_judges_is_stopped(
    repo: Repository, command: list[str]
) -> None:
    repo.commit("Begin", {"a.py": "x = 1\n"})
    ended = repo.hookkit(*command, HOOKKIT_LOG_LEVEL="debug")
    assert ended.returncode == 2
    assert "unset HOOKKIT_LOG_LEVEL" in ended.stderr
