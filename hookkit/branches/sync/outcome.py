"""The results of a sync: it is done, it stopped in a conflict, or it was aborted."""

from __future__ import annotations

from typing import Literal, NamedTuple

from hookkit.branches.dry_run_rebase import Replayed
from hookkit.branches.remote_branch import RemoteBranch
from hookkit.branches.sync.squash_merged import SquashMerged
from hookkit.git.commits import Commit

Outcome = Literal["current", "merged", "forwarded", "rebased"]
"""``current``: the target has nothing new; ``merged``: the target has all commits of the branch;
``forwarded``: the branch had no commits of its own and was fast-forwarded; ``rebased``: its commits
were rebased."""


class Synced(NamedTuple):
    """The result of a sync, or of a dry run of one.

    ``target`` is the name of the target in reports, and ``onto`` its commit. ``old`` is the tip of
    the branch before, ``new`` the tip after, None if nothing has moved. ``ahead`` and ``behind``
    are the numbers of commits that only the branch and only the target had. ``steps`` has each old
    commit, the oldest first.

    ``stacked`` are the branches below that move along. ``in_other_worktrees`` are the branches
    below that stay, because another worktree is on them. ``other_branches`` are all others with the
    old commits. ``pushes`` are the commands that pushed branches need. ``submodules`` are the paths
    of submodules that have another commit now. ``lost_notes`` is whether notes could not be copied.

    ``base`` is the branch to switch to from a merged branch, "" if another worktree is on it.
    ``squash_merged`` are the oldest commits if the target has them as one commit, else None, and
    ``merged_branches`` the branches that have no other commits. ``left_out`` are the ids of old
    commits that a person dropped although the target lacks them. ``resolved`` are the ids of new
    commits in which a person resolved a conflict.
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

    ``target`` is the name of the target in reports. ``commit`` is the commit that git was
    rewriting, number ``number`` (from 1) of ``total``; it is None, and ``number`` is 0, if that is
    unknown. ``paths`` are the files in conflict. ``message`` is the last line of git's output.
    """

    branch: str
    target: str
    commit: Commit | None
    number: int
    total: int
    paths: tuple[bytes, ...]
    message: str


class AbortedSync(NamedTuple):
    """A sync that had stopped and is aborted: branch, index and files are as before.

    ``edited`` has the path and blob id of each file that was edited meanwhile. ``tip`` is the last
    rewritten commit, "" if there is none.
    """

    branch: str
    old: str
    edited: tuple[tuple[bytes, str], ...]
    tip: str
