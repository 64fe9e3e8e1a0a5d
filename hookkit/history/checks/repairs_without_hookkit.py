"""Repairs without hookkit: git's own commands with the same result as a command of hookkit.

A rebase in a scratch repository shows whether the result is the same, so only reports for a person
contain these commands.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence

from hookkit.git.runner import Git
from hookkit.history.checks.behind_target_and_inner_merges import rebase_topic_command
from hookkit.history.checks.fixups import squash_command
from hookkit.history.checks.merge_context import (
    MergeCheckSettings,
    MergeContext,
    read_merge_context,
)
from hookkit.history.checks.merge_repairs import rebase_and_merge_commands
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding, RepairMethod
from hookkit.history.refs.branch_refs import BranchRef
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.history.refs.stacked_branches import read_stacked_branches
from hookkit.history.refs.target_branch import Target, find_target, short_target_name


def with_rebase_by_git(
    git: Git, findings: Sequence[Finding], tip: str, target: Target, named_branch: str
) -> list[Finding]:
    """Add git's own rebase of ``tip`` to findings that are repaired by `hookkit sync` (HK301).

    ``named_branch`` is the branch that is rebased, "" for the current branch.
    """

    def make_git_command() -> str | None:
        command = rebase_topic_command(short_target_name(git, target), named_branch)
        return command if _has_same_result(git, [tip], target.ref) else None

    return _with_git_command(findings, "sync", make_git_command)


def with_squash_by_git(
    git: Git,
    findings: Sequence[Finding],
    tip: str,
    base: str,
    named_branch: str,
    first_command: str = "",
) -> list[Finding]:
    """Add git's own squash to findings that are repaired by `hookkit tidy` (HK601).

    ``base``, ``named_branch`` and ``first_command`` are as for ``check_fixups``.
    """

    def make_git_command() -> str | None:
        is_stacked = _is_stacked(git, tip, base)
        return None if is_stacked else squash_command(git, tip, base, named_branch, first_command)

    return _with_git_command(findings, "tidy", make_git_command)


def with_merge_by_git(
    git: Git,
    findings: Sequence[Finding],
    branch: str | None,
    heads: Sequence[MergeHead],
    check_settings: MergeCheckSettings,
    *,
    is_under_way: bool = False,
    base: BranchRef | None = None,
) -> list[Finding]:
    """Add git's own commands to findings of `hookkit merge` (HK301, HK303) or `sync` (HK306).

    All arguments except ``findings`` are as for ``check_merge_heads``.
    """
    if not any(each.repair_method in ("merge", "sync") for each in findings):
        return [*findings]
    context = read_merge_context(
        git, branch, heads, check_settings, is_under_way=is_under_way, base=base
    )
    if context is None:
        return [*findings]
    findings_with_sync = _with_git_command(findings, "sync", lambda: _rebase_command(context))
    return _with_git_command(findings_with_sync, "merge", lambda: _merge_command(context, heads))


def _rebase_command(context: MergeContext) -> str | None:
    git = context.git
    target = find_target(git, context.check_settings.target_name or None)
    if target is None or not _has_same_result(git, [context.branch.id], target.ref):
        return None
    return context.rebase_repair(shlex.quote(short_target_name(git, target)))


def _merge_command(context: MergeContext, heads: Sequence[MergeHead]) -> str | None:
    git, branch, protected = context.git, context.branch, context.check_settings.protected
    # A branch that is behind its remote has to be fast-forwarded first.
    is_up_to_date = git.resolve(branch.ref) == branch.id
    if not is_up_to_date or not _has_same_result(git, [each.id for each in heads], branch.id):
        return None
    command_lists = [rebase_and_merge_commands(git, branch, head, protected) for head in heads]
    return join_commands(
        context.abort_command, *(step for steps in command_lists for step in steps)
    )


def _with_git_command(
    findings: Sequence[Finding],
    repair_method: RepairMethod,
    make_git_command: Callable[[], str | None],
) -> list[Finding]:
    return [
        (
            each._replace(git_repair=make_git_command())
            if each.repair_method == repair_method
            else each
        )
        for each in findings
    ]


def _has_same_result(git: Git, tips: Sequence[str], onto: str) -> bool:
    """Whether a rebase of ``tips`` stops nowhere, loses nothing and leaves no branch behind."""
    if any(_is_stacked(git, tip, onto) for tip in tips):
        return False
    if not all(try_rebase(git, [tip], onto).gives_expected_files for tip in tips):
        return False
    # If the tips are rebased one after the other, the last one has the changes of all.
    combined = try_rebase(git, tips, onto) if len(tips) > 1 else None
    return combined is None or combined.gives_expected_files or bool(combined.changed_paths)


def _is_stacked(git: Git, tip: str, base: str) -> bool:
    """Whether another branch lies between the two; hookkit rebases it too, git does not."""
    return read_stacked_branches(git, base, tip) != ((), ())
