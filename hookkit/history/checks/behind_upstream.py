"""Whether the branch that is merged into is behind its upstream (HK302)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from hookkit.git.compare_histories import count_ahead_behind
from hookkit.git.refs import REMOTES
from hookkit.history.checks.merge_context import MergeContext
from hookkit.history.checks.merge_repairs import commit_to_topic_command
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_names_and_protection import DEFAULT_REMOTES
from hookkit.history.refs.branch_refs import BranchRef, branches_at
from hookkit.history.refs.merge_heads import MergeHead, name_of_head
from hookkit.phrases import plural


def check_behind_upstream(context: MergeContext, head: MergeHead) -> Iterator[Finding]:
    """Make the finding that the branch is behind its upstream, unless the upstream is merged."""
    upstream = context.upstream
    if upstream is None or head.id == upstream.id:
        return
    ahead_behind = count_ahead_behind(context.git, context.branch.id, upstream.ref)
    if ahead_behind is None or ahead_behind[1] == 0:
        return
    ahead, behind = ahead_behind
    sentence = f"{context.branch.name} is {plural(behind, 'commit')} behind {upstream.name}"
    yield context.make_finding(
        "HK302", sentence, _update_repair(context, head, upstream, is_ahead=bool(ahead))
    )


def _update_repair(
    context: MergeContext, head: MergeHead, upstream: BranchRef, is_ahead: bool
) -> str | None:
    """Give the commands that bring the branch up to date with its upstream."""
    onto = shlex.quote(upstream.short_name)
    fast_forward_command = f"git merge --ff-only {onto}"
    if context.has_own_changes:
        name = name_of_head(head, branches_at(context.git, head.id))
        return commit_to_topic_command(
            context.git,
            context.branch,
            name,
            () if is_ahead else (fast_forward_command,),
            skips_merge=True,
        )
    if is_ahead:
        is_safe = try_rebase(
            context.git, [context.branch.id], upstream.id, "--rebase-merges"
        ).gives_expected_files
        return (
            context.rebase_repair("--rebase-merges", onto)
            if is_safe
            else context.new_branch_repair(onto)
        )
    if context.abort_command or context.branch.worktree:
        return join_commands(context.first_command, fast_forward_command)
    # This needs no switch, which uncommitted edits may prevent.
    return f"git fetch . {onto}:{shlex.quote(context.branch.name)}"


def is_only_behind_original_of_fork(context: MergeContext) -> bool:
    """Whether, as in a fork, the branch is behind "upstream" and not behind what it follows."""
    upstream_ref = context.branch.configured_upstream
    original = f"{REMOTES}{DEFAULT_REMOTES[0]}/{context.branch.name}"
    if (
        context.upstream is None
        or context.upstream.ref != original
        or upstream_ref in ("", original)
    ):
        return False
    ahead_behind = count_ahead_behind(context.git, context.branch.id, upstream_ref)
    return ahead_behind is not None and ahead_behind[1] == 0
