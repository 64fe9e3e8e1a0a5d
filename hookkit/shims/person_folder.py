"""Where the shims for all clones of a person are, and the template of their repositories."""

from __future__ import annotations

import os
from pathlib import Path


def all_clones_folder() -> Path:
    """Give the folder of what is installed for all clones, which need not be there.

    It is below the folder for the data of programs (XDG Base Directory Specification).
    """
    data = os.environ.get("XDG_DATA_HOME", "")
    base = Path(data) if os.path.isabs(data) else Path.home() / ".local" / "share"
    return base / "hookkit" / "all-clones"


def mark_of(all_clones: str | Path) -> Path:
    """Give the file without which the shims for all clones, and copies of them, do nothing."""
    return Path(all_clones, "installed")


def shims_folder() -> Path:
    """Give the folder of the shims that git's configuration names."""
    return all_clones_folder() / "hooks"


def template_folder() -> Path:
    """Give the folder that a git without configured hooks copies into new repositories."""
    return all_clones_folder() / "template"
