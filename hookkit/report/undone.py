"""What ``hookkit undo`` did."""

from __future__ import annotations

from hookkit.judgement.undo import Undone
from hookkit.report.commands import Next, next_rows
from hookkit.report.phrases import path_text
from hookkit.report.taken import dropped_rows
from hookkit.text.phrases import counted, short
from hookkit.values.rows import Row, row

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


def undone_rows(undone: Undone) -> list[Row]:
    """Tell what was taken back, what stayed, and how to have it again."""
    record = undone.record
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
