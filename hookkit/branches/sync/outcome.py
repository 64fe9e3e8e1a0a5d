"""The results of a sync: the branch is up to date, it stopped in a conflict, or was aborted."""

from __future__ import annotations

from typing import Literal, NamedTuple

from hookkit.branches.dry_run_rebase import Replayed
from hookkit.branches.remote_branch import RemoteBranch
from hookkit.branches.sync.squash_merged import SquashMerged
from hookkit.git.commits import Commit

Outcome = Literal["current", "merged", "forwarded", "rebased"]
"""The target has nothing new; it has all of the branch; the branch, without commits of its own, was
fast-forwarded; or its commits were rebased."""


class Synced(NamedTuple):
    """The result of a sync, or of a dry run of one.

    ``target`` is the target as reports name it and ``onto`` its commit; ``behind`` and ``ahead``
    are the numbers of commits that only the target and only the branch had. ``old`` is the tip
    before and ``new`` the tip after, None where nothing has moved. ``stacked`` are the branches
    below that move along, ``in_other_worktrees`` those that do not because another worktree is on
    them, and ``other_branches`` others that have the old commits. ``pushes`` are the commands that
    pushed branches need. ``submodules`` have another commit now. ``base`` is the branch to switch
    to from a merged one, "" where another worktree is on it. ``squash_merged`` are the oldest
    commits, where the target has them as one, and ``merged_branches`` the branches that have no
    others. ``left_out`` are the ids of old commits that a person dropped although the target lacks
    them, ``resolved`` the ids of the new commits in which a person resolved a conflict.
    """

    branch: str
    target: str
    onto: str
    remote_branches: tuple[RemoteBranch, ...]
    old: str
    outcome: Outcome = "current"
    new: str | None = None
    ahead: int = 0
    behind: int = 0
    steps: tuple[Replayed, ...] = ()
    stacked: tuple[str, ...] = ()
    in_other_worktrees: tuple[str, ...] = ()
    other_branches: tuple[str, ...] = ()
    pushes: tuple[str, ...] = ()
    submodules: tuple[bytes, ...] = ()
    lost_notes: bool = False
    base: str = ""
    squash_merged: SquashMerged | None = None
    merged_branches: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    resolved: tuple[str, ...] = ()


class StoppedInConflict(NamedTuple):
    """A sync that is stopped for a person to resolve a conflict.

    ``target`` is the target as reports name it. ``commit`` is the one that git was rewriting, the
    ``number``-th of ``total`` commits; None where that is unknown, and then ``message`` is the last
    line of git's output. ``paths`` are the files in conflict.
    """

    branch: str
    target: str
    commit: Commit | None
    number: int
    total: int
    paths: tuple[bytes, ...]
    message: str


class AbortedSync(NamedTuple):
    """A sync that was stopped and is aborted: all is as before.

    ``edited`` has each file that was edited meanwhile with the id of its content, and ``tip`` is
    the last rewritten commit, "" where there was none.
    """

    branch: str
    old: str
    edited: tuple[tuple[bytes, str], ...]
    tip: str
