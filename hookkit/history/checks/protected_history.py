"""Whether the new commits of a protected branch keep its history readable (HK401 to HK407)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from hookkit.git.commit_range import CommitRange, has_commit
from hookkit.git.log import LogCommit
from hookkit.git.runner import Git
from hookkit.history.checks.commit_verdicts import RULES, CommitVerdict, verdicts_of_commit
from hookkit.history.checks.plain_merges import plain_merges
from hookkit.history.checks.protected_branch import rewritten_finding
from hookkit.history.checks.rebase_dry_run import (
    OwnChanges,
    RebaseResult,
    own_changes,
    rebase_result,
)
from hookkit.history.checks.repair_commands import (
    REBASE_COUSINS,
    merged_as_branch,
    merged_with_changes,
    rebased_and_merged_again,
    rebased_on,
)
from hookkit.history.checks.wording import describe_commit, describe_commits, without_off_findings
from hookkit.history.finding import Finding, Level
from hookkit.history.merge_origins import MAX_SINGLE_LOOKUPS, MergeOrigins, merge_origins
from hookkit.history.refs.ref_update import is_null_id
from hookkit.phrases import short

MAX_DRY_RUNS = 6
"""The number of rebases that are tried at most; further repairs do not rebase."""

MAX_REPLAYED = 500
"""The number of commits that a tried rebase may have at most; git takes some 10 ms for each."""


class _DryRuns:
    """Rebases in a borrowed repository; at most ``dry_runs`` of them are made."""

    def __init__(self, git: Git, commits: CommitRange, dry_runs: int) -> None:
        self._git = git
        self._commits = commits
        self._remaining = dry_runs

    def rebase(self, tips: Sequence[str], onto: str, *how: str, tree: str) -> RebaseResult | None:
        """Try a rebase; None if the limit is reached or the rebase would have too many commits."""
        self._remaining -= 1
        if self._remaining < 0 or self._is_long(tips, onto):
            return None
        return rebase_result(self._git, tips, onto, *how, tree=tree)

    def _is_long(self, tips: Sequence[str], onto: str) -> bool:
        newest = next(iter(self._commits.entries), "")
        # Commits that are listed before ``onto`` are not its ancestors, and the newest commit has
        # them all.
        if list(tips) == [newest] and self._commits.positions.get(onto, 0) > MAX_REPLAYED:
            return True
        return len(self._commits.difference(tips, onto)) > MAX_REPLAYED


class _HistoryContext(NamedTuple):
    """The commits ``base..new`` of a branch, the levels of the rules, and facts about its merges.

    ``level``, ``direct``, ``inner`` and ``max_remerged`` are as for ``check_history``. The keys of
    ``own_changes`` are the ids of merges.
    """

    git: Git
    protected: Sequence[str]
    commits: CommitRange
    branch: str
    base: str
    new: str
    level: Level
    direct: Level
    inner: Level
    dry_runs: _DryRuns
    max_remerged: int = 0
    origins: MergeOrigins = MergeOrigins()
    own_changes: Mapping[str, OwnChanges] = MappingProxyType({})

    def finding(
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
        return self.commits.entries[self.new].tree

    def without_rebase(self, below: str) -> str:
        """Give the repair that rewrites nothing: commits above ``below`` are merged as a branch."""
        return merged_as_branch(self.branch, below, self.new, self.new)

    def by_rebase(self, repair: str, below: str, dry_run: RebaseResult | None) -> tuple[str, str]:
        """Give the end of a sentence about the loss of a rebase, "" if none, and the repair."""
        if dry_run is not None and dry_run.is_exact:
            return "", repair
        return f"; a rebase would {dry_run.problem}" if dry_run else "", self.without_rebase(below)

    def keeps_rest(self, last: str) -> bool:
        """Whether a rebase of the commits above ``last``, merges included, loses nothing."""
        if last == self.new:
            return True
        options = ("--rebase-merges", "--no-ff")
        dry_run = self.dry_runs.rebase([self.new], last, *options, tree=self.tree)
        return dry_run is not None and dry_run.is_exact


def check_history(
    git: Git,
    old: str,
    new: str,
    *,
    branch: str,
    level: Level,
    direct: Level = "warn",
    inner: Level = "warn",
    protected: Sequence[str] = (),
    dry_runs: int = MAX_DRY_RUNS,
    max_remerged: int = 0,
    commits: CommitRange | None = None,
) -> list[Finding]:
    """Check the commits that ``branch`` has at ``new`` and did not have at ``old``, and no others.

    ``old`` and ``new`` are ids. A merge of another branch that matches one of the globs
    ``protected`` gives neither HK403 nor HK404. ``direct`` is the level of HK401, ``inner`` the
    level of HK404 and HK407, ``level`` the level of the other rules. A branch that lost commits
    gets HK501, as from the check of a forced push. A repair rebases only if a dry run has shown
    that the rebase loses nothing; at most ``dry_runs`` are made, from the oldest commit on. For
    merges of branches that were not rebased, changes by the merge itself are read only for the
    newest ``max_remerged`` merges, for all if it is 0. ``commits`` are the commits ``old..new``,
    None to read them.
    """
    if {level, direct, inner} == {"off"} or old == new or is_null_id(new):
        return []
    commits = commits or CommitRange.read(git, old, new)
    descends = commits.descends(new, old) if commits is not None else None
    if commits is None or descends is None:
        return without_off_findings([_unknown_finding(git, branch, old, new, level)])
    if not descends:
        return without_off_findings([rewritten_finding(git, branch, old, new, level)])
    rebases = _DryRuns(git, commits, dry_runs)
    levels = (level, direct, inner)
    context = _HistoryContext(
        git, protected, commits, branch, old, new, *levels, rebases, max_remerged
    )
    return without_off_findings(_findings(context))


def _unknown_finding(git: Git, branch: str, old: str, new: str, level: Level) -> Finding:
    if not has_commit(git, new):
        sentence = f"{short(new)} is not here: what is new on {branch} is unknown"
    elif not has_commit(git, old):
        sentence = f"{short(old)} is not here: what is new on {branch} is unknown"
    else:
        sentence = f"whether {branch} descends from {short(old)} is unknown in this shallow clone"
    repair = "git fetch --unshallow" if git.is_shallow else "git fetch"
    return Finding("HK402", "unknown", level, branch, sentence, repair)


def _findings(context: _HistoryContext) -> Iterator[Finding]:
    line = context.commits.first_parent_line(context.new)
    if line[0].id in context.commits.cut and line[0].parents[:1] != (context.base,):
        sentence = f"what {context.branch} has below {describe_commit(line[0])} is unknown"
        repair = "git fetch --unshallow"
        yield Finding(RULES["foxtrot"], "unknown", context.level, context.branch, sentence, repair)
        return
    if line[0].parents[:1] != (context.base,):
        # Below the first descendant of the base, the line belongs to another branch.
        descendants = context.commits.descendants(context.base)
        index = next(number for number, each in enumerate(line) if each.id in descendants)
        yield _foxtrot_finding(context, line[index])
        line = line[index + 1 :]
    context = _with_origins(context, line)
    for is_merge, commits in groupby(line, key=lambda commit: commit.is_merge):
        if is_merge:
            for each in commits:
                yield from _merge_findings(context, each)
        else:
            yield _direct_finding(context, list(commits))


def _with_origins(context: _HistoryContext, line: Sequence[LogCommit]) -> _HistoryContext:
    """Read the origins and the own changes of all merges at once."""
    commits = context.commits
    merges = [each for each in line if len(each.parents) == 2]
    not_rebased = [
        each for each in merges if commits.descends(each.parents[1], each.parents[0]) is False
    ]
    inner = [each for each in merges if commits.first_merge(*each.parents) is not None]
    to_look_up = list({each.id: each for each in (*not_rebased, *inner)}.values())
    complete = commits if commits.is_closed(context.base) else None
    origins = merge_origins(
        context.git, context.new, to_look_up, context.protected, context.branch, complete
    )
    related = [each for each in not_rebased if each.id not in origins.unrelated]
    related = related[-context.max_remerged :]
    if len(related) > MAX_SINGLE_LOOKUPS:
        plain = plain_merges(context.git, commits, line, related)
        related = [each for each in related if each.id not in plain]
    own_by_merge = {each.merge.id: each for each in own_changes(context.git, related)}
    return context._replace(origins=origins, own_changes=own_by_merge)


def _merge_findings(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    for verdict in verdicts_of_commit(merge, context.commits):
        if verdict in _FINDINGS_OF_VERDICT:
            yield from _FINDINGS_OF_VERDICT[verdict](context, merge)


def _foxtrot_finding(context: _HistoryContext, commit: LogCommit) -> Finding:
    text = (
        f"takes {context.branch} as the second parent: {short(context.base)} leaves its first line"
    )
    merges = [each for each in context.commits.entries.values() if each.is_merge]
    options = REBASE_COUSINS if len(merges) > 1 else ()
    dry_run = context.dry_runs.rebase([context.new], context.base, *options, tree=context.tree)
    loss, repair = context.by_rebase(
        rebased_on(context.branch, context.base, *options), context.base, dry_run
    )
    return context.finding(RULES["foxtrot"], commit, text + loss, repair)


def _direct_finding(context: _HistoryContext, commits: list[LogCommit]) -> Finding:
    sentence = f"{describe_commits(commits)} went to {context.branch} without a merge"
    base, newest = commits[0].parents[0], commits[-1].id
    repair = merged_as_branch(context.branch, base, newest, context.new)
    if not context.keeps_rest(newest):
        repair = context.without_rebase(base)
    return Finding(RULES["direct"], "no", context.direct, newest, sentence, repair)


def _octopus(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    loss, repair = _rebase_repair(context, merge)
    text = f"merges {len(merge.parents) - 1} branches at once{loss}"
    yield context.finding(RULES["octopus"], merge, text, repair)


def _unknown_merge(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    text = (
        f"whether what {describe_commit(merge)} merges is rebased is unknown in this shallow clone"
    )
    repair = "git fetch --unshallow"
    yield Finding(RULES["not-rebased"], "unknown", context.level, merge.id, text, repair)


def _inner_merge(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    inner = context.commits.first_merge(*merge.parents)
    if inner is None or merge.id in context.origins.protected:
        return
    loss, repair = _rebase_repair(context, merge)
    # The same commits, merged as one branch, would contain the same merge.
    is_useless = repair == context.without_rebase(merge.parents[0])
    text = f"has a merge inside: {describe_commit(inner)}{loss}"
    yield context.finding(
        RULES["inner-merge"], merge, text, None if is_useless else repair, context.inner
    )


def _evil_merge(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    first, second = merge.parents
    repair = merged_with_changes(context.branch, merge, context.new)
    if not context.keeps_rest(merge.id):
        repair = context.without_rebase(first)
    text = f"changes more than {describe_commit(context.commits.entries[second])} that it merges"
    yield context.finding(RULES["evil-merge"], merge, text, repair)


def _rebase_repair(context: _HistoryContext, merge: LogCommit) -> tuple[str, str]:
    """Give the end of a sentence about the loss of a rebase, "" if none, and the repair."""
    first, *others = merge.parents
    dry_run = context.dry_runs.rebase(others, first, tree=merge.tree)
    repair = rebased_and_merged_again(context.branch, merge, context.new)
    loss, repair = context.by_rebase(repair, first, dry_run)
    if not loss and not context.keeps_rest(merge.id):
        repair = context.without_rebase(first)
    return loss, repair


def _not_rebased(context: _HistoryContext, merge: LogCommit) -> Iterator[Finding]:
    first = merge.parents[0]
    if merge.id in context.origins.unrelated:
        text = "brings in the history of something else, which nothing can rebase: it is kept"
        yield context.finding("HK407", merge, text, None, context.inner)
        return
    if merge.id not in context.origins.protected:
        text = f"merges a branch that is not rebased on {short(first)}"
        dry_run = context.dry_runs.rebase([context.new], first, *REBASE_COUSINS, tree=context.tree)
        loss, repair = context.by_rebase(
            rebased_on(context.branch, first, *REBASE_COUSINS), first, dry_run
        )
        yield context.finding(RULES["not-rebased"], merge, text + loss, repair)
    changes = context.own_changes.get(merge.id)
    if changes is not None and changes.paths:
        text = f"changes {changes.shown} itself, as no branch did that it merges"
        yield context.finding(RULES["evil-merge"], merge, text, context.without_rebase(first))


_FINDINGS_OF_VERDICT: Mapping[
    CommitVerdict, Callable[[_HistoryContext, LogCommit], Iterator[Finding]]
] = {
    "octopus": _octopus,
    "unknown": _unknown_merge,
    "not-rebased": _not_rebased,
    "inner-merge": _inner_merge,
    "evil-merge": _evil_merge,
}
"""The findings of a merge by its verdict."""
