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
from hookkit.history.checks.merge_case import (
    MergeCase,
    MergePolicy,
    merge_case,
    pull_finding,
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
from hookkit.history.checks.wording import commands, in_force, named
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
    """Check the merge of ``heads`` into ``branch`` (None: a detached HEAD, which is not checked).

    Where ``base`` is given, ``branch`` is taken to be at its commit already. ``is_under_way`` says
    that the merge has begun, so that a repair begins with its abort.
    """
    if not heads or policy.is_off:
        return []
    case = merge_case(git, branch, heads, policy, is_under_way=is_under_way, base=base)
    if case is None:
        return []
    if not is_protected(case.branch.name, policy.protected):
        target = find_target(git, policy.target or None, policy.remotes)
        return in_force(each for head in heads for each in check_back_merge(case, head, target))
    if len(heads) > 1:
        return in_force([_octopus(case, heads)])
    return _onto_protected(case, heads[0])


def _onto_protected(case: MergeCase, head: MergeHead) -> list[Finding]:
    behind_upstream = in_force(check_behind_upstream(case, head))
    if not behind_upstream:
        return in_force(_findings(case, head))
    if not is_copy(case):
        # Against a branch that is behind the rest would be checked wrongly.
        return behind_upstream
    warned = [each._replace(level="warn") for each in behind_upstream]
    return [*warned, *in_force(_findings(case, head))]


def _findings(case: MergeCase, head: MergeHead) -> Iterator[Finding]:
    if case.upstream is not None and head.id == case.upstream.id:
        yield pull_finding(case, case.upstream)
        return
    broken = _broken_rule(case, head)
    branches = branches_at(case.git, head.id) if broken is not None else []
    pulled = next(filter(case.is_pulled, branches), None)
    if pulled is not None:
        yield pull_finding(case, pulled)
    elif broken is not None and not any(map(case.is_other_protected, branches)):
        yield _finding(case, head, branches, broken)


def _finding(
    case: MergeCase, head: MergeHead, branches: Sequence[BranchRef], broken: tuple[str, str, Level]
) -> Finding:
    rule, says, level = broken
    name = shown(head, branches)
    sentence = f"{name} {says}"
    if not says:
        return _unknown(case, name)
    if rule == "HK301" and first_parent_root(case.git, head.id) != first_parent_root(
        case.git, case.branch.id
    ):
        text = f"{name} is the history of something else, which nothing can rebase: it is kept"
        return case.finding("HK407", text, None, "warn" if level == "refuse" else level)
    if case.is_resolved:
        return case.finding(rule, sentence, committed_to_topic(case.git, case.branch, name), level)
    by_hookkit = _by_hookkit(case, head, branches) if rule == "HK301" else None
    if by_hookkit is not None:
        into = merged_into_topic(case.git, case.branch, head, branches)
        repair = commands(case.abort, into or by_hookkit)
        return case.finding(rule, sentence, repair, level, "" if into else "merge")
    trial = rebase_result(case.git, [head.id], case.branch.id)
    repair, method = _rebase_and_merge(case, [head])
    if rule == "HK304":
        return merge_inside(case.branch.name, sentence, level, repair, trial, method)
    instead = case.abort or f"git log --oneline {short(case.branch.id)}..{short(head.id)}"
    text = sentence + rebase_cost(trial)
    if not trial.is_exact:
        return case.finding(rule, text, instead, level)
    return case.finding(rule, text, repair, level, method)


def _by_hookkit(case: MergeCase, head: MergeHead, branches: Sequence[BranchRef]) -> str | None:
    return merged_by_hookkit(
        case.git,
        case.branch,
        head,
        branches,
        protected=case.policy.protected,
        configured=case.policy.target,
    )


def _broken_rule(case: MergeCase, head: MergeHead) -> tuple[str, str, Level] | None:
    """Give the rule that a topic breaks, the sentence ("": it is unknown), and the level."""
    apart = count_ahead_behind(case.git, case.branch.id, head.id)
    if apart is None or (apart[0] and is_cut(case.git, [head.id], case.branch.id)):
        return "HK301", "", case.policy.level
    behind, ahead = apart
    if behind and ahead:
        says = f"is not rebased on {case.branch.name}: it lacks {counted(behind, 'commit')}"
        return "HK301", says, case.policy.level
    # What the branch itself only lacks of its upstream is no part of the topic.
    known = [f"^{each.id}" for each in (case.branch, case.upstream) if each is not None]
    merges = read_log(case.git, "-1", "--merges", head.id, *known) if ahead else []
    return (
        ("HK304", f"has a merge in it: {named(merges[0])}", case.policy.inner) if merges else None
    )


def _unknown(case: MergeCase, name: str) -> Finding:
    branch = case.branch.name
    sentence = f"whether {name} is rebased on {branch} is unknown: this clone lacks commits"
    repair = "git fetch --unshallow" if case.git.is_shallow else "git fetch"
    return Finding("HK301", "unknown", case.policy.level, branch, sentence, repair)


def _octopus(case: MergeCase, heads: Sequence[MergeHead]) -> Finding:
    names = [shown(head, branches_at(case.git, head.id)) for head in heads]
    sentence = f"{', '.join(names)} would go to {case.branch.name} in one merge: merge each alone"
    if case.is_resolved:
        return case.finding("HK303", sentence, committed_to_topic(case.git, case.branch, names[0]))
    is_safe = all(
        _by_hookkit(case, each, branches_at(case.git, each.id))
        or rebase_result(case.git, [each.id], case.branch.id).is_exact
        for each in heads
    )
    instead = case.abort or f"git log --oneline {short(case.branch.id)}..{short(heads[0].id)}"
    if not is_safe:
        return case.finding("HK303", sentence, instead)
    repair, method = _rebase_and_merge(case, heads)
    return case.finding("HK303", sentence, repair, method=method)


def _rebase_and_merge(case: MergeCase, heads: Sequence[MergeHead]) -> tuple[str, RepairMethod]:
    """Give the commands, and the repair method: "merge" where one of them is hookkit's."""
    parts = [_steps(case, head) for head in heads]
    method: RepairMethod = "merge" if any(is_hookkits for _, is_hookkits in parts) else ""
    return commands(case.abort, *(step for steps, _ in parts for step in steps)), method


def _steps(case: MergeCase, head: MergeHead) -> tuple[Sequence[str], bool]:
    """Give the commands for one head, and whether they are hookkit's."""
    by_hookkit = _by_hookkit(case, head, branches_at(case.git, head.id))
    if by_hookkit is not None:
        unmerged = unmerged_commits(case.git, case.branch.id, head.id)
        if not unmerged.from_merges:
            return [by_hookkit], True
    return rebased_and_merged(case.git, case.branch, head, case.policy.protected), False
