"""A remote-tracking branch: find its remote, fetch it, and find the time of its last fetch.

Only this module fetches, and only for commands that a person typed, never for a hook.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import NamedTuple

from hookkit.git.refs import REMOTES
from hookkit.git.remotes import remote_names
from hookkit.git.run_over_network import run_over_network
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import remote_in_name

_FETCH_URL_PATTERN = re.compile(r"(.+)\t(.*) \(fetch\)(?: \[.*\])?")
"""A line of ``git remote -v``: the name, the URL, and for a partial clone its filter."""

_ERROR_PATTERN = re.compile(r"^(?:fatal|error|ssh): (.+?)\.?\r?$", re.MULTILINE)


class RemoteTrackingBranch(NamedTuple):
    """A branch of a remote, and when this clone last fetched it.

    ``ref`` is the full name of its remote-tracking ref. ``is_fetched`` is whether it was fetched
    just now. If not, ``problem`` is git's error ("" if the remote was not asked, or answered), and
    ``fetched_at`` is the time of the last known fetch in seconds, None if it is unknown.
    ``is_missing`` is whether the remote answered without the branch: the branch is deleted there,
    or this clone only fetches other branches.
    """

    remote: str
    ref: str
    is_fetched: bool
    problem: str = ""
    fetched_at: int | None = None
    is_missing: bool = False


def remote_of_ref(git: Git, ref: str) -> str | None:
    """Give the remote of a remote-tracking ref, None for every other ref."""
    return remote_in_name(ref, remote_names(git)) if ref.startswith(REMOTES) else None


def find_tracking_branch(git: Git, remote: str, ref: str, with_fetch: bool) -> RemoteTrackingBranch:
    """Give the remote-tracking branch ``ref``; if ``with_fetch``, it is fetched first."""
    return (fetch_remote if with_fetch else read_last_fetch)(git, remote, ref)


def fetch_remote(git: Git, remote: str, ref: str) -> RemoteTrackingBranch:
    """Run ``git fetch REMOTE`` to update its remote-tracking branch ``ref``.

    git may ask the person for a password. If the fetch fails, the result has git's error.
    """
    was_known = git.resolve(ref) is not None
    last_fetch = read_last_fetch(git, remote, ref)  # a failed fetch empties FETCH_HEAD
    git_result = run_over_network(git, "fetch", "--quiet", "--end-of-options", remote)
    if git_result.code == 0:
        is_at_remote = not was_known or bool(_fetched_urls(git, remote, ref))
        return (
            RemoteTrackingBranch(remote, ref, True)
            if is_at_remote
            else last_fetch._replace(is_missing=True)
        )
    error = _ERROR_PATTERN.search(git_result.err)
    message = error[1] if error else git_result.err.strip().partition("\n")[0]
    return last_fetch._replace(problem=message or f"git fetch ended with status {git_result.code}")


def read_last_fetch(git: Git, remote: str, ref: str) -> RemoteTrackingBranch:
    """Give the branch ``ref`` with the time of its last fetch or push; the remote is not asked."""
    times = [_reflog_time(git, ref), _fetch_time(git, remote, ref)]
    return RemoteTrackingBranch(
        remote, ref, False, fetched_at=max((each for each in times if each), default=None)
    )


def _reflog_time(git: Git, ref: str) -> int | None:
    """Give the time of the newest entry in the reflog of a ref."""
    command = ("log", "-g", "-1", "--date=unix", "--format=%gd", "--no-show-signature")
    git_result = git.try_run(*command, ref, "--")
    match = re.search(r"@\{(\d+)\}$", os.fsdecode(git_result.out).strip())
    return int(match[1]) if match else None


def _fetch_time(git: Git, remote: str, ref: str) -> int | None:
    """Give the time of the last fetch, if the branch was part of it.

    A URL of another remote tells that the branch of the same name there was fetched.
    """
    urls = _fetched_urls(git, remote, ref)
    if urls and not urls <= _urls_of_other_remotes(git, remote):
        with suppress(OSError):
            return int((git.git_dir / "FETCH_HEAD").stat().st_mtime)
    return None


def _fetched_urls(git: Git, remote: str, ref: str) -> set[str]:
    """Give the URLs from which the last fetch got a branch of this name, by FETCH_HEAD.

    It has no names of remotes; after a fetch of one remote all its URLs are of that remote.
    """
    name = ref.removeprefix(f"{REMOTES}{remote}/")
    with suppress(OSError):
        text = os.fsdecode((git.git_dir / "FETCH_HEAD").read_bytes())
        return {*re.findall(rf"\tbranch '{re.escape(name)}' of (.*)", text)}
    return set()


def _urls_of_other_remotes(git: Git, remote: str) -> set[str]:
    """Give the URLs that only other remotes have, as git writes them into FETCH_HEAD."""
    names_and_urls = [
        (found[1], _url_in_fetch_head(found[2]))
        for found in map(_FETCH_URL_PATTERN.fullmatch, git.lines("remote", "-v"))
        if found
    ]
    own_urls = {url for name, url in names_and_urls if name == remote}
    return {url for _, url in names_and_urls} - own_urls


def _url_in_fetch_head(url: str) -> str:
    """Give a URL without user, password, last slashes and ``.git`` (git's builtin/fetch.c)."""
    return re.sub(r"^(\w+://)?[^/@]*@", r"\1", url).rstrip("/").removesuffix(".git")
