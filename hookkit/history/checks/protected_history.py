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
from hookkit.history.checks.protected_branch import rewritten
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
from hookkit.history.checks.wording import in_force, listed, named
from hookkit.history.finding import Finding, Level
from hookkit.history.merge_origins import FEW, Origins, merge_origins
from hookkit.history.refs.ref_update import is_null
from hookkit.phrases import short

MAX_TRIALS = 6
"""Rebases that are tried at most, over years of merges: the repairs of the rest need none."""

MAX_REPLAYED = 500
"""Commits that a rebase that is tried may make again; git takes some 10 ms for each."""


class _Trials:
    """Rebases in a borrowed repository, up to a number of them."""

    def __init__(self, git: Git, commits: CommitRange, trials: int) -> None:
        self._git = git
        self._commits = commits
        self._trials_left = trials

    def rebase(self, tips: Sequence[str], onto: str, *how: str, tree: str) -> RebaseResult | None:
        """Try one; None where the number is reached, or it would make too many commits again."""
        self._trials_left -= 1
        if self._trials_left < 0 or self._is_long(tips, onto):
            return None
        return rebase_result(self._git, tips, onto, *how, tree=tree)

    def _is_long(self, tips: Sequence[str], onto: str) -> bool:
        newest = next(iter(self._commits.entries), "")
        # What is listed before a commit does not lie below it, and the newest has all of it.
        if list(tips) == [newest] and self._commits.positions.get(onto, 0) > MAX_REPLAYED:
            return True
        return len(self._commits.difference(tips, onto)) > MAX_REPLAYED


