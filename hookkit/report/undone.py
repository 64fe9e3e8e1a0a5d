"""What ``hookkit undo`` did."""

from __future__ import annotations

from hookkit.facts.branches.branch import HEADS
from hookkit.facts.remotes.destination import told
from hookkit.judgement.records.record import Record
from hookkit.judgement.undo.last import Undone
from hookkit.report.commands import Next, next_rows
from hookkit.report.corrections.taken import dropped_rows
from hookkit.report.notes import note
from hookkit.report.phrases import path_text
from hookkit.text.phrases import counted, short
from hookkit.values.rows import Piece, Row, row

_WHAT = {
    "worktree": "the uncommitted edits",
    "fixup": "the fixup! commit",
    "spread": "the commits up to",
    "commit": "the commit of the correction",
    "amend": "the amended commit",
    "review": "what a review had changed",
    "choice": "the choice of hunks",
    "tidy": "the squashed commits up to",
}
_AGAIN = {
    "worktree": "hookkit run {}",
    "fixup": "hookkit accept {}",
    "spread": "hookkit accept {} --spread",
    "commit": "hookkit accept {} --as commit",
    "amend": "hookkit accept {} --as amend",
    "review": "hookkit run {} --mode propose",
    "choice": "hookkit review -i {}",
    "tidy": "hookkit tidy",
}


_SEVERAL = ("worktree", "spread", "tidy")

_MOVES = {
    "start": "the start of a branch",
    "sync": "the sync",
    "merge": "the merge",
    "push": "the push",
}


def undone_rows(undone: Undone) -> list[Row]:
    """Tell what was taken back, what stayed, and how to have it again."""
    passed = dict.fromkeys(_what(each) for each in undone.passed)
    rows = [note(f"{each} is not there any more, and was passed by") for each in passed]
    return [*_taken_rows(undone), *rows]


def _what(record: Record) -> str:
    return _MOVES.get(record.kind) or _WHAT[record.kind].removesuffix(" up to")


def _taken_rows(undone: Undone) -> list[Row]:
    record = undone.record
    if record.kind in _MOVES:
        return _moved_rows(record)
    files = counted(len(undone.restored), "file")
    title = row(("title", "hookkit took back"), f" {_WHAT[record.kind]} in {files}")
    if record.correction is not None:
        what = "the proposal is as it was before the review"
        title = row(("title", "hookkit took back"), f" {_WHAT[record.kind]}: {what}")
    elif not undone.restored and record.head is None:
        title = row(("title", "hookkit found nothing left to take back"))
    elif record.head is not None:
        title = row(
            ("title", "hookkit took back"),
            f" {_WHAT[record.kind]} ",
            ("code", short(record.head.new)),
            ": the branch is at ",
            ("code", short(record.head.old)),
            " again",
        )
    rows = [title, *(row(("path", path_text(path)), indent=1) for path in undone.restored)]
    rows += dropped_rows(undone.left)
    again = _AGAIN[record.kind].format(short(record.commit))
    return [*rows, *next_rows([Next("again", again)] if record.commit else [])]


def passed_rows(record: Record) -> list[Row]:
    """Tell what was left as it is, and will not be taken back any more."""
    is_as = "they stay as they are" if record.kind in _SEVERAL else "it stays as it is"
    return [row(("title", "hookkit passes by"), f" {_what(record)}: {is_as}")]


def _moved_rows(record: Record) -> list[Row]:
    """Tell of branches that were moved back, and of where HEAD is."""
    rows = [row(("title", "hookkit took back"), f" {_MOVES[record.kind]}")]
    at = f" on {told(record.remote)}" if record.remote else ""
    for each in record.refs:
        name: Piece = ("path", each.ref.removeprefix(HEADS))
        if each.old.strip("0"):
            rows.append(row(name, f"{at} is at ", ("code", short(each.old)), " again", indent=1))
        else:
            rows.append(row(name, f"{at} is gone again", indent=1))
    if record.branch is not None and record.branch.old != record.branch.new:
        before = record.branch.old.removeprefix(HEADS)
        assert record.head is not None
        where: Piece = ("path", before) if before else ("code", short(record.head.old))
        rows.append(row("you are on ", where, " again", indent=1))
    return rows
