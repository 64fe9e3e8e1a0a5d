"""Merges back: of a protected branch into a topic (HK306), of an upstream by a pull (HK305)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from hookkit.git.compare_histories import count_ahead_behind
from hookkit.git.log import read_log
from hookkit.history.checks.merge_context import MergeContext
from hookkit.history.checks.merge_repairs import commit_to_topic_command
from hookkit.history.checks.rebase_dry_run import has_merges_to_keep, try_rebase
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import BranchRef, branches_at
from hookkit.history.refs.merge_heads import MergeHead, name_of_head
from hookkit.history.refs.target_branch import Target
from hookkit.history.refs.well_known_branch_names import is_long_lived


def check_back_merge(
    context: MergeContext, head: MergeHead, target: Target | None
) -> Iterator[Finding]:
    """Check the merge of ``head`` into a topic, or a pull of it; ``target`` is None if unknown."""
    branch, branches = context.branch.name, branches_at(context.git, head.id)
    takes_merges = is_long_lived(branch) or (target is not None and target.name == branch)
    is_of_protected = any(
        is_protected(each.bare_name, context.check_settings.protected) for each in branches
    )
    pulled_branch = next(filter(context.is_pulled, branches), None)
    is_in_target = not takes_merges and _is_in_target(context, head, target)
    if is_in_target or (is_of_protected and not takes_merges):
        if not context.has_own_changes and has_merges_to_keep(
            context.git, context.branch.id, head.id
        ):
            return
        name = name_of_head(head, branches)
        sentence = f"{name} would be merged into the topic {branch}: rebase {branch} on it instead"
        if is_in_target and not context.has_own_changes:
            switch = "" if context.abort_command else f"git switch {shlex.quote(branch)}"
            repair = join_commands(context.abort_command, switch, "hookkit sync")
            yield context.make_finding(
                "HK306", sentence, repair, context.check_settings.back_merge_level, "sync"
            )
            return
        dry_run = try_rebase(context.git, [context.branch.id], head.id)
        is_safe = dry_run.gives_expected_files and not context.has_own_changes
        rebase_repair = context.rebase_repair(shlex.quote(name)) if is_safe else None
        sentence += dry_run.problem_phrase
        yield context.make_finding(
            "HK306", sentence, rebase_repair, context.check_settings.back_merge_level
        )
    elif pulled_branch is not None:
        yield pull_finding(context, pulled_branch)


def _is_in_target(context: MergeContext, head: MergeHead, target: Target | None) -> bool:
    ahead_behind = count_ahead_behind(context.git, head.id, target.ref) if target else None
    return ahead_behind is not None and ahead_behind[0] == 0


def pull_finding(context: MergeContext, upstream: BranchRef) -> Finding:
    """Make the finding that a branch would be merged into the branch that follows it."""
    sentence = f"{upstream.name} would be merged into {context.branch.name}, which follows it"
    has_merge = read_log(context.git, "-1", "--merges", context.branch.id, f"^{upstream.id}")
    onto = shlex.quote(upstream.short_name)
    if context.has_own_changes:
        reset = (f"git reset --keep {onto}",)
        return context.make_finding(
            "HK305",
            sentence,
            commit_to_topic_command(context.git, context.branch, context.branch.name, reset),
        )
    options = ("--rebase-merges",) if has_merge else ()
    dry_run = try_rebase(context.git, [context.branch.id], upstream.id, *options)
    repair = join_commands(
        context.first_command, f"git pull {'--rebase=merges' if has_merge else '--rebase'}"
    )
    if context.branch.configured_upstream != upstream.ref:  # as in a fork
        repair = context.rebase_repair(*options, onto)
    if not dry_run.gives_expected_files:
        repair = context.new_branch_repair(onto)
    return context.make_finding("HK305", sentence + dry_run.problem_phrase, repair)
