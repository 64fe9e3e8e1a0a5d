"""The remotes of a repository."""

from __future__ import annotations

from hookkit.git.runner import Git


def remote_names(git: Git) -> list[str]:
    """Give the names of the remotes, as git sorts them; cached for the run of a hook or command."""
    return git.lines_cached("remote")
