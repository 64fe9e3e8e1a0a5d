"""flake8 as a process: its paths and its output, whatever the system and the locale are."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from hookkit.debt.flake8_process import git_path, run_flake8


@pytest.mark.parametrize(
    ("path", "separator", "expected"),
    [
        (b"./a.py", "/", b"a.py"),
        (b"./a\\b/c.py", "/", b"a\\b/c.py"),
        (b".\\a.py", "\\", b"a.py"),
        (b".\\a\\b.py", "\\", b"a/b.py"),
    ],
)
def test_a_path_is_as_git_has_it(path: bytes, separator: str, expected: bytes) -> None:
    assert git_path(path, separator) == expected


@pytest.fixture
def latin_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locale whose encoding has no Greek."""
    if shutil.which("localedef") is None:
        pytest.skip("localedef is not here")
    place = tmp_path / "xx_XX.ISO-8859-1"
    command = ["localedef", "-i", "POSIX", "-f", "ISO-8859-1", str(place)]
    subprocess.run(command, capture_output=True)
    if not place.is_dir():
        pytest.skip("localedef makes no locale here")
    monkeypatch.setenv("LOCPATH", str(tmp_path))
    monkeypatch.setenv("LC_ALL", place.name)


@pytest.mark.usefixtures("latin_1")
def test_a_name_that_the_locale_cannot_write_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.py").write_text("str(\u03bb)\n", encoding="utf-8")
    (tmp_path / "config").write_text("[flake8]\n")
    found = list(run_flake8(folder, tmp_path / "found", tmp_path / "config"))
    assert [(each.path, each.message) for each in found] == [("a.py", "undefined name '\u03bb'")]
