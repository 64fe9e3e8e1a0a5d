"""The week of docs/week.md is run, and gives the output that the page shows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts.run_in_terminal import shown
from scripts.week_scenario import COLUMNS, week
from tests.documentation_pages import ROOT, blocks, check_transcripts, links

PAGE = (ROOT / "docs" / "week.md").read_text(encoding="utf-8")
CONSOLE = [block for block in blocks(PAGE) if block.language == "console"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX sh")


def test_the_week_is_what_the_commands_print(tmp_path: Path) -> None:
    check_transcripts(PAGE, week(tmp_path), tmp_path)


def test_all_of_the_page_is_run() -> None:
    assert {block.language for block in blocks(PAGE)} == {"console"}


def test_no_line_is_wider_than_the_terminal() -> None:
    wide = [line for block in CONSOLE for line in block.text.splitlines() if len(line) > COLUMNS]
    # What is copied to a shell is one line, and a terminal shows it on two; the other is git's.
    known = ("take back  git push --force-with-lease=", "branch 'feature/SHOP-7-round-prices' set")
    assert all(line.startswith(known) for line in wide), wide


@pytest.mark.parametrize("target", links(PAGE))
def test_each_link_leads_somewhere(target: str) -> None:
    assert (ROOT / "docs" / target).exists()


def test_what_was_overwritten_is_not_on_the_screen() -> None:
    said = b"a\r\nbar 1\r\x1b[2Kbar 2\n\x1b[1A\x1b[2Kdone\x1b[31m!\x1b[0m\r\nlonger\rshort\r\n"
    assert shown(said) == "a\ndone!\nshortr\n"
