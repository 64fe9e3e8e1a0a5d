"""A change: one Python file that a commit added, copied or modified."""

from __future__ import annotations

from dataclasses import dataclass

REGULAR_MODES = ("100644", "100755")
"""The tree modes of regular files; links are 120000 and submodules 160000."""


@dataclass(frozen=True, slots=True)
class Change:
    """One changed file, as the commit holds it.

    ``path`` is relative to the top level, in the bytes that git has. ``mode`` is the octal tree
    mode and ``blob`` the id of the content. ``touched`` holds the line ranges that the commit
    touched (first and last line, 1-based, inclusive), or is None where all of the file counts.
    """

    path: bytes
    mode: str
    blob: str
    touched: tuple[tuple[int, int], ...] | None = None
