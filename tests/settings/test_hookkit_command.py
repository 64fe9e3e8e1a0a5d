"""The command that a report names for hookkit starts it from anywhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hookkit.settings.hookkit_command import hookkit_command


def test_hookkit_is_named_so_that_it_starts_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "a b" / "python"
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setenv("PATH", os.defpath)
    assert hookkit_command() == f"'{python}' -m hookkit"
    script = python.with_name("hookkit")
    script.parent.mkdir()
    script.touch(0o755)
    assert hookkit_command() == f"'{script}'"
    monkeypatch.setenv("PATH", str(script.parent))
    assert hookkit_command() == "hookkit"
