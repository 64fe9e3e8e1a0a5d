"""The finding that a pull merges the upstream of a branch into the branch (HK305)."""

from __future__ import annotations

import shlex

from hookkit.git.log import read_log
from hookkit.history.checks.merge_context import MergeContext, rebase_loss_phrase
from hookkit.history.checks.merge_repairs import commit_to_topic_command
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_refs import BranchRef


def pull_finding(context: MergeContext, upstream: BranchRef) -> Finding:
    """Make the finding that a branch would be merged into the branch that follows it."""
    sentence = f"{upstream.name} would be merged into {context.branch.name}, which follows it"
    has_merge = read_log(context.git, "-1", "--merges", context.branch.id, f"^{upstream.id}")
    onto = shlex.quote(upstream.short_name)
    if context.has_manual_changes:
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
    if context.branch.upstream != upstream.ref:  # as in a fork
        repair = context.rebase_repair(*options, onto)
    if not dry_run.is_exact:
        repair = context.new_branch_repair(onto)
    return context.make_finding("HK305", sentence + rebase_loss_phrase(dry_run), repair)
