"""A listed repository: its name, its path, and what a forge says of it."""

from __future__ import annotations

from typing import NamedTuple


class ListedRepository(NamedTuple):
    """A repository to inspect.

    ``path`` is absolute. ``default_branch`` and ``page_url`` are as a forge gives them, "" for
    none. ``problem`` says why it cannot be inspected, "" if it can.
    """

    name: str
    path: str
    default_branch: str = ""
    page_url: str = ""
    problem: str = ""


class RepositoryList(NamedTuple):
    """The repositories of a list, each once; ``archived_count`` counts archived ones left out.

    ``has_patterns`` is True if the list has patterns, which may match no repository yet.
    """

    repositories: tuple[ListedRepository, ...]
    archived_count: int = 0
    has_patterns: bool = False
