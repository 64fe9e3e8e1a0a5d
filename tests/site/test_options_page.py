"""The site lists every command with its options, as its help does."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.render_man import commands
from scripts.render_options import MARKER, with_options
from tests.documentation_pages import ROOT, table

PAGE = with_options((ROOT / "docs" / "options.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", commands())
def test_each_command_has_its_section(name: str) -> None:
    section = PAGE.partition(f"\n## hookkit {name}\n")[2].partition("\n## ")[0]
    rows = [row[0] for row in table(section, "option")]
    assert rows[-1] == "`--help`, `-h`"
    assert f"\n```text\nhookkit {name}" in section
    assert "\n```sh\n" in section


@pytest.mark.long
def test_the_site_has_it_and_the_file_has_not(site: Path) -> None:
    assert MARKER in (ROOT / "docs" / "options.md").read_text(encoding="utf-8")
    shown = (site / "options.html").read_text(encoding="utf-8")
    assert 'id="hookkit-accept"' in shown and "--spread" in shown
