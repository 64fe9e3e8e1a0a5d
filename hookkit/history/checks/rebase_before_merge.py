"""Whether a branch was rebased before it is merged (HK301 to HK306)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.git.ancestry import first_parent_root
from hookkit.git.commit_range import count_ahead_behind, is_cut, read_log
from hookkit.git.runner import Git
from hookkit.git.unmerged_commits import unmerged_commits
from hookkit.history.checks.back_merge import check_back_merge
from hookkit.history.checks.behind_target import merge_inside
from hookkit.history.checks.behind_upstream import check_behind_upstream, is_copy
from hookkit.history.checks.merge_context import (
    MergeContext,
    MergePolicy,
    pull_finding,
    read_merge_context,
    rebase_cost,
    shown,
)
from hookkit.history.checks.rebase_dry_run import rebase_result
from hookkit.history.checks.repair_commands import (
    committed_to_topic,
    merged_by_hookkit,
    merged_into_topic,
    rebased_and_merged,
)
from hookkit.history.checks.wording import describe_commit, join_commands, without_off_findings
from hookkit.history.finding import Finding, Level, RepairMethod
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.history.refs.targets import BranchRef, branches_at, find_target, is_protected
from hookkit.phrases import counted, short


def check_rebased(
    git: Git,
    branch: str | None,
    heads: Sequence[MergeHead],
    policy: MergePolicy,
    *,
    is_under_way: bool = False,
    base: BranchRef | None = None,
) -> list[Finding]:
    """Check the merge of ``heads`` into ``branch``.

    ``branch`` is None for a detached HEAD, which is not checked. If ``base`` is given, the check
    assumes that ``branch`` is at the commit of ``base``. ``is_under_way`` says that the merge has
    begun, so that a repair begins with the abort of the merge.
    """
    if not heads or policy.is_off:
        return []
    context = read_merge_context(git, branch, heads, policy, is_under_way=is_under_way, base=base)
    if context is None:
        return []
    if not is_protected(context.branch.name, policy.protected):
        target = find_target(git, policy.target or None, policy.remotes)
        return without_off_findings(
            each for head in heads for each in check_back_merge(context, head, target)
        )
    if len(heads) > 1:
        return without_off_findings([_octopus_finding(context, heads)])
    return _check_merge_into_protected(context, heads[0])


def _check_merge_into_protected(context: MergeContext, head: MergeHead) -> list[Finding]:
    behind_upstream = without_off_findings(check_behind_upstream(context, head))
    if not behind_upstream:
        return without_off_findings(_findings(context, head))
    if not is_copy(context):
        # A comparison with a branch that is behind would give wrong findings.
        return behind_upstream
    warned = [each._replace(level="warn") for each in behind_upstream]
    return [*warned, *without_off_findings(_findings(context, head))]


def _findings(context: MergeContext, head: MergeHead) -> Iterator[Finding]:
    if context.upstream is not None and head.id == context.upstream.id:
        yield pull_finding(context, context.upstream)
        return
    broken = _broken_rule(context, head)
    branches = branches_at(context.git, head.id) if broken is not None else []
    pulled = next(filter(context.is_pulled, branches), None)
    if pulled is not None:
        yield pull_finding(context, pulled)
    elif broken is not None and not any(map(context.is_other_protected, branches)):
        yield _finding(context, head, branches, broken)


def _finding(
    context: MergeContext,
    head: MergeHead,
    branches: Sequence[BranchRef],
    broken: tuple[str, str, Level],
) -> Finding:
    rule, problem, level = broken
    name = shown(head, branches)
    sentence = f"{name} {problem}"
    if not problem:
        return _unknown_finding(context, name)
    if rule == "HK301" and first_parent_root(context.git, head.id) != first_parent_root(
        context.git, context.branch.id
    ):
        text = f"{name} is the history of something else, which nothing can rebase: it is kept"
        return context.finding("HK407", text, None, "warn" if level == "refuse" else level)
    if context.is_resolved:
        return context.finding(
            rule, sentence, committed_to_topic(context.git, context.branch, name), level
        )
    by_hookkit = _by_hookkit(context, head, branches) if rule == "HK301" else None
    if by_hookkit is not None:
        merge_into_topic = merged_into_topic(context.git, context.branch, head, branches)
        repair = join_commands(context.abort, merge_into_topic or by_hookkit)
        return context.finding(rule, sentence, repair, level, "" if merge_into_topic else "merge")
    dry_run = rebase_result(context.git, [head.id], context.branch.id)
    repair, method = _rebase_and_merge(context, [head])
    if rule == "HK304":
        return merge_inside(context.branch.name, sentence, level, repair, dry_run, method)
    fallback = context.abort or f"git log --oneline {short(context.branch.id)}..{short(head.id)}"
    text = sentence + rebase_cost(dry_run)
    if not dry_run.is_exact:
        return context.finding(rule, text, fallback, level)
    return context.finding(rule, text, repair, level, method)


def _by_hookkit(
    context: MergeContext, head: MergeHead, branches: Sequence[BranchRef]
) -> str | None:
    return merged_by_hookkit(
        context.git,
        context.branch,
        head,
        branches,
        protected=context.policy.protected,
        configured=context.policy.target,
    )


def _broken_rule(context: MergeContext, head: MergeHead) -> tuple[str, str, Level] | None:
    """Give the rule that a topic breaks, the sentence and the level; None if it breaks no rule.

    The sentence is "" if the answer is "unknown".
    """
    counts = count_ahead_behind(context.git, context.branch.id, head.id)
    if counts is None or (counts[0] and is_cut(context.git, [head.id], context.branch.id)):
        return "HK301", "", context.policy.level
    behind, ahead = counts
    if behind and ahead:
        problem = f"is not rebased on {context.branch.name}: it lacks {counted(behind, 'commit')}"
        return "HK301", problem, context.policy.level
    # Commits of the upstream that the branch only lacks are not part of the topic.
    known = [f"^{each.id}" for each in (context.branch, context.upstream) if each is not None]
    merges = read_log(context.git, "-1", "--merges", head.id, *known) if ahead else []
    return (
        ("HK304", f"has a merge in it: {describe_commit(merges[0])}", context.policy.inner)
        if merges
        else None
    )


def _unknown_finding(context: MergeContext, name: str) -> Finding:
    branch = context.branch.name
    sentence = f"whether {name} is rebased on {branch} is unknown: this clone lacks commits"
    repair = "git fetch --unshallow" if context.git.is_shallow else "git fetch"
    return Finding("HK301", "unknown", context.policy.level, branch, sentence, repair)


def _octopus_finding(context: MergeContext, heads: Sequence[MergeHead]) -> Finding:
    names = [shown(head, branches_at(context.git, head.id)) for head in heads]
    sentence = (
        f"{', '.join(names)} would go to {context.branch.name} in one merge: merge each alone"
    )
    if context.is_resolved:
        return context.finding(
            "HK303", sentence, committed_to_topic(context.git, context.branch, names[0])
        )
    is_safe = all(
        _by_hookkit(context, each, branches_at(context.git, each.id))
        or rebase_result(context.git, [each.id], context.branch.id).is_exact
        for each in heads
    )
    fallback = (
        context.abort or f"git log --oneline {short(context.branch.id)}..{short(heads[0].id)}"
    )
    if not is_safe:
        return context.finding("HK303", sentence, fallback)
    repair, method = _rebase_and_merge(context, heads)
    return context.finding("HK303", sentence, repair, method=method)


def _rebase_and_merge(
    context: MergeContext, heads: Sequence[MergeHead]
) -> tuple[str, RepairMethod]:
    """Give the commands, and the repair method: "merge" if a command of hookkit is among them."""
    parts = [_steps(context, head) for head in heads]
    method: RepairMethod = "merge" if any(is_hookkits for _, is_hookkits in parts) else ""
    return join_commands(context.abort, *(step for steps, _ in parts for step in steps)), method


def _steps(context: MergeContext, head: MergeHead) -> tuple[Sequence[str], bool]:
    """Give the commands for one head, and whether they are commands of hookkit."""
    by_hookkit = _by_hookkit(context, head, branches_at(context.git, head.id))
    if by_hookkit is not None:
        unmerged = unmerged_commits(context.git, context.branch.id, head.id)
        if not unmerged.from_merges:
            return [by_hookkit], True
    return rebased_and_merged(context.git, context.branch, head, context.policy.protected), False
