"""Uncommitted work on the way back: to what was recorded, or along with what came since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from hookkit.branches.arrived_path import entry_already_there
from hookkit.branches.carried_edits import CarriedFile, Carry, carry_along
from hookkit.git.differences import Difference
from hookkit.git.file_replacement import write_file
from hookkit.git.index import IndexEntry
from hookkit.git.objects import blob_id, write_blob
from hookkit.git.runner import Git
from hookkit.git.tree_entry import TreeEntry
from hookkit.git.worktree_files import NotWritable, read_file
from hookkit.operation_log.entry import FileRecord
from hookkit.operation_log.rewrite import Rewrite


def carry_back(files: Mapping[bytes, FileRecord]) -> Carry:
    """Carry edits back: to what was there before, unless the person has gone on since."""

    def carry(
        git: Git, top: Path, difference: Difference, staged: IndexEntry | None
    ) -> CarriedFile | None:
        path, old, new = difference
        record = files.get(path)
        if record is not None and new is not None and staged is not None:
            as_before = _as_before(git, top, new, staged, record)
            if as_before is not None:
                return as_before
        if staged is None or staged.entry in (old, new):
            there = entry_already_there(git, top, difference)
            if there is not None:  # an earlier undo was stopped halfway
                coming = IndexEntry(there, is_skipped=False, is_assumed=False)
                return CarriedFile(coming, coming)
        return carry_along(git, top, difference, staged)

    return carry


def _as_before(
    git: Git, top: Path, new: TreeEntry, staged: IndexEntry, record: FileRecord
) -> CarriedFile | None:
    """Give index and file as they were recorded; None where they have other edits since."""
    if record.index is None or record.worktree is None:
        return None
    try:
        snapshot = read_file(top, record.path)
    except NotWritable:
        return None
    is_as_left = snapshot.data == record.worktree.new
    if staged.entry.blob != blob_id(git, record.index.new) or not is_as_left:
        return None
    coming = staged._replace(entry=new)
    blob = write_blob(git, record.index.old)
    before = staged._replace(entry=TreeEntry(record.path, record.mode, blob))
    return CarriedFile(coming, before, Rewrite(snapshot, record.worktree.old))


def put_edits_back(git: Git, files: Iterable[FileRecord]) -> None:
    """Give recorded files, as far as they have come to their new bytes, the old ones again."""
    assert git.top is not None
    for each in files:
        if each.worktree is None:
            continue
        with suppress(NotWritable):
            there = read_file(git.top, each.path)
            if there.data == each.worktree.new:
                write_file(there, each.worktree.old)
