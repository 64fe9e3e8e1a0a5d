"""The command that a report names for hookkit starts it from anywhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hookkit.settings.shell_command_of_hookkit import shell_command_of_hookkit


def test_hookkit_is_named_so_that_it_starts_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "a b" / "python"
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setenv("PATH", os.defpath)
    assert shell_command_of_hookkit() == f"'{python}' -m hookkit"
    script = python.with_name("hookkit")
    script.parent.mkdir()
    script.touch(0o755)
    assert shell_command_of_hookkit() == f"'{script}'"
    monkeypatch.setenv("PATH", str(script.parent))
    assert shell_command_of_hookkit() == "hookkit"
