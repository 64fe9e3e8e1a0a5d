"""Finding trivial merges, in which no file was changed on both sides, in one git process.

git makes such a merge without reading a file. Any other merge has to be made again to compare the
results, which takes as long as the merge itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hookkit.git.ancestry import CommitRange
from hookkit.git.log import LogCommit
from hookkit.git.runner import Git

_DIFF_COMMAND = (
    *("diff-tree", "--stdin", "--always", "-r", "-z", "--raw", "--no-renames", "--no-abbrev"),
    "--no-ext-diff",
)


def find_trivial_merges(
    git: Git, commits: CommitRange, main_line: Sequence[LogCommit], merges: Sequence[LogCommit]
) -> frozenset[str]:
    """Give the ids of the merges that changed exactly what the merged branch changed.

    ``main_line`` are the commits of a range from its base up, each the first parent of the next;
    ``merges`` are some of them, with two parents. A merge for which this is unknown is left out.
    """
    bases = _merge_bases(commits, main_line)
    compared = [each for each in merges if each.id in bases]
    if not compared:
        return frozenset()
    # Each line has a commit and the parent to compare it with (git-diff-tree(1), --stdin).
    pairs = "".join(
        f"{each.parents[1]} {bases[each.id]}\n{each.id} {each.parents[0]}\n" for each in compared
    )
    diffs = _read_diffs(git.run(*_DIFF_COMMAND, data=pairs.encode()))
    branch_changes, merge_changes = diffs[::2], diffs[1::2]
    if not len(branch_changes) == len(merge_changes) == len(compared):
        return frozenset()
    changes = zip(compared, branch_changes, merge_changes, strict=True)
    return frozenset(merge.id for merge, of_branch, of_merge in changes if of_branch == of_merge)


def _merge_bases(commits: CommitRange, main_line: Sequence[LogCommit]) -> dict[str, str]:
    """Give the merge base of each merge that has only one; in a shallow clone, give none.

    The merge base is the only commit below the commits that the merge brought in. A commit outside
    of the range is an ancestor of the base, unless a shallow clone ends there.
    """
    merge_indexes: dict[str, int] = {}
    bases: dict[str, str] = {}
    for index, each in enumerate(main_line):
        merge_indexes[each.id] = index
        bases_of_merge = set(_commits_below(commits, merge_indexes, each, index))
        if len(bases_of_merge) == 1 and each.parents[1:]:
            bases[each.id] = bases_of_merge.pop()
    return {} if commits.shallow_commits else bases


def _commits_below(
    commits: CommitRange, merge_indexes: dict[str, int], merge: LogCommit, index: int
) -> Iterator[str]:
    """Give the commits below the commits that a merge brought in, and note the latter as seen."""
    pending = list(merge.parents[1:])
    while pending:
        commit_id = pending.pop()
        commit = commits.commits_by_id.get(commit_id)
        if commit is None or merge_indexes.get(commit_id, index) < index:
            yield commit_id
        elif commit_id not in merge_indexes:
            merge_indexes[commit_id] = index
            pending += commit.parents


def _read_diffs(out: bytes) -> Sequence[Mapping[bytes, bytes]]:
    """Read git's raw diffs: for each diff, the entries by their paths."""
    diffs: list[dict[bytes, bytes]] = []
    fields = iter(out.split(b"\0"))
    for field in fields:
        if field.startswith(b":"):
            diffs[-1][next(fields)] = field
        elif field:
            diffs.append({})  # the id of the commit, before the paths of its diff
    return diffs
