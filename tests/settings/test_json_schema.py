"""The schema of the settings: current, valid, and the same as what the reader accepts."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hookkit.errors import WrongUsage
from hookkit.settings.definitions import CHOICES, LEVELS, SETTINGS
from hookkit.settings.descriptions import CHOICE_DESCRIPTIONS, DESCRIPTIONS
from hookkit.settings.json_schema import schema_text, settings_schema
from hookkit.settings.settings_file import parse_toml
from hookkit.settings.team_files import read_team_files
from hookkit.settings.value_conversion import convert_setting
from tests.repository import Repository
from tests.repository_with_hooks import run_here

DOCS = Path(__file__).parents[2] / "docs"
FILE = DOCS / "settings.schema.json"
CHECKER = pytest.mark.skipif(
    importlib.util.find_spec("check_jsonschema") is None, reason="check-jsonschema is not here"
)

GOOD = (
    "",
    "enabled = false\nworker = true\nquiet = true",
    'mode = "fixup"\nscope = "lines"\nsafety = "off"',
    'include = []\nexclude = ["a/*", "b"]\nprotected = ["v*"]\ntrusted = ["refs/tags/*"]',
    "max_bytes = 1\nmax_lines = 1\njobs = 0\nkeep_corrections = 1\nkeep_days = 1_000",
    "time_limit = 5\nhook_time_limit = 86400.0",
    'target = "origin/develop"\nbranch_pattern = "{type}/{slug}"\nticket_pattern = "[A-Z]+"',
    'ticket_prefix = "{ticket}: "\nticket_url = "HTTPS://example.com/{ticket}?a=b"',
    'ticket_prefix = ""\nticket_url = ""',
    'checks = { history = "warn", branch-name = "off" }',
    '[checks]\nforce_push = "REFUSE"\nTopic = "Off"',
    "max-bytes = 1\nMAXLINES = 2\nKeep_-days = 3\n_jobs_ = 1",
)
"""What both take."""

BAD = (
    "maode = 'fixup'",
    "'' = 1",
    "max.bytes = 1",
    "enabled = 1",
    "enabled = 'true'",
    "quiet = []",
    "mode = 'Fixup'",
    "mode = ''",
    "mode = ['fixup']",
    "scope = 'line'",
    "safety = true",
    "include = '*.py'",
    "exclude = [1]",
    "protected = {}",
    "max_bytes = 0",
    "max_bytes = 1.5",
    "max_bytes = true",
    "max_bytes = '1k'",
    "max-lines = -1",
    "jobs = -1",
    "time_limit = 0",
    "time_limit = 86401",
    "hook_time_limit = '5'",
    "hook_time_limit = true",
    "target = 1",
    "branch_pattern = []",
    "ticket_prefix = 'no ticket'",
    'ticket_prefix = "{ticket}\\n"',
    'ticket_prefix = "one\\ntwo {ticket}"',
    "ticket_url = 'ftp://example.com/{ticket}'",
    "ticket_url = 'https://example.com/'",
    "ticket_url = 'https://{ticket}/a'",
    "ticket_url = 'https://user@example.com/{ticket}'",
    "ticket_url = 'https://example.com/a b/{ticket}'",
    "ticket_url = 'https:///{ticket}'",
    "checks = ['history=warn']",
    "checks = 'history=warn'",
    "checks = { histroy = 'warn' }",
    "checks = { history = 'error' }",
    "checks = { history = true }",
    "checks = { forcepush = 'off' }",
    "max_bytes = 2020-01-01",
    "[mode]",
)
"""What both refuse."""

OF_READER = (
    "branch_pattern = '('",
    "branch_pattern = '{nothing}'",
    "ticket_pattern = '['",
    "max_bytes = 1\nmax-bytes = 2",
)
"""What only the reader can refuse: docs/settings.md, "In an editor"."""


def test_the_file_that_is_kept_is_what_is_printed(repo: Repository) -> None:
    ended = run_here(repo, "config", "--schema")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == schema_text() == FILE.read_text("utf-8"), (
        "run: hookkit config --schema > docs/settings.schema.json"
    )


def test_it_is_printed_alone(repo: Repository) -> None:
    ended = run_here(repo, "config", "--schema", "mode")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "hookkit: --schema goes with nothing else\n  repair: hookkit config --schema\n"
    )


@CHECKER
def test_it_is_as_the_schema_of_schemas_says() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", str(FILE)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_it_says_of_each_setting_what_it_is() -> None:
    schema = settings_schema()
    assert [*schema["properties"]] == [*SETTINGS] == [*DESCRIPTIONS]
    for key, each in schema["properties"].items():
        default = SETTINGS[key].default
        assert each["default"] == (list(default) if isinstance(default, tuple) else default)
        assert each["type"] and "\nhttps://" in each["description"]
    for key, words in CHOICE_DESCRIPTIONS.items():
        assert (*words,) == (LEVELS if key == "checks" else CHOICES[key])


@CHECKER
@pytest.mark.parametrize("text", GOOD)
def test_what_the_reader_takes_the_schema_takes(text: str, tmp_path: Path) -> None:
    assert not is_refused(text, tmp_path)
    assert faults(text) == []


@CHECKER
@pytest.mark.parametrize("text", BAD)
def test_what_the_reader_refuses_the_schema_refuses(text: str, tmp_path: Path) -> None:
    assert is_refused(text, tmp_path)
    assert faults(text)


@CHECKER
@pytest.mark.parametrize("text", OF_READER)
def test_what_only_python_knows_the_schema_leaves_to_the_reader(text: str, tmp_path: Path) -> None:
    assert is_refused(text, tmp_path)
    assert faults(text) == []


def is_refused(text: str, folder: Path) -> bool:
    """Say whether the reader refuses settings as TOML."""
    (folder / ".hookkit.toml").write_text(text, "utf-8")
    found, rejected = read_team_files(folder)
    try:
        for each in found:
            convert_setting(each)
    except WrongUsage:
        return True
    return bool(rejected)


def faults(text: str) -> list[str]:
    """Give what the schema has against settings as TOML."""
    jsonschema: Any = pytest.importorskip("jsonschema")
    document = json.loads(json.dumps(parse_toml(text, Path("a.toml")), default=str))
    validator = jsonschema.Draft7Validator(settings_schema())
    return [each.message for each in validator.iter_errors(document)]


def test_no_pattern_meets_a_name_that_is_written_as_it_should_be() -> None:
    for table in (settings_schema(), settings_schema()["properties"]["checks"]):
        for pattern in table["patternProperties"]:
            assert not [name for name in table["properties"] if re.search(pattern, name)]


def test_the_page_of_the_settings_has_the_same_sentences() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(.*?)` \| (.*) \|$", page, re.M)
    assert [key for key, _, _ in rows] == [*SETTINGS]
    for key, default, meaning in rows:
        value = SETTINGS[key].default
        assert json.loads(default) == (list(value) if isinstance(value, tuple) else value)
        # Behind it there may be a link to a page.
        assert meaning.partition("; see [")[0] == DESCRIPTIONS[key]


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("", 0, ""),
        ("mode = 'propos'", 1, '"propos" is not one of'),
        ("moed = 1", 1, "'moed' was unexpected"),
    ],
)
def test_taplo_reads_it_by_the_line_of_the_page(
    repo: Repository, line: str, status: int, said: str
) -> None:
    taplo = Path(sys.executable).with_name("taplo")
    if not taplo.exists():
        pytest.skip("taplo is not installed")
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    (schema_line,) = re.findall("^#:schema .*$", page, re.MULTILINE)
    run_here(repo, "init")
    written = repo.read(".hookkit.toml").decode()
    assert schema_line not in written
    repo.write(".hookkit.toml", f"{schema_line}\n{line}\n{written}")
    repo.write("hookkit.schema.json", schema_text())
    ended = subprocess.run([taplo, "check", ".hookkit.toml"], cwd=repo.path, capture_output=True)
    assert (ended.returncode, said in ended.stderr.decode()) == (status, True)
