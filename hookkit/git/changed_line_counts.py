"""How many lines some commits added to files and removed from them, read in one process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.git.commits import shallow_boundary
from hookkit.git.config import read_config
from hookkit.git.log import LOG_COMMAND
from hookkit.git.runner import Git

_DIFF_OPTIONS = (
    *("--no-walk=unsorted", "--stdin", "--numstat", "--find-renames", "--no-ext-diff"),
    # Of a merge: the difference from its first parent, not a combined diff.
    *("--no-textconv", "--diff-merges=first-parent", "--format=tformat:%H"),
)


class FileLineCounts(NamedTuple):
    """A file with the numbers of its added and removed lines, None for a binary file.

    ``old_path`` is the path before a rename, "" if the file was not renamed.
    """

    path: str
    added_count: int | None
    removed_count: int | None
    old_path: str = ""


def changed_line_counts(
    git: Git, commit_ids: Sequence[str]
) -> dict[str, tuple[FileLineCounts, ...]]:
    """Give the files that each of some commits (ids) changed; merges against their first parent.

    A commit at the boundary of a shallow clone is left out, because its changes are unknown. The
    result is empty in a partial clone, which would have to fetch the contents, and if git fails.
    """
    boundary = shallow_boundary(git)
    ids_with_parents = [each for each in commit_ids if each not in boundary]
    if not ids_with_parents or any(each.key.endswith(".promisor") for each in read_config(git)):
        return {}
    result = git.try_run(
        *LOG_COMMAND,
        *_DIFF_OPTIONS,
        data="".join(f"{each}\n" for each in ids_with_parents).encode(),
    )
    if result.code != 0:
        return {}
    return {commit_id: tuple(files) for commit_id, files in _parse_numstat(os.fsdecode(result.out))}


def _parse_numstat(out: str) -> Iterator[tuple[str, list[FileLineCounts]]]:
    """Parse the output of git: each id, then its files, each ended by NUL (git-diff(1), -z)."""
    fields = iter(out.split("\0"))
    commit_id, files = "", list[FileLineCounts]()
    for field in fields:
        added, separator, removed_and_path = field.lstrip("\n").partition("\t")
        if separator:
            removed, _, path = removed_and_path.partition("\t")
            old = "" if path else next(fields)
            files.append(
                FileLineCounts(
                    path or next(fields), _parse_count(added), _parse_count(removed), old
                )
            )
        elif added:
            if commit_id:
                yield commit_id, files
            commit_id, files = added, []
    if commit_id:
        yield commit_id, files


def _parse_count(digits: str) -> int | None:
    return None if digits == "-" else int(digits)
