"""The steps of ``hookkit push``: ask the remote, check, find overwritten commits, push."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from typing import NamedTuple

from hookkit.branches.logged_push import logged_push
from hookkit.branches.merge.merge import MERGE_KIND
from hookkit.branches.push_destination import Destination, find_destination, without_password
from hookkit.branches.push_with_lease import push_with_lease, require_push_succeeded
from hookkit.branches.read_remote_commit import read_remote_commit
from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.commits import has_commit
from hookkit.git.compare_histories import has_merges
from hookkit.git.log import LogCommit, read_log
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.run_over_network import Listener
from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.check_runs.push_checks import check_push
from hookkit.history.check_runs.replace_repairs import result_without_rewriting_repairs
from hookkit.history.checks.finding_phrases import may_stop_phrase
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import is_url, remote_branch_options
from hookkit.history.refs.current_branch import find_current_branch
from hookkit.history.refs.pushed_refs import is_null_id
from hookkit.history.refs.target_branch import with_target_protected
from hookkit.operation_log.entry import RefChange
from hookkit.operation_log.require_git_operation_finished import (
    require_no_operation_or_stopped_sync,
)
from hookkit.operation_log.stored_entries import active_entries
from hookkit.phrases import short_id
from hookkit.settings.definitions import Settings


class PushPlan(NamedTuple):
    """What a push would do.

    ``ref_change`` is the change of the branch at the remote; its old id is the remote's own answer.
    ``commit_count`` is the number of commits that the remote branch gets.

    ``overwritten_commits`` are the commits that the remote branch loses, the oldest first; one
    whose ``cherry_mark`` is ``=`` has the same change as a new commit. ``has_remote_commit`` is
    whether the old commit is in this repository. ``is_undoable_merge`` is whether the checks refuse
    a merge that ``hookkit undo`` takes back, so that HEAD is on the merged branch again.
    """

    branch: str
    destination: Destination
    ref_change: RefChange
    check_result: CheckResult
    commit_count: int = 0
    overwritten_commits: tuple[LogCommit, ...] = ()
    is_protected: bool = False
    has_remote_commit: bool = True
    is_undoable_merge: bool = False

    @property
    def is_forced_update(self) -> bool:
        """Whether the new commit is not a descendant of the old one."""
        return bool(self.overwritten_commits)

    @property
    def has_lost_changes(self) -> bool:
        """Whether the remote loses commits whose changes are in no new commit."""
        return any(each.cherry_mark != "=" for each in self.overwritten_commits)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the remote has the new commit already."""
        return self.ref_change.old == self.ref_change.new

    @property
    def is_blocked(self) -> bool:
        """Whether the checks refuse the push; an unknown answer refuses one that overwrites."""
        is_unknown = any(each.answer == "unknown" for each in self.check_result.findings)
        is_risky = self.is_forced_update or not self.has_remote_commit
        return self.check_result.is_refused or (is_risky and is_unknown)


def plan_push(git: Git, settings: Settings, remote: str | None) -> PushPlan:
    """Ask the remote (None: the branch's remote) for the commit of its branch, and check the push.

    Raises Refused, WrongUsage or EnvironmentFailed if nothing can be pushed.
    """
    settings, (branch, tip) = with_target_protected(git, settings), _branch_and_commit(git)
    destination = find_destination(git, branch, remote)
    is_target_protected = is_protected(destination.name, settings.protected)
    if is_target_protected and destination.name != branch:
        sentence = f"{branch} would be pushed to {destination.name}, which is protected"
        refspec = f"{branch}:{HEADS}{branch}"
        repair = ["git", "push", without_password(destination.remote), refspec]
        raise Refused(sentence, shlex.join(repair))
    remote_tip = read_remote_commit(git, destination.remote, destination.ref)
    ref_change = RefChange(destination.ref, remote_tip, tip)
    push_line = (
        f"{HEADS}{branch} {tip} {destination.ref} {remote_tip}\n" if remote_tip != tip else ""
    )
    check_result = check_push(git, settings, {}, without_password(destination.remote), push_line)
    shown_result = (
        check_result if check_result.is_refused else result_without_rewriting_repairs(check_result)
    )
    plan = PushPlan(
        branch,
        destination,
        ref_change,
        shown_result,
        is_protected=is_target_protected,
        is_undoable_merge=check_result.is_refused and _would_undo_restore_topic(git, tip),
    )
    if not is_null_id(remote_tip) and not has_commit(git, remote_tip):
        return _require_fetched_unless_blocked(git, plan._replace(has_remote_commit=False))
    return _with_commits(git, plan)


