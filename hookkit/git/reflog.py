"""What a branch has been at, as far as its reflog remembers."""

from __future__ import annotations

import os

from hookkit.git.runner import Git


def never_in_reflog(git: Git, ref: str, commit: str) -> frozenset[str] | None:
    """Give the commits of ``commit``'s history that a ref (its full name) never had.

    git asks so for ``git push --force-if-includes`` (remote.c, is_reachable_in_reflog), of the
    newest commit alone. None where the ref or its reflog is not there. The reflogs of
    remote-tracking branches are never asked: they hold everything that was fetched.
    """
    answer = git.ask("log", "-g", "--format=%H", "--no-show-signature", ref, "--")
    was_at = sorted(set(os.fsdecode(answer.out).split()))
    if answer.code != 0 or not was_at:
        return None
    listing = "".join(f"^{each}\n" for each in was_at)
    # An entry whose commit was pruned says nothing.
    command = ("rev-list", "--ignore-missing", "--stdin", commit)
    return frozenset(os.fsdecode(git.run(*command, data=listing.encode())).split())
