"""A verdict on each commit of a branch's own line, on all of them at once.

The verdicts are those of ``protected_history``, which judges what is new on a branch and tells how
to repair it. Here a whole history is judged in one pass, so that years of it take no longer to
judge than to read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from hookkit.git.dated_log import DatedCommit
from hookkit.history.merge_subject import read_merge
from hookkit.history.refs.targets import USUAL_REMOTES

CommitVerdict = Literal[
    "semi-linear",
    "direct",
    "foxtrot",
    "not-rebased",
    "inner-merge",
    "octopus",
    "evil-merge",
    "unknown",
]
"""How a commit came to a branch: by the merge of one rebased branch as it was tested, or not."""

RULES: Mapping[CommitVerdict, str] = MappingProxyType(
    {
        "direct": "HK401",
        "foxtrot": "HK402",
        "not-rebased": "HK403",
        "inner-merge": "HK404",
        "octopus": "HK405",
        "evil-merge": "HK406",
    }
)
"""The rule that a verdict breaks."""


class JudgedCommit(NamedTuple):
    """A commit of the line, and the commits that came to the branch with it and no earlier."""

    commit: DatedCommit
    verdict: CommitVerdict
    brought: tuple[DatedCommit, ...]


class _Line(NamedTuple):
    """The line, the oldest first, and what is known of the commits beside it.

    ``places`` number the commits of the line, and 0 what it goes on from. ``reached`` is the
    highest of them that a commit descends from. ``loose`` are the commits of which a shallow
    clone does not tell it.
    """

    commits: Mapping[str, DatedCommit]
    line: Sequence[DatedCommit]
    places: Mapping[str, int]
    reached: Mapping[str, int]
    loose: Collection[str]


def judge_line(
    history: Sequence[DatedCommit], base: str | None, cut: Collection[str], name: str
) -> list[JudgedCommit]:
    """Judge the line of the branch ``name`` down from the first of ``history``, the oldest first.

    ``history`` is all of ``base..tip`` (of tip, where ``base`` is None), children before their
    parents; ``cut`` are those whose parents a shallow clone does not have. A merge that pulled the
    branch into somebody's own commits has turned the line round: below it the line is followed
    where the branch was. The first commit of all is not judged.
    """
    if not history:
        return []
    commits = {each.id: each for each in history}
    line = _followed(commits, history[0].id, name)
    above = _above(history, base)
    line = [each for each in line if each.id in above] or line
    below = base if line[0].id in above else line[0].parents[0] if line[0].parents else None
    found = _look(commits, line, below, base, cut)
    brought = _brought(found)
    return [
        JudgedCommit(each, _verdict(found, each, cut), brought[each.id])
        for each in line
        if each.parents or each.id in cut
    ]


def _followed(commits: Mapping[str, DatedCommit], tip: str, name: str) -> list[DatedCommit]:
    line = []
    entry = commits.get(tip)
    while entry is not None:
        line.append(entry)
        side = 1 if _is_pull(entry, name) else 0
        entry = commits.get(entry.parents[side]) if entry.parents else None
    return line[::-1]


def _is_pull(entry: DatedCommit, name: str) -> bool:
    """Whether a merge says that what it took in was the branch itself."""
    if len(entry.parents) != 2 or not name or name not in entry.subject:
        return False
    said = read_merge(entry.subject, "")
    same = (name, *(f"{remote}/{name}" for remote in USUAL_REMOTES))
    return said is not None and said.host == "git" and said.branch_of(1) in same


def _above(history: Sequence[DatedCommit], base: str | None) -> set[str]:
    """Give the commits that have the base: what of a line is below is that of another branch."""
    above = {base} if base else set()
    for each in reversed(history):
        if not above.isdisjoint(each.parents):
            above.add(each.id)
    return above


def _look(
    commits: dict[str, DatedCommit],
    line: Sequence[DatedCommit],
    below: str | None,
    base: str | None,
    cut: Collection[str],
) -> _Line:
    places = {each.id: at for at, each in enumerate(line, 1)}
    places |= {below: 0} if below else {}
    loose: set[str] = set()
    if base and below != base:
        # The branch has not got the base, and what the base has may still have what is below.
        outside = {parent for each in commits.values() for parent in each.parents}
        loose = outside - commits.keys() - {below}
    reached: dict[str, int] = {}
    for each in reversed(list(commits.values())):
        known = (reached.get(parent, places.get(parent, -1)) for parent in each.parents)
        reached[each.id] = places.get(each.id, max(known, default=-1))
        if each.id not in places and (each.id in cut or not loose.isdisjoint(each.parents)):
            loose.add(each.id)
    return _Line(commits, line, places, reached, loose)


def _verdict(found: _Line, each: DatedCommit, cut: Collection[str]) -> CommitVerdict:
    if each.id in cut:
        return "unknown"
    if not each.is_merge:
        return "direct"
    first, second, *others = each.parents
    if first not in found.places:
        return "foxtrot"
    if others:
        return "octopus"
    if found.reached.get(second, found.places.get(second, -1)) < found.places[first]:
        return "unknown" if second in found.loose else "not-rebased"
    tip = found.commits.get(second)
    if tip is not None and tip.tree != each.tree:
        return "evil-merge"
    return "inner-merge" if _has_merge(found, first, second) else "semi-linear"


def _has_merge(found: _Line, first: str, second: str) -> bool:
    entry = found.commits.get(second)
    while entry is not None and entry.id != first:
        if entry.is_merge:
            return True
        entry = found.commits.get(entry.parents[0]) if entry.parents else None
    return False


def _brought(found: _Line) -> dict[str, tuple[DatedCommit, ...]]:
    owned: set[str] = set(found.places)
    return {each.id: tuple(_below(found, each, owned)) for each in found.line}


def _below(found: _Line, merge: DatedCommit, owned: set[str]) -> Iterator[DatedCommit]:
    """Give what a merge brought in, and add it to what is ``owned``."""
    waiting = list(merge.parents)
    while waiting:
        name = waiting.pop()
        entry = found.commits.get(name)
        if entry is not None and name not in owned:
            owned.add(name)
            waiting += entry.parents
            yield entry
