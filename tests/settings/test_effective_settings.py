"""Settings: each place they can be in, which place wins, and every way to get one wrong."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from hookkit.errors import GitFailed, HookkitError, WrongUsage
from hookkit.history.finding import Level
from hookkit.settings import choice_types
from hookkit.settings.definitions import CHOICES, LEVELS, SETTINGS, Settings
from hookkit.settings.effective_settings import load_settings, settings_in_force
from hookkit.settings.environment_variables import (
    gets_rich_output,
    is_switched_off,
    runs_under_pre_commit,
)
from tests.repository import Repository

CHECK_NAMES = (
    "branch-name, protected-branch, rebase-before-merge, history, force-push, fixups, ticket, "
    "topic, replace-refs, debt"
)


def problem(repo: Repository, **overrides: object) -> tuple[str, str | None]:
    """Load settings that are wrong and give the message, with <top> for the folder, and repair."""
    with pytest.raises(WrongUsage) as caught:
        load_settings(repo.runner, overrides)
    repair = caught.value.repair
    top = str(repo.path)
    short = repair.replace(top, "<top>") if repair else None
    return caught.value.message.replace(top, "<top>"), short


def origins(repo: Repository, **overrides: object) -> dict[str, str]:
    """Give where the settings that are not defaults are from."""
    found = settings_in_force(repo.runner, overrides)
    return {
        each.key: each.origin.replace(str(repo.path), "<top>")
        for each in found
        if each.origin != "default"
    }


def test_defaults_hold_where_nothing_is_set(repo: Repository) -> None:
    assert load_settings(repo.runner) == Settings()
    assert load_settings(repo.runner) == Settings(
        enabled=True,
        mode="worktree",
        scope="auto",
        safety="strict",
        include=(),
        exclude=(),
        max_bytes=500_000,
        max_lines=50_000,
        time_limit=20.0,
        hook_time_limit=15.0,
        jobs=0,
        keep_corrections=50,
        keep_days=90,
        protected=("main", "master", "release/*"),
        target="",
        branch_pattern="",
        ticket_pattern="",
        ticket_prefix="",
        ticket_url="",
        trusted=(),
        checks={},
    )
    assert [each.key for each in settings_in_force(repo.runner)] == list(SETTINGS)
    assert {each.origin for each in settings_in_force(repo.runner)} == {"default"}


def test_a_bare_repository_has_no_file_but_git_and_environment(tmp_path: Path) -> None:
    bare = Repository.init(tmp_path / "bare", "--bare")
    bare.write("pyproject.toml", "[tool.hookkit]\nmode = 'fixup'\n")
    bare.git("config", "hookkit.jobs", "3")
    assert load_settings(bare.runner) == Settings(jobs=3)


ALL = """\
enabled = false
mode = "propose"
scope = "lines"
safety = "off"
include = ["src/**/*.py"]
exclude = ["a", "b"]
max-bytes = 1_000
time_limit = 5
jobs = 2
keep-corrections = 1
keep_days = 7
protected = ["main", "v*"]
target = "develop"
branch-pattern = "{type}/{slug}"
ticket_pattern = '[A-Z]+-\\d{1,5}'
ticket-prefix = "{ticket}: "
ticket_url = "https://example.com/{ticket}"
checks = { history = "warn", branch_name = "Off" }
"""
SAME = Settings(
    protected=("main", "v*"),
    target="develop",
    branch_pattern="{type}/{slug}",
    ticket_pattern=r"[A-Z]+-\d{1,5}",
    ticket_prefix="{ticket}: ",
    ticket_url="https://example.com/{ticket}",
    checks={"history": "warn", "branch-name": "off"},
)
"""The settings of branches that each of the places below has."""


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"pyproject.toml": f"[tool.hookkit]\n{ALL}"}, id="pyproject"),
        pytest.param({".hookkit.toml": ALL}, id="own"),
        pytest.param({".hookkit.toml": ALL.replace("\n", "\r\n")}, id="crlf"),
        pytest.param({".hookkit.toml": "\ufeff" + ALL}, id="bom"),
        pytest.param(
            {"pyproject.toml": "[project]\nname = 'hookkit'\n", ".hookkit.toml": ALL},
            id="own beside a pyproject without the table",
        ),
        pytest.param(
            {"pyproject.toml": "[tool.hookkit]\n", ".hookkit.toml": ALL},
            id="own beside an empty table",
        ),
    ],
)
def test_files_set_every_key_in_either_spelling(repo: Repository, files: dict[str, str]) -> None:
    for name, content in files.items():
        repo.write(name, content)
    settings = load_settings(repo.runner)
    assert settings == SAME._replace(
        enabled=False,
        mode="propose",
        scope="lines",
        safety="off",
        include=("src/**/*.py",),
        exclude=("a", "b"),
        max_bytes=1000,
        time_limit=5.0,
        jobs=2,
        keep_corrections=1,
        keep_days=7,
    )
    assert isinstance(settings.time_limit, float)


def test_git_sets_every_key(repo: Repository) -> None:
    for key, value in {
        "enabled": "off",
        "mode": "propose",
        "scope": "lines",
        "safety": "off",
        "include": "src/*",
        "maxBytes": "2k",
        "time-limit": "1.5",
        "jobs": "2",
        "keep-corrections": "1",
        "KEEPDAYS": "7",
        "protected": "main",
        "target": "develop",
        "branchPattern": "{type}/{slug}",
        "ticketPattern": r"[A-Z]+-\d{1,5}",
        "ticketPrefix": "{ticket}: ",
        "ticketUrl": "https://example.com/{ticket}",
        "checks": "branch-name = off",
    }.items():
        repo.git("config", f"hookkit.{key}", value)
    repo.git("config", "--add", "hookkit.exclude", "a,b")
    repo.git("config", "--add", "hookkit.exclude", "two\nlines")
    repo.git("config", "--add", "hookkit.protected", "v*")
    repo.git("config", "--add", "hookkit.checks", "history=warn")
    assert load_settings(repo.runner) == SAME._replace(
        enabled=False,
        mode="propose",
        scope="lines",
        safety="off",
        include=("src/*",),
        exclude=("a,b", "two\nlines"),
        max_bytes=2048,
        time_limit=1.5,
        jobs=2,
        keep_corrections=1,
        keep_days=7,
    )


def test_environment_sets_every_key(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in {
        "ENABLED": "no",
        "MODE": "propose",
        "SCOPE": "lines",
        "SAFETY": "off",
        "INCLUDE": "src/*",
        "EXCLUDE": "a, b,",
        "MAX_BYTES": "2K",
        "TIME_LIMIT": "1.5",
        "JOBS": "2",
        "KEEP_CORRECTIONS": "1",
        "KEEP_DAYS": "7",
        "PROTECTED": "main,v*",
        "TARGET": "develop",
        "BRANCH_PATTERN": "{type}/{slug}",
        "TICKET_PATTERN": r"[A-Z]+-\d{1,5}",
        "TICKET_PREFIX": "{ticket}: ",
        "TICKET_URL": "https://example.com/{ticket}",
        "CHECKS": "history=warn, Branch-Name=off",
    }.items():
        monkeypatch.setenv(f"HOOKKIT_{key}", value)
    assert load_settings(repo.runner) == SAME._replace(
        enabled=False,
        mode="propose",
        scope="lines",
        safety="off",
        include=("src/*",),
        exclude=("a", "b"),
        max_bytes=2048,
        time_limit=1.5,
        jobs=2,
        keep_corrections=1,
        keep_days=7,
    )


def test_the_stronger_place_wins(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("mode", "jobs", "keep_days", "max_bytes", "exclude"):
        value = {"mode": '"commit"', "exclude": '["file"]'}.get(key, "10")
        with (repo.path / ".hookkit.toml").open("a") as stream:
            stream.write(f"{key} = {value}\n")
    for name, value in {"mode": "fixup", "jobs": "11", "keepDays": "11", "exclude": "git"}.items():
        repo.git("config", f"hookkit.{name}", value)
    for name, value in {"MODE": "propose", "JOBS": "12", "EXCLUDE": "env"}.items():
        monkeypatch.setenv(f"HOOKKIT_{name}", value)
    assert load_settings(
        repo.runner, {"mode": "worktree", "jobs": None, "exclude": ("line",)}
    ) == Settings(mode="worktree", jobs=12, keep_days=11, max_bytes=10, exclude=("line",))
    assert origins(repo, mode="worktree", exclude=("line",)) == {
        "mode": "the command line",
        "jobs": "environment HOOKKIT_JOBS",
        "keep_days": "git config (<top>/.git/config)",
        "max_bytes": "<top>/.hookkit.toml, line 4",
        "exclude": "the command line",
    }


def test_a_table_keeps_what_a_stronger_place_does_not_name(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.write(".hookkit.toml", "[checks]\nhistory = 'warn'\ntopic = 'warn'\n")
    repo.git("config", "hookkit.checks", "topic=off")
    monkeypatch.setenv("HOOKKIT_CHECKS", "fixups=refuse")
    assert load_settings(repo.runner, {"checks": {"history": "refuse"}}).checks == {
        "history": "refuse",
        "topic": "off",
        "fixups": "refuse",
    }
    assert origins(repo) == {
        "checks": "<top>/.hookkit.toml, line 1 + git config (<top>/.git/config)"
        " + environment HOOKKIT_CHECKS"
    }
    path.unlink()
    assert load_settings(repo.runner).checks == {"topic": "off", "fixups": "refuse"}
    assert Settings().checks == {}


def test_the_levels_are_those_of_findings() -> None:
    assert get_args(Level) == LEVELS


def test_the_words_are_those_of_the_types() -> None:
    hints = get_type_hints(Settings, vars(choice_types))
    words = {key: get_args(kind) for key, kind in hints.items() if get_origin(kind) is Literal}
    assert words == CHOICES


def test_a_check_has_the_level_of_the_table_or_its_own(repo: Repository) -> None:
    repo.git("config", "hookkit.checks", "topic=off")
    settings = load_settings(repo.runner)
    assert (settings.level("topic", "warn"), settings.level("history", "refuse")) == (
        "off",
        "refuse",
    )


def test_the_local_key_of_git_wins_over_the_global_one(repo: Repository) -> None:
    repo.git("config", "--global", "hookkit.mode", "commit")
    assert load_settings(repo.runner).mode == "commit"
    repo.git("config", "hookkit.mode", "fixup")
    assert load_settings(repo.runner).mode == "fixup"


def test_git_minus_c_reaches_hookkit(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "hookkit.mode")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "fixup")
    assert origins(repo) == {"mode": "git config (command line)"}
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "fixpu")
    assert problem(repo) == (
        'hookkit.mode is "fixpu" in git config (command line); '
        "allowed: propose, worktree, fixup or commit; did you mean fixup?",
        None,
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("YES", True),
        ("on", True),
        ("1", True),
        ("7", True),
        ("false", False),
        ("No", False),
        ("off", False),
        ("0", False),
        ("", False),
    ],
)
def test_booleans_of_git_are_those_of_git(repo: Repository, text: str, value: bool) -> None:
    repo.git("config", "hookkit.enabled", text)
    assert load_settings(repo.runner).enabled is value
    assert (repo.git("config", "--bool", "hookkit.enabled") == "true") is value


def test_a_key_of_git_without_value_is_true(repo: Repository) -> None:
    with (repo.path / ".git/config").open("a") as stream:
        stream.write("[hookkit]\n\tenabled\n")
    repo.git("config", "--global", "hookkit.enabled", "false")
    assert load_settings(repo.runner).enabled is True
    with (repo.path / ".git/config").open("a") as stream:
        stream.write("\tmode\n")
    assert problem(repo) == (
        "hookkit.mode has no value in git config (<top>/.git/config); "
        "allowed: propose, worktree, fixup or commit",
        "git config --unset-all hookkit.mode",
    )


@pytest.mark.parametrize(
    ("text", "off"),
    [("0", True), ("false", True), ("off", True), ("1", False), ("", False), (" ", False)],
)
def test_hookkit_0_turns_everything_off(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, text: str, off: bool
) -> None:
    monkeypatch.setenv("HOOKKIT", text)
    monkeypatch.setenv("HOOKKIT_ENABLED", "true")
    assert is_switched_off() is off
    assert load_settings(repo.runner).enabled is not off


def test_pre_commit_says_that_it_runs_us(monkeypatch: pytest.MonkeyPatch) -> None:
    assert runs_under_pre_commit() is False
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert runs_under_pre_commit() is True


def test_reserved_variables_are_no_settings(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOKKIT_LOG_CFG", "/log.json")
    monkeypatch.setenv("HOOKKIT_CHAIN", "1")
    monkeypatch.setenv("HOOKKIT_MODE", "")
    assert load_settings(repo.runner) == Settings()


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        pytest.param(
            'mode = "worktre"',
            'mode is "worktre" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: propose, worktree, fixup or commit; did you mean worktree?",
            3,
            id="word",
        ),
        pytest.param(
            'max-bytes = "1"',
            'max-bytes is "1" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: a whole number of bytes, 1 or more",
            3,
            id="text for a number",
        ),
        pytest.param(
            "jobs = true",
            "jobs is true in <top>/pyproject.toml [tool.hookkit], line 3; "
            "allowed: a whole number of processes, 0 for as many as processors",
            3,
            id="boolean for a number",
        ),
        pytest.param(
            "keep_days = 0",
            "keep_days is 0 in <top>/pyproject.toml [tool.hookkit], line 3; "
            "allowed: a whole number of days, 1 or more",
            3,
            id="too small",
        ),
        pytest.param(
            "time_limit = nan",
            "time_limit is nan in <top>/pyproject.toml [tool.hookkit], line 3; "
            "allowed: seconds, more than 0, at most 86400",
            3,
            id="not a number",
        ),
        pytest.param(
            "time_limit = inf",
            "time_limit is inf in <top>/pyproject.toml [tool.hookkit], line 3; "
            "allowed: seconds, more than 0, at most 86400",
            3,
            id="infinite",
        ),
        pytest.param(
            'exclude = "a"',
            'exclude is "a" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: a list of glob patterns",
            3,
            id="text for a list",
        ),
        pytest.param(
            "python_versions = ['3.8', '2']",
            'python_versions[1] is "2" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: a list of versions of Python, such as 2.7",
            3,
            id="no version",
        ),
        pytest.param(
            "exclude = ['a', 2]",
            "exclude[1] is 2 in <top>/pyproject.toml [tool.hookkit], line 3; "
            "allowed: a list of glob patterns",
            3,
            id="part of a list",
        ),
        pytest.param(
            "checks = 'history=warn'",
            'checks is "history=warn" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: a table of checks, each off, warn or refuse",
            3,
            id="text for a table",
        ),
        pytest.param(
            "checks = { history = 'wran' }",
            'checks.history is "wran" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: off, warn or refuse; did you mean warn?",
            3,
            id="level",
        ),
        pytest.param(
            "[tool.hookkit.checks]  # all of them\nbranch_name = false",
            "checks.branch_name is false in <top>/pyproject.toml [tool.hookkit], line 3; "
            "allowed: off, warn or refuse",
            3,
            id="boolean for a level",
        ),
        pytest.param(
            "[ tool.hookkit.checks ]\nforcepush = 'warn'",
            "there is no check forcepush in <top>/pyproject.toml [tool.hookkit], line 3; "
            f"did you mean force-push? (checks: {CHECK_NAMES})",
            3,
            id="close to a check",
        ),
        pytest.param(
            "checks = { lint = 'warn' }",
            "there is no check lint in <top>/pyproject.toml [tool.hookkit], line 3; "
            f"checks: {CHECK_NAMES}",
            3,
            id="unknown check",
        ),
        pytest.param(
            'branch_pattern = "{type}/{tickets}"',
            'branch_pattern is "{type}/{tickets}" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: a regular expression, or a template of its parts "
            "(there is no placeholder {tickets}; known: {type}, {ticket}, {slug}, {user})",
            3,
            id="template",
        ),
        pytest.param(
            'branch_pattern = "(feature/.+"',
            'branch_pattern is "(feature/.+" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: a regular expression, or a template of its parts (not a regular expression: "
            "missing ), unterminated subpattern at position 0)",
            3,
            id="expression of branches",
        ),
        pytest.param(
            'ticket_pattern = "[A-Z+-"',
            'ticket_pattern is "[A-Z+-" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: a regular expression (not a regular expression: "
            "unterminated character set at position 0)",
            3,
            id="expression of tickets",
        ),
        pytest.param(
            'ticket_prefix = "[#]"',
            'ticket_prefix is "[#]" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: one line with {ticket} in it, such as {ticket}:",
            3,
            id="prefix without the ticket",
        ),
        pytest.param(
            'ticket_url = "javascript:{ticket}"',
            'ticket_url is "javascript:{ticket}" in <top>/pyproject.toml [tool.hookkit], line 3; '
            "allowed: an http or https address with {ticket} behind its host, such as "
            "https://example.com/{ticket}",
            3,
            id="address of another kind",
        ),
        pytest.param(
            "target = 1",
            "target is 1 in <top>/pyproject.toml [tool.hookkit], line 3; "
            "allowed: the name of a branch",
            3,
            id="number for a name",
        ),
        pytest.param(
            "max_byte = 1",
            "unknown setting max_byte in <top>/pyproject.toml [tool.hookkit], line 3; "
            "did you mean max_bytes?",
            3,
            id="close to a key",
        ),
        pytest.param(
            "colour = 1",
            "unknown setting colour in <top>/pyproject.toml [tool.hookkit], line 3; "
            "hookkit config shows every setting",
            3,
            id="unknown key",
        ),
        pytest.param(
            "max_bytes = 1\nmax-bytes = 2",
            "max_bytes and max-bytes are the same setting in <top>/pyproject.toml [tool.hookkit]",
            4,
            id="twice",
        ),
        pytest.param(
            "mode =",
            "no valid TOML in <top>/pyproject.toml, line 3; Invalid value (at line 3, column 7)",
            3,
            id="broken",
        ),
        pytest.param(
            'mode = "é"',
            "no UTF-8 in <top>/pyproject.toml, line 3; byte 0xe9",
            3,
            id="latin-1",
        ),
    ],
)
def test_a_wrong_file_is_named_with_line_and_allowed_values(
    repo: Repository, content: str, message: str, line: int
) -> None:
    repo.write("pyproject.toml", f"\n[tool.hookkit]\n{content}\n".encode("latin-1"))
    assert problem(repo) == (message, f"${{EDITOR:-vi}} +{line} <top>/pyproject.toml")


def test_hookkit_must_be_a_table(repo: Repository) -> None:
    repo.write("pyproject.toml", "[tool]\nhookkit = 3\n")
    assert problem(repo) == (
        "<top>/pyproject.toml: tool.hookkit must be a table of settings",
        "${EDITOR:-vi} <top>/pyproject.toml",
    )


def test_settings_in_both_files_are_refused(repo: Repository) -> None:
    repo.write("pyproject.toml", "[tool.hookkit]\njobs = 1\n")
    repo.write(".hookkit.toml", "jobs = 1\n")
    assert problem(repo) == (
        "there are settings in <top>/pyproject.toml [tool.hookkit] and in <top>/.hookkit.toml: "
        "move those of .hookkit.toml to pyproject.toml and remove .hookkit.toml",
        "git rm <top>/.hookkit.toml",
    )


def test_a_pyproject_without_hookkit_is_not_judged(repo: Repository) -> None:
    repo.write("pyproject.toml", "this is = = no TOML")
    assert load_settings(repo.runner) == Settings()


def test_a_folder_with_the_name_of_a_file_is_no_file(repo: Repository) -> None:
    (repo.path / "pyproject.toml").mkdir()
    (repo.path / ".hookkit.toml").mkdir()
    assert load_settings(repo.runner) == Settings()


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        pytest.param(
            "hookkit.max-bites",
            "1",
            "unknown setting hookkit.max-bites in git config (<top>/.git/config); "
            "did you mean hookkit.maxBytes?",
            id="close to a key",
        ),
        pytest.param(
            "hookkit.foo",
            "1",
            "unknown setting hookkit.foo in git config (<top>/.git/config); "
            "hookkit config shows every setting",
            id="unknown key",
        ),
        pytest.param(
            "hookkit.Main.mode",
            "fixup",
            "unknown setting hookkit.Main.mode in git config (<top>/.git/config): "
            "hookkit has no subsections",
            id="subsection",
        ),
        pytest.param(
            "hookkit.jobs",
            "many",
            'hookkit.jobs is "many" in git config (<top>/.git/config); '
            "allowed: a whole number of processes, 0 for as many as processors",
            id="no number",
        ),
        pytest.param(
            "hookkit.jobs",
            "-1",
            "hookkit.jobs is -1 in git config (<top>/.git/config); "
            "allowed: a whole number of processes, 0 for as many as processors",
            id="negative",
        ),
        pytest.param(
            "hookkit.checks",
            "history",
            'hookkit.checks is "history" in git config (<top>/.git/config); '
            "allowed: a check and its level, such as history=warn "
            f"(checks: {CHECK_NAMES})",
            id="check without level",
        ),
        pytest.param(
            "hookkit.enabled",
            "maybe",
            'hookkit.enabled is "maybe" in git config (<top>/.git/config); allowed: true or false',
            id="no boolean",
        ),
    ],
)
def test_a_wrong_key_of_git_is_named_with_its_file(
    repo: Repository, key: str, value: str, message: str
) -> None:
    repo.git("config", key, value)
    found, repair = problem(repo)
    assert (found, repair) == (message, f"git config --unset-all {key}")
    assert repair is not None
    subprocess.run(repair, shell=True, cwd=repo.path, check=True)
    assert load_settings(repo.runner) == Settings()


def test_the_repair_of_a_global_key_names_its_file(repo: Repository, sealed_home: Path) -> None:
    repo.git("config", "--global", "hookkit.foo", "1")
    _, repair = problem(repo)
    assert repair == f"git config --file {sealed_home}/.gitconfig --unset-all hookkit.foo"
    subprocess.run(repair, shell=True, cwd=repo.path, check=True)
    assert load_settings(repo.runner) == Settings()


def test_a_broken_git_configuration_is_gits_own_failure(repo: Repository) -> None:
    runner = repo.runner
    with (repo.path / ".git/config").open("a") as stream:
        stream.write("[hookkit\n")
    with pytest.raises(GitFailed):
        load_settings(runner)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "HOOKKIT_MODE",
            "propse",
            'mode is "propse" in environment HOOKKIT_MODE; '
            "allowed: propose, worktree, fixup or commit; did you mean propose?",
        ),
        (
            "HOOKKIT_JOBS",
            "2 or 3",
            'jobs is "2 or 3" in environment HOOKKIT_JOBS; '
            "allowed: a whole number of processes, 0 for as many as processors",
        ),
        (
            "HOOKKIT",
            "perhaps",
            'enabled is "perhaps" in environment HOOKKIT; allowed: true or false',
        ),
        (
            "HOOKKIT_CHECKS",
            "history=warn,ticket=none",
            'checks.ticket is "none" in environment HOOKKIT_CHECKS; allowed: off, warn or refuse',
        ),
    ],
)
def test_a_wrong_variable_is_named(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    assert problem(repo) == (message, f"unset {name}")


def test_an_unknown_variable_is_named(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOKKIT_SCOP", "file")
    message, repair = problem(repo)
    assert message == (
        "unknown setting HOOKKIT_SCOP in the environment; did you mean HOOKKIT_SCOPE?"
    )
    assert repair == "unset HOOKKIT_SCOP"


def test_a_wrong_override_is_named(repo: Repository) -> None:
    assert problem(repo, keep_days=0) == (
        "keep_days is 0 in the command line; allowed: a whole number of days, 1 or more",
        None,
    )


def test_a_wrong_value_is_an_error_even_where_a_stronger_place_overrides_it(
    repo: Repository,
) -> None:
    repo.write(".hookkit.toml", "jobs = 'x'\n")
    assert problem(repo, jobs=1)[0].startswith('jobs is "x" in <top>/.hookkit.toml, line 1; ')


def test_without_settings_nothing_slow_is_imported(repo: Repository) -> None:
    code = (
        "import sys; from hookkit.settings.effective_settings import load_settings;"
        "from hookkit.git.runner import Git; load_settings(Git.discover());"
        "print(*sorted({'msgspec', 'tomllib', 'tomli', 'difflib', 'rich',"
        " 'hookkit.history.finding', 'hookkit.settings.time_limited_pattern',"
        " 'hookkit.settings.branch_and_ticket_patterns'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=repo.path, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "\n"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "", "NO_COLOR": "1"}, True, False),
    ],
)
def test_wants_terminal(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    on_terminal: bool,
    elsewhere: bool,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert gets_rich_output(Terminal()) is on_terminal
    assert gets_rich_output(io.StringIO()) is elsewhere


def test_a_closed_stream_is_no_terminal() -> None:
    stream = io.StringIO()
    stream.close()
    assert gets_rich_output(stream) is False


def test_the_command_shows_settings_options_and_where_they_are_from(repo: Repository) -> None:
    repo.write("pyproject.toml", "[tool.autopep8]\nmax_line_length = 100\n")
    repo.git("config", "hookkit.mode", "fixup")
    ended = repo.hookkit("config", "src/new.py", HOOKKIT_EXCLUDE="a,b", HOOKKIT_CHECKS="topic=off")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.replace(str(repo.path), "<top>") == (
        "hookkit\n"
        "  enabled          = true                             default\n"
        '  mode             = "fixup"                          git config (<top>/.git/config)\n'
        '  scope            = "auto"                           default\n'
        '  safety           = "strict"                         default\n'
        "  include          = []                               default\n"
        '  exclude          = ["a", "b"]                       environment HOOKKIT_EXCLUDE\n'
        "  max_bytes        = 500000                           default\n"
        "  max_lines        = 50000                            default\n"
        "  time_limit       = 20.0                             default\n"
        "  hook_time_limit  = 15.0                             default\n"
        "  jobs             = 0                                default\n"
        "  keep_corrections = 50                               default\n"
        "  keep_days        = 90                               default\n"
        '  protected        = ["main", "master", "release/*"]  default\n'
        '  target           = ""                               default\n'
        '  branch_pattern   = ""                               default\n'
        '  ticket_pattern   = ""                               default\n'
        '  ticket_prefix    = ""                               default\n'
        '  ticket_url       = ""                               default\n'
        "  trusted          = []                               default\n"
        "  python_versions  = []                               default\n"
        "  worker           = false                            default\n"
        "  quiet            = false                            default\n"
        '  checks           = {"topic": "off"}                 environment HOOKKIT_CHECKS\n'
        "\n"
        "autopep8 for src/new.py\n"
        '  select          = ""     default\n'
        '  ignore          = ""     default\n'
        "  max_line_length = 100\n"
        "  indent_size     = 4      default\n"
        "  hang_closing    = false  default\n"
        "  aggressive      = 0      default\n"
        "  experimental    = false  default\n"
        "  pep8_passes     = -1     default\n"
        '  exclude         = ""     default\n'
        "  without ignore and select autopep8 ignores E226,E24,W50,W690\n"
        "  from <top>/pyproject.toml\n"
    )


def test_the_command_says_what_is_wrong(repo: Repository) -> None:
    repo.git("config", "hookkit.mode", "x")
    ended = repo.hookkit("check")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "git config --unset-all hookkit.mode" in ended.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(repo: Repository) -> None:
    path = repo.write(".hookkit.toml", "jobs = 1\n")
    path.chmod(0)
    with pytest.raises(HookkitError, match="cannot be read"):
        load_settings(repo.runner)
