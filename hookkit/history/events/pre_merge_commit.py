"""The event pre-merge-commit: whether the merged branch was rebased and squashed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import has_refusal
from hookkit.history.checks.find_own_changes import may_have_own_changes
from hookkit.history.checks.fixups import check_fixups
from hookkit.history.checks.merge_context import MergeCheckSettings
from hookkit.history.checks.merge_repairs import SET_HEAD_COMMAND, commit_to_topic_command
from hookkit.history.checks.rebase_before_merge import check_merge_heads
from hookkit.history.checks.repairs_without_hookkit import with_merge_by_git, with_squash_by_git
from hookkit.history.events.event_context import EventContext
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_refs import branches_at, branches_by_ref
from hookkit.history.refs.merge_heads import MergeHead, merge_heads
from hookkit.phrases import short_id

ABORT_COMMAND = "git merge --abort"


def check_pre_merge_commit(context: EventContext) -> Iterator[Finding]:
    """Check the merge that git is about to commit; on a detached HEAD, check nothing."""
    name = context.head_branch()
    if name is not None:
        yield from check_merge_under_way(context, name, merge_heads(context.git, context.variables))


def check_merge_under_way(
    context: EventContext, name: str, heads: Sequence[MergeHead]
) -> list[Finding]:
    """Check the merge of ``heads`` into ``name``, the current branch.

    A merge into a protected branch can be refused; any other merge gets a warning at most.
    """
    findings = [*_run_requested_checks(context, name, heads)]
    return (
        findings
        if has_refusal(findings)
        else [_with_repair_after_merge(context.git, each) for each in findings]
    )


def _with_repair_after_merge(git: Git, finding: Finding) -> Finding:
    """Give the repair for a merge that only gets warnings: it is made, so it has to be reset."""
    reset_command = f"git reset --keep {short_id(git.resolve('HEAD') or '')}"
    repair = finding.repair and finding.repair.replace(ABORT_COMMAND, reset_command, 1)
    by_git = finding.git_repair and finding.git_repair.replace(ABORT_COMMAND, reset_command, 1)
    # A repair with SET_HEAD_COMMAND saves a person's resolution; a finished merge has it already.
    return finding._replace(
        repair=None if repair and SET_HEAD_COMMAND in repair else repair, git_repair=by_git
    )


def _run_requested_checks(
    context: EventContext, name: str, heads: Sequence[MergeHead]
) -> Iterator[Finding]:
    if context.is_requested("rebase-before-merge"):
        yield from _check_merge_heads(context, name, heads)
    if context.is_requested("fixups") and context.is_protected(name):
        findings = [each for head in heads for each in _check_fixups(context, name, head)]
        yield from _without_abort(context.git, name, heads, findings)


def _check_merge_heads(
    context: EventContext, name: str, heads: Sequence[MergeHead]
) -> list[Finding]:
    check, settings = "rebase-before-merge", context.settings
    warn_level = settings.level(check, "warn")
    level = settings.level(check, "refuse") if context.is_protected(name) else warn_level
    check_settings = MergeCheckSettings(
        settings.protected, level, level, warn_level, settings.target
    )
    findings = check_merge_heads(context.git, name, heads, check_settings, is_under_way=True)
    return with_merge_by_git(context.git, findings, name, heads, check_settings, is_under_way=True)


def _check_fixups(context: EventContext, name: str, head: MergeHead) -> list[Finding]:
    level = context.settings.level("fixups", "refuse")
    branches = branches_by_ref(context.git, [HEADS + name])
    named_branch = _branch_to_rebase(context.git, head)
    base = branches[HEADS + name].short_name if branches else name
    findings = check_fixups(
        context.git,
        head.id,
        ["HEAD"],
        branch=name,
        base=base,
        level=level,
        named_branch=named_branch,
        first_command=ABORT_COMMAND,
    )
    return with_squash_by_git(context.git, findings, head.id, base, named_branch, ABORT_COMMAND)


def _without_abort(
    git: Git, name: str, heads: Sequence[MergeHead], findings: Sequence[Finding]
) -> Sequence[Finding]:
    """Replace repairs that would abort a merge in which a person has resolved or added something.

    The new repair commits that work to a branch.
    """
    branch = branches_by_ref(git, [HEADS + name]).get(HEADS + name)
    if not findings or branch is None or not may_have_own_changes(git, branch.id, heads):
        return findings
    repair = commit_to_topic_command(
        git, branch, _branch_to_rebase(git, heads[0]), skips_merge=True
    )
    note = "this merge has work of its own, which a branch keeps"
    return [
        each._replace(sentence=f"{each.sentence}; {note}", repair=repair, git_repair=None)
        for each in findings
    ]


def _branch_to_rebase(git: Git, head: MergeHead) -> str:
    """Give the branch that a repair rebases: the named branch if it is local and at the commit.

    Otherwise give a local branch at the commit, else the name or the short id of ``head``.
    """
    local = [each.name for each in branches_at(git, head.id) if each.is_local]
    same_name = [name for name in local if name == head.name]
    return next(iter([*same_name, *local]), head.name or short_id(head.id))
