"""Commits in the order of a picture: what belongs together stands together.

git lists the branches of a history one beside the other, which is why its lines are long. Here each
merge is followed by just what it brought in, and a branch that is not merged stands right above
the commit that it begins at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple


class Strand(NamedTuple):
    """Commits that belong together, children before their parents.

    ``spine`` is the commit of the main line that they came in with, "" for a branch that is not
    merged.
    """

    spine: str
    commits: tuple[str, ...]


def first_parents(parents: Mapping[str, Sequence[str]], tip: str) -> list[str]:
    """Give the line of first parents from ``tip`` down, as far as it is known."""
    line: list[str] = []
    while tip in parents:
        line.append(tip)
        tip = parents[tip][0] if parents[tip] else ""
    return line


def strands_of(
    parents: Mapping[str, Sequence[str]], spine: Sequence[str], focus: str = ""
) -> list[Strand]:
    """Give all commits in strands, each commit before its parents.

    ``parents`` has the commits with children before their parents. ``spine`` is the main line, the
    newest first. The branch that has ``focus`` comes first, wherever it begins.
    """
    places = {commit: at for at, commit in enumerate(spine)}
    brought = _brought(parents, spine)
    for at, commits in enumerate(brought):
        places |= dict.fromkeys(commits, at)
    beside: dict[int, list[tuple[str, ...]]] = {}
    for branch in _branches([each for each in parents if each not in places], parents):
        known = [places[each] for commit in branch for each in parents[commit] if each in places]
        at = -1 if focus in branch else min(known, default=len(spine))
        beside.setdefault(at, []).append(branch)
    return list(_joined(spine, brought, beside))


def _joined(
    spine: Sequence[str],
    brought: Sequence[tuple[str, ...]],
    beside: Mapping[int, Sequence[tuple[str, ...]]],
) -> Iterator[Strand]:
    yield from (Strand("", each) for each in beside.get(-1, ()))
    for at, commit in enumerate(spine):
        yield from (Strand("", each) for each in beside.get(at, ()))
        yield Strand(commit, brought[at])
    yield from (Strand("", each) for each in beside.get(len(spine), ()))


def _brought(parents: Mapping[str, Sequence[str]], spine: Sequence[str]) -> list[tuple[str, ...]]:
    """Give what each commit of the main line brought in that no older one had."""
    owner = dict.fromkeys(spine, "")
    for merge in reversed(spine):
        waiting = list(parents[merge][1:])
        while waiting:
            commit = waiting.pop()
            if commit in parents and commit not in owner:
                owner[commit] = merge
                waiting += parents[commit]
    found: dict[str, list[str]] = {commit: [] for commit in spine}
    for commit in parents:
        if owner.get(commit):
            found[owner[commit]].append(commit)
    return [tuple(found[commit]) for commit in spine]


def _branches(
    commits: Sequence[str], parents: Mapping[str, Sequence[str]]
) -> list[tuple[str, ...]]:
    """Part commits into those that hang together."""
    beside: dict[str, list[str]] = {commit: [] for commit in commits}
    for commit in commits:
        for parent in parents[commit]:
            if parent in beside:
                beside[commit].append(parent)
                beside[parent].append(commit)
    group: dict[str, int] = {}
    for number, commit in enumerate(commits):
        waiting = [commit] if commit not in group else []
        while waiting:
            at = waiting.pop()
            if at not in group:
                group[at] = number
                waiting += beside[at]
    found: dict[int, list[str]] = {}
    for commit in commits:
        found.setdefault(group[commit], []).append(commit)
    return [tuple(each) for each in found.values()]
