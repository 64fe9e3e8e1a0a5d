"""Repositories found in folders, and by patterns: ``/srv/git/*.git``, ``~/src/**``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from hookkit.errors import reason_of

_GIT_DIR_ENTRIES = ("HEAD", "objects", "refs")
"""The entries that every git directory has (gitrepository-layout(5))."""

_WILDCARD_PATTERN = re.compile(r"[*?]")

_WILDCARD_EXPRESSIONS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def is_repository(path: str) -> bool:
    """Whether a folder is the top of a worktree, or a bare repository."""
    if os.path.lexists(os.path.join(path, ".git")):
        return True
    return all(os.path.lexists(os.path.join(path, each)) for each in _GIT_DIR_ENTRIES)


def repositories_below(folder: str) -> Iterator[tuple[str, str]]:
    """Give each repository at or below a folder, in order, as a pair of path and problem.

    The problem is "" for a repository; a folder that cannot be listed is given with the reason. The
    inside of a repository is not searched, and links are not followed.
    """
    if is_repository(folder):
        yield folder, ""
        return
    try:
        with os.scandir(folder) as listed:
            subfolders = [each.path for each in listed if each.is_dir(follow_symlinks=False)]
    except OSError as error:
        yield folder, f"the folder cannot be listed: {reason_of(error)}"
        return
    for each in sorted(subfolders):
        yield from repositories_below(each)


def is_pattern(path: str) -> bool:
    """Whether a path contains ``*`` or ``?`` and no file has exactly this path."""
    return _WILDCARD_PATTERN.search(path) is not None and not os.path.lexists(path)


def matches_pattern(path: str, pattern: str) -> bool:
    """Whether a path matches a pattern: ``*`` stays in one folder, ``**`` crosses folders."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.replace(os.sep, "/"))
    expression = "".join(_WILDCARD_EXPRESSIONS.get(each) or re.escape(each) for each in parts)
    return re.fullmatch(expression, path.replace(os.sep, "/"), re.DOTALL) is not None


def is_at_or_below(path: str, pattern: str) -> bool:
    """Whether a path matches a pattern, or is below one that does."""
    return matches_pattern(path, pattern) or matches_pattern(path, f"{pattern}/**")


def repositories_matching(pattern: str) -> Iterator[tuple[str, str]]:
    """Give the repositories that match an absolute pattern, as ``repositories_below`` gives them.

    A folder that cannot be listed is given with the reason; a missing folder is left out.
    """
    top = os.path.dirname(_WILDCARD_PATTERN.split(pattern, maxsplit=1)[0]) or os.sep
    if os.path.isdir(top):
        found = repositories_below(top)
        yield from (each for each in found if each[1] or matches_pattern(each[0], pattern))
