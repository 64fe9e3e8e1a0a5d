"""Whether the branch that is merged into is behind its upstream (HK302)."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.git.commit_range import count_ahead_behind
from hookkit.git.refs import REMOTES
from hookkit.history.checks.merge_case import MergeCase, shown
from hookkit.history.checks.rebase_dry_run import rebase_result
from hookkit.history.checks.repair_commands import committed_to_topic
from hookkit.history.checks.wording import commands, word
from hookkit.history.finding import Finding
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.history.refs.targets import BranchRef, branches_at
from hookkit.phrases import counted


def check_behind_upstream(case: MergeCase, head: MergeHead) -> Iterator[Finding]:
    """Make the finding that the branch is behind its upstream, unless that is what is merged."""
    upstream = case.upstream
    if upstream is None or head.id == upstream.id:
        return
    apart = count_ahead_behind(case.git, case.branch.id, upstream.ref)
    if apart is None or apart[1] == 0:
        return
    ahead, behind = apart
    sentence = f"{case.branch.name} is {counted(behind, 'commit')} behind {upstream.name}"
    yield case.finding(
        "HK302", sentence, _update_repair(case, head, upstream, is_ahead=bool(ahead))
    )


def _update_repair(
    case: MergeCase, head: MergeHead, upstream: BranchRef, is_ahead: bool
) -> str | None:
    """Give the command that brings the branch up to the one that it follows."""
    onto = word(upstream.short)
    forward = f"git merge --ff-only {onto}"
    if case.is_resolved:
        name = shown(head, branches_at(case.git, head.id))
        return committed_to_topic(
            case.git, case.branch, name, () if is_ahead else (forward,), is_last=True
        )
    if is_ahead:
        is_safe = rebase_result(case.git, [case.branch.id], upstream.id, "--rebase-merges").is_exact
        return case.rebased("--rebase-merges", onto) if is_safe else case.without_rebase(onto)
    if case.abort or case.branch.worktree:
        return commands(case.begin, forward)
    # Without a switch, which uncommitted edits may keep from going.
    return f"git fetch . {onto}:{word(case.branch.name)}"


def is_copy(case: MergeCase) -> bool:
    """Whether the branch has all of its upstream, and is behind the branch of "upstream" alone."""
    follows = case.branch.upstream
    source = f"{REMOTES}{case.policy.remotes[0]}/{case.branch.name}"
    if case.upstream is None or case.upstream.ref != source or follows in ("", source):
        return False
    apart = count_ahead_behind(case.git, case.branch.id, follows)
    return apart is not None and apart[1] == 0
