"""The checks of a branch, in the order of the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hookkit.git.runner import Git
from hookkit.history.check_runs.branch_context import BranchContext, read_branch_context
from hookkit.history.check_runs.check_result import (
    CheckResult,
    FindingOrNote,
    collect_results,
    run_pattern_check,
)
from hookkit.history.check_runs.range_checks import check_branch_history
from hookkit.history.check_runs.replace_repairs import with_clone_note, with_squash_as_repair
from hookkit.history.checks.behind_target_and_inner_merges import check_behind_target
from hookkit.history.checks.branch_name import check_branch_name, why_not_checked
from hookkit.history.checks.direct_commits import check_direct_commits
from hookkit.history.checks.fixups import check_fixups
from hookkit.history.checks.merge_context import MergeCheckSettings
from hookkit.history.checks.rebase_before_merge import check_merge_heads
from hookkit.history.checks.repairs_without_hookkit import (
    with_merge_by_git,
    with_rebase_by_git,
    with_squash_by_git,
)
from hookkit.history.checks.topic_tickets import (
    CommitMessage,
    check_tickets,
    check_tickets_of_other_branches,
    keep_merges_in_repairs,
    read_messages,
    use_ticket_command_as_repair,
)
from hookkit.history.find_tickets import ticket_of
from hookkit.history.finding import Finding, Level
from hookkit.history.refs.checked_commits import base_of_update, checked_commits_of
from hookkit.history.refs.ci_variables import ci_target
from hookkit.history.refs.merge_heads import merge_heads
from hookkit.history.refs.stacked_branches import other_branch_refs_below
from hookkit.history.refs.target_branch import find_target, short_target_name, with_target_protected
from hookkit.history.refs.upstream_branch import branch_and_upstream
from hookkit.history.suggest_branch_name import example_topic_name
from hookkit.settings.definitions import Settings


def _check_name_and_protection(context: BranchContext) -> list[FindingOrNote]:
    git, settings = context.git, context.settings
    name, source, _, reason = context.checked_branch
    if name is None:
        return [f"{reason}: there is no name to check"]
    results = _check_branch_name(context, name, is_ci_build=source == "CI")
    # To be on a protected branch is no fault if nothing is staged or the repository is bare.
    if git.top is not None and git.try_run("diff", "--cached", "--quiet").code == 1:
        level = settings.level("protected-branch", "warn")
        results += check_direct_commits(
            git,
            name,
            protected=settings.protected,
            level=level,
            topic_name=example_topic_name(context.naming_patterns),
        )
    return results


def _check_branch_name(context: BranchContext, name: str, is_ci_build: bool) -> list[FindingOrNote]:
    settings = context.settings
    if not settings.branch_pattern:
        return ["the names of branches are not checked: branch_pattern is not set"]
    level = settings.level("branch-name", "refuse")
    if level == "off":
        return ["branch-name is off"]
    return run_pattern_check(
        "HK101", name, lambda: _name_results(context, name, level, is_ci_build)
    )


def _name_results(
    context: BranchContext, name: str, level: Level, is_ci_build: bool
) -> list[FindingOrNote]:
    findings = check_branch_name(
        context.git, name, context.naming_patterns, level, include_pushed=is_ci_build
    )
    why = None if findings else why_not_checked(name, context.naming_patterns)
    return [*findings] if why is None else [why]


def _check_rebase(context: BranchContext) -> list[FindingOrNote]:
    git, settings = context.git, context.settings
    level = settings.level("rebase-before-merge", "refuse")
    heads = () if context.named_branch else merge_heads(git, context.variables)
    if heads:
        warn_level = settings.level("rebase-before-merge", "warn")
        check_settings = MergeCheckSettings(
            settings.protected, level, level, warn_level, settings.target
        )
        merge_arguments = (context.checked_branch.name, heads, check_settings)
        findings = check_merge_heads(git, *merge_arguments, is_under_way=True)
        return [*with_merge_by_git(git, findings, *merge_arguments, is_under_way=True)]
    if context.is_protected:
        return [f"{context.name} is not merged into another branch"]
    assert context.tip and context.target
    is_sync_target = ci_target(context.variables) is None or context.target == find_target(
        git, settings.target or None
    )
    tip, target, named_branch = context.tip, context.target, context.named_branch
    findings = check_behind_target(
        git, context.name, tip, target, level, named_branch, is_sync_target
    )
    return [*with_rebase_by_git(git, findings, tip, target, named_branch)]


def _check_history(context: BranchContext) -> list[FindingOrNote]:
    git, settings, name = context.git, context.settings, context.name
    if not context.is_protected:
        return [f"{name} is not protected: its history is checked when it is merged"]
    _, upstream = branch_and_upstream(git, name)
    if upstream is None:
        return [f"no remote has {name}: there is nothing to compare its history with"]
    assert context.tip
    base = base_of_update(git, upstream.id, context.tip, checked_commits_of(git, settings, name))
    return [*check_branch_history(git, settings, base, context.tip, name)]


def _check_fixups(context: BranchContext) -> list[FindingOrNote]:
    git, level = context.git, context.settings.level("fixups", "refuse")
    assert context.tip
    fixup_range = _fixup_range(context)
    if isinstance(fixup_range, str):
        return [fixup_range]
    excluded_revisions, branch, base = fixup_range
    findings = check_fixups(
        git,
        context.tip,
        excluded_revisions,
        branch=branch,
        base=base,
        level=level,
        named_branch=context.named_branch,
        is_on_branch=context.is_protected,
    )
    return [*with_squash_by_git(git, findings, context.tip, base, context.named_branch)]


def _fixup_range(context: BranchContext) -> tuple[Sequence[str], str, str] | str:
    """Give the excluded revisions, the branch that gets the new commits, and the base of a repair.

    If nothing is new, give a sentence that says why.
    """
    git, name, target = context.git, context.name, context.target
    if not context.is_protected:
        assert target
        return [target.ref], target.name, short_target_name(git, target)
    _, upstream = branch_and_upstream(git, name)
    if upstream is None:
        return f"no remote has {name}: nothing of it is new"
    return (
        [upstream.ref, *checked_commits_of(git, context.settings, name)],
        name,
        upstream.short_name,
    )


def _ticket_and_commits(context: BranchContext) -> tuple[str, list[CommitMessage]] | str:
    """Give the branch's ticket and its commits, or a sentence that says why none is checked."""
    if not context.settings.ticket_pattern:
        return "tickets are not looked for: ticket_pattern is not set"
    if context.is_protected or context.checked_branch.name is None:
        return f"{context.name} is for no ticket"
    ticket = ticket_of(context.checked_branch.name, context.naming_patterns)
    if ticket is None:
        return f"{context.name} names no ticket"
    assert context.tip and context.target
    git, tip, target_ref = context.git, context.tip, context.target.ref
    return ticket, read_messages(
        git,
        tip,
        [target_ref, *other_branch_refs_below(git, target_ref, tip, context.checked_branch.name)],
    )


