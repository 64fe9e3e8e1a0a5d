"""A repository of a list: its name, where it is, and what a forge tells of it."""

from __future__ import annotations

from typing import NamedTuple


class ListedRepository(NamedTuple):
    """A repository to look at.

    ``path`` is absolute. ``branch`` is the default branch and ``link`` the page that a forge names,
    "" where nothing does. ``problem`` says why there is nothing to look at, "" where there is.
    """

    name: str
    path: str
    branch: str = ""
    link: str = ""
    problem: str = ""


class Listing(NamedTuple):
    """The repositories of a list, each once, and how many archived ones were left out.

    ``has_patterns`` says that it has patterns, which need not mean a repository yet.
    """

    entries: tuple[ListedRepository, ...]
    archived: int = 0
    has_patterns: bool = False
