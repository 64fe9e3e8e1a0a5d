"""Whether a branch was rebased before it is merged (HK301 to HK306, HK407)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.git.ancestry import first_parent_root
from hookkit.git.compare_histories import count_ahead_behind, may_lack_commits, unmerged_commits
from hookkit.git.log import read_log
from hookkit.git.runner import Git
from hookkit.history.checks.back_merge_or_pull import check_back_merge, pull_finding
from hookkit.history.checks.behind_target_and_inner_merges import inner_merge_finding
from hookkit.history.checks.behind_upstream import (
    check_behind_upstream,
    is_only_behind_original_of_fork,
)
from hookkit.history.checks.finding_phrases import describe_commit
from hookkit.history.checks.merge_context import (
    MergeCheckSettings,
    MergeContext,
    read_merge_context,
)
from hookkit.history.checks.merge_repairs import (
    commit_to_topic_command,
    hookkit_merge_command,
    merge_into_topic_command,
    rebase_and_merge_commands,
)
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding, Level, RepairMethod, without_off_findings
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import BranchRef, branches_at
from hookkit.history.refs.merge_heads import MergeHead, name_of_head
from hookkit.history.refs.target_branch import find_target
from hookkit.phrases import plural, short_id


def check_merge_heads(
    git: Git,
    branch: str | None,
    heads: Sequence[MergeHead],
    check_settings: MergeCheckSettings,
    *,
    is_under_way: bool = False,
    base: BranchRef | None = None,
) -> list[Finding]:
    """Check the merge of ``heads`` into ``branch``.

    ``branch`` is None for a detached HEAD, which is not checked. If ``base`` is given, the check
    assumes that ``branch`` is at the commit of ``base``. ``is_under_way`` says that the merge has
    begun, so that a repair begins with the abort of the merge.
    """
    if not heads or check_settings.is_off:
        return []
    context = read_merge_context(
        git, branch, heads, check_settings, is_under_way=is_under_way, base=base
    )
    if context is None:
        return []
    if not is_protected(context.branch.name, check_settings.protected):
        target = find_target(git, check_settings.target_name or None)
        return without_off_findings(
            each for head in heads for each in check_back_merge(context, head, target)
        )
    if len(heads) > 1:
        return without_off_findings([_octopus_finding(context, heads)])
    return _check_merge_into_protected(context, heads[0])


def _check_merge_into_protected(context: MergeContext, head: MergeHead) -> list[Finding]:
    behind_upstream = without_off_findings(check_behind_upstream(context, head))
    if not behind_upstream:
        return without_off_findings(_find_problems(context, head))
    if not is_only_behind_original_of_fork(context):
        # A comparison with a branch that is behind would give wrong findings.
        return behind_upstream
    warnings = [each._replace(level="warn") for each in behind_upstream]
    return [*warnings, *without_off_findings(_find_problems(context, head))]


def _find_problems(context: MergeContext, head: MergeHead) -> Iterator[Finding]:
    if context.upstream is not None and head.id == context.upstream.id:
        yield pull_finding(context, context.upstream)
        return
    broken_rule = _broken_rule(context, head)
    branches = branches_at(context.git, head.id) if broken_rule is not None else []
    pulled = next(filter(context.is_pulled, branches), None)
    if pulled is not None:
        yield pull_finding(context, pulled)
    elif broken_rule is not None and not any(map(context.is_other_protected, branches)):
        yield _finding(context, head, branches, broken_rule)


def _finding(
    context: MergeContext,
    head: MergeHead,
    branches: Sequence[BranchRef],
    broken_rule: tuple[str, str, Level],
) -> Finding:
    rule, problem, level = broken_rule
    name = name_of_head(head, branches)
    sentence = f"{name} {problem}"
    if not problem:
        return _unknown_finding(context, name)
    if rule == "HK301" and first_parent_root(context.git, head.id) != first_parent_root(
        context.git, context.branch.id
    ):
        text = f"{name} is the history of something else, which nothing can rebase: it is kept"
        return context.make_finding("HK407", text, None, "warn" if level == "refuse" else level)
    if context.has_own_changes:
        return context.make_finding(
            rule, sentence, commit_to_topic_command(context.git, context.branch, name), level
        )
    hookkit_command = _hookkit_merge_command(context, head, branches) if rule == "HK301" else None
    if hookkit_command is not None:
        merge_into_topic = merge_into_topic_command(context.git, context.branch, head, branches)
        repair = join_commands(context.abort_command, merge_into_topic or hookkit_command)
        return context.make_finding(
            rule, sentence, repair, level, "" if merge_into_topic else "merge"
        )
    dry_run = try_rebase(context.git, [head.id], context.branch.id)
    repair, repair_method = _rebase_and_merge(context, [head])
    if rule == "HK304":
        return inner_merge_finding(
            context.branch.name, sentence, level, repair, dry_run, repair_method
        )
    fallback = (
        context.abort_command
        or f"git log --oneline {short_id(context.branch.id)}..{short_id(head.id)}"
    )
    text = sentence + dry_run.problem_phrase
    if not dry_run.gives_expected_files:
        return context.make_finding(rule, text, fallback, level)
    return context.make_finding(rule, text, repair, level, repair_method)


def _hookkit_merge_command(
    context: MergeContext, head: MergeHead, branches: Sequence[BranchRef]
) -> str | None:
    return hookkit_merge_command(
        context.git,
        context.branch,
        head,
        branches,
        protected=context.check_settings.protected,
        configured_target=context.check_settings.target_name,
    )


def _broken_rule(context: MergeContext, head: MergeHead) -> tuple[str, str, Level] | None:
    """Give the rule that a topic breaks, the sentence and the level; None if it breaks no rule.

    The sentence is "" if the answer is "unknown".
    """
    counts = count_ahead_behind(context.git, context.branch.id, head.id)
    if counts is None or (
        counts[0] and may_lack_commits(context.git, [head.id], context.branch.id)
    ):
        return "HK301", "", context.check_settings.level
    behind, ahead = counts
    if behind and ahead:
        problem = f"is not rebased on {context.branch.name}: it lacks {plural(behind, 'commit')}"
        return "HK301", problem, context.check_settings.level
    # Commits of the upstream that the branch only lacks are not part of the topic.
    excluded_revisions = [
        f"^{each.id}" for each in (context.branch, context.upstream) if each is not None
    ]
    merges = read_log(context.git, "-1", "--merges", head.id, *excluded_revisions) if ahead else []
    return (
        (
            "HK304",
            f"has a merge in it: {describe_commit(merges[0])}",
            context.check_settings.inner_level,
        )
        if merges
        else None
    )


def _unknown_finding(context: MergeContext, name: str) -> Finding:
    branch = context.branch.name
    sentence = f"whether {name} is rebased on {branch} is unknown: this clone lacks commits"
    repair = "git fetch --unshallow" if context.git.is_shallow else "git fetch"
    return Finding("HK301", "unknown", context.check_settings.level, branch, sentence, repair)


def _octopus_finding(context: MergeContext, heads: Sequence[MergeHead]) -> Finding:
    names = [name_of_head(head, branches_at(context.git, head.id)) for head in heads]
    sentence = (
        f"{', '.join(names)} would go to {context.branch.name} in one merge: merge each alone"
    )
    if context.has_own_changes:
        return context.make_finding(
            "HK303", sentence, commit_to_topic_command(context.git, context.branch, names[0])
        )
    is_safe = all(
        _hookkit_merge_command(context, each, branches_at(context.git, each.id))
        or try_rebase(context.git, [each.id], context.branch.id).gives_expected_files
        for each in heads
    )
    fallback = (
        context.abort_command
        or f"git log --oneline {short_id(context.branch.id)}..{short_id(heads[0].id)}"
    )
    if not is_safe:
        return context.make_finding("HK303", sentence, fallback)
    repair, repair_method = _rebase_and_merge(context, heads)
    return context.make_finding("HK303", sentence, repair, repair_method=repair_method)


def _rebase_and_merge(
    context: MergeContext, heads: Sequence[MergeHead]
) -> tuple[str, RepairMethod]:
    """Give the commands, and the repair method: "merge" if hookkit runs one of them."""
    command_lists = [_commands_for_head(context, head) for head in heads]
    repair_method: RepairMethod = (
        "merge" if any(uses_hookkit for _, uses_hookkit in command_lists) else ""
    )
    return (
        join_commands(
            context.abort_command, *(step for steps, _ in command_lists for step in steps)
        ),
        repair_method,
    )


def _commands_for_head(context: MergeContext, head: MergeHead) -> tuple[Sequence[str], bool]:
    """Give the commands for one head, and whether they are commands of hookkit."""
    hookkit_command = _hookkit_merge_command(context, head, branches_at(context.git, head.id))
    if hookkit_command is not None:
        unmerged = unmerged_commits(context.git, context.branch.id, head.id)
        if not unmerged.from_merges:
            return [hookkit_command], True
    return (
        rebase_and_merge_commands(
            context.git, context.branch, head, context.check_settings.protected
        ),
        False,
    )
