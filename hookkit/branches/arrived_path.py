"""Whether a path of the worktree already has what another commit has there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from hookkit.git.change import REGULAR_MODES
from hookkit.git.differences import Difference
from hookkit.git.runner import Git
from hookkit.git.tree_entry import TreeEntry

_LINK = "120000"
REMOVED = "0"
"""The mode by which git update-index takes an entry away."""


def removals_first(entries: Iterable[TreeEntry]) -> list[TreeEntry]:
    """Put what goes before what comes: a folder may stand where a file was."""
    return sorted(entries, key=lambda each: each.mode != REMOVED)


def entry_already_there(git: Git, top: Path, difference: Difference) -> TreeEntry | None:
    """Give what a path in the worktree has, if that is what is to come there; else None."""
    path, old, new = difference
    place = top / os.fsdecode(path)
    if new is None:
        is_folder = place.is_dir() and not place.is_symlink()
        is_gone = is_folder or not os.path.lexists(place)
        return TreeEntry(path, REMOVED, git.null) if is_gone else None
    if place.is_symlink():
        link = os.fsencode(os.readlink(place))
        target = git.line("hash-object", "--stdin", "--no-filters", data=link)
        return new if (new.mode, new.blob) == (_LINK, target) else None
    if not place.is_file() or new.mode not in REGULAR_MODES:
        return None
    blob = git.line("hash-object", f"--path={os.fsdecode(path)}", "--", str(place))
    there = TreeEntry(path, "100755" if place.stat().st_mode & 0o100 else "100644", blob)
    return there if blob == new.blob and there != old else None