def _would_undo_restore_topic(git: Git, tip: str) -> bool:
    """Whether ``hookkit undo`` of the merge ``tip`` would return to the branch that it merged."""
    newest = next(active_entries(git), None)
    if newest is None or newest.entry.kind != MERGE_KIND or newest.entry.branch is None:
        return False
    head_before, merged = git.resolve(newest.entry.branch.old), git.resolve(f"{tip}^2")
    return newest.entry.commit == tip and head_before == merged


def _branch_and_commit(git: Git) -> tuple[str, str]:
    """Give the branch that HEAD is on, and its commit."""
    require_no_operation_or_stopped_sync(git)
    current, tip = find_current_branch(git, {}), git.resolve("HEAD")
    if current.name is None:
        raise Refused(f"{current.reason}: there is no branch to push", "git switch -c topic")
    if tip is None:
        raise EnvironmentFailed(f"{current.name} has no commit yet", "git commit")
    return current.name, tip


def _require_fetched_unless_blocked(git: Git, plan: PushPlan) -> PushPlan:
    """Give the plan if the checks block it. Raises Refused otherwise: a fetch must come first."""
    if plan.is_blocked:
        return plan
    destination = plan.destination
    warning = may_stop_phrase("rebase")
    sentence = f"{destination.shown_name} has commits that were never fetched; {warning}"
    tracking_tip = git.resolve(f"{REMOTES}{destination.remote}/{destination.name}")
    option = (
        "--rebase=merges"
        if tracking_tip and has_merges(git, tracking_tip, plan.ref_change.new)
        else "--rebase"
    )
    source = f"{shlex.quote(without_password(destination.remote))} {shlex.quote(destination.name)}"
    raise Refused(sentence, f"git pull {option} {source}")


def _with_commits(git: Git, plan: PushPlan) -> PushPlan:
    _, old, new = plan.ref_change
    if is_null_id(old):
        new_commits = read_log(git, new, "--not", *remote_branch_options(plan.destination.remote))
        return plan._replace(commit_count=len(new_commits or ()))
    new_commits = read_log(git, new, f"^{old}")
    overwritten_commits: tuple[LogCommit, ...] = ()
    if read_log(git, "-1", old, f"^{new}"):
        marked = ("--reverse", "--right-only", "--cherry-mark", f"{new}...{old}")
        overwritten_commits = tuple(read_log(git, *marked) or ())
    if overwritten_commits and plan.is_protected and not plan.check_result.is_refused:
        sentence = f"{plan.destination.shown_name} is protected: it is never pushed by force"
        raise Refused(sentence, f"git log --oneline {short_id(new)}..{short_id(old)}")
    return plan._replace(
        commit_count=len(new_commits or ()), overwritten_commits=overwritten_commits
    )


def execute_push(git: Git, plan: PushPlan, listener: Listener, is_dry: bool) -> str | None:
    """Push as planned; if ``is_dry``, run ``git push --dry-run``.

    Gives the ref of the backup of the overwritten commits, None if there is none. Raises Refused if
    nothing was pushed: the branch has moved meanwhile, or a hook or the server refuses the push.
    Raises EnvironmentFailed if the result is unknown.
    """
    remote = plan.destination.remote
    if git.resolve(HEADS + plan.branch) != plan.ref_change.new:
        sentence = f"{plan.branch} has moved meanwhile: nothing was pushed"
        raise Refused(sentence, shlex.join(["hookkit", "push", without_password(remote)]))
    upstream_option = () if plan.destination.has_upstream or is_url(remote) else ("--set-upstream",)
    if plan.is_up_to_date and not upstream_option:
        return None
    options = ("--dry-run",) if is_dry else upstream_option
    is_logged = not (is_dry or plan.is_protected or plan.is_up_to_date)
    logged = logged_push(git, remote, plan.ref_change, plan.is_forced_update)
    with logged if is_logged else nullcontext() as backup:
        result = push_with_lease(
            git, remote, plan.ref_change, HEADS + plan.branch, options, listener
        )
        require_push_succeeded(git, result, remote, plan.ref_change)
    return backup
