"""Whether what is new on a protected branch keeps its history readable (HK401 to HK407)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from hookkit.dry_run.repair import OwnChanges, RebaseResult, own_changes, rebase_result
from hookkit.git.commit_range import CommitRange, has_commit
from hookkit.git.log import LogCommit
from hookkit.git.runner import Git
from hookkit.history.checks.protected_branch import rewritten
from hookkit.history.checks.repair_commands import (
    COUSINS,
    on_top,
    rebased_anew,
    split_off,
    split_off_whole,
    with_its_changes,
)
from hookkit.history.checks.wording import in_force, listed, named
from hookkit.history.finding import Finding, Level
from hookkit.history.merge_origins import Origins, merge_origins
from hookkit.history.refs.ref_update import is_null
from hookkit.phrases import short

MOST_TRIALS = 6
"""Rebases that are tried at most before repairs are told: those of years of merges end nowhere."""


class _Trials:
    """Rebases tried where nobody sees it, as many as there may be."""

    def __init__(self, git: Git, left: int) -> None:
        self._git = git
        self._left = left

    def rebase_result(
        self, tips: Sequence[str], onto: str, *how: str, tree: str
    ) -> RebaseResult | None:
        """Try one as ``rebase_result`` does; None where there may be no more of them."""
        self._left -= 1
        return rebase_result(self._git, tips, onto, *how, tree=tree) if self._left >= 0 else None


class _Case(NamedTuple):
    """What is judged: ``base..new`` of a branch, and the levels of the rules."""

    git: Git
    protected: Sequence[str]
    stretch: CommitRange
    branch: str
    base: str
    new: str
    level: Level
    direct: Level
    inner: Level
    trials: _Trials
    origins: Origins = Origins()

    def found(
        self, rule: str, entry: LogCommit, text: str, repair: str | None, level: Level | None = None
    ) -> Finding:
        """Make a finding about a commit."""
        return Finding(rule, "no", level or self.level, entry.id, f"{named(entry)} {text}", repair)

    @property
    def tree(self) -> str:
        """The files of the branch, with which each repair ends."""
        return self.stretch.entries[self.new].tree

    def whole(self, below: str) -> str:
        """Give the repair that needs no rebase: all above a commit becomes one branch, merged."""
        return split_off_whole(self.branch, below, self.new)

    def safe(self, repair: str, below: str, trial: RebaseResult | None) -> tuple[str, str]:
        """Give what is to be said of a rebase, "" where nothing is lost, and the repair."""
        if trial is not None and trial.is_exact:
            return "", repair
        return f"; a rebase would {trial.said}" if trial else "", self.whole(below)

    def has_rest(self, last: str) -> bool:
        """Whether what lies above a commit can be made again as it is."""
        if last == self.new:
            return True
        how = ("--rebase-merges", "--no-ff")
        trial = self.trials.rebase_result([self.new], last, *how, tree=self.tree)
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
    trials: int = MOST_TRIALS,
) -> list[Finding]:
    """Judge the commits that ``branch`` has at ``new`` and did not have at ``old``, and no others.

    ``old`` and ``new`` are ids. What another branch that fits one of the globs ``protected`` has
    was merged as it is: it gives neither HK403 nor HK404. ``direct`` is the level of HK401,
    ``inner`` that of HK404, ``level`` that of the others. A branch that lost commits gets HK501,
    the same finding that the check of a forced push gives. A repair by a rebase is told where one
    of so many ``trials`` has shown that it loses nothing, the oldest first; else one without.
    """
    if {level, direct, inner} == {"off"} or old == new or is_null(new):
        return []
    stretch = CommitRange.read(git, old, new)
    descends = stretch.descends(new, old) if stretch is not None else None
    if stretch is None or descends is None:
        return in_force([_unknown(git, branch, old, new, level)])
    if not descends:
        return in_force([rewritten(git, branch, old, new, level)])
    tries = _Trials(git, trials)
    case = _Case(git, protected, stretch, branch, old, new, level, direct, inner, tries)
    return in_force(_verdicts(case))


def _unknown(git: Git, branch: str, old: str, new: str, level: Level) -> Finding:
    if not has_commit(git, new):
        sentence = f"{short(new)} is not here: what is new on {branch} is unknown"
    elif not has_commit(git, old):
        sentence = f"{short(old)} is not here: what is new on {branch} is unknown"
    else:
        sentence = f"whether {branch} goes on from {short(old)} is unknown in this shallow clone"
    repair = "git fetch --unshallow" if git.is_shallow else "git fetch"
    return Finding("HK402", "unknown", level, branch, sentence, repair)


def _verdicts(case: _Case) -> Iterator[Finding]:
    chain = case.stretch.chain(case.new)
    if chain[0].id in case.stretch.cut and chain[0].parents[:1] != (case.base,):
        sentence = f"where {case.branch} goes on from below {named(chain[0])} is unknown"
        repair = "git fetch --unshallow"
        yield Finding("HK402", "unknown", case.level, case.branch, sentence, repair)
        return
    if chain[0].parents[:1] != (case.base,):
        # Below the first commit that has the base, the line is that of another branch.
        above = case.stretch.above(case.base)
        at = next(n for n, each in enumerate(chain) if each.id in above)
        yield _foxtrot(case, chain[at], at)
        chain = chain[at + 1 :]
    case, own = _looked_up(case, chain)
    for is_direct, entries in groupby(chain, key=lambda entry: not entry.is_merge):
        if is_direct:
            yield _direct(case, list(entries))
        else:
            for entry in entries:
                yield from _merge(case, entry, own.get(entry.id))


def _looked_up(case: _Case, chain: Sequence[LogCommit]) -> tuple[_Case, dict[str, OwnChanges]]:
    """Look up, for all merges at once, where they came from and what they changed themselves."""
    stretch = case.stretch
    merges = [each for each in chain if len(each.parents) == 2]
    apart = [each for each in merges if stretch.descends(each.parents[1], each.parents[0]) is False]
    inner = [each for each in merges if stretch.first_merge(*each.parents) is not None]
    asked = list({each.id: each for each in (*apart, *inner)}.values())
    origins = merge_origins(case.git, case.new, asked, case.protected, case.branch)
    related = [each for each in apart if each.id not in origins.unrelated]
    own = {each.merge.id: each for each in own_changes(case.git, related)}
    return case._replace(origins=origins), own


def _foxtrot(case: _Case, entry: LogCommit, others: int) -> Finding:
    text = f"takes {case.branch} as the second parent: {short(case.base)} leaves its first line"
    merges = [each for each in case.stretch.entries.values() if each.is_merge]
    how = COUSINS if len(merges) > 1 else ()
    trial = case.trials.rebase_result([case.new], case.base, *how, tree=case.tree)
    also, repair = case.safe(on_top(case.branch, case.base, *how), case.base, trial)
    return case.found("HK402", entry, text + also, repair)


def _direct(case: _Case, entries: list[LogCommit]) -> Finding:
    sentence = f"{listed(entries)} went to {case.branch} without a merge"
    below, last = entries[0].parents[0], entries[-1].id
    repair = split_off(case.branch, below, last, case.new)
    if not case.has_rest(last):
        repair = case.whole(below)
    return Finding("HK401", "no", case.direct, last, sentence, repair)


def _merge(case: _Case, entry: LogCommit, own: OwnChanges | None) -> Iterator[Finding]:
    stretch, (first, *others) = case.stretch, entry.parents
    if len(others) > 1:
        text, repair = _anew(case, entry, f"merges {len(others)} branches at once")
        yield case.found("HK405", entry, text, repair)
        return
    is_rebased = stretch.descends(others[0], first)
    if is_rebased is None:
        text = f"whether what {named(entry)} merges is rebased is unknown in this shallow clone"
        repair = "git fetch --unshallow"
        yield Finding("HK403", "unknown", case.level, entry.id, text, repair)
        return
    if not is_rebased:
        yield from _not_rebased(case, entry, own)
        return
    merge = stretch.first_merge(first, others[0])
    if merge is not None and entry.id not in case.origins.kept:
        text, repair = _anew(case, entry, f"has a merge inside: {named(merge)}")
        is_inside = repair == case.whole(first)  # it would only be one merge more
        yield case.found("HK404", entry, text, None if is_inside else repair, case.inner)
    tip = stretch.entries.get(others[0])
    if tip is not None and tip.tree != entry.tree:
        repair = with_its_changes(case.branch, entry, case.new)
        if not case.has_rest(entry.id):
            repair = case.whole(first)
        yield case.found("HK406", entry, f"changes more than {named(tip)} that it merges", repair)


def _anew(case: _Case, entry: LogCommit, text: str) -> tuple[str, str]:
    """Say what is wrong with a merge, and how its branches are rebased and merged again."""
    first, *others = entry.parents
    trial = case.trials.rebase_result(others, first, tree=entry.tree)
    also, repair = case.safe(rebased_anew(case.branch, entry, case.new), first, trial)
    if not also and not case.has_rest(entry.id):
        repair = case.whole(first)
    return text + also, repair


def _not_rebased(case: _Case, entry: LogCommit, own: OwnChanges | None) -> Iterator[Finding]:
    first = entry.parents[0]
    if entry.id in case.origins.unrelated:
        text = "brings in the history of something else, which nothing can rebase: it is kept"
        yield case.found("HK407", entry, text, None, case.inner)
        return
    if entry.id not in case.origins.kept:
        text = f"merges a branch that is not rebased on {short(first)}"
        trial = case.trials.rebase_result([case.new], first, *COUSINS, tree=case.tree)
        also, repair = case.safe(on_top(case.branch, first, *COUSINS), first, trial)
        yield case.found("HK403", entry, text + also, repair)
    if own is not None and own.paths:
        text = f"changes {own.shown} itself, as no branch did that it merges"
        yield case.found("HK406", entry, text, case.whole(first))
