"""Every example of README.md and its pages is run, every table is compared with the code."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
import yaml

from hookkit import __version__
from hookkit.cli import COMMANDS
from hookkit.commands.config.show import settings_rows
from hookkit.commands.demo import COMMIT_SUBJECT, SLOPPY_FILE, SLOPPY_SOURCE
from hookkit.error_boundary import BUG_STATUS, INTERRUPTED_STATUS
from hookkit.errors import EnvironmentFailed, GitFailed, InstallationChanged, Refused, WrongUsage
from hookkit.hook_events import OWN_SHIM_EVENTS
from hookkit.settings.choice_types import Mode
from hookkit.settings.definitions import SETTINGS
from hookkit.settings.effective_settings import settings_in_force
from hookkit.settings.settings_file import parse_toml
from hookkit.shims.read_pre_commit_config import events_run_by_pre_commit
from hookkit.shims.shim_file import events_with_shim
from scripts import example_repositories
from scripts.example_repositories import run_line
from scripts.render_transcripts import PAGES as SCENARIOS
from tests.documentation_pages import (
    ROOT,
    Block,
    blocks,
    check_toml,
    check_transcripts,
    links,
    table,
)
from tests.repository import Repository

NAMES = (
    "README.md",
    "docs/quick-start.md",
    "docs/tutorial.md",
    "docs/review.md",
    "docs/frameworks.md",
    "docs/settings.md",
    "docs/commands.md",
    "docs/debt.md",
)
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
README = PAGES["README.md"]
SET_UP = "python3 -m venv .venv && "

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX sh")


BLOCKS = [(name, block) for name, page in PAGES.items() for block in blocks(page)]
FRAMEWORKS = "docs/frameworks.md"  # its recipes are run by tests/frameworks
OTHERS = [
    (name, block) for name, block in BLOCKS if block.language != "console" and name != FRAMEWORKS
]


@pytest.fixture(autouse=True)
def shell(forked_program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell in which hookkit is on PATH, and an editor that knows what to write."""
    monkeypatch.setattr(example_repositories, "PROGRAMS", forked_program)
    monkeypatch.setenv("GIT_EDITOR", "sh -c 'echo Message > \"$0\"'")


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """The repository of the examples: one commit, and a sloppy file staged."""
    repo = Repository.init(tmp_path / "home" / "shop")
    repo.commit("Begin", {"src/old.py": "x=1\n"})
    repo.write(SLOPPY_FILE, SLOPPY_SOURCE)
    repo.git("add", SLOPPY_FILE)
    return repo


def run(repo: Repository, command: str) -> str:
    """Run a line of shell in the repository, which must end with 0; give what it printed."""
    return run_line(command, repo.path, os.environ)


@pytest.mark.parametrize("name", [name for name in NAMES if name in SCENARIOS])
def test_the_transcripts_are_what_the_commands_print(name: str, tmp_path: Path) -> None:
    check_transcripts(PAGES[name], SCENARIOS[name](tmp_path), tmp_path)


def test_each_page_with_a_transcript_has_a_scenario() -> None:
    printed = {name for name, block in BLOCKS if block.language == "console"}
    assert printed <= SCENARIOS.keys()
    first = next(block for block in blocks(README) if block.language == "console")
    assert first.text.startswith("$ hookkit install\n")


def check_shell(block: Block, repo: Repository) -> None:
    """Each line ends well after a sloppy commit; another change is staged before each."""
    run(repo, f"hookkit install && git commit -q -m '{COMMIT_SUBJECT}'")
    for number, line in enumerate(block.text.splitlines()):
        repo.write("notes.txt", str(number))
        repo.git("add", "notes.txt")
        run(repo, line)


def check_set_up(block: Block, repo: Repository) -> None:
    """A line that sets up everything, for which a test would need the network: CI runs it."""
    assert block.text.removesuffix("\n") in (ROOT / ".ci" / "run").read_text().splitlines()


