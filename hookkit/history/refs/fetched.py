"""What a remote has to say now, and since when what is known of it is so.

The one place that fetches: only commands that a person typed come here, never a hook.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import NamedTuple

from hookkit.git.network import run_over_network
from hookkit.git.runner import Git
from hookkit.history.refs.targets import REMOTES

_SPOKEN = re.compile(r"^(?:fatal|error|ssh): (.+?)\.?\r?$", re.MULTILINE)


class Heard(NamedTuple):
    """What is known of a branch of a remote.

    ``ref`` is its full name. ``is_fresh`` tells that the remote was asked just now and answered;
    otherwise ``problem`` is what git said ("" for a remote that was not asked), and ``at`` the time
    in seconds of the last answer that is known, None where there is no trace of one. ``is_silent``
    tells that the remote answered without a word of the branch: it has it no more, or the clone is
    one of other branches.
    """

    remote: str
    ref: str
    is_fresh: bool
    problem: str = ""
    at: int | None = None
    is_silent: bool = False


def remote_of(git: Git, ref: str) -> str | None:
    """Give the remote whose branch a remote-tracking ref is, None for every other ref."""
    remotes = git.lines("remote")
    found = [each for each in remotes if ref.startswith(f"{REMOTES}{each}/")]
    return max(found, key=len, default=None)


def ask_remote(git: Git, remote: str, ref: str) -> Heard:
    """Fetch from a remote, as ``git fetch REMOTE`` does it, to learn where its branch ``ref`` is.

    git may ask the person for a password. That it cannot be reached is an answer as well.
    """
    was_here = git.resolve(ref) is not None
    known = last_heard(git, remote, ref)  # a fetch that fails forgets it
    answer = run_over_network(git, "fetch", "--quiet", "--end-of-options", remote)
    if answer.code == 0:
        is_told = not was_here or _fetched(git, _name(remote, ref)) is not None
        return Heard(remote, ref, True) if is_told else known._replace(is_silent=True)
    spoken = _SPOKEN.search(answer.err)
    said = spoken[1] if spoken else answer.err.strip().partition("\n")[0]
    return known._replace(problem=said or f"git fetch ended with status {answer.code}")


def last_heard(git: Git, remote: str, ref: str) -> Heard:
    """Tell when the branch ``ref`` of a remote was last heard of, without asking."""
    times = [_moved(git, ref), _fetched(git, _name(remote, ref))]
    return Heard(remote, ref, False, at=max((each for each in times if each), default=None))


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
