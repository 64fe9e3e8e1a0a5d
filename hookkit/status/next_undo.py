"""What ``hookkit undo`` would take back next, from the files of the operation log alone."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, StoredEntry
from hookkit.operation_log.stopped_sync import is_stopped, is_under_way
from hookkit.operation_log.stored_entries import read_entries
from hookkit.undo.ref_state import all_moves, name_of, ref_state


class NextUndo(NamedTuple):
    """The newest entry that is not taken back, and why ``undo`` would refuse it, "" for no reason.

    ``entry`` is None where it cannot be read.
    """

    number: int
    entry: StoredEntry | None
    obstacle: str = ""
    is_gone: bool = False


def next_undo(git: Git) -> NextUndo | None:
    """Give what would be taken back, None where there is nothing."""
    for each in read_entries(git):
        if not isinstance(each, StoredEntry):
            return NextUndo(each.number, None, f"entry {each.number} {each.reason}")
        if is_stopped(each.entry):
            if is_under_way(git, each):
                return NextUndo(each.number, each, "hookkit sync --abort takes it back")
            if _is_given_up(git, each.entry):
                continue
        if each.state != "undone":
            return _looked_at(git, each)
    return None


def _is_given_up(git: Git, entry: Entry) -> bool:
    """Whether git alone has ended a sync that stopped, and the branch is where it was."""
    own = entry.refs[0]
    found = git.read_objects([own.ref]).get(own.ref)
    return found is not None and found.id == own.old


def _looked_at(git: Git, stored: StoredEntry) -> NextUndo:
    if stored.entry.remote:
        return NextUndo(stored.number, stored, "it is at a remote, where nothing is taken back")
    moves = all_moves(stored.entry)
    refs = {ref: each.id for ref, each in git.read_objects(each.ref for each in moves).items()}
    found = ref_state(git, stored, stored.entry, refs)
    if found.moved:
        return NextUndo(stored.number, stored, f"{name_of(found.moved[0].ref)} has moved since")
    return NextUndo(stored.number, stored, is_gone=found.is_gone)
