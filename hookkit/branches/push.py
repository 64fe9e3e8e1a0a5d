"""The order of things for ``hookkit push``: ask the remote, judge, say what goes, push."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from typing import NamedTuple

from hookkit.branches.merge.merge import MERGE
from hookkit.branches.push_destination import (
    Destination,
    find_destination,
    remote_commit,
    without_password,
)
from hookkit.branches.push_with_lease import check_result, logged_push, send
from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.commit_range import has_commit, has_merges, read_log
from hookkit.git.in_progress import check_nothing_in_progress
from hookkit.git.log import LogCommit
from hookkit.git.network import Listener
from hookkit.git.runner import Git
from hookkit.history.checking.branch_context import with_target
from hookkit.history.checking.check_result import CheckResult, with_repairs_after_push
from hookkit.history.checking.of_push import of_push
from hookkit.history.checks.wording import may_stop, word
from hookkit.history.refs.branch import HEADS, find_current_branch
from hookkit.history.refs.ref_update import is_null
from hookkit.history.refs.targets import REMOTES, is_protected, is_url, remote_branches
from hookkit.operation_log.entry import RefMove
from hookkit.operation_log.stored_entries import active_entries
from hookkit.settings.schema import Settings


class PushPlan(NamedTuple):
    """What a push would do.

    ``move`` is what happens to the branch of the remote: its old id is what the remote has said.
    ``coming`` is the number of commits that it gets. ``gone`` are those that it would not have any
    more, oldest first; on the side ``=`` those that come again with the same change. ``is_seen``
    tells that the old commit is here to be looked at, ``is_new_merge`` that the new one is the
    merge that hookkit has just made of the branch that HEAD was on.
    """

    branch: str
    to: Destination
    move: RefMove
    checked: CheckResult
    coming: int = 0
    gone: tuple[LogCommit, ...] = ()
    is_protected: bool = False
    is_seen: bool = True
    is_new_merge: bool = False

    @property
    def overwrites(self) -> bool:
        """Whether the new commit does not go on from the old one."""
        return bool(self.gone)

    @property
    def loses(self) -> bool:
        """Whether commits would go whose changes do not come again."""
        return any(each.side != "=" for each in self.gone)

    @property
    def is_idle(self) -> bool:
        """Whether the remote has it all."""
        return self.move.old == self.move.new

    @property
    def is_stopped(self) -> bool:
        """Whether the checks do not let it through; what is unknown is not overwritten."""
        is_unknown = any(each.answer == "unknown" for each in self.checked.findings)
        is_blind = self.overwrites or not self.is_seen
        return self.checked.is_refused or (is_blind and is_unknown)


def plan_push(git: Git, settings: Settings, remote: str | None) -> PushPlan:
    """Ask the remote (None: that of the branch) and judge what a push of the branch would do.

    Raises Refused, WrongUsage or EnvironmentFailed where there is nothing that can be pushed.
    """
    settings, (branch, tip) = with_target(git, settings), _branch(git)
    to = find_destination(git, branch, remote)
    is_kept = is_protected(to.name, settings.protected)
    if is_kept and to.name != branch:
        sentence = f"{branch} would be pushed to {to.name}, which is protected"
        raise Refused(
            sentence,
            shlex.join(["git", "push", without_password(to.remote), f"{branch}:{HEADS}{branch}"]),
        )
    there = remote_commit(git, to.remote, to.ref)
    move = RefMove(to.ref, there, tip)
    lines = f"{HEADS}{branch} {tip} {to.ref} {there}\n" if there != tip else ""
    checked = of_push(git, settings, {}, without_password(to.remote), lines)
    is_new = checked.is_refused and _is_new_merge(git, tip)
    shown = checked if checked.is_refused else with_repairs_after_push(checked)
    plan = PushPlan(branch, to, move, shown, is_protected=is_kept, is_new_merge=is_new)
    if not is_null(there) and not has_commit(git, there):
        return _refuse_unfetched(git, plan._replace(is_seen=False))
    return _with_commits(git, plan)


def _is_new_merge(git: Git, tip: str) -> bool:
    """Whether undo would take the merge ``tip`` back and come to the branch that it merged."""
    kept = next(active_entries(git), None)
    if kept is None or kept.entry.kind != MERGE or kept.entry.branch is None:
        return False
    left, merged = git.resolve(kept.entry.branch.old), git.resolve(f"{tip}^2")
    return kept.entry.commit == tip and left == merged


def _branch(git: Git) -> tuple[str, str]:
    """Give the branch that HEAD is on, and its commit."""
    check_nothing_in_progress(git)
    current, tip = find_current_branch(git, {}), git.resolve("HEAD")
    if current.name is None:
        raise Refused(f"{current.why_none}: there is no branch to push", "git switch -c topic")
    if tip is None:
        raise EnvironmentFailed(f"{current.name} has no commit yet", "git commit")
    return current.name, tip


def _refuse_unfetched(git: Git, plan: PushPlan) -> PushPlan:
    """Give a plan that the checks stop; nobody can say what it would overwrite."""
    if plan.is_stopped:
        return plan
    sentence = f"{plan.to.shown} has commits that were never fetched; {may_stop('rebase')}"
    known = git.resolve(f"{REMOTES}{plan.to.remote}/{plan.to.name}")
    how = "--rebase=merges" if known and has_merges(git, known, plan.move.new) else "--rebase"
    where = f"{word(without_password(plan.to.remote))} {word(plan.to.name)}"
    raise Refused(sentence, f"git pull {how} {where}")


def _with_commits(git: Git, plan: PushPlan) -> PushPlan:
    _, old, new = plan.move
    if is_null(old):
        coming = read_log(git, new, "--not", *remote_branches(plan.to.remote))
        return plan._replace(coming=len(coming or ()))
    coming = read_log(git, new, f"^{old}")
    gone: tuple[LogCommit, ...] = ()
    if read_log(git, "-1", old, f"^{new}"):
        marked = ("--reverse", "--right-only", "--cherry-mark", f"{new}...{old}")
        gone = tuple(read_log(git, *marked) or ())
    if gone and plan.is_protected and not plan.checked.is_refused:
        sentence = f"{plan.to.shown} is protected: it is never pushed by force"
        raise Refused(sentence, f"git log --oneline {new[:7]}..{old[:7]}")
    return plan._replace(coming=len(coming or ()), gone=gone)


def execute_push(git: Git, plan: PushPlan, listener: Listener, is_dry: bool) -> str | None:
    """Push as planned, or if ``is_dry`` have git only rehearse it.

    Gives the ref of the backup of what was overwritten. Raises Refused where nothing was pushed:
    the branch has moved meanwhile, or a hook or the server refuses it.
    """
    if git.resolve(HEADS + plan.branch) != plan.move.new:
        sentence = f"{plan.branch} has moved meanwhile: nothing was pushed"
        raise Refused(sentence, shlex.join(["hookkit", "push", without_password(plan.to.remote)]))
    follow = () if plan.to.has_upstream or is_url(plan.to.remote) else ("--set-upstream",)
    if plan.is_idle and not follow:
        return None
    options = ("--dry-run",) if is_dry else follow
    has_record = not (is_dry or plan.is_protected or plan.is_idle)
    keeping = logged_push(git, plan.to.remote, plan.move, plan.overwrites)
    with keeping if has_record else nullcontext() as backup:
        sent = send(git, plan.to.remote, plan.move, HEADS + plan.branch, options, listener)
        check_result(git, sent, plan.to.remote, plan.move)
    return backup
