"""Good logging practice: the rules of our own, and how they come with those of the plugins."""

from __future__ import annotations

import ast
from importlib import metadata
from pathlib import Path

import pytest

from hookkit.debt.logging_rules import (
    LOGGING_PLUGINS,
    duplicate_findings,
    is_logging_code,
    selects_logging,
)
from hookkit.debt.logging_rules_plugin import logging_findings
from hookkit.settings.definitions import BASELINE_FILE
from tests.debt.repository_with_baseline import accept_two
from tests.repository import Repository
from tests.repository_with_hooks import run_here

CONFIG = "LOGGING = {'version': 1, 'root': {}%s}\n"
HANDLER = "try:\n    f()\nexcept E:\n    %s\n"


def codes(text: str) -> list[str]:
    """The codes of what our own rules find in a text."""
    return [each.code for each in logging_findings(ast.parse(text))]


@pytest.mark.parametrize(
    "text",
    [
        "logging.config.fileConfig('x')\n",
        "fileConfig('x', None)\n",
        CONFIG % "",
        "dictConfig({'version': 1, 'handlers': {}})\n",
    ],
)
def test_a_configuration_that_disables_loggers_is_told(text: str) -> None:
    assert codes(text) == ["HKL001"]


@pytest.mark.parametrize(
    "text",
    [
        "fileConfig('x', disable_existing_loggers=False)\n",
        "fileConfig('x', None, False)\n",
        CONFIG % ", 'disable_existing_loggers': False",
        CONFIG % ", 'disable_existing_loggers': True",  # somebody has decided so
        CONFIG % ", 'incremental': True",
        CONFIG % ", **more",
        "PACKAGE = {'version': 1, 'name': 'x'}\n",
    ],
)
def test_one_that_says_so_is_not_told(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("self.log.error('x')", ["HKL002"]),
        ("app.logger.critical('x')", ["HKL002"]),
        ("if a:\n        self.log.error('x')", ["HKL002"]),
        ("self.log.error('x', exc_info=True)", []),
        ("self.log.exception('x')", []),
        ("self.log.error('x')\n    raise", []),
        ("log.error('x')", []),  # flake8-logging tells it
        ("self.parser.error('x')", []),
        ("def g(): self.log.error('x')", []),
    ],
)
def test_an_exception_that_is_logged_without_its_traceback(
    statement: str, found: list[str]
) -> None:
    assert codes(HANDLER % statement) == found


def test_codes_on_logging_are_told_from_others() -> None:
    assert all(map(is_logging_code, ["LOG001", "G004", "T201", "HKL001"]))
    assert not any(map(is_logging_code, ["E225", "GEN01", "LOG1", "T100", "F401"]))


def test_what_two_plugins_tell_is_told_once() -> None:
    found = [("a.py", 1, "G004"), ("a.py", 1, "LOG011"), ("a.py", 2, "G004"), ("a.py", 1, "T201")]
    assert duplicate_findings(found) == {("a.py", 1, "G004")}


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("[flake8]\nselect = E,LOG\n", True),
        ("[flake8]\nextend-select =\n  T201\n", True),
        ("[flake8]\nenable_extensions = G\n", True),
        ("[flake8]\nignore = LOG001\n", False),
        ("[other]\nselect = LOG\n", False),
    ],
)
def test_a_project_may_ask_for_them_itself(tmp_path: Path, text: str, asks: bool) -> None:
    config = tmp_path / "setup.cfg"
    config.write_text(text)
    assert selects_logging(config) is asks


LOGGED = "import logging\n\nlogging.info('x')\nprint(1)\nDATA = {'version': 1, 'handlers': {}}\n"


@pytest.fixture
def team(repo: Repository) -> Repository:
    """A repository with a baseline, and a file that logs as one should not."""
    for name in LOGGING_PLUGINS:
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            pytest.skip("hookkit[logging] is not installed")
    accept_two(repo)
    repo.commit("Log", {"a.py": "import os\nx=1\n", "b.py": LOGGED})
    return repo


def found(out: str) -> list[str]:
    """The places and codes of what is told."""
    lines = (each.split() for each in out.splitlines() if each.startswith("  b.py:"))
    return [" ".join(each[:2]) for each in lines]


def test_logging_is_off_until_it_is_asked_for(team: Repository) -> None:
    assert found(run_here(team, "debt", "check").out) == []
    ended = run_here(team, "debt", "check", "--rules", "logging")
    assert ended.status == 1
    assert found(ended.out) == ["b.py:3:1 LOG015", "b.py:4:1 T201", "b.py:5:8 HKL001"]
    assert "accept  hookkit debt accept --new --rules logging" in ended.out
    assert found(run_here(team, "debt", "check", "HEAD~1..HEAD", "--rules", "logging").out)


def test_its_baseline_is_beside_the_other_one(team: Repository) -> None:
    assert run_here(team, "debt", "accept", "--new", "--rules", "logging").status == 0
    data = team.read(BASELINE_FILE)
    assert data.count(b"b.py") == 3 and data.count(b"a.py") == 2
    assert run_here(team, "debt", "check", "--rules", "logging").status == 0
    before = team.head
    team.git("add", BASELINE_FILE)
    team.commit("Begin with logging")
    for arguments in ((), ("--rules", "logging")):
        assert run_here(team, "debt", "check", f"{before}..HEAD", *arguments).status == 0
        assert run_here(team, "debt", "accept", *arguments).status == 0
        assert team.read(BASELINE_FILE) == data
    team.write("b.py", LOGGED.replace("print(1)\n", ""))
    assert run_here(team, "debt", "accept", "--rules", "logging").status == 0
    assert (
        team.read(BASELINE_FILE).count(b"T201") == 0
        and team.read(BASELINE_FILE).count(b"a.py") == 2
    )


def test_what_is_silenced_or_left_out_stays_so(team: Repository) -> None:
    team.write("b.py", LOGGED.replace("'handlers': {}}", "'handlers': {}}  # noqa: HKL001"))
    team.write("setup.cfg", "[flake8]\nselect = E\nper-file-ignores = b.py: T201\n")
    ended = run_here(team, "debt", "check", "--rules", "logging")
    assert found(ended.out) == ["b.py:3:1 LOG015"]


def test_a_file_that_does_not_parse_keeps_what_it_has(team: Repository) -> None:
    assert run_here(team, "debt", "accept", "--new", "--rules", "logging").status == 0
    before = team.read(BASELINE_FILE)
    team.write("b.py", "def\n")
    ended = run_here(team, "debt", "accept", "--rules", "logging")
    assert ended.status == 0 and team.read(BASELINE_FILE) == before


def test_a_plugin_that_is_missing_is_named(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOGGING_PLUGINS, "flake8-absent", "A")
    repo.commit("Begin", {"a.py": "x = 1\n"})
    ended = run_here(repo, "debt", "check", "--rules", "logging")
    assert ended.status == 3
    assert "flake8-absent is not installed beside hookkit" in ended.err
    assert "pip install 'hookkit[logging]'" in ended.err
