"""Whether what is new on a protected branch keeps its history readable (HK401 to HK406)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from hookkit.checks.remade import on_top, rebased_anew, split_off, with_its_changes
from hookkit.checks.rewritten import rewritten
from hookkit.checks.wording import in_force, listed, named
from hookkit.doors.git import Git
from hookkit.facts.branches.targets import is_kept_elsewhere
from hookkit.facts.commits.history import Stretch, has_commit
from hookkit.facts.commits.logged import Entry
from hookkit.facts.remotes.pushed import is_null
from hookkit.text.phrases import short
from hookkit.values.finding import Finding, Level


class _Case(NamedTuple):
    """What is judged: ``base..new`` of a branch, and the levels of the rules."""

    git: Git
    protected: Sequence[str]
    stretch: Stretch
    branch: str
    base: str
    new: str
    level: Level
    direct: Level
    inner: Level

    def found(
        self, rule: str, entry: Entry, text: str, repair: str | None, level: Level | None = None
    ) -> Finding:
        """Make a finding about a commit."""
        return Finding(rule, "no", level or self.level, entry.id, f"{named(entry)} {text}", repair)


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
) -> list[Finding]:
    """Judge the commits that ``branch`` has at ``new`` and did not have at ``old``, and no others.

    ``old`` and ``new`` are ids. What another branch that fits one of the globs ``protected`` has
    was merged as it is: it gives neither HK403 nor HK404. ``direct`` is the level of HK401,
    ``inner`` that of HK404, ``level`` that of the others. A branch that lost commits gets HK501,
    the same finding that the check of a forced push gives.
    """
    if {level, direct, inner} == {"off"} or old == new or is_null(new):
        return []
    stretch = Stretch.read(git, old, new)
    descends = stretch.descends(new, old) if stretch is not None else None
    if stretch is None or descends is None:
        return in_force([_unknown(git, branch, old, new, level)])
    if not descends:
        return in_force([rewritten(git, branch, old, new, level)])
    case = _Case(git, protected, stretch, branch, old, new, level, direct, inner)
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
    for is_direct, entries in groupby(chain, key=lambda entry: not entry.is_merge):
        if is_direct:
            yield _direct(case, list(entries))
        else:
            for entry in entries:
                yield from _merge(case, entry)


def _foxtrot(case: _Case, entry: Entry, others: int) -> Finding:
    text = f"takes {case.branch} as the second parent: {short(case.base)} leaves its first line"
    merges = [each for each in case.stretch.entries.values() if each.is_merge]
    repair = on_top(case.branch, case.base, has_merges=len(merges) > 1)
    return case.found("HK402", entry, text, repair)


def _direct(case: _Case, entries: list[Entry]) -> Finding:
    sentence = f"{listed(entries)} went to {case.branch} without a merge"
    below, last = entries[0].parents[0], entries[-1].id
    repair = split_off(case.branch, below, last, case.new)
    return Finding("HK401", "no", case.direct, last, sentence, repair)


def _merge(case: _Case, entry: Entry) -> Iterator[Finding]:
    stretch, (first, *others) = case.stretch, entry.parents
    if len(others) > 1:
        repair = rebased_anew(case.branch, entry, case.new)
        yield case.found("HK405", entry, f"merges {len(others)} branches at once", repair)
        return
    is_rebased = stretch.descends(others[0], first)
    if is_rebased is None:
        text = f"whether what {named(entry)} merges is rebased is unknown in this shallow clone"
        repair = "git fetch --unshallow"
        yield Finding("HK403", "unknown", case.level, entry.id, text, repair)
        return
    if not is_rebased:
        text = f"merges a branch that is not rebased on {short(first)}"
        if not _is_kept(case, entry):
            yield case.found("HK403", entry, text, on_top(case.branch, first))
        return
    merge = stretch.first_merge(first, others[0])
    if merge is not None and not _is_kept(case, entry):
        repair = rebased_anew(case.branch, entry, case.new)
        yield case.found("HK404", entry, f"has a merge inside: {named(merge)}", repair, case.inner)
    tip = stretch.entries.get(others[0])
    if tip is not None and tip.tree != entry.tree:
        repair = with_its_changes(case.branch, entry, case.new)
        yield case.found("HK406", entry, f"changes more than {named(tip)} that it merges", repair)


def _is_kept(case: _Case, entry: Entry) -> bool:
    """Whether a merge brought in a release, or another branch that nobody rebases."""
    if not case.protected:
        return False
    other = entry.parents[1]
    return is_kept_elsewhere(case.git, other, case.protected, case.branch, entry.id)
