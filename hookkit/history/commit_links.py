"""The links to commits on the forge, for commits that a remote has."""

from __future__ import annotations

from collections.abc import Iterable

from hookkit.git.runner import Git
from hookkit.history.remote_links import links_of
from hookkit.settings.schema import Settings


def commit_links(git: Git, settings: Settings, ids: Iterable[str]) -> dict[str, str]:
    """Give the URL of each commit of ``ids``, by its id, without those that have none.

    Two processes. Raises GitFailed where one of them is not here.
    """
    links, names = links_of(git, settings), [*dict.fromkeys(ids)]
    if links.forge is None or not names:
        return {}
    new = set(git.lines("rev-list", *names, "--not", "--remotes", "--"))
    return {id: links.commit(id) for id in names if id not in new}
