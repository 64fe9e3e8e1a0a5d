"""Read, from the remotes and the settings of a repository, the forge links that it can have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookkit.git.config import ConfigEntry, read_config
from hookkit.git.runner import Git
from hookkit.history.forge_links import ForgeLinks, ForgeRepository, forge_repository_of
from hookkit.history.refs.branch_names_and_protection import DEFAULT_REMOTES
from hookkit.settings.definitions import Settings


def read_forge_links(git: Git, settings: Settings) -> ForgeLinks:
    """Read the forge links of a repository. Runs one process; raises as ``read_config`` does."""
    return ForgeLinks(_find_forge(list(read_config(git))), settings.ticket_url)


def _find_forge(entries: Sequence[ConfigEntry]) -> ForgeRepository | None:
    """Give the forge of "upstream", else of "origin", else of the only remote."""
    urls: dict[str, str] = {}
    for each in entries:
        if each.key.startswith("remote.") and each.key.endswith(".url") and each.value:
            # git fetches from the first of several URLs.
            urls.setdefault(each.key[len("remote.") : -len(".url")], each.value)
    only_remote = list(urls) if len(urls) == 1 else []
    for name in (*DEFAULT_REMOTES, *only_remote):
        forge = forge_repository_of(_rewritten_url(urls[name], entries)) if name in urls else None
        if forge is not None:
            return forge
    return None


def _rewritten_url(url: str, entries: Sequence[ConfigEntry]) -> str:
    """Give the URL that git uses: the longest ``url.<base>.insteadOf`` wins (git-config(1))."""
    rewrites = [
        (each.value, each.key[len("url.") : -len(".insteadof")])
        for each in entries
        if each.key.startswith("url.") and each.key.endswith(".insteadof") and each.value
        if url.startswith(each.value)
    ]
    prefix, base = max(rewrites, key=lambda each: len(each[0]), default=("", ""))
    return base + url[len(prefix) :]


def read_commit_urls(git: Git, settings: Settings, ids: Iterable[str]) -> dict[str, str]:
    """Give the URLs of commits by their ids, except commits that no remote has.

    Runs two git processes. Raises GitFailed if a commit does not exist in this clone.
    """
    links, unique_ids = read_forge_links(git, settings), [*dict.fromkeys(ids)]
    if links.repository is None or not unique_ids:
        return {}
    unpushed = set(git.lines("rev-list", *unique_ids, "--not", "--remotes", "--"))
    return {each: links.commit_url(each) for each in unique_ids if each not in unpushed}
