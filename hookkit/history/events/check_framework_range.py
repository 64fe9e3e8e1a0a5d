"""A range (``--from-ref``) that a framework, pre-commit or prek, checks by hand or in CI.

The range is checked like a push of it. A check that cannot be made is an error that gives the
reason: a hook that has checked nothing must not pass.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed
from hookkit.git.refs import HEADS, REMOTES, full_ref_name
from hookkit.history.check_runs.check_result import CheckResult, FindingOrNote, collect_results
from hookkit.history.check_runs.range_checks import check_range
from hookkit.history.check_runs.replace_repairs import with_repairs_without_autostash
from hookkit.history.checks.branch_name import check_branch_name
from hookkit.history.events.event_context import EventContext
from hookkit.history.events.pre_push import check_pre_push
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import branches_at
from hookkit.history.refs.ci_variables import ci_branch
from hookkit.history.refs.current_branch import find_current_branch
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.history.refs.pushed_refs import PushedRef, is_null_id, push_remote
from hookkit.history.refs.target_branch import Target, find_target, with_target_protected

_TICKET_CHECKS = ("ticket", "topic")
"""The checks that are off until ``ticket_pattern`` is set."""

_TARGET_CHECKS = ("rebase-before-merge", "fixups", *_TICKET_CHECKS)
"""The checks that compare a topic with its target."""

_TICKET_RULE = "HK701"
"""The rule of the check ``ticket``: a commit without the ticket of its branch."""


class _FrameworkRange(NamedTuple):
    """The names of the two ends, their commit ids, and the branch that moves from old to new.

    ``old_id`` is all zeros if the branch does not exist yet.
    """

    old_name: str
    new_name: str
    old_id: str
    new_id: str
    branch: str


def check_framework_range(
    context: EventContext, checks: Sequence[str]
) -> tuple[CheckResult, EnvironmentFailed | None]:
    """Run ``checks`` on the range; without a range, on the current branch.

    Gives the result, and the error of the first check that could not be made, None if all were
    made. Raises EnvironmentFailed if this clone does not have an end of the range, or if the branch
    is unknown.
    """
    settings = with_target_protected(context.git, context.settings)
    context = context._replace(settings=settings)
    framework_range = _read_range(context)
    results: list[FindingOrNote] = []
    errors = []
    for check in checks:
        if check == "debt" and context.debt_level() == "off":
            continue  # without a setting, the check needs a baseline
        try:
            results += _run_check(context._replace(requested_check=check), framework_range)
        except EnvironmentFailed as error:
            errors.append(error)
    subject = f"{framework_range.old_name}..{framework_range.new_name}"
    result = with_repairs_without_autostash(context.git, collect_results(subject, results))
    return result, next(iter(errors), None)


def _read_range(context: EventContext) -> _FrameworkRange:
    git, variables = context.git, context.variables
    old_name = variables.get("PRE_COMMIT_FROM_REF", "")
    new_name = variables.get("PRE_COMMIT_TO_REF") or "HEAD"
    new_id = _resolve_commit(context, new_name)
    branch = _find_branch(context, new_name, new_id)
    if branch is None:
        sentence = f"which branch gets {new_name} is unknown, and with it which checks to make"
        repair = (
            ["hookkit", "check", f"{old_name}..{new_name}"]
            if old_name
            else ["git", "branch", "--all"]
        )
        raise EnvironmentFailed(sentence, shlex.join(repair))
    if old_name:
        return _FrameworkRange(
            old_name, new_name, _resolve_commit(context, old_name), new_id, branch
        )
    remote_ref = f"{REMOTES}{push_remote(git, branch)}/{branch}"
    old_id = git.resolve(remote_ref)
    return _FrameworkRange(
        remote_ref if old_id else git.null_id, new_name, old_id or git.null_id, new_id, branch
    )


def _resolve_commit(context: EventContext, name: str) -> str:
    if is_null_id(name):
        return context.git.null_id
    commit_id = context.git.resolve(name)
    if commit_id is None:
        repair = "git fetch --unshallow" if context.git.is_shallow else "git fetch"
        raise EnvironmentFailed(f"there is no commit {name!r} here: nothing was checked", repair)
    return commit_id


def _find_branch(context: EventContext, name: str, commit: str) -> str | None:
    """Find the branch that gets a commit: the local branch ``name`` if it exists.

    Otherwise it is the current branch if HEAD is at the commit, else a branch at the commit, a
    protected one if possible; None if there is none.
    """
    git = context.git
    ref = full_ref_name(git, name)
    if ref.startswith(HEADS):
        return ref.removeprefix(HEADS)
    if git.resolve("HEAD") == commit:
        return find_current_branch(git, context.variables).name or ci_branch(context.variables)
    names = dict.fromkeys(each.bare_name for each in branches_at(git, commit))
    protected = [each for each in names if is_protected(each, context.settings.protected)]
    # The rules of protected branches are the stricter ones.
    return next(iter([*protected, *names]), None)


def _run_check(context: EventContext, framework_range: _FrameworkRange) -> list[FindingOrNote]:
    git, settings, check = context.git, context.settings, context.requested_check or ""
    if check == "debt":
        return _check_debt(context, framework_range)
    is_protected_branch = is_protected(framework_range.branch, settings.protected)
    if check == "branch-name":
        level, is_built_by_ci = settings.level(check, "refuse"), bool(ci_branch(context.variables))
        return [
            *check_branch_name(
                git, framework_range.branch, naming_patterns_of(settings), level, is_built_by_ci
            )
        ]
    if is_protected_branch and check in ("history", "fixups"):
        return _check_protected_range(context, framework_range)
    if check in _TICKET_CHECKS and not settings.ticket_pattern:
        return []
    if not is_protected_branch and check in _TARGET_CHECKS:
        _require_target(context, framework_range.branch)
    pushed_ref = _push_of_range(context, framework_range)
    line = " ".join(pushed_ref[:4])
    context = context._replace(hook_arguments=(pushed_ref.remote,), hook_input=f"{line}\n")
    return _check_tickets(context) if check == "ticket" else [*check_pre_push(context)]


def _check_debt(context: EventContext, framework_range: _FrameworkRange) -> list[FindingOrNote]:
    """Check the debt of a range; for a new branch, compare with its target."""
    from hookkit.history.checks.debt import range_debt

    base = framework_range.old_id
    if is_null_id(base):
        base = _require_target(context, framework_range.branch).ref
    return [*range_debt(context.git, context.debt_level(), base, framework_range.new_id)]


def _check_protected_range(
    context: EventContext, framework_range: _FrameworkRange
) -> list[FindingOrNote]:
    """Check a range of a protected branch, even if a remote has it already."""
    names = (framework_range.old_name, framework_range.new_name)
    result = check_range(context.git, context.settings, context.variables, *names)
    is_fixups = context.requested_check == "fixups"
    requested_findings = [
        each for each in result.findings if each.rule.startswith("HK6") == is_fixups
    ]
    return [*requested_findings, *result.notes]


def _require_target(context: EventContext, branch: str) -> Target:
    target = find_target(context.git, context.settings.target or None)
    if target is None:
        sentence = f"what {branch} will be merged into is unknown: nothing was checked"
        raise EnvironmentFailed(sentence, "git config hookkit.target BRANCH")
    return target


def _check_tickets(context: EventContext) -> list[FindingOrNote]:
    """Check the tickets with the level of the setting; the event pre-push only warns."""
    topic_findings = check_pre_push(context._replace(requested_check="topic"))
    level = context.settings.level("ticket", "warn")
    findings = [
        each for each in topic_findings if isinstance(each, Finding) and each.rule == _TICKET_RULE
    ]
    return [each._replace(level=level) for each in findings]


def _push_of_range(context: EventContext, framework_range: _FrameworkRange) -> PushedRef:
    git, ref = context.git, HEADS + framework_range.branch
    local_ref = ref if git.resolve(ref) == framework_range.new_id else framework_range.new_id
    return PushedRef(
        local_ref,
        framework_range.new_id,
        ref,
        framework_range.old_id,
        push_remote(git, framework_range.branch),
    )
