"""Files of the worktree rewritten all or none, and index and HEAD moved together with them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from hookkit.doors.files import NotWritable, Snapshot, read_file, write_file
from hookkit.facts.files.index import Draft
from hookkit.values.errors import EnvironmentFailed, GitFailed, Refused


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file of the worktree about to get a new content."""

    snapshot: Snapshot
    data: bytes


def move_together(
    rewrites: Iterable[Rewrite], draft: Draft | None, move_head: Callable[[], None]
) -> None:
    """Write files, index and HEAD, in the order in which a kill at any point loses nothing.

    HEAD is held and its record is kept. Raises Refused when nothing has moved, and
    EnvironmentFailed when something has: then ``hookkit undo`` takes it back.
    """
    write_all(rewrites)
    try:
        if draft is not None:
            draft.replace()
        move_head()
    except (OSError, GitFailed) as error:
        raise EnvironmentFailed(f"HEAD stayed where it was: {error}", "hookkit undo") from error


def write_each(rewrites: Mapping[bytes, Rewrite]) -> dict[bytes, str]:
    """Write the files that can be written, and give for each of the others why it cannot."""
    failed: dict[bytes, str] = {}
    for path, rewrite in rewrites.items():
        try:
            write_file(rewrite.snapshot, rewrite.data)
        except NotWritable as error:
            failed[path] = f"the file {error}"
    return failed


def write_all(rewrites: Iterable[Rewrite]) -> None:
    """Write all the files, or none.

    Raises Refused after the old bytes are back everywhere, and EnvironmentFailed where that, too,
    was not possible.
    """
    begun: list[Rewrite] = []
    try:
        for rewrite in rewrites:
            if rewrite.data != rewrite.snapshot.data:
                begun.append(rewrite)
                write_file(rewrite.snapshot, rewrite.data)
    except NotWritable as error:
        name = os.fsdecode(begun.pop().snapshot.name)
        if not _take_back(begun):
            raise EnvironmentFailed(f"{name} {error}: stopped halfway", "hookkit undo") from error
        raise Refused(f"{name} {error}: nothing was changed", "git status") from error
    except BaseException:
        _take_back(begun)
        raise


def _take_back(begun: Sequence[Rewrite]) -> bool:
    """Whether all of the files, as far as they were written, have their old bytes again."""
    return all([_is_taken_back(rewrite) for rewrite in begun])


def _is_taken_back(rewrite: Rewrite) -> bool:
    old = rewrite.snapshot
    with suppress(NotWritable):  # it was not written yet, or somebody has edited it since
        write_file(replace(old, data=rewrite.data), old.data)
    with suppress(NotWritable):
        return read_file(old.top, old.name).data == old.data
    return False
