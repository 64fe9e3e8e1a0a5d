"""The pages of commits on the forge: only of those that a remote has."""

from __future__ import annotations

from collections.abc import Iterable

from hookkit.git.runner import Git
from hookkit.history.remote_links import links_of
from hookkit.settings.schema import Settings


def commit_links(git: Git, settings: Settings, ids: Iterable[str]) -> dict[str, str]:
    """Give the page of each commit of ``ids``, by its id, without those that have none.

    Two processes. Raises GitFailed where one of them is not here.
    """
    links, names = links_of(git, settings), [*dict.fromkeys(ids)]
    if links.forge is None or not names:
        return {}
    new = set(git.lines("rev-list", *names, "--not", "--remotes", "--"))
    return {id: links.commit(id) for id in names if id not in new}
