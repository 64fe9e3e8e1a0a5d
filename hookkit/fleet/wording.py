"""Numbers of repositories as phrases."""

from __future__ import annotations


def counted_repositories(number: int, kind: str = "") -> str:
    """Give ``1 repository`` or ``2 repositories``, with ``kind`` before the noun, "" for none."""
    noun = "repository" if number == 1 else "repositories"
    return f"{number:,} {kind} {noun}" if kind else f"{number:,} {noun}"
