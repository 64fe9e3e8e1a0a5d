"""What became of a branch that was brought up to its target."""

from __future__ import annotations

from typing import Literal, NamedTuple

from hookkit.branches.remote_branch import RemoteBranch
from hookkit.branches.sync.squash_merged import SquashMerged
from hookkit.dry_run.rebase import Replayed
from hookkit.git.commits import Commit

Outcome = Literal["current", "merged", "forwarded", "rebased"]
"""The target has nothing new, or all that the branch has; or the branch, which had nothing of its
own, was moved forward, or its commits lie on the target now."""


class Synced(NamedTuple):
    """What became of a branch, or in a dry run what would become of it.

    ``target`` is the target as people say it and ``onto`` its commit, ``behind`` and ``ahead`` the
    numbers of commits that only it and only the branch had. ``old`` is the tip before and ``new``
    the tip after, None where nothing has moved. ``stacked`` are the branches below that move along,
    ``in_other_worktrees`` those that do not because another worktree is on them, and
    ``other_branches`` others that have the old commits. ``pushes`` are the commands that pushed
    branches need. ``submodules`` are those that have another commit now. ``base`` is the branch to
    switch to from one that is merged, "" where another worktree is on it. ``squash_merged`` are the
    oldest commits, where the target has them in another form, and ``merged_branches`` the branches
    that have no more. ``left_out`` are the ids of commits of which a person made none, though the
    target lacks them, and ``resolved`` those of the new commits in which a person has resolved a
    conflict.
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

    ``target`` is the target as people say it. ``commit`` is what git was about to rewrite, the
    ``number``-th of ``total`` commits; None where git says nothing of it, and then ``message`` is
    what git said. ``paths`` are the files in conflict.
    """

    branch: str
    target: str
    commit: Commit | None
    number: int
    total: int
    paths: tuple[bytes, ...]
    message: str


class AbortedSync(NamedTuple):
    """A sync that was stopped and is given up: all is as before.

    ``edited`` has for each file that was edited meanwhile the id of its content, and ``tip`` is the
    last of the commits that had been made, "" where there was none.
    """

    branch: str
    old: str
    edited: tuple[tuple[bytes, str], ...]
    tip: str
