"""The verdicts on each commit of a main line as labels, made from the findings of its check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.git.ancestry import CommitRange
from hookkit.git.runner import Git
from hookkit.history.checks.history_of_protected_branch import check_history
from hookkit.history.finding import Finding
from hookkit.history.why.parsed_commit import ParsedCommit

SHORT_NAMES = {
    "HK401": "direct",
    "HK402": "foxtrot",
    "HK403": "not rebased",
    "HK404": "inner merge",
    "HK405": "octopus",
    "HK406": "evil merge",
    "HK407": "unrelated",
}


MAX_REPEATED_MERGES = 40
"""The number of merges that are repeated to detect changes made in them: one screenful."""


class VerdictLabel(NamedTuple):
    """A short name for how a commit got onto the main line, and the rule that it breaks ("": none).

    ``answer`` is "yes" if the commit keeps the rules, else the answer of the finding.
    """

    short_name: str
    rule: str = ""
    answer: Literal["yes", "no", "unknown"] = "yes"


def verdict_labels(
    git: Git,
    main_line: Sequence[ParsedCommit],
    branch: str,
    base: str,
    protected: Sequence[str],
    commits: CommitRange | None,
) -> dict[str, tuple[VerdictLabel, ...]]:
    """Give the verdicts on the first parents of ``branch``: ``main_line``, the newest first.

    The result maps ids to verdicts. Commits of other ``protected`` branches (globs) need no rebase.
    ``base`` is the commit below ``main_line``, "" to take the oldest commit of ``main_line``, which
    then has no verdict. ``commits`` are the commits above the base, None to read them. A line
    without a merge has no verdicts at all.
    """
    if not any(len(each.detailed_commit.parents) > 1 for each in main_line):
        return {}
    base_id = base or main_line[-1].detailed_commit.id
    findings = check_history(
        git,
        base_id,
        main_line[0].detailed_commit.id,
        branch=branch,
        level="warn",
        direct_level="warn",
        inner_level="warn",
        protected=protected,
        max_dry_runs=0,
        max_repeated_merges=MAX_REPEATED_MERGES,
        commits=commits,
    )
    if any(each.place == branch for each in findings):  # the base cannot be compared
        return {}
    by_commit: dict[str, list[Finding]] = {}
    for finding in findings:
        by_commit.setdefault(finding.place, []).append(finding)
    return {
        each.detailed_commit.id: _verdicts(each, by_commit.get(each.detailed_commit.id, ()), branch)
        for each in (main_line if base else main_line[:-1])
    }


def _verdicts(
    parsed_commit: ParsedCommit, findings: Sequence[Finding], branch: str
) -> tuple[VerdictLabel, ...]:
    if len(parsed_commit.detailed_commit.parents) < 2:
        return (VerdictLabel("direct", "HK401", "no"),)
    if not findings:
        return (VerdictLabel("semi-linear"),)
    if parsed_commit.merge and parsed_commit.merge.is_pull_of(branch):
        # Its message says that the branch was merged into itself, as by git pull.
        return (VerdictLabel(SHORT_NAMES["HK402"], "HK402", "no"),)
    return tuple(
        VerdictLabel(
            SHORT_NAMES[each.rule] if each.answer == "no" else "unknown", each.rule, each.answer
        )
        for each in findings
    )
