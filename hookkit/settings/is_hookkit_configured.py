"""Detect whether hookkit is configured in a repository: shims for all clones run only there."""

from __future__ import annotations

import os
import re

from hookkit.errors import WrongUsage
from hookkit.git.config import is_true
from hookkit.git.runner import Git
from hookkit.settings.definitions import TEAM_FILES

_PYPROJECT_FILE, _HOOKKIT_FILE = TEAM_FILES

_TABLE_PATTERN = rb"^\s*\[+\s*tool\s*\.\s*hookkit\s*[.\]]"


def is_configured(git: Git) -> bool:
    """Whether hookkit is configured here: in the team's file, or by ``hookkit.enabled``.

    The team's file is a ``.hookkit.toml``, or a ``pyproject.toml`` with a table ``tool.hookkit``,
    which may be empty. ``hookkit.enabled`` counts if it is true in any file of git's configuration.
    """
    top = git.paths.top
    if top is not None:
        if os.path.isfile(os.path.join(top, _HOOKKIT_FILE)):
            return True
        if _has_table(os.path.join(top, _PYPROJECT_FILE)):
            return True
    return is_true(git, "hookkit.enabled")


def _has_table(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    return b"hookkit" in data and _is_table_in(data, path)


def _is_table_in(data: bytes, path: str) -> bool:
    from pathlib import Path

    from hookkit.settings.settings_file import decode_settings, parse_toml

    try:
        tool = parse_toml(decode_settings(data, Path(path)), Path(path)).get("tool")
    except WrongUsage:  # hookkit reports the error later, if the file configures hookkit
        return re.search(_TABLE_PATTERN, data, re.MULTILINE) is not None
    return isinstance(tool, dict) and "hookkit" in tool
