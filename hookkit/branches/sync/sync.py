"""The order of things for ``hookkit sync``: ask the remote, look, rehearse, move the branch."""

from __future__ import annotations

from hookkit.branches.commits_elsewhere import own_remote_branches
from hookkit.branches.fetched_target import FetchedTarget, fetch_target
from hookkit.branches.preconditions import check_only_here, check_quiet, current_branch, shown
from hookkit.branches.sync.base import require_upstream, sync_base
from hookkit.branches.sync.outcome import Synced
from hookkit.branches.sync.topic import sync_topic
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.history.refs.branch import HEADS
from hookkit.history.refs.remote_branch import RemoteBranch, fetch_remote, last_fetched, remote_of
from hookkit.history.refs.targets import branches_named, is_protected
from hookkit.settings.schema import Settings


def sync(git: Git, settings: Settings, is_dry: bool, asks: bool) -> Synced:
    """Bring the branch that HEAD is on up to its target.

    If ``asks``, the remotes are asked before. If ``is_dry``, it is only rehearsed. Raises Refused
    where that has a conflict or could cost somebody something, and EnvironmentFailed where there
    is nothing to work on. Then nothing has moved but what a fetch moves.
    """
    check_quiet(git)
    branch = current_branch(git, "to bring up to its target")
    check_only_here(git, branch)
    tip = read_commit(git, HEADS + branch).id
    if is_protected(branch, settings.protected):
        return _sync_base(git, branch, tip, is_dry, asks)
    fetched = fetch_target(git, settings, asks, branch)
    if fetched.target.name == branch:
        return _sync_base(git, branch, tip, is_dry, asks=False, heard=fetched.heard)
    heard = _heard(git, branch, fetched, asks)
    initial = Synced(branch, shown(fetched.target), fetched.id, heard, tip)
    return sync_topic(git, settings, fetched, initial, is_dry)


def _heard(git: Git, branch: str, fetched: FetchedTarget, asks: bool) -> tuple[RemoteBranch, ...]:
    """Ask the remote that has the branch itself too, where it is another one than the target's."""
    found = [fetched.heard] if fetched.heard else []
    for ref in branches_named(git, list(own_remote_branches(git, branch, fetched.target))):
        remote = remote_of(git, ref)
        if remote is not None and all(each.remote != remote for each in found):
            found.append((fetch_remote if asks else last_fetched)(git, remote, ref))
    return tuple(found)


def _sync_base(
    git: Git, branch: str, tip: str, is_dry: bool, asks: bool, heard: RemoteBranch | None = None
) -> Synced:
    upstream = require_upstream(git, branch)
    remote = remote_of(git, upstream.ref)
    if heard is None and remote is not None:
        heard = (fetch_remote if asks else last_fetched)(git, remote, upstream.ref)
        upstream = require_upstream(git, branch)
    initial = Synced(branch, upstream.name, upstream.id, (heard,) if heard else (), tip)
    return sync_base(git, upstream, initial, is_dry)
