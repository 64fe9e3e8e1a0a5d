"""Find the target of a branch, and fetch it first if asked to."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.branches.fetch_remote_branch import (
    RemoteTrackingBranch,
    find_tracking_branch,
    remote_of_ref,
)
from hookkit.errors import Refused
from hookkit.git.refs import REMOTES
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import DEFAULT_REMOTES, without_remote
from hookkit.history.refs.explain_missing_target import missing_target_phrase, target_fetch_command
from hookkit.history.refs.target_branch import Target, find_target, target_of
from hookkit.history.refs.upstream_branch import branch_and_upstream
from hookkit.settings.definitions import Settings


class ResolvedTarget(NamedTuple):
    """The target, the id of its commit, and its branch at the remote (None for a local target)."""

    target: Target
    commit_id: str
    tracking_branch: RemoteTrackingBranch | None


def find_topic_target(git: Git, settings: Settings, branch: str | None) -> Target | None:
    """Find the target of ``branch`` (None: the default).

    It is another protected branch if that is the upstream of ``branch``.
    """
    default_target = find_target(git, settings.target or None)
    return target_of(git, branch, settings.protected, default_target)


def missing_target_error(git: Git, settings: Settings, description: str) -> Refused:
    """Give the error for an unknown target; ``description`` names its role."""
    if not settings.target:
        return Refused(f"{description} is unknown", "git config hookkit.target BRANCH")
    sentence = f"{description} is unknown: {missing_target_phrase(git, settings.target)}"
    return Refused(sentence, target_fetch_command(git, settings.target))


def resolve_target(
    git: Git, settings: Settings, with_fetch: bool, branch: str | None = None
) -> ResolvedTarget:
    """Find the target of ``branch``, or the default target if that is None.

    If ``with_fetch``, fetch from its remote first. It is no error if the remote cannot be reached.
    Raises Refused if there is no target.
    """
    target = _find_target(git, settings, branch)
    remote = remote_of_ref(git, target.ref) if target else _usual_remote(git)
    tracking_branch = None
    if remote is not None:
        default_ref = f"{REMOTES}{remote}/{without_remote(settings.target) or 'HEAD'}"
        ref = target.ref if target else default_ref
        tracking_branch = find_tracking_branch(git, remote, ref, with_fetch)
    target = _find_target(git, settings, branch) if target is None or with_fetch else target
    commit = git.resolve(target.ref) if target else None
    if target is None or commit is None:
        raise missing_target_error(git, settings, "the branch that others are merged into")
    return ResolvedTarget(target, commit, tracking_branch)


def _find_target(git: Git, settings: Settings, branch: str | None) -> Target | None:
    target = find_topic_target(git, settings, branch)
    if target is None or target.ref.startswith(REMOTES):
        return target
    # The target may be at a remote with an unusual name: the upstream names it.
    _, upstream = branch_and_upstream(git, target.name)
    is_at_remote = upstream is not None and upstream.ref.startswith(REMOTES)
    return Target(target.name, upstream.ref) if upstream and is_at_remote else target


def _usual_remote(git: Git) -> str | None:
    remotes = remote_names(git)
    return next((each for each in DEFAULT_REMOTES if each in remotes), None)


def target_without_fetch(git: Git, settings: Settings, branch: str) -> Target | None:
    """Give the target of a branch without a fetch, None if it is unknown."""
    try:
        return resolve_target(git, settings, with_fetch=False, branch=branch).target
    except Refused:
        return None