def _check_ticket(context: BranchContext) -> list[FindingOrNote]:
    ticket_and_commits = _ticket_and_commits(context)
    if isinstance(ticket_and_commits, str):
        return [ticket_and_commits]
    level = context.settings.level("ticket", "warn")
    ticket, commits = ticket_and_commits
    findings = check_tickets(commits, ticket, context.settings.ticket_pattern, level)
    assert context.tip
    findings_with_merges = _keep_merges_in_repairs(context, findings)
    return [
        *use_ticket_command_as_repair(
            context.git, findings_with_merges, context.tip, ticket, context.named_branch
        )
    ]


def _keep_merges_in_repairs(context: BranchContext, findings: Sequence[Finding]) -> list[Finding]:
    assert context.tip and context.target
    return keep_merges_in_repairs(context.git, findings, context.tip, context.target.ref)


def _check_topic(context: BranchContext) -> list[FindingOrNote]:
    ticket_and_commits = _ticket_and_commits(context)
    if isinstance(ticket_and_commits, str):
        return [ticket_and_commits]
    ticket, commits = ticket_and_commits
    assert context.target
    level, pattern = context.settings.level("topic", "warn"), context.settings.ticket_pattern
    findings = check_tickets_of_other_branches(
        commits, ticket, pattern, level, short_target_name(context.git, context.target)
    )
    return [*_keep_merges_in_repairs(context, findings)]


BRANCH_CHECKS: Mapping[str, Callable[[BranchContext], list[FindingOrNote]]] = {
    "branch": _check_name_and_protection,
    "rebase": _check_rebase,
    "history": _check_history,
    "fixups": _check_fixups,
    "ticket": lambda context: run_pattern_check(
        "HK701", context.name, lambda: _check_ticket(context)
    ),
    "topic": lambda context: run_pattern_check(
        "HK801", context.name, lambda: _check_topic(context)
    ),
}
"""The checks of a branch by their words in ``hookkit check``, in the order of the report."""


def check_branch(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    names: Sequence[str] = (),
    branch: str | None = None,
) -> CheckResult:
    """Run the checks ``names``, or all checks, on ``branch`` or the current branch.

    A check that was asked for by name notes why it has nothing to check. Raises EnvironmentFailed
    if ``branch`` does not exist.
    """
    context = read_branch_context(git, with_target_protected(git, settings), variables, branch)
    return run_branch_checks(context, names)


def run_branch_checks(context: BranchContext, names: Sequence[str] = ()) -> CheckResult:
    """Check a branch whose tip and target are known."""
    results = [each for name in names or BRANCH_CHECKS for each in _run_check(context, name)]
    if not names:
        results = [each for each in results if isinstance(each, Finding)]
    return with_clone_note(
        context.git, collect_results(context.name, with_squash_as_repair(results))
    )


def _run_check(context: BranchContext, name: str) -> list[FindingOrNote]:
    if name == "branch":
        return _check_name_and_protection(context)
    setting = "rebase-before-merge" if name == "rebase" else name
    if context.settings.level(setting, "warn") == "off":
        return [f"{setting} is off"]
    if context.checked_branch.is_unborn:
        return [f"{context.name} has no commit yet"]
    problem = context.problem
    return BRANCH_CHECKS[name](context) if problem is None else [problem]
