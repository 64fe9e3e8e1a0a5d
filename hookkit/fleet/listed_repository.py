"""A repository of a list: its name, its path, and the facts from a forge."""

from __future__ import annotations

from typing import NamedTuple


class ListedRepository(NamedTuple):
    """A repository to inspect.

    ``path`` is absolute. ``branch`` is the default branch and ``link`` the page on a forge, "" for
    none. ``problem`` says why it cannot be inspected, "" if it can.
    """

    name: str
    path: str
    branch: str = ""
    link: str = ""
    problem: str = ""


class Listing(NamedTuple):
    """The repositories of a list, each once; ``archived`` counts archived ones left out.

    ``has_patterns`` is True if the list has patterns, which may match no repository yet.
    """

    entries: tuple[ListedRepository, ...]
    archived: int = 0
    has_patterns: bool = False


def repository_count_text(number: int, kind: str = "") -> str:
    """Give ``1 repository`` or ``2 repositories``, with ``kind`` before the noun, "" for none."""
    noun = "repository" if number == 1 else "repositories"
    return f"{number:,} {kind} {noun}" if kind else f"{number:,} {noun}"
