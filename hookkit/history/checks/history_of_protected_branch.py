"""Whether the new commits of a protected branch keep its history readable (HK401 to HK407)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from hookkit.git.ancestry import CommitRange
from hookkit.git.commits import has_commit
from hookkit.git.log import LogCommit
from hookkit.git.runner import Git
from hookkit.history.checks.commit_verdicts import (
    RULE_OF_VERDICT,
    CommitVerdict,
    verdicts_of_commit,
)
from hookkit.history.checks.find_own_changes import OwnChanges, find_own_changes
from hookkit.history.checks.find_protected_or_unrelated_merges import (
    MAX_SINGLE_LOOKUPS,
    ProtectedOrUnrelatedMerges,
    find_protected_or_unrelated_merges,
)
from hookkit.history.checks.find_trivial_merges import find_trivial_merges
from hookkit.history.checks.finding_phrases import describe_commit, describe_commits
from hookkit.history.checks.lost_commits import lost_commits_finding
from hookkit.history.checks.merge_repairs import (
    REBASE_COUSINS,
    merge_as_branch_command,
    move_changes_command,
    recreate_commits_command,
    remerge_command,
)
from hookkit.history.checks.rebase_dry_run import RebaseDryRun, try_rebase
from hookkit.history.finding import Finding, Level, without_off_findings
from hookkit.history.refs.pushed_refs import is_null_id
from hookkit.phrases import short_id

MAX_DRY_RUNS = 6
"""The number of rebases that are tried at most; further repairs do not rebase."""

MAX_REPLAYED = 500
"""The number of commits that a tried rebase may have at most; git takes some 10 ms for each."""


class _DryRuns:
    """Rebases in a scratch repository; at most ``max_dry_runs`` of them are made."""

    def __init__(self, git: Git, commits: CommitRange, max_dry_runs: int) -> None:
        self._git = git
        self._commits = commits
        self._remaining = max_dry_runs

    def rebase(
        self, tips: Sequence[str], onto: str, *options: str, tree: str
    ) -> RebaseDryRun | None:
        """Try a rebase; None if the limit is reached or the rebase would have too many commits."""
        self._remaining -= 1
        if self._remaining < 0 or self._is_long(tips, onto):
            return None
        return try_rebase(self._git, tips, onto, *options, tree=tree)

    def _is_long(self, tips: Sequence[str], onto: str) -> bool:
        newest = next(iter(self._commits.commits_by_id), "")
        # Commits that are listed before ``onto`` are not its ancestors, and the newest commit has
        # them all.
        if list(tips) == [newest] and self._commits.positions.get(onto, 0) > MAX_REPLAYED:
            return True
        return len(self._commits.commits_only_in_tips(tips, onto)) > MAX_REPLAYED


class _HistoryContext(NamedTuple):
    """The commits ``base..tip`` of a branch, the levels of the rules, and what its merges are.

    ``level``, ``direct_level``, ``inner_level`` and ``max_repeated_merges`` are as for
    ``check_history``. The keys of ``own_changes`` are the ids of merges.
    """

    git: Git
    protected: Sequence[str]
    commits: CommitRange
    branch: str
    base: str
    tip: str
    level: Level
    direct_level: Level
    inner_level: Level
    dry_runs: _DryRuns
    max_repeated_merges: int = 0
    protected_or_unrelated: ProtectedOrUnrelatedMerges = ProtectedOrUnrelatedMerges()
    own_changes: Mapping[str, OwnChanges] = MappingProxyType({})

    def make_finding(
        self,
        rule: str,
        commit: LogCommit,
        text: str,
        repair: str | None,
        level: Level | None = None,
    ) -> Finding:
        """Make a finding about a commit."""
        return Finding(
            rule, "no", level or self.level, commit.id, f"{describe_commit(commit)} {text}", repair
        )

    @property
    def tree(self) -> str:
        """The tree of the branch: each repair must end with the same tree."""
        return self.commits.commits_by_id[self.tip].tree

    def merge_as_branch_repair(self, base_id: str) -> str:
        """Give the repair that rewrites nothing: commits above ``base_id`` become a branch."""
        return merge_as_branch_command(self.branch, base_id, self.tip, self.tip)

    def problem_phrase_and_repair(
        self, repair: str, base_id: str, dry_run: RebaseDryRun | None
    ) -> tuple[str, str]:
        """Give the end of a sentence about the problem of a rebase, "" if none, and the repair."""
        if dry_run is not None and dry_run.gives_expected_files:
            return "", repair
        problem_phrase = dry_run.problem_phrase if dry_run else ""
        return problem_phrase, self.merge_as_branch_repair(base_id)

    def can_rebase_above(self, last: str) -> bool:
        """Whether a rebase of the commits above ``last``, merges included, loses nothing."""
        if last == self.tip:
            return True
        options = ("--rebase-merges", "--no-ff")
        dry_run = self.dry_runs.rebase([self.tip], last, *options, tree=self.tree)
        return dry_run is not None and dry_run.gives_expected_files


def check_history(
    git: Git,
    old_id: str,
    new_id: str,
    *,
    branch: str,
    level: Level,
    direct_level: Level = "warn",
    inner_level: Level = "warn",
    protected: Sequence[str] = (),
    max_dry_runs: int = MAX_DRY_RUNS,
    max_repeated_merges: int = 0,
    commits: CommitRange | None = None,
) -> list[Finding]:
    """Check exactly the commits that ``branch`` has at ``new_id`` and did not have at ``old_id``.

    ``old_id`` and ``new_id`` are ids. A merge of another branch that matches one of the globs
    ``protected`` gives neither HK403 nor HK404. ``direct_level`` is the level of HK401,
    ``inner_level`` the level of HK404 and HK407, ``level`` the level of the other rules. A branch
    that lost commits gets HK501, as from the check of a forced push. A repair rebases only if a dry
    run has shown that the rebase loses nothing; at most ``max_dry_runs`` are made, the oldest
    commits first. To find own changes, merges of branches that were not rebased are made again in a
    scratch repository: the newest ``max_repeated_merges`` of them, all if it is 0. ``commits`` are
    the commits ``old_id..new_id``, None to read them.
    """
    if {level, direct_level, inner_level} == {"off"} or old_id == new_id or is_null_id(new_id):
        return []
    commits = commits or CommitRange.read(git, old_id, new_id)
    descends = commits.is_descendant(new_id, old_id) if commits is not None else None
    if commits is None or descends is None:
        return without_off_findings([_unknown_finding(git, branch, old_id, new_id, level)])
    if not descends:
        return without_off_findings([lost_commits_finding(git, branch, old_id, new_id, level)])
    rebases = _DryRuns(git, commits, max_dry_runs)
    levels = (level, direct_level, inner_level)
    context = _HistoryContext(
        git, protected, commits, branch, old_id, new_id, *levels, rebases, max_repeated_merges
    )
    return without_off_findings(_findings(context))


def _unknown_finding(git: Git, branch: str, old_id: str, new_id: str, level: Level) -> Finding:
    if not has_commit(git, new_id):
        sentence = f"{short_id(new_id)} is not here: what is new on {branch} is unknown"
    elif not has_commit(git, old_id):
        sentence = f"{short_id(old_id)} is not here: what is new on {branch} is unknown"
    else:
        sentence = (
            f"whether {branch} descends from {short_id(old_id)} is unknown in this shallow clone"
        )
    repair = "git fetch --unshallow" if git.is_shallow else "git fetch"
    return Finding("HK402", "unknown", level, branch, sentence, repair)


def _findings(context: _HistoryContext) -> Iterator[Finding]:
    main_line = context.commits.first_parent_line(context.tip)
    if main_line[0].parents[:1] != (context.base,):
        if main_line[0].id in context.commits.shallow_commits:
            sentence = f"what {context.branch} has below {describe_commit(main_line[0])} is unknown"
            rule, repair = RULE_OF_VERDICT["foxtrot"], "git fetch --unshallow"
            yield Finding(rule, "unknown", context.level, context.branch, sentence, repair)
            return
        # Below the first descendant of the base, the main line belongs to another branch.
        descendants = context.commits.descendants(context.base)
        index = next(number for number, each in enumerate(main_line) if each.id in descendants)
        yield _foxtrot_finding(context, main_line[index])
        main_line = main_line[index + 1 :]
    context = _with_merges_read(context, main_line)
    for is_merge, commits in groupby(main_line, key=lambda commit: commit.is_merge):
        if is_merge:
            for each in commits:
                yield from _merge_findings(context, each)
        else:
            yield _direct_finding(context, list(commits))


def _with_merges_read(context: _HistoryContext, main_line: Sequence[LogCommit]) -> _HistoryContext:
    """Read the own changes of all merges at once, and which are of protected branches."""
    commits = context.commits
    merges = [each for each in main_line if len(each.parents) == 2]
    not_rebased = [
        each for each in merges if commits.is_descendant(each.parents[1], each.parents[0]) is False
    ]
    with_inner_merge = [each for each in merges if commits.newest_merge(*each.parents) is not None]
    compared_merges = list({each.id: each for each in (*not_rebased, *with_inner_merge)}.values())
    complete_range = commits if commits.is_complete(context.base) else None
    protected_or_unrelated = find_protected_or_unrelated_merges(
        context.git, context.tip, compared_merges, context.protected, context.branch, complete_range
    )
    related_merges = [
        each for each in not_rebased if each.id not in protected_or_unrelated.merges_of_unrelated
    ]
    related_merges = related_merges[-context.max_repeated_merges :]
    if len(related_merges) > MAX_SINGLE_LOOKUPS:
        trivial_ids = find_trivial_merges(context.git, commits, main_line, related_merges)
        related_merges = [each for each in related_merges if each.id not in trivial_ids]
    changes_by_merge = {
        each.merge.id: each for each in find_own_changes(context.git, related_merges)
    }
    return context._replace(
        protected_or_unrelated=protected_or_unrelated, own_changes=changes_by_merge
    )


def _merge_findings(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    for verdict in verdicts_of_commit(merge, context.commits):
        if verdict in _FINDINGS_OF_VERDICT:
            yield from _FINDINGS_OF_VERDICT[verdict](context, merge)


def _foxtrot_finding(context: _HistoryContext, commit: LogCommit) -> Finding:
    base = short_id(context.base)
    text = f"takes {context.branch} as the second parent: {base} leaves its first line"
    merges = [each for each in context.commits.commits_by_id.values() if each.is_merge]
    options = REBASE_COUSINS if len(merges) > 1 else ()
    dry_run = context.dry_runs.rebase([context.tip], context.base, *options, tree=context.tree)
    problem_phrase, repair = context.problem_phrase_and_repair(
        recreate_commits_command(context.branch, context.base, *options), context.base, dry_run
    )
    return context.make_finding(RULE_OF_VERDICT["foxtrot"], commit, text + problem_phrase, repair)


def _direct_finding(context: _HistoryContext, commits: list[LogCommit]) -> Finding:
    sentence = f"{describe_commits(commits)} went to {context.branch} without a merge"
    base, newest = commits[0].parents[0], commits[-1].id
    repair = merge_as_branch_command(context.branch, base, newest, context.tip)
    if not context.can_rebase_above(newest):
        repair = context.merge_as_branch_repair(base)
    return Finding(RULE_OF_VERDICT["direct"], "no", context.direct_level, newest, sentence, repair)


def _octopus_findings(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    problem_phrase, repair = _rebase_repair(context, merge)
    text = f"merges {len(merge.parents) - 1} branches at once{problem_phrase}"
    yield context.make_finding(RULE_OF_VERDICT["octopus"], merge, text, repair)


def _unknown_merge_findings(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    text = (
        f"whether what {describe_commit(merge)} merges is rebased is unknown in this shallow clone"
    )
    repair = "git fetch --unshallow"
    yield Finding(RULE_OF_VERDICT["not-rebased"], "unknown", context.level, merge.id, text, repair)


def _inner_merge_findings(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    inner = context.commits.newest_merge(*merge.parents)
    if inner is None or merge.id in context.protected_or_unrelated.merges_of_protected:
        return
    problem_phrase, repair = _rebase_repair(context, merge)
    # The same commits, merged as one branch, would contain the same merge.
    is_useless = repair == context.merge_as_branch_repair(merge.parents[0])
    text = f"has a merge inside: {describe_commit(inner)}{problem_phrase}"
    yield context.make_finding(
        RULE_OF_VERDICT["inner-merge"],
        merge,
        text,
        None if is_useless else repair,
        context.inner_level,
    )


def _evil_merge_findings(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    first, second = merge.parents
    repair = move_changes_command(context.branch, merge, context.tip)
    if not context.can_rebase_above(merge.id):
        repair = context.merge_as_branch_repair(first)
    text = (
        f"changes more than {describe_commit(context.commits.commits_by_id[second])} that it merges"
    )
    yield context.make_finding(RULE_OF_VERDICT["evil-merge"], merge, text, repair)


def _rebase_repair(context: _HistoryContext, merge: LogCommit) -> tuple[str, str]:
    """Give the end of a sentence about the problem of a rebase, "" if none, and the repair."""
    first, *others = merge.parents
    dry_run = context.dry_runs.rebase(others, first, tree=merge.tree)
    repair = remerge_command(context.branch, merge, context.tip)
    problem_phrase, repair = context.problem_phrase_and_repair(repair, first, dry_run)
    if not problem_phrase and not context.can_rebase_above(merge.id):
        repair = context.merge_as_branch_repair(first)
    return problem_phrase, repair


def _not_rebased_findings(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    first = merge.parents[0]
    if merge.id in context.protected_or_unrelated.merges_of_unrelated:
        text = "brings in the history of something else, which nothing can rebase: it is kept"
        yield context.make_finding("HK407", merge, text, None, context.inner_level)
        return
    if merge.id not in context.protected_or_unrelated.merges_of_protected:
        text = f"merges a branch that is not rebased on {short_id(first)}"
        dry_run = context.dry_runs.rebase([context.tip], first, *REBASE_COUSINS, tree=context.tree)
        problem_phrase, repair = context.problem_phrase_and_repair(
            recreate_commits_command(context.branch, first, *REBASE_COUSINS), first, dry_run
        )
        yield context.make_finding(
            RULE_OF_VERDICT["not-rebased"], merge, text + problem_phrase, repair
        )
    changes = context.own_changes.get(merge.id)
    if changes is not None and changes.paths:
        text = f"changes {changes.path_names} itself, as no branch did that it merges"
        yield context.make_finding(
            RULE_OF_VERDICT["evil-merge"], merge, text, context.merge_as_branch_repair(first)
        )


_FINDINGS_OF_VERDICT: Mapping[
    CommitVerdict, Callable[[_HistoryContext, LogCommit], Iterator[Finding]]
] = {
    "octopus": _octopus_findings,
    "unknown": _unknown_merge_findings,
    "not-rebased": _not_rebased_findings,
    "inner-merge": _inner_merge_findings,
    "evil-merge": _evil_merge_findings,
}
"""The findings of a merge by its verdict."""
