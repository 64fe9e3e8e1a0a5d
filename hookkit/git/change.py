"""A change: one Python file that a commit added, copied or modified."""

from __future__ import annotations

from typing import NamedTuple

REGULAR_MODES = ("100644", "100755")
"""The tree modes of regular files; links are 120000 and submodules 160000."""


class Change(NamedTuple):
    """One changed file, as the commit holds it.

    ``path`` is relative to the top level, in the bytes that git has. ``mode`` is the octal tree
    mode and ``blob`` the id of the content. ``before`` holds the ids of the file's content in
    each parent, all zeros where a parent does not have it.
    """

    path: bytes
    mode: str
    blob: str
    before: tuple[str, ...] = ()
