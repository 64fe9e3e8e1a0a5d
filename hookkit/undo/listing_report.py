"""The operation log as ``hookkit undo --list`` shows it."""

from __future__ import annotations

import os

from hookkit.ages import age
from hookkit.branches.push_with_lease import push_back_command
from hookkit.history.refs.branch import HEADS
from hookkit.operation_log.entry import Record, RefMove
from hookkit.operation_log.journal import Broken
from hookkit.phrases import counted, name_list, short
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.rows import Row, note, row
from hookkit.undo.listing import Listed, Listing
from hookkit.undo.ref_state import all_moves, name_of

_MOST = 3
_SIMPLE = {
    "stands": "",
    "begun": "was stopped before its end; can be taken back",
    "undone": "is taken back; hookkit redo {}",
    "gone": "is gone already",
}


def list_rows(listing: Listing, now: int) -> list[Row]:
    """Give a row for each gap and each entry, the newest first, and the next commands.

    ``now`` is the time in seconds UTC from which ages are counted.
    """
    if not listing.entries:
        return [row(("title", "hookkit has nothing to take back"), " in this worktree")]
    title = f": {counted(len(listing.entries), 'operation')} in this worktree, the newest first"
    rows = [row(("title", "hookkit keeps"), title)]
    rows += [note(_gap(each)) for each in listing.gaps]
    ids = max(len(str(_number(each))) for each in listing.entries)
    for each in listing.entries:
        rows += _rows(each, ids, now)
    steps = [Next("take one back", "hookkit undo ID"), Next("look", "hookkit undo ID --dry-run")]
    return [*rows, *next_rows(steps)]


def _number(each: Listed | Broken) -> int:
    return each.number if isinstance(each, Broken) else each.kept.number


def _gap(moved: RefMove) -> str:
    where = f"is at {short(moved.new)}" if moved.new.strip("0") else "is not there any more"
    name = name_of(moved.ref)
    return f"{name} has moved since, outside of hookkit: it was at {short(moved.old)} and {where}"


def _rows(each: Listed | Broken, width: int, now: int) -> list[Row]:
    if isinstance(each, Broken):
        return [row(("code", f"{each.number:>{width}}"), f"  {each.reason}", indent=1)]
    kept = each.kept
    what = f"  {kept.record.kind}  {_what(kept.record)}  "
    first = row(("code", f"{kept.number:>{width}}"), what, ("dim", age(kept.when, now)), indent=1)
    why = _why(each)
    return [first, row(("dim", why), indent=3)] if why else [first]


def _what(record: Record) -> str:
    moves = record.refs if record.remote else tuple(all_moves(record))
    if moves:
        return name_list([_moved(each) for each in moves], _MOST)
    return name_list([os.fsdecode(each.path) for each in record.files], _MOST)


def _moved(move: RefMove) -> str:
    old, new = (short(each) if each.strip("0") else "nothing" for each in (move.old, move.new))
    return f"{name_of(move.ref)} {old} -> {new}"


def _why(each: Listed) -> str:
    """Say whether an entry can be taken back, "" where it simply can."""
    record = each.kept.record
    if each.verdict == "pushed":
        return f"not taken back by hookkit: {push_back_command(record.remote, record.refs[0])}"
    if each.verdict == "later":
        return f"can be taken back after {each.later}"
    if each.verdict == "moved" and each.moved is not None:
        name = each.moved.ref.removeprefix(HEADS)
        return f"cannot be taken back: {name} has moved since"
    return _SIMPLE[each.verdict].format(each.kept.number)
