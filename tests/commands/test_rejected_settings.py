"""A rejected setting is named, and stops no command that only reads settings."""

from __future__ import annotations

import re

import pytest

from hookkit.install.doctor import diagnose_repository
from tests.repository import Repository
from tests.repository_with_hooks import run_here

READING = [
    ["config"],
    ["log"],
    ["graph"],
    ["history-report"],
    ["why", "HEAD"],
    ["why-not", "a.py"],
    ["corrections"],
    ["status"],
]

FILE = ".hookkit.toml"

WRONG = {
    "a syntax error": ("[hookkit\n", "no valid TOML in {path}, line 1; Expected ']' at the end"),
    "a value": ('mode = "nonsens"\n', 'mode is "nonsens" in {path}, line 1; allowed: propose, '),
    "a key": ('maode = "propose"\n', "unknown setting maode in {path}, line 1; did you mean mode?"),
    "no key": ("zzzz = 1\n", "unknown setting zzzz in {path}, line 1; hookkit config shows every"),
    "a check": ("[checks]\nhistroy = 'warn'\n", "there is no check histroy in {path}, line 1; did"),
    "bytes": ("# \udce9\n", "no UTF-8 in {path}, line 1; byte 0xe9"),
}
"""What is written to the file of the team, and the beginning of what is said of it."""


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


@pytest.mark.parametrize("command", [each for each in READING if each[0] != "log"])
@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_in_a_file_is_told_alike_and_stops_as_little(
    repo: Repository, command: list[str], what: str
) -> None:
    text, says = WRONG[what]
    repo.commit("Begin", {"a.py": "x = 1\n"})
    plain = run_here(repo, *command)
    path = repo.write(FILE, text.encode("utf-8", "surrogateescape"))
    ended = run_here(repo, *command)
    assert (ended.status, ended.out) == (plain.status, plain.out)
    if command[0] != "corrections":
        assert ended.err.startswith(f"hookkit: {says.format(path=path)}")
        assert f"  repair: ${{EDITOR:-vi}} +1 {path}\n" in ended.err
    judging = run_here(repo, "check")
    assert (judging.status, judging.out) == (2, "")
    assert judging.err.startswith(f"hookkit: {says.format(path=path)}")


def test_what_is_right_beside_it_counts(repo: Repository) -> None:
    repo.write(FILE, 'maode = 1\nmode = "fixup"\nscope = "nowhere"\njobs = 3\n')
    repo.git("config", "hookkit.nonsense", "1")
    repo.git("config", "hookkit.maxLines", "many")
    repo.git("config", "hookkit.maxBytes", "7k")
    ended = run_here(repo, "config")
    assert ended.status == 0
    for key, value in (("mode", '"fixup"'), ("jobs", "3"), ("max_bytes", "7168")):
        assert f"  {key.ljust(16)} = {value} " in ended.out
    assert len(re.findall("^hookkit: ", ended.err, re.MULTILINE)) == 4
    found = [each for each in diagnose_repository(repo.runner) if each.name == "configuration"]
    assert [each.state for each in found] == ["bad"] * 4


@pytest.mark.parametrize("command", [["run"], ["check"]])
def test_a_command_that_changes_or_judges_is_stopped(repo: Repository, command: list[str]) -> None:
    repo.commit("Begin", {"a.py": "x = 1\n"})
    ended = repo.hookkit(*command, HOOKKIT_LOG_LEVEL="debug")
    assert ended.returncode == 2
    assert "unset HOOKKIT_LOG_LEVEL" in ended.stderr
