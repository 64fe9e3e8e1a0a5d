"""Whether a topic gets a merge of its target, or of another protected branch (HK306)."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.git.commit_range import count_ahead_behind
from hookkit.history.checks.generated_names import is_long_lived
from hookkit.history.checks.merge_case import MergeCase, pull_finding, rebase_cost, shown
from hookkit.history.checks.rebase_dry_run import has_merges_to_keep, rebase_result
from hookkit.history.checks.wording import commands, word
from hookkit.history.finding import Finding
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.history.refs.targets import Target, branches_at, is_protected


def check_back_merge(case: MergeCase, head: MergeHead, target: Target | None) -> Iterator[Finding]:
    """Check the merge of ``head`` into a topic, or a pull of it; ``target`` is None for none."""
    branch, branches = case.branch.name, branches_at(case.git, head.id)
    is_long = is_long_lived(branch) or (target is not None and target.name == branch)
    is_of_protected = any(is_protected(each.bare, case.policy.protected) for each in branches)
    pulled = next(filter(case.is_pulled, branches), None)
    if not is_long and (is_of_protected or _has_nothing_beyond(case, head, target)):
        if not case.is_resolved and has_merges_to_keep(case.git, case.branch.id, head.id):
            return
        name = shown(head, branches)
        sentence = f"{name} would be merged into the topic {branch}: rebase {branch} on it instead"
        if _has_nothing_beyond(case, head, target) and target is not None and not case.is_resolved:
            switch = "" if case.abort else f"git switch {word(branch)}"
            repair = commands(case.abort, switch, "hookkit sync")
            yield case.finding("HK306", sentence, repair, case.policy.back_merge, "sync")
            return
        sentence, by_git = _with_rebase(sentence, case, head, case.rebased(word(name)))
        yield case.finding("HK306", sentence, by_git, case.policy.back_merge)
    elif pulled is not None:
        yield pull_finding(case, pulled)


def _with_rebase(
    sentence: str, case: MergeCase, head: MergeHead, repair: str
) -> tuple[str, str | None]:
    """Give a rebase of the branch as the repair, or say what it would lose."""
    trial = rebase_result(case.git, [case.branch.id], head.id)
    is_safe = trial.is_exact and not case.is_resolved
    return (sentence, repair) if is_safe else (f"{sentence}{rebase_cost(trial)}", None)


def _has_nothing_beyond(case: MergeCase, head: MergeHead, target: Target | None) -> bool:
    apart = count_ahead_behind(case.git, head.id, target.ref) if target else None
    return apart is not None and apart[0] == 0
