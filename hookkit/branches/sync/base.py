"""A branch that others are merged into, brought up to the one that it follows: forward only."""

from __future__ import annotations

from hookkit.branches.sync.outcome import Synced
from hookkit.branches.sync.topic import fast_forward
from hookkit.dry_run.repair import remade
from hookkit.errors import Refused
from hookkit.git.commit_range import count_ahead_behind, has_merges
from hookkit.git.runner import Git
from hookkit.history.checks.wording import commands, rebase, word
from hookkit.history.refs.targets import BranchRef, upstream_of
from hookkit.phrases import counted


def require_upstream(git: Git, branch: str) -> BranchRef:
    """Give the branch that ``branch`` must not fall behind. Raises Refused where there is none."""
    _, upstream = upstream_of(git, branch)
    if upstream is None:
        sentence = f"{branch} follows no branch of a remote: there is nothing to bring it up to"
        remotes = git.lines("remote")
        push = f"git push -u {word(remotes[0])} {word(branch)}" if remotes else ""
        raise Refused(sentence, push or "git remote add origin URL")
    return upstream


def _repair(git: Git, initial: Synced, upstream: BranchRef) -> str:
    """Give the way out: merges are made again on top, what else there is belongs on a branch."""
    how = "--rebase-merges"
    has_merge = has_merges(git, upstream.id, initial.old)
    if has_merge and remade(git, [initial.old], upstream.id, how).is_exact:
        return rebase(how, word(upstream.short), word(initial.branch))
    branch = f"git branch NEW-BRANCH {word(initial.branch)}"
    return commands(branch, f"git reset --keep {word(upstream.short)}")


def sync_base(git: Git, upstream: BranchRef, initial: Synced, is_dry: bool) -> Synced:
    """Move a branch forward to its upstream; if ``is_dry``, only look.

    Raises Refused where it has commits of its own: they belong on a branch.
    """
    apart = count_ahead_behind(git, initial.old, upstream.id)
    ahead, behind = apart or (0, 0)
    done = initial._replace(ahead=ahead, behind=behind)
    if ahead and behind:
        own = counted(ahead, "commit")
        sentence = f"{initial.branch} has {own} that {upstream.name} has not: it is not moved"
        raise Refused(sentence, _repair(git, initial, upstream))
    if not behind:
        return done
    return fast_forward(git, done._replace(outcome="forwarded"), upstream.id, is_dry)
