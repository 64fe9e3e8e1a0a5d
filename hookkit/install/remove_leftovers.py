"""Remove the leftover files of a killed hookkit whose content, if any, is kept elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from hookkit.git.compute_object_ids import compute_blob_id
from hookkit.git.runner import Git
from hookkit.install.find_leftovers import Leftover, find_leftovers
from hookkit.operation_log.stored_entries import UnreadableEntry, migrate_and_read_entries


def remove_leftovers(git: Git) -> tuple[Path, ...]:
    """Remove hookkit's leftovers that have no content of a person; give the removed paths."""
    found = find_leftovers(git)
    locks = [each for each in found if each.kind == "lock" and each.is_ours]
    # Locks first: only the scratch folders show that a lock is ours.
    removable = [*locks, *find_removable(git, [each for each in found if each.kind != "lock"])]
    for each in removable:
        with suppress(OSError):
            shutil.rmtree(each.path) if each.kind == "folder" else each.path.unlink()
    return tuple(each.path for each in removable if not each.path.exists())


def find_removable(git: Git, candidates: Sequence[Leftover]) -> list[Leftover]:
    """Give leftovers that no process needs and whose content, if any, is kept elsewhere."""
    ours = [each for each in candidates if each.is_ours and each.has_maker_ended]
    finished = [each for each in ours if each.kind == "file" and not each.is_unfinished]
    # Once exchanged with a person's file, a temporary file contains the person's version.
    stored_paths = _find_stored_elsewhere(git, finished)
    return [each for each in ours if each not in finished or each.path in stored_paths]


def _find_stored_elsewhere(git: Git, files: Iterable[Leftover]) -> set[Path]:
    """Give the files whose bytes are in the object store or in the operation log."""
    contents: dict[Path, bytes] = {}
    for each in files:
        with suppress(OSError):
            if not each.path.is_symlink():
                contents[each.path] = each.path.read_bytes()
    if not contents:
        return set()
    blob_ids = {path: compute_blob_id(git, data) for path, data in contents.items()}
    stored = git.object_contents(blob_ids.values())
    logged_contents = {
        data
        for stored_entry in migrate_and_read_entries(git)
        if not isinstance(stored_entry, UnreadableEntry)
        for file in stored_entry.entry.files
        for data in file.worktree or ()
    }
    logged_contents.add(b"")
    return {
        path
        for path, data in contents.items()
        if blob_ids[path] in stored or data in logged_contents
    }
