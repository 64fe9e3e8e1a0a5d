"""The folder of an installation for all clones of a person, and the paths in it."""

from __future__ import annotations

import os
from pathlib import Path


def global_install_folder() -> Path:
    """Give the folder, which may not exist yet.

    It is below ``XDG_DATA_HOME`` (XDG Base Directory Specification).
    """
    data = os.environ.get("XDG_DATA_HOME", "")
    base = Path(data) if os.path.isabs(data) else Path.home() / ".local" / "share"
    return base / "hookkit" / "all-clones"


def installed_marker(global_folder: str | Path) -> Path:
    """Give the marker file: without it, shims for all clones and copies of them do nothing."""
    return Path(global_folder, "installed")


def global_shims_folder() -> Path:
    """Give the folder of the shims for all clones, which git's configuration names."""
    return global_install_folder() / "hooks"


def template_folder() -> Path:
    """Give the template folder that a git without config-based hooks copies into new clones."""
    return global_install_folder() / "template"
