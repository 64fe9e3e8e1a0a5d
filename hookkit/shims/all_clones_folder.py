"""The folder of what is installed for all clones of a person, and what is in it."""

from __future__ import annotations

import os
from pathlib import Path


def all_clones_folder() -> Path:
    """Give the folder, which need not exist.

    It is below ``XDG_DATA_HOME`` (XDG Base Directory Specification).
    """
    data = os.environ.get("XDG_DATA_HOME", "")
    base = Path(data) if os.path.isabs(data) else Path.home() / ".local" / "share"
    return base / "hookkit" / "all-clones"


def installed_marker(all_clones: str | Path) -> Path:
    """Give the marker file: without it the shims for all clones, and copies of them, do nothing."""
    return Path(all_clones, "installed")


def shims_folder() -> Path:
    """Give the folder of the shims that git's configuration names."""
    return all_clones_folder() / "hooks"


def template_folder() -> Path:
    """Give the template that a git without config-based hooks copies into new repositories."""
    return all_clones_folder() / "template"