def check_published(block: Block, repo: Repository) -> None:
    """The one line that works only with a released hookkit: the name is that of the project."""
    project = parse_toml((ROOT / "pyproject.toml").read_text(), ROOT)["project"]
    assert isinstance(project, dict)
    assert block.text == f"pip install {project['name']}\n"


def check_yaml(block: Block, repo: Repository) -> None:
    """A configuration of pre-commit that pre-commit takes and that hands its events to it."""
    path = repo.write(".pre-commit-config.yaml", block.text)
    for tool in ("pre-commit", "prek"):
        run(repo, f"{tool} validate-config {path.name}")
    config = yaml.safe_load(block.text)
    (ours,) = config["repos"]
    assert ours["repo"] == "https://github.com/hookkit/hookkit"
    assert ours["rev"] == f"v{__version__}"
    assert f"```yaml\n{block.text}```\n" in PAGES[FRAMEWORKS]
    assert events_run_by_pre_commit(repo.path) == {*events_with_shim()} - {*OWN_SHIM_EVENTS}
    assert {*config["default_install_hook_types"]} == {*events_with_shim()}
    manifest = ROOT / ".pre-commit-hooks.yaml"
    run(repo, f"pre-commit validate-manifest '{manifest}'")
    known = {hook["id"] for hook in yaml.safe_load(manifest.read_text())}
    assert {hook["id"] for hook in ours["hooks"]} <= known


def rule_for(block: Block) -> Callable[[Block, Repository], None] | None:
    """Find the check for a block that is no transcript."""
    if block.language == "sh" and block.text.startswith(SET_UP):
        return check_set_up
    if block.language == "sh" and block.text.startswith("pip install"):
        return check_published
    return {"sh": check_shell, "toml": check_toml, "yaml": check_yaml}.get(block.language)


@pytest.mark.parametrize(
    ("name", "block"), OTHERS, ids=[f"{name}-{block.name}" for name, block in OTHERS]
)
def test_each_other_block_does_what_it_says(name: str, block: Block, shop: Repository) -> None:
    rule = rule_for(block)
    assert rule is not None, f"{name}, line {block.line}: no rule for this block"
    rule(block, shop)


def test_the_set_up_lines_can_be_copied_as_one() -> None:
    lines = [block for _, block in BLOCKS if block.text.startswith(SET_UP)]
    assert len(lines) == 2
    assert all(block.text.count("\n") == 1 for block in lines)


def test_every_setting_is_in_the_table_with_its_default(repo: Repository) -> None:
    shown = [row.text.split("  ")[1:] for row in settings_rows(settings_in_force(repo.runner))[1:]]
    values = {text[0].split("=")[0].strip(): " ".join(text) for text in shown}
    rows = table(PAGES["docs/settings.md"], "key")
    assert [row[0] for row in rows] == [f"`{key}`" for key in SETTINGS]
    for key, default, *_ in rows:
        assert f"= {default.strip('`')} " in values[key.strip("`")] + " "


def test_every_mode_and_command_is_in_its_table() -> None:
    review = PAGES["docs/review.md"]
    modes = [row[0].split("`")[1] for row in table(review, "mode")]
    assert sorted(modes) == sorted(get_args(Mode))
    assert "`worktree` (default)" in review
    names = re.findall(r"^\| `hookkit ([\w-]+)` \|", PAGES["docs/commands.md"], re.M)
    assert names == list(COMMANDS)


def test_every_exit_status_is_in_the_table() -> None:
    errors = (Refused, WrongUsage, GitFailed, EnvironmentFailed, InstallationChanged)
    ours = {each.exit_status for each in errors}
    rows = table(PAGES["docs/commands.md"], "exit status")
    assert {int(row[0]) for row in rows} == {0, BUG_STATUS, INTERRUPTED_STATUS} | ours


@pytest.mark.parametrize(
    ("name", "target"), [(name, link) for name, page in PAGES.items() for link in links(page)]
)
def test_each_link_leads_somewhere(name: str, target: str) -> None:
    assert (ROOT / name).parent.joinpath(target).exists()
