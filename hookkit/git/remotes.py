"""The remotes of a repository, and the branches that they have."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.git.runner import Git


def remote_names(git: Git) -> list[str]:
    """Give the names of the remotes, as git sorts them; cached for the run of a hook or command."""
    return git.lines_cached("remote")


def is_on_remote(git: Git, name: str) -> bool:
    """Whether any remote has a branch with this name, by the remote-tracking branches."""
    remotes = remote_names(git)
    refs = {f"refs/remotes/{remote}/{name}" for remote in remotes}
    if not refs:
        return False
    # A pattern also matches refs below the name, as if it were a folder.
    return not refs.isdisjoint(git.lines("for-each-ref", "--format=%(refname)", *refs))


def origin_or_first_remote(remotes: Sequence[str]) -> str | None:
    """Give the remote for a command: "origin" if it exists, else the first one, else None."""
    return "origin" if "origin" in remotes else next(iter(remotes), None)
