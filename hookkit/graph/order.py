"""Commits in the order of a picture.

Git lists the branches of a history side by side, which makes their edges long. Here each merge is
followed by just the commits that it merged, and a branch that is not merged stands right above the
commit that it begins at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple


class Chain(NamedTuple):
    """Commits in a row of the order, children before their parents.

    ``merge`` is the commit of the main line that merged them, "" for a branch that is not merged.
    """

    merge: str
    commits: tuple[str, ...]


def first_parents(parents: Mapping[str, Sequence[str]], tip: str) -> list[str]:
    """Give the line of first parents from ``tip`` down, as far as it is known."""
    line: list[str] = []
    while tip in parents:
        line.append(tip)
        tip = parents[tip][0] if parents[tip] else ""
    return line


def chains_of(
    parents: Mapping[str, Sequence[str]], main_line: Sequence[str], focus: str = ""
) -> list[Chain]:
    """Give all commits in chains, each commit before its parents.

    ``parents`` has the commits with children before their parents. ``main_line`` are its commits,
    the newest first. The branch that has ``focus`` comes first, wherever it begins.
    """
    places = {commit: at for at, commit in enumerate(main_line)}
    merged = _merged_by(parents, main_line)
    for at, commits in enumerate(merged):
        places |= dict.fromkeys(commits, at)
    unmerged: dict[int, list[tuple[str, ...]]] = {}
    for branch in _branches([each for each in parents if each not in places], parents):
        known = [places[each] for commit in branch for each in parents[commit] if each in places]
        at = -1 if focus in branch else min(known, default=len(main_line))
        unmerged.setdefault(at, []).append(branch)
    return list(_in_order(main_line, merged, unmerged))


def _in_order(
    main_line: Sequence[str],
    merged: Sequence[tuple[str, ...]],
    unmerged: Mapping[int, Sequence[tuple[str, ...]]],
) -> Iterator[Chain]:
    yield from (Chain("", each) for each in unmerged.get(-1, ()))
    for at, commit in enumerate(main_line):
        yield from (Chain("", each) for each in unmerged.get(at, ()))
        yield Chain(commit, merged[at])
    yield from (Chain("", each) for each in unmerged.get(len(main_line), ()))


def _merged_by(
    parents: Mapping[str, Sequence[str]], main_line: Sequence[str]
) -> list[tuple[str, ...]]:
    """Give the commits that each commit of the main line merged and no older one had."""
    owner = dict.fromkeys(main_line, "")
    for merge in reversed(main_line):
        waiting = list(parents[merge][1:])
        while waiting:
            commit = waiting.pop()
            if commit in parents and commit not in owner:
                owner[commit] = merge
                waiting += parents[commit]
    found: dict[str, list[str]] = {commit: [] for commit in main_line}
    for commit in parents:
        if owner.get(commit):
            found[owner[commit]].append(commit)
    return [tuple(found[commit]) for commit in main_line]


def _branches(
    commits: Sequence[str], parents: Mapping[str, Sequence[str]]
) -> list[tuple[str, ...]]:
    """Divide commits into those that are connected by parents."""
    neighbours: dict[str, list[str]] = {commit: [] for commit in commits}
    for commit in commits:
        for parent in parents[commit]:
            if parent in neighbours:
                neighbours[commit].append(parent)
                neighbours[parent].append(commit)
    group: dict[str, int] = {}
    for number, commit in enumerate(commits):
        waiting = [commit] if commit not in group else []
        while waiting:
            at = waiting.pop()
            if at not in group:
                group[at] = number
                waiting += neighbours[at]
    found: dict[int, list[str]] = {}
    for commit in commits:
        found.setdefault(group[commit], []).append(commit)
    return [tuple(each) for each in found.values()]
