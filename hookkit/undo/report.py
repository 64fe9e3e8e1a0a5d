"""What ``hookkit undo`` and ``hookkit redo`` did, or would do."""

from __future__ import annotations

from hookkit.corrections.report.accept import dropped_rows
from hookkit.history.refs.branch import HEADS
from hookkit.operation_log.entry import Record, RefMove
from hookkit.phrases import counted, path_text, short
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.rows import Piece, Row, note, row
from hookkit.undo.remote import RemoteCopy
from hookkit.undo.undo import Preview, Undone

_WHAT = {
    "worktree": "the uncommitted edits",
    "fixup": "the fixup! commit",
    "spread": "the commits up to",
    "commit": "the commit of the correction",
    "amend": "the amended commit",
    "review": "what a review had changed",
    "choice": "the choice of hunks",
    "tidy": "the squashed commits up to",
    "start": "the start of a branch",
    "sync": "the sync",
    "merge": "the merge",
    "push": "the push",
}
_LIST = Next("others", "hookkit undo --list")


def undone_rows(undone: Undone) -> list[Row]:
    """Tell what was taken back, what stayed, what a remote keeps, and how to have it again."""
    if undone.is_gone:
        return _gone_rows(undone.record, "is gone already: nothing was changed")
    rows = _changed_rows(undone, "hookkit took back", undone.record.head)
    rows += [note(f"{each.name} keeps {short(each.id)}") for each in undone.remote]
    return [*rows, *next_rows([*_again(undone, "again", "hookkit redo"), *_there(undone.remote)])]


def redone_rows(undone: Undone) -> list[Row]:
    """Tell what was done again, and how to take it back."""
    if undone.is_gone:
        return _gone_rows(undone.record, "is there already: nothing was changed")
    rows = _changed_rows(undone, "hookkit did again", undone.record.head)
    return [*rows, *next_rows(_again(undone, "take back", "hookkit undo"))]


def _again(undone: Undone, label: str, command: str) -> list[Next]:
    return [_LIST] if undone.left else [Next(label, command)]


def _there(kept: tuple[RemoteCopy, ...]) -> list[Next]:
    return [Next("there too", each.command) for each in kept]


def _gone_rows(record: Record, how: str) -> list[Row]:
    return [
        row(("title", "hookkit changed nothing"), f": {subject(record)} {how}"),
        *next_rows([_LIST]),
    ]


def subject(record: Record) -> str:
    """Name what an entry did, as the subject of a sentence."""
    if record.kind == "worktree":
        return f"the correction of {short(record.commit)}" if record.commit else "the correction"
    what = _WHAT.get(record.kind, record.kind).removesuffix(" up to")
    return f"{what} of {short(record.commit)}" if record.kind in ("choice", "review") else what


def _changed_rows(undone: Undone, verb: str, head: tuple[str, str] | None) -> list[Row]:
    record = undone.record
    what = _WHAT.get(record.kind, record.kind)
    if record.refs:
        return _moved_rows(record, row(("title", verb), f" {what}"))
    title = row(("title", verb), f" {what} in {counted(len(undone.restored), 'file')}")
    if record.correction is not None:
        title = row(("title", verb), f" {what}: the proposal is another one again")
        if verb == "hookkit took back":
            title = row(("title", verb), f" {what}: the proposal is as it was before the review")
    elif not undone.restored and head is None:
        title = row(("title", "hookkit found nothing left to take back"))
    elif head is not None:
        new = short(head[1]) if verb == "hookkit took back" else short(head[0])
        title = row(
            ("title", verb),
            f" {what} ",
            ("code", new),
            ": the branch is at ",
            ("code", short(head[0])),
            " again",
        )
    rows = [title, *(row(("path", path_text(path)), indent=1) for path in undone.restored)]
    return rows + dropped_rows(undone.left)


def _moved_rows(record: Record, title: Row) -> list[Row]:
    """Tell of branches that were moved, and of where HEAD is."""
    rows = [title]
    for each in record.refs:
        name: Piece = ("path", each.ref.removeprefix(HEADS))
        if each.old.strip("0"):
            rows.append(row(name, " is at ", ("code", short(each.old)), " again", indent=1))
        else:
            rows.append(row(name, " is gone again", indent=1))
    if record.branch is not None and record.branch.old != record.branch.new:
        before = record.branch.old.removeprefix(HEADS)
        assert record.head is not None
        where: Piece = ("path", before) if before else ("code", short(record.head.old))
        rows.append(row("you are on ", where, " again", indent=1))
    return rows


def preview_rows(preview: Preview, command: str) -> list[Row]:
    """Tell what ``command``, which takes back or does again, would change."""
    if preview.is_gone:
        return _gone_rows(preview.kept.record, "has nothing left to change")
    title = f": entry {preview.kept.number}, {subject(preview.kept.record)}; nothing was changed"
    rows = [row(("title", f"hookkit would {command}"), title)]
    rows += [_ref_row(each) for each in preview.refs]
    rows += [row("file   ", ("path", path_text(path)), indent=1) for path in preview.files]
    rows += [row("index  ", ("path", path_text(path)), indent=1) for path in preview.staged]
    rows += dropped_rows(preview.left)
    return [*rows, *next_rows([Next("do it", f"hookkit {command} {preview.kept.number}")])]


def _ref_row(move: RefMove) -> Row:
    ids = (short(each) if each.strip("0") else "nothing" for each in (move.old, move.new))
    return row("ref    ", ("path", move.ref.removeprefix(HEADS)), f"  {' -> '.join(ids)}", indent=1)
