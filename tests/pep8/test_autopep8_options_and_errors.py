"""Which files autopep8's own ``exclude`` leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.pep8.autopep8_options_and_errors import is_excluded
from hookkit.settings.autopep8.options import Pep8Options


@pytest.mark.parametrize(
    ("exclude", "expected"),
    [("", False), ("a.py", True), ("b.py,*/a.py", True), ("b.py", False), ("src*", True)],
)
def test_excluded(
    exclude: str, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "src" / "a.py"
    path.parent.mkdir()
    path.touch()
    assert is_excluded("src/a.py", Pep8Options(exclude=exclude)) is expected
