"""The event pre-commit: checks of the branch that gets the commit, of the merge that the commit
may conclude, and of new debt in staged files."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from hookkit.git.remotes import is_on_remote
from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import FindingOrNote, run_pattern_check
from hookkit.history.checks.branch_name import check_branch_name
from hookkit.history.checks.direct_commits import check_direct_commits
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.events.event_context import EventContext
from hookkit.history.finding import Finding
from hookkit.history.refs.merge_heads import merge_heads
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.history.suggest_branch_name import example_topic_name
from hookkit.phrases import short_id
from hookkit.settings.definitions import Settings

DEFAULT_PROTECTED = Settings().protected
"""The protected branches if nothing is configured."""


def check_pre_commit(context: EventContext) -> Iterator[FindingOrNote]:
    """Check the branch, the merge if one is under way, and the debt of staged files.

    Nothing is checked in a rebase or a cherry-pick. For a merge that stopped at a conflict or was
    refused, git runs pre-commit in place of pre-merge-commit, so the merge is checked here.
    """
    if context.is_replaying_commits():
        return
    name = context.head_branch()
    if name is not None:
        yield from _check_branch(context, name)
    level = context.debt_level()
    if level != "off":
        from hookkit.history.checks.debt import staged_debt

        yield from staged_debt(context.git, level)


def _check_branch(context: EventContext, name: str) -> Iterator[FindingOrNote]:
    git, naming_patterns = context.git, naming_patterns_of(context.settings)
    if context.is_requested("branch-name"):
        level = context.warning_level("branch-name")
        yield from run_pattern_check(
            "HK101", name, lambda: check_branch_name(git, name, naming_patterns, level)
        )
    if context.is_requested("protected-branch"):
        yield from _check_protected_branch(context, name)
    heads = merge_heads(git, {})
    if heads:
        from hookkit.history.events.pre_merge_commit import check_merge_under_way

        yield from check_merge_under_way(context, name, heads)


def _check_protected_branch(context: EventContext, name: str) -> list[Finding]:
    git, settings = context.git, context.settings
    # Without a setting, a branch is protected only if a remote has it.
    is_protection_certain = settings.protected != DEFAULT_PROTECTED or is_on_remote(git, name)
    level = settings.level("protected-branch", "warn" if is_protection_certain else "off")
    topic_name = example_topic_name(naming_patterns_of(settings))
    findings = check_direct_commits(
        git, name, protected=settings.protected, level=level, topic_name=topic_name
    )
    return (
        [_with_repair_after_commit(git, name, each) for each in findings]
        if level == "warn"
        else findings
    )


def _with_repair_after_commit(git: Git, name: str, finding: Finding) -> Finding:
    """Give the repair for a commit that only gets a warning: a move to another branch."""
    old_tip = short_id(git.resolve("HEAD") or "")
    reset_branch = shlex.join(["git", "branch", "--force", name, old_tip])
    return finding._replace(repair=join_commands(finding.repair or "", reset_branch))
