"""Merges that took in exactly what the other side changed, found in one process for all of them.

git makes such a merge without looking into a file. The others have to be merged again to know, and
that takes as long as the merge took once, with a search for the merge base in all of the history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hookkit.git.commit_range import CommitRange
from hookkit.git.log import LogCommit
from hookkit.git.runner import Git

_DIFFS = (
    *("diff-tree", "--stdin", "--always", "-r", "-z", "--raw", "--no-renames", "--no-abbrev"),
    "--no-ext-diff",
)


def plain_merges(
    git: Git, commits: CommitRange, line: Sequence[LogCommit], merges: Sequence[LogCommit]
) -> frozenset[str]:
    """Give the ids of those of ``merges`` that changed nothing but what the other side did.

    ``line`` are the commits of a range from its base up, each the first parent of the next;
    ``merges`` are some of them, of two parents. A merge is left out where that cannot be found out.
    """
    bases = _merge_bases(commits, line)
    asked = [each for each in merges if each.id in bases]
    if not asked:
        return frozenset()
    # A commit with the parents that it is to be compared with (git-diff-tree(1), --stdin).
    pairs = "".join(
        f"{each.parents[1]} {bases[each.id]}\n{each.id} {each.parents[0]}\n" for each in asked
    )
    found = _changed(git.run(*_DIFFS, data=pairs.encode()))
    other_side, taken_in = found[::2], found[1::2]
    if not len(other_side) == len(taken_in) == len(asked):
        return frozenset()
    sides = zip(asked, other_side, taken_in, strict=True)
    return frozenset(merge.id for merge, theirs, taken in sides if theirs == taken)


def _merge_bases(commits: CommitRange, line: Sequence[LogCommit]) -> dict[str, str]:
    """Give the merge base of each merge of a line, where there is only one.

    That is the only commit below what the merge brought in. What is not in the range the base of
    the line has, unless a shallow clone ends there.
    """
    brought: dict[str, int] = {}
    bases: dict[str, str] = {}
    for at, each in enumerate(line):
        brought[each.id] = at
        below = set(_below(commits, brought, each, at))
        if len(below) == 1 and each.parents[1:]:
            bases[each.id] = below.pop()
    return {} if commits.cut else bases


def _below(
    commits: CommitRange, brought: dict[str, int], merge: LogCommit, at: int
) -> Iterator[str]:
    """Give the parents of the commits that a merge brought in, and note these as seen."""
    waiting = list(merge.parents[1:])
    while waiting:
        name = waiting.pop()
        entry = commits.entries.get(name)
        if entry is None or brought.get(name, at) < at:
            yield name
        elif name not in brought:
            brought[name] = at
            waiting += entry.parents


def _changed(out: bytes) -> Sequence[Mapping[bytes, bytes]]:
    """Read the raw diffs of git: for each of them what became of which path."""
    found: list[dict[bytes, bytes]] = []
    fields = iter(out.split(b"\0"))
    for field in fields:
        if field.startswith(b":"):
            found[-1][next(fields)] = field
        elif field:
            found.append({})  # the id of the commit, before the paths of its diff
    return found
