"""Patterns of the paths of repositories: ``/srv/git/*.git``, ``~/src/**``, ``!/srv/git/old``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from hookkit.fleet.folder_scan import repositories_below

LEAVES_OUT = "!"
"""In front of a pattern: what it fits is left out."""

_SIGNS = re.compile(r"[*?]")

_MEANINGS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def is_pattern(path: str) -> bool:
    """Whether a path has ``*`` or ``?`` in it and nothing of that very name is there."""
    return _SIGNS.search(path) is not None and not os.path.lexists(path)


def fits(path: str, pattern: str) -> bool:
    """Whether a path is one that a pattern means: ``*`` is in one folder, ``**`` in any."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.replace(os.sep, "/"))
    expression = "".join(_MEANINGS.get(each) or re.escape(each) for each in parts)
    return re.fullmatch(expression, path.replace(os.sep, "/"), re.DOTALL) is not None


def is_below(path: str, pattern: str) -> bool:
    """Whether a path is one that a pattern means, or below one."""
    return fits(path, pattern) or fits(path, f"{pattern}/**")


def repositories_of(pattern: str) -> Iterator[tuple[str, str]]:
    """Give the path of each repository that an absolute pattern means, as ``repositories_below``.

    A folder that cannot be listed is given with its reason; one that is not there has none.
    """
    top = os.path.dirname(pattern[: _first_sign(pattern)]) or os.sep
    if os.path.isdir(top):
        found = repositories_below(top)
        yield from (each for each in found if each[1] or fits(each[0], pattern))


def _first_sign(pattern: str) -> int:
    found = _SIGNS.search(pattern)
    return len(pattern) if found is None else found.start()
