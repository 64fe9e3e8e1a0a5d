"""A branch of a remote: fetched now, when it was last fetched, and what is new on it.

The one place that fetches: only commands that a person typed come here, never a hook.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import NamedTuple

from hookkit.git.commit_range import never_in_reflog
from hookkit.git.network import run_over_network
from hookkit.git.refs import REMOTES
from hookkit.git.runner import Git
from hookkit.history.refs.targets import remote_in

_ERROR = re.compile(r"^(?:fatal|error|ssh): (.+?)\.?\r?$", re.MULTILINE)


class RemoteBranch(NamedTuple):
    """What is known of a branch of a remote.

    ``ref`` is its full name. ``is_fetched`` says that the remote was asked just now and answered;
    otherwise ``problem`` is what git said ("" for a remote that was not asked), and ``fetched_at``
    is the time of the last known answer in seconds, None where there is no trace of one.
    ``is_missing`` says that the remote answered and did not name the branch: it is deleted there,
    or the clone fetches other branches only.
    """

    remote: str
    ref: str
    is_fetched: bool
    problem: str = ""
    fetched_at: int | None = None
    is_missing: bool = False


def remote_of(git: Git, ref: str) -> str | None:
    """Give the remote whose branch a remote-tracking ref is, None for every other ref."""
    return remote_in(ref, git.lines("remote")) if ref.startswith(REMOTES) else None


def fetch_remote(git: Git, remote: str, ref: str) -> RemoteBranch:
    """Run ``git fetch REMOTE`` to learn where its branch ``ref`` is.

    git may ask the person for a password. A remote that cannot be reached is no error.
    """
    was_here = git.resolve(ref) is not None
    known = last_fetched(git, remote, ref)  # a fetch that fails forgets it
    answer = run_over_network(git, "fetch", "--quiet", "--end-of-options", remote)
    if answer.code == 0:
        is_named = not was_here or _fetched(git, _name(remote, ref)) is not None
        return RemoteBranch(remote, ref, True) if is_named else known._replace(is_missing=True)
    error = _ERROR.search(answer.err)
    message = error[1] if error else answer.err.strip().partition("\n")[0]
    return known._replace(problem=message or f"git fetch ended with status {answer.code}")


def last_fetched(git: Git, remote: str, ref: str) -> RemoteBranch:
    """Give when the branch ``ref`` of a remote was last fetched or pushed, without asking it."""
    times = [_moved(git, ref), _fetched(git, _name(remote, ref))]
    return RemoteBranch(
        remote, ref, False, fetched_at=max((each for each in times if each), default=None)
    )


def _name(remote: str, ref: str) -> str:
    return ref.removeprefix(f"{REMOTES}{remote}/")


def _moved(git: Git, ref: str) -> int | None:
    """Give the time of the newest entry in the reflog of a ref."""
    log = ("log", "-g", "-1", "--date=unix", "--format=%gd", "--no-show-signature")
    answer = git.ask(*log, ref, "--")
    found = re.search(r"@\{(\d+)\}$", os.fsdecode(answer.out).strip())
    return int(found[1]) if found else None


def _fetched(git: Git, name: str) -> int | None:
    """Give the time of the last fetch, if a branch of this name was part of it."""
    with suppress(OSError):
        file = git.git_dir / "FETCH_HEAD"
        if f"\tbranch '{name}' of ".encode() in file.read_bytes():
            return int(file.stat().st_mtime)
    return None


def new_at_remote(git: Git, branch: str, remote: str, target: str) -> list[str]:
    """Give the commits of the branch ``remote`` that the local ``branch`` never had.

    All three are full names or ids. Left out are the commits of the target, and those whose change
    ``branch`` has as well: the person's own, before they were rebased.
    """
    equal = ("--cherry-pick", "--right-only", "--no-merges", f"{branch}...{remote}", f"^{target}")
    unequal = git.line("rev-list", *equal, "--").split()
    new = never_in_reflog(git, branch, remote) if unequal else frozenset()
    return [each for each in unequal if new is None or each in new]