class _Case(NamedTuple):
    """What is checked: ``base..new`` of a branch, and the levels of the rules.

    ``origins`` and ``own_changes`` are about its merges; ``own_changes`` has them by their ids.
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
    trials: _Trials
    most_remerged: int = 0
    origins: Origins = Origins()
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
            rule, "no", level or self.level, commit.id, f"{named(commit)} {text}", repair
        )

    @property
    def tree(self) -> str:
        """The files of the branch, with which each repair ends."""
        return self.commits.entries[self.new].tree

    def without_rebase(self, below: str) -> str:
        """Give the repair that keeps each commit: all above ``below`` is merged as one branch."""
        return merged_as_branch(self.branch, below, self.new, self.new)

    def by_rebase(self, repair: str, below: str, trial: RebaseResult | None) -> tuple[str, str]:
        """Give what a rebase would lose in words ("" for nothing), and the repair."""
        if trial is not None and trial.is_exact:
            return "", repair
        return f"; a rebase would {trial.problem}" if trial else "", self.without_rebase(below)

    def keeps_rest(self, last: str) -> bool:
        """Whether a rebase of the commits above a commit, merges included, loses nothing."""
        if last == self.new:
            return True
        how = ("--rebase-merges", "--no-ff")
        trial = self.trials.rebase([self.new], last, *how, tree=self.tree)
        return trial is not None and trial.is_exact


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
    trials: int = MAX_TRIALS,
    most_remerged: int = 0,
    commits: CommitRange | None = None,
) -> list[Finding]:
    """Check the commits that ``branch`` has at ``new`` and did not have at ``old``, and no others.

    ``old`` and ``new`` are ids. What another branch that fits one of the globs ``protected`` has
    was merged as it is: it gives neither HK403 nor HK404. ``direct`` is the level of HK401,
    ``inner`` that of HK404, ``level`` that of the others. A branch that lost commits gets HK501,
    as from the check of a forced push. A repair rebases only where one of so many ``trials``, from
    the oldest commit on, has shown that this loses nothing. What a merge that is not rebased
    changed itself is asked of the newest ``most_remerged`` of them alone, where it is not 0.
    ``commits`` are those of ``old..new``, None to read them.
    """
    if {level, direct, inner} == {"off"} or old == new or is_null(new):
        return []
    commits = commits or CommitRange.read(git, old, new)
    descends = commits.descends(new, old) if commits is not None else None
    if commits is None or descends is None:
        return in_force([_unknown(git, branch, old, new, level)])
    if not descends:
        return in_force([rewritten(git, branch, old, new, level)])
    tries = _Trials(git, commits, trials)
    levels = (level, direct, inner)
    case = _Case(git, protected, commits, branch, old, new, *levels, tries, most_remerged)
    return in_force(_findings(case))


def _unknown(git: Git, branch: str, old: str, new: str, level: Level) -> Finding:
    if not has_commit(git, new):
        sentence = f"{short(new)} is not here: what is new on {branch} is unknown"
    elif not has_commit(git, old):
        sentence = f"{short(old)} is not here: what is new on {branch} is unknown"
    else:
        sentence = f"whether {branch} goes on from {short(old)} is unknown in this shallow clone"
    repair = "git fetch --unshallow" if git.is_shallow else "git fetch"
    return Finding("HK402", "unknown", level, branch, sentence, repair)


def _findings(case: _Case) -> Iterator[Finding]:
    line = case.commits.first_parent_line(case.new)
    if line[0].id in case.commits.cut and line[0].parents[:1] != (case.base,):
        sentence = f"where {case.branch} goes on from below {named(line[0])} is unknown"
        repair = "git fetch --unshallow"
        yield Finding(RULES["foxtrot"], "unknown", case.level, case.branch, sentence, repair)
        return
    if line[0].parents[:1] != (case.base,):
        # Below the first commit that has the base, the line is that of another branch.
        above = case.commits.descendants(case.base)
        at = next(n for n, each in enumerate(line) if each.id in above)
        yield _foxtrot(case, line[at])
        line = line[at + 1 :]
    case = _with_origins(case, line)
    for is_merge, commits in groupby(line, key=lambda commit: commit.is_merge):
        if is_merge:
            for each in commits:
                yield from _of_merge(case, each)
        else:
            yield _direct(case, list(commits))


def _with_origins(case: _Case, line: Sequence[LogCommit]) -> _Case:
    """Look up, for all merges at once, where they came from and what they changed themselves."""
    commits = case.commits
    merges = [each for each in line if len(each.parents) == 2]
    apart = [each for each in merges if commits.descends(each.parents[1], each.parents[0]) is False]
    inner = [each for each in merges if commits.first_merge(*each.parents) is not None]
    asked = list({each.id: each for each in (*apart, *inner)}.values())
    closed = commits if commits.is_closed(case.base) else None
    origins = merge_origins(case.git, case.new, asked, case.protected, case.branch, closed)
    related = [each for each in apart if each.id not in origins.unrelated]
    related = related[-case.most_remerged :]
    if len(related) > FEW:
        plain = plain_merges(case.git, commits, line, related)
        related = [each for each in related if each.id not in plain]
    own_by_merge = {each.merge.id: each for each in own_changes(case.git, related)}
    return case._replace(origins=origins, own_changes=own_by_merge)


def _of_merge(case: _Case, merge: LogCommit) -> Iterator[Finding]:
    for verdict in verdicts_of_commit(merge, case.commits):
        if verdict in _OF_VERDICT:
            yield from _OF_VERDICT[verdict](case, merge)


def _foxtrot(case: _Case, commit: LogCommit) -> Finding:
    text = f"takes {case.branch} as the second parent: {short(case.base)} leaves its first line"
    merges = [each for each in case.commits.entries.values() if each.is_merge]
    how = REBASE_COUSINS if len(merges) > 1 else ()
    trial = case.trials.rebase([case.new], case.base, *how, tree=case.tree)
    also, repair = case.by_rebase(rebased_on(case.branch, case.base, *how), case.base, trial)
    return case.finding(RULES["foxtrot"], commit, text + also, repair)


def _direct(case: _Case, commits: list[LogCommit]) -> Finding:
    sentence = f"{listed(commits)} went to {case.branch} without a merge"
    below, last = commits[0].parents[0], commits[-1].id
    repair = merged_as_branch(case.branch, below, last, case.new)
    if not case.keeps_rest(last):
        repair = case.without_rebase(below)
    return Finding(RULES["direct"], "no", case.direct, last, sentence, repair)


def _octopus(case: _Case, merge: LogCommit) -> Iterator[Finding]:
    also, repair = _rebase_of(case, merge)
    text = f"merges {len(merge.parents) - 1} branches at once{also}"
    yield case.finding(RULES["octopus"], merge, text, repair)


def _unknown_merge(case: _Case, merge: LogCommit) -> Iterator[Finding]:
    text = f"whether what {named(merge)} merges is rebased is unknown in this shallow clone"
    repair = "git fetch --unshallow"
    yield Finding(RULES["not-rebased"], "unknown", case.level, merge.id, text, repair)


def _inner_merge(case: _Case, merge: LogCommit) -> Iterator[Finding]:
    inner = case.commits.first_merge(*merge.parents)
    if inner is None or merge.id in case.origins.protected:
        return
    also, repair = _rebase_of(case, merge)
    # All of it merged as one branch would only be one more merge inside.
    is_useless = repair == case.without_rebase(merge.parents[0])
    text = f"has a merge inside: {named(inner)}{also}"
    yield case.finding(
        RULES["inner-merge"], merge, text, None if is_useless else repair, case.inner
    )


def _evil_merge(case: _Case, merge: LogCommit) -> Iterator[Finding]:
    first, second = merge.parents
    repair = merged_with_changes(case.branch, merge, case.new)
    if not case.keeps_rest(merge.id):
        repair = case.without_rebase(first)
    text = f"changes more than {named(case.commits.entries[second])} that it merges"
    yield case.finding(RULES["evil-merge"], merge, text, repair)


def _rebase_of(case: _Case, merge: LogCommit) -> tuple[str, str]:
    """Give what a rebase of the merged branches would lose ("" for nothing), and the repair."""
    first, *others = merge.parents
    trial = case.trials.rebase(others, first, tree=merge.tree)
    repair = rebased_and_merged_again(case.branch, merge, case.new)
    also, repair = case.by_rebase(repair, first, trial)
    if not also and not case.keeps_rest(merge.id):
        repair = case.without_rebase(first)
    return also, repair


def _not_rebased(case: _Case, merge: LogCommit) -> Iterator[Finding]:
    first = merge.parents[0]
    if merge.id in case.origins.unrelated:
        text = "brings in the history of something else, which nothing can rebase: it is kept"
        yield case.finding("HK407", merge, text, None, case.inner)
        return
    if merge.id not in case.origins.protected:
        text = f"merges a branch that is not rebased on {short(first)}"
        trial = case.trials.rebase([case.new], first, *REBASE_COUSINS, tree=case.tree)
        also, repair = case.by_rebase(rebased_on(case.branch, first, *REBASE_COUSINS), first, trial)
        yield case.finding(RULES["not-rebased"], merge, text + also, repair)
    changes = case.own_changes.get(merge.id)
    if changes is not None and changes.paths:
        text = f"changes {changes.shown} itself, as no branch did that it merges"
        yield case.finding(RULES["evil-merge"], merge, text, case.without_rebase(first))


_OF_VERDICT: Mapping[CommitVerdict, Callable[[_Case, LogCommit], Iterator[Finding]]] = {
    "octopus": _octopus,
    "unknown": _unknown_merge,
    "not-rebased": _not_rebased,
    "inner-merge": _inner_merge,
    "evil-merge": _evil_merge,
}
"""The findings of a merge by its verdict."""
