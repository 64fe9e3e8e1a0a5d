"""Every example of docs/history.md is run, and its table is compared with the events."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from hookkit.shims.shim_file import events_with_shim
from scripts import example_repositories
from scripts.example_repositories import SETTINGS, shop_of_a_team
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

PAGE = (ROOT / "docs" / "history.md").read_text(encoding="utf-8")
SETS = [block for block in blocks(PAGE) if block.language == "toml"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX sh")


def test_the_transcripts_are_what_the_commands_print(
    forked_program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(example_repositories, "PROGRAMS", forked_program)
    check_transcripts(PAGE, shop_of_a_team(tmp_path), tmp_path)


@pytest.mark.parametrize("block", SETS, ids=lambda block: block.name)
def test_each_setting_is_one(block: Block, repo: Repository) -> None:
    check_toml(block, repo)


def test_the_settings_are_those_that_the_commands_are_run_with() -> None:
    assert SETS[0].text == SETTINGS


def test_each_event_of_a_check_is_in_the_table() -> None:
    told = {name for row in table(PAGE, "event") for name in re.findall(r"`([a-z-]+)`", row[0])}
    assert told == set(events_with_shim()) - {"post-commit", "post-rewrite"}


@pytest.mark.parametrize("target", links(PAGE))
def test_each_link_leads_somewhere(target: str) -> None:
    assert (ROOT / "docs" / target).exists()
