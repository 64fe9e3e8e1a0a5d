"""A branch of a remote: how it is fetched, when it was last fetched, and its new commits.

Nothing else in hookkit fetches; only commands that a person typed do, never a hook.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import NamedTuple

from hookkit.git.commit_range import never_in_reflog
from hookkit.git.network import run_over_network
from hookkit.git.refs import REMOTES
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.refs.targets import remote_in

_ERROR = re.compile(r"^(?:fatal|error|ssh): (.+?)\.?\r?$", re.MULTILINE)


class RemoteBranch(NamedTuple):
    """What is known of a branch of a remote.

    ``ref`` is its full name. ``is_fetched`` says that the remote was fetched just now; otherwise
    ``problem`` is the error of git ("" for a remote that was not asked), and ``fetched_at`` is the
    time of the last known fetch in seconds, None where it is unknown. ``is_missing`` says that the
    remote answered without the branch: it is deleted there, or this clone fetches other branches
    only.
    """

    remote: str
    ref: str
    is_fetched: bool
    problem: str = ""
    fetched_at: int | None = None
    is_missing: bool = False


def remote_of(git: Git, ref: str) -> str | None:
    """Give the remote whose branch a remote-tracking ref is, None for every other ref."""
    return remote_in(ref, remote_names(git)) if ref.startswith(REMOTES) else None


def fetch_remote(git: Git, remote: str, ref: str) -> RemoteBranch:
    """Run ``git fetch REMOTE`` to learn where its branch ``ref`` is.

    git may ask the person for a password. A remote that cannot be reached is no error.
    """
    was_here = git.resolve(ref) is not None
    known = last_fetched(git, remote, ref)  # a failed fetch empties FETCH_HEAD
    answer = run_over_network(git, "fetch", "--quiet", "--end-of-options", remote)
    if answer.code == 0:
        is_named = not was_here or _fetch_time(git, _name_there(remote, ref)) is not None
        return RemoteBranch(remote, ref, True) if is_named else known._replace(is_missing=True)
    error = _ERROR.search(answer.err)
    message = error[1] if error else answer.err.strip().partition("\n")[0]
    return known._replace(problem=message or f"git fetch ended with status {answer.code}")


def last_fetched(git: Git, remote: str, ref: str) -> RemoteBranch:
    """Give when the branch ``ref`` of a remote was last fetched or pushed, without asking it."""
    times = [_reflog_time(git, ref), _fetch_time(git, _name_there(remote, ref))]
    return RemoteBranch(
        remote, ref, False, fetched_at=max((each for each in times if each), default=None)
    )


def _name_there(remote: str, ref: str) -> str:
    return ref.removeprefix(f"{REMOTES}{remote}/")


def _reflog_time(git: Git, ref: str) -> int | None:
    """Give the time of the newest entry in the reflog of a ref."""
    log = ("log", "-g", "-1", "--date=unix", "--format=%gd", "--no-show-signature")
    answer = git.ask(*log, ref, "--")
    found = re.search(r"@\{(\d+)\}$", os.fsdecode(answer.out).strip())
    return int(found[1]) if found else None


def _fetch_time(git: Git, name: str) -> int | None:
    """Give the time of the last fetch, if a branch of this name was part of it."""
    with suppress(OSError):
        file = git.git_dir / "FETCH_HEAD"
        if f"\tbranch '{name}' of ".encode() in file.read_bytes():
            return int(file.stat().st_mtime)
    return None


def new_at_remote(git: Git, branch: str, remote: str, target: str) -> list[str]:
    """Give the commits of the branch ``remote`` that the local ``branch`` never had.

    All three are full names or ids. Commits of the target do not count, nor those whose change
    ``branch`` has too: the person's own, before a rebase.
    """
    equal = ("--cherry-pick", "--right-only", "--no-merges", f"{branch}...{remote}", f"^{target}")
    unequal = git.line("rev-list", *equal, "--").split()
    new = never_in_reflog(git, branch, remote) if unequal else frozenset()
    return [each for each in unequal if new is None or each in new]
