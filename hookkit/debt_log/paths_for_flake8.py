"""The paths under which flake8 is given contents, each in a numbered folder of its own.

Several contents of one path are checked together, so that each needs a folder.
"""

from __future__ import annotations

import re
from fnmatch import fnmatch

_EXCLUDED_FOLDERS = (".svn", "CVS", ".bzr", ".hg", ".git", "__pycache__", ".tox", ".nox", ".eggs")
"""The folders that flake8 excludes by default, besides ``*.egg``."""

NUMBERED_FOLDER_PATTERN = "=[0-9][0-9][0-9][0-9][0-9]"
"""A pattern of flake8's configuration that matches each numbered folder."""

_INVALID_CHARACTERS = re.compile("[\x1e\x1f\x00]")


def numbered_folder(number: int) -> str:
    """Give the folder of the content with this number; no project's pattern matches its name."""
    return f"={number:05}"


def path_for_flake8(path: bytes, lints_under_real_paths: bool) -> str:
    """Give the path of a content in its numbered folder; flake8's findings may depend on this path.

    It is the path itself if options or plugins may read it (``lints_under_real_paths``) or flake8
    excludes it, otherwise one name for all files except ``__init__.py``, in which pyflakes allows
    more. Parts that are not UTF-8 or cannot be part of a path are replaced by U+FFFD.
    """
    text = _INVALID_CHARACTERS.sub("\ufffd", path.decode("utf-8", "replace"))
    parts = text.split("/")
    if lints_under_real_paths or any(
        each in _EXCLUDED_FOLDERS or fnmatch(each, "*.egg") for each in parts
    ):
        return "/".join("\ufffd" if each in ("", ".", "..") else each for each in parts)
    return "__init__.py" if parts[-1] == "__init__.py" else "module.py"
