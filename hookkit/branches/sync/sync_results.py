"""The results of a sync: it is done, it stopped in a conflict, or it was aborted."""

from __future__ import annotations

from typing import Literal, NamedTuple

from hookkit.branches.dry_run_rebase import ReplayedCommit
from hookkit.branches.fetch_remote_branch import RemoteTrackingBranch
from hookkit.branches.sync.find_squash_merge import SquashMerge
from hookkit.git.commits import Commit

SyncOutcome = Literal["up_to_date", "merged", "fast_forwarded", "rebased"]
"""``up_to_date``: the target has nothing new; ``merged``: the target has all commits of the branch;
``fast_forwarded``: the branch had no commits of its own; ``rebased``: its commits were rebased."""


class SyncResult(NamedTuple):
    """The result of a sync, or of a dry run of one.

    ``target`` is the name of the target in reports, and ``onto`` its commit.
    ``tracking_branches`` are the remote-tracking branches of the target and of the branch itself,
    with what is known of their last fetch. ``old_tip`` is the tip of the branch before, ``new_tip``
    the tip after, None if nothing has moved. ``ahead_count`` and ``behind_count`` are the numbers
    of commits that only the branch and only the target had. ``replayed_commits`` has each old
    commit, the oldest first.

    ``stacked_branches`` are the other branches of the stack, which move along;
    ``branches_in_other_worktrees`` are those that stay, because another worktree is on them.
    ``other_branches`` are all others with the old commits. ``push_commands`` are the commands that
    pushed branches need. ``submodules`` are the paths of submodules that have another commit now.
    ``has_lost_git_notes`` is whether git notes could not be copied.

    ``branch_to_switch_to`` is the one to switch to from a merged branch, "" if another worktree is
    on it. ``squash_merge`` are the oldest commits if the target has them as one commit, else None,
    and ``merged_branches`` the branches that have no other commits. ``left_out_ids`` are the ids of
    old commits that a person dropped although the target lacks them. ``resolved_ids`` are the ids
    of new commits in which a person resolved a conflict.
    """

    branch: str
    target: str
    onto: str
    tracking_branches: tuple[RemoteTrackingBranch, ...]
    old_tip: str
    outcome: SyncOutcome = "up_to_date"
    new_tip: str | None = None
    ahead_count: int = 0
    behind_count: int = 0
    replayed_commits: tuple[ReplayedCommit, ...] = ()
    stacked_branches: tuple[str, ...] = ()
    branches_in_other_worktrees: tuple[str, ...] = ()
    other_branches: tuple[str, ...] = ()
    push_commands: tuple[str, ...] = ()
    submodules: tuple[bytes, ...] = ()
    has_lost_git_notes: bool = False
    branch_to_switch_to: str = ""
    squash_merge: SquashMerge | None = None
    merged_branches: tuple[str, ...] = ()
    left_out_ids: frozenset[str] = frozenset()
    resolved_ids: tuple[str, ...] = ()


class StoppedSync(NamedTuple):
    """A sync that is stopped for a person to resolve a conflict.

    ``target`` is the name of the target in reports. ``commit`` is the commit that git was
    rewriting, number ``commit_number`` (from 1) of ``commit_count``; it is None, and
    ``commit_number`` is 0, if that is unknown. ``paths`` are the files in conflict. ``message`` is
    the last line of git's output.
    """

    branch: str
    target: str
    commit: Commit | None
    commit_number: int
    commit_count: int
    paths: tuple[bytes, ...]
    message: str


class AbortedSync(NamedTuple):
    """A sync that had stopped and is aborted: branch, index and files are as before.

    ``edited_files`` has the path and blob id of each file that was edited meanwhile.
    ``last_rewritten_id`` is the last rewritten commit, "" if there is none.
    """

    branch: str
    old_tip: str
    edited_files: tuple[tuple[bytes, str], ...]
    last_rewritten_id: str
