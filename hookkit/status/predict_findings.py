"""Predict the findings of the checks of a merge or a push of the branch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hookkit.git.commits import Commit
from hookkit.history.refs.well_known_branch_names import is_long_lived, is_merge_queue
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import plural
from hookkit.settings.definitions import Settings
from hookkit.status.ahead_behind import AheadBehind
from hookkit.status.topic_summary import TopicSummary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.settings.choice_types import Level


class PredictedFinding(NamedTuple):
    """A rule that would be broken, its level, and a sentence that says why."""

    rule: str
    level: Level
    sentence: str


def _breaks_branch_pattern(settings: Settings, branch: str) -> bool:
    if not settings.branch_pattern or not branch:
        return False
    from hookkit.status.match_naming_patterns import breaks_branch_pattern

    return breaks_branch_pattern(settings, branch)


def predict_topic_findings(
    settings: Settings,
    branch: str,
    target: str,
    target_comparison: AheadBehind,
    summary: TopicSummary,
    is_pushed: bool,
) -> Iterator[PredictedFinding]:
    """Give the findings on a topic; ``target`` is the name of its target for the sentences.

    The name of the topic is not checked if a remote has the branch already.
    """
    if not is_pushed and _breaks_branch_pattern(settings, branch):
        sentence = f"the name does not match {settings.branch_pattern}"
        yield PredictedFinding("HK101", settings.level("branch-name", "refuse"), sentence)
    rebase_level = settings.level("rebase-before-merge", "refuse")
    if (
        target_comparison.ahead_commits
        and target_comparison.behind_count
        and not (is_long_lived(branch) or is_merge_queue(branch))
    ):
        missing_commits = plural(target_comparison.behind_count, "commit")
        yield PredictedFinding("HK301", rebase_level, f"it lacks {missing_commits} of {target}")
    if summary.merge_count and not is_merge_queue(branch):
        yield PredictedFinding(
            "HK304", rebase_level, f"it has {plural(summary.merge_count, 'merge')} in it"
        )
    squash_level = settings.level("fixups", "refuse")
    if summary.fixup_count > summary.targetless_fixup_count:
        commits_phrase = plural(summary.fixup_count - summary.targetless_fixup_count, "commit")
        yield PredictedFinding("HK601", squash_level, f"{commits_phrase} to squash first")
    if summary.targetless_fixup_count:
        commits_phrase = plural(summary.targetless_fixup_count, "commit")
        sentence = f"{commits_phrase} to squash into what is not on the branch"
        yield PredictedFinding("HK602", squash_level, sentence)
    if summary.without_ticket_count and summary.ticket:
        commits_phrase = plural(summary.without_ticket_count, "commit")
        ticket_level = settings.level("ticket", "warn")
        yield PredictedFinding("HK701", ticket_level, f"{commits_phrase} without a ticket")


def predict_protected_findings(
    settings: Settings, branch: str, commits: Sequence[Commit]
) -> Iterator[PredictedFinding]:
    """Give the findings on a protected branch; ``commits`` are its unpushed commits."""
    direct_count = sum(len(each.parents) < 2 for each in _first_parents(commits))
    if commits:
        sentence = f"a push would go to {branch} directly"
        yield PredictedFinding("HK201", settings.level("protected-branch", "off"), sentence)
    if direct_count:
        sentence = f"{plural(direct_count, 'commit')} went to {branch} without a merge"
        yield PredictedFinding("HK401", settings.level("history", "warn"), sentence)


def has_merge_of_unrebased_branch(commits: Sequence[Commit]) -> bool:
    """Whether a protected branch has a merge that is not a plain merge of a rebased branch.

    Such a merge may break HK402 to HK407, and these checks may need other branches. ``commits`` are
    the unpushed commits, the newest first.
    """
    commits_by_id = {each.id: each for each in commits}
    merges = (each for each in _first_parents(commits) if len(each.parents) > 1)
    return any(not _is_plain(each, commits_by_id) for each in merges)


def _is_plain(merge: Commit, commits_by_id: Mapping[str, Commit]) -> bool:
    first, second = merge.parents[:2]
    commit = commits_by_id.get(second)
    if len(merge.parents) > 2 or commit is None or commit.tree != merge.tree:
        return False
    while commit is not None and commit.parents[1:] == () and commit.parents[:1] != (first,):
        commit = commits_by_id.get(commit.parents[0]) if commit.parents else None
    return commit is not None and commit.parents == (first,)


def _first_parents(commits: Sequence[Commit]) -> Iterator[Commit]:
    commits_by_id = {each.id: each for each in commits}
    commit = commits[0] if commits else None
    while commit is not None:
        yield commit
        commit = commits_by_id.get(commit.parents[0]) if commit.parents else None
