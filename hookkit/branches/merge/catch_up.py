"""A target that only lacks what others have merged: the merge is made on top of that."""

from __future__ import annotations

from hookkit.branches.merge.parties import Parties
from hookkit.git.commit_range import count_ahead_behind
from hookkit.git.runner import Git
from hookkit.history.refs.remote_branch import remote_of
from hookkit.history.refs.targets import REMOTES, BranchRef, upstream_of


def catch_up(git: Git, parties: Parties, with_rebase: bool) -> tuple[Parties, int]:
    """Give the parties of a merge for which the target is fast-forwarded, and by how many commits.

    It is where the branch of its own name that it follows at a remote is strictly ahead of it, as
    far as fetched, and the topic has all of that, or will because it is rebased ``with_rebase``.
    """
    topic, target = parties.topic, parties.target
    _, upstream = upstream_of(git, target.name)
    if upstream is None or upstream.id == topic.id or not _is_same(git, target, upstream):
        return parties, 0
    ahead, behind = count_ahead_behind(git, target.id, upstream.id) or (0, 0)
    if ahead or not behind or not (with_rebase or _has(git, topic.id, upstream.id)):
        return parties, 0
    return parties._replace(base=upstream), behind


def _is_same(git: Git, target: BranchRef, upstream: BranchRef) -> bool:
    """Whether the two are one branch, here and at its remote."""
    remote = remote_of(git, upstream.ref)
    return remote is not None and upstream.ref == f"{REMOTES}{remote}/{target.name}"


def _has(git: Git, tip: str, commit: str) -> bool:
    apart = count_ahead_behind(git, tip, commit)
    return apart is not None and apart[1] == 0
