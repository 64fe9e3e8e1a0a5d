"""A release can be tagged: all files name the same version, and the changelog has its notes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hookkit import __version__
from scripts import release_notes
from scripts.release_notes import PLACES, ROOT, main, notes, versions


def test_all_that_names_the_version_agrees() -> None:
    assert dict(versions(ROOT)) == dict.fromkeys(PLACES, __version__)


def test_no_page_names_another_tag() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        named = [
            line.split("rev: ")[1]
            for line in page.read_text(encoding="utf-8").splitlines()
            if line.lstrip().startswith("rev: ")
        ]
        assert set(named) <= {f"v{__version__}"}, page.name


def test_the_notes_of_a_tag_are_its_section(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"v{__version__}"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("The first release")
    assert "\n## " not in printed


@pytest.mark.parametrize("tag", ["v9.9.9", __version__])
def test_another_tag_is_not_released(tag: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([tag]) == 1
    assert capsys.readouterr().out == ""


def test_a_file_that_was_forgotten_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in PLACES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    page = tmp_path / "README.md"
    page.write_text(page.read_text(encoding="utf-8").replace("rev: v", "rev: v9."), "utf-8")
    monkeypatch.setattr(release_notes, "ROOT", tmp_path)
    assert main([f"v{__version__}"]) == 1
    said = f"README.md has 9.{__version__}, the tag is v{__version__}\n"
    assert capsys.readouterr().err == said


def test_a_section_ends_where_the_next_one_begins() -> None:
    sections = ("# C", "## [Unreleased]", "- a", "## [0.2.0] - x", "- b", "## [0.1.0] - x", "- c\n")
    log = "\n\n".join(sections)
    assert notes(log, "0.2.0") == "- b\n"
    assert notes(log, "0.1.0") == "- c\n"
