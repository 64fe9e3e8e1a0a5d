"""The steps of ``hookkit sync``: ask the remote, look, rebase in a scratch repository, move."""

from __future__ import annotations

from hookkit.branches.containing_branches import own_remote_branches
from hookkit.branches.fetched_target import FetchedTarget, fetch_target
from hookkit.branches.preconditions import (
    check_idle_worktree,
    check_not_in_other_worktree,
    current_branch,
)
from hookkit.branches.remote_branch import RemoteBranch, fetch_remote, last_fetched, remote_of
from hookkit.branches.sync.outcome import Synced
from hookkit.branches.sync.rebase_topic import fast_forward, sync_topic
from hookkit.errors import Refused
from hookkit.git.commit_range import count_ahead_behind, has_merges
from hookkit.git.commits import read_commit
from hookkit.git.refs import HEADS
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.checks.rebase_dry_run import rebase_result
from hookkit.history.checks.wording import commands, rebase, word
from hookkit.history.refs.targets import BranchRef, branches_named, is_protected, upstream_of
from hookkit.phrases import counted
from hookkit.settings.schema import Settings


def sync(git: Git, settings: Settings, is_dry: bool, with_fetch: bool) -> Synced:
    """Bring the branch that HEAD is on up to its target.

    If ``with_fetch``, the target is fetched first. If ``is_dry``, the branch stays. Raises Refused
    where that has a conflict or could lose somebody's work, and EnvironmentFailed where there is no
    commit or no worktree. Only the fetch has moved refs then.
    """
    check_idle_worktree(git)
    branch = current_branch(git, "to bring up to its target")
    check_not_in_other_worktree(git, branch)
    tip = read_commit(git, HEADS + branch).id
    if is_protected(branch, settings.protected):
        return _sync_base(git, branch, tip, is_dry, with_fetch)
    fetched = fetch_target(git, settings, with_fetch, branch)
    if fetched.target.name == branch:
        return _sync_base(
            git, branch, tip, is_dry, with_fetch=False, remote_branch=fetched.remote_branch
        )
    remote_branches = _remote_branches(git, branch, fetched, with_fetch)
    initial = Synced(branch, fetched.target.shown, fetched.id, remote_branches, tip)
    return sync_topic(git, settings, fetched, initial, is_dry)


def _remote_branches(
    git: Git, branch: str, fetched: FetchedTarget, with_fetch: bool
) -> tuple[RemoteBranch, ...]:
    """Give the target's branch at its remote, and the branch itself where another remote has it."""
    found = [fetched.remote_branch] if fetched.remote_branch else []
    for ref in branches_named(git, list(own_remote_branches(git, branch, fetched.target))):
        remote = remote_of(git, ref)
        if remote is not None and all(each.remote != remote for each in found):
            found.append((fetch_remote if with_fetch else last_fetched)(git, remote, ref))
    return tuple(found)


def _sync_base(
    git: Git,
    branch: str,
    tip: str,
    is_dry: bool,
    with_fetch: bool,
    remote_branch: RemoteBranch | None = None,
) -> Synced:
    upstream = require_upstream(git, branch)
    remote = remote_of(git, upstream.ref)
    if remote_branch is None and remote is not None:
        remote_branch = (fetch_remote if with_fetch else last_fetched)(git, remote, upstream.ref)
        upstream = require_upstream(git, branch)
    initial = Synced(
        branch, upstream.name, upstream.id, (remote_branch,) if remote_branch else (), tip
    )
    return sync_base(git, upstream, initial, is_dry)


def require_upstream(git: Git, branch: str) -> BranchRef:
    """Give the upstream of ``branch``. Raises Refused where there is none."""
    _, upstream = upstream_of(git, branch)
    if upstream is None:
        sentence = f"{branch} follows no branch of a remote: there is nothing to bring it up to"
        remotes = remote_names(git)
        push = f"git push -u {word(remotes[0])} {word(branch)}" if remotes else ""
        raise Refused(sentence, push or "git remote add origin URL")
    return upstream


def _repair(git: Git, initial: Synced, upstream: BranchRef) -> str:
    """Give the repair: a rebase that recreates merges, or a new branch for the commits."""
    option = "--rebase-merges"
    has_merge = has_merges(git, upstream.id, initial.old)
    if has_merge and rebase_result(git, [initial.old], upstream.id, option).is_exact:
        return rebase(option, word(upstream.short), word(initial.branch))
    branch = f"git branch NEW-BRANCH {word(initial.branch)}"
    return commands(branch, f"git reset --keep {word(upstream.short)}")


def sync_base(git: Git, upstream: BranchRef, initial: Synced, is_dry: bool) -> Synced:
    """Fast-forward a branch to its upstream; if ``is_dry``, only look.

    Raises Refused where it has commits of its own: they belong on a branch.
    """
    apart = count_ahead_behind(git, initial.old, upstream.id)
    ahead, behind = apart or (0, 0)
    synced = initial._replace(ahead=ahead, behind=behind)
    if ahead and behind:
        commits = counted(ahead, "commit")
        sentence = f"{initial.branch} has {commits} that {upstream.name} has not: it is not moved"
        raise Refused(sentence, _repair(git, initial, upstream))
    if not behind:
        return synced
    return fast_forward(git, synced._replace(outcome="forwarded"), upstream.id, is_dry)
