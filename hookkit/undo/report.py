"""The reports of ``hookkit undo``, ``redo`` and ``undo --list``."""

from __future__ import annotations

from hookkit.corrections.report.file_rows import dropped_rows
from hookkit.git.refs import HEADS
from hookkit.operation_log.entry import Entry, RefChange
from hookkit.operation_log.stopped_sync_entry import CONTINUE_SYNC, branch_of_sync, is_stopped_sync
from hookkit.operation_log.stored_entries import UnreadableEntry
from hookkit.phrases import age, names_phrase, path_text, plural, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, note, row
from hookkit.undo.compare_refs import all_ref_changes, shown_ref_name
from hookkit.undo.entry_phrases import PHRASES_BY_KIND, entry_phrase
from hookkit.undo.list_entries import EntryStatus, LogListing
from hookkit.undo.undo_or_redo import UndoPreview, UndoResult

_LIST_STEP = NextStep("others", "hookkit undo --list")

_MAX_NAMES = 3
_STATE_PHRASES = {
    "undoable": "",
    "incomplete": "was stopped before its end; can be taken back",
    "in_conflict": f"stopped in a conflict: {CONTINUE_SYNC} or --abort",
    "undone": "is taken back; hookkit redo {}",
    "nothing_left": "is gone already",
}


def undone_rows(result: UndoResult) -> list[Row]:
    """Report what was taken back, what stayed, which remotes still have it, and how to redo it."""
    if result.has_no_change:
        return _gone_rows(result.entry, "is gone already: nothing was changed")
    rows = _changed_rows(result, "hookkit took back")
    rows += [note(f"{each.name} keeps {short_id(each.id)}") for each in result.remote_branches]
    return [
        *rows,
        *next_step_rows(
            [
                *_repeat_steps(result, "again", "hookkit redo"),
                *(NextStep("there too", each.command) for each in result.remote_branches),
            ]
        ),
    ]


def redone_rows(result: UndoResult) -> list[Row]:
    """Report what was done again, and how to take it back."""
    if result.has_no_change:
        return _gone_rows(result.entry, "is there already: nothing was changed")
    rows = _changed_rows(result, "hookkit redid")
    return [*rows, *next_step_rows(_repeat_steps(result, "take back", "hookkit undo"))]


def _repeat_steps(result: UndoResult, label: str, command: str) -> list[NextStep]:
    return [_LIST_STEP] if result.dropped else [NextStep(label, command)]


def _gone_rows(entry: Entry, state: str) -> list[Row]:
    return [
        row(("title", "hookkit changed nothing"), f": {entry_phrase(entry)} {state}"),
        *next_step_rows([_LIST_STEP]),
    ]


def _changed_rows(result: UndoResult, verb: str) -> list[Row]:
    entry, is_undo = result.entry, verb == "hookkit took back"
    description = PHRASES_BY_KIND.get(entry.kind, entry.kind)
    if entry.refs:
        return _moved_rows(entry, row(("title", verb), f" {description}"))
    title = row(("title", verb), f" {description} in {plural(len(result.restored_paths), 'file')}")
    if entry.correction is not None:
        title = row(("title", verb), f" {description}: the proposal is another one again")
        if entry.kind == "drop":
            proposal = f"the proposal for {short_id(entry.commit)}"
            place = "there" if is_undo else "gone"
            title = row(("title", verb), f" the drop: {proposal} is {place} again")
        elif is_undo:
            title = row(
                ("title", verb), f" {description}: the proposal is as it was before the review"
            )
    elif entry.refusals is not None:
        title = row(("title", verb), " the refusal of hunks")
    elif not result.restored_paths and entry.head is None:
        title = row(("title", "hookkit found nothing left to take back"))
    elif entry.head is not None:
        old, new = map(short_id, entry.head)
        title = row(
            ("title", verb),
            f" {description} ",
            ("code", new if is_undo else old),
            ": the branch is at ",
            ("code", old),
            " again",
        )
    rows = [title, *(row(("path", path_text(path)), indent=1) for path in result.restored_paths)]
    return rows + _refusal_rows(entry) + dropped_rows(result.dropped)


def _refusal_rows(entry: Entry) -> list[Row]:
    """Say which refused hunks are forgotten, and which are refused again."""
    refused_again, forgotten = entry.refusals or ((), ())
    pairs = ((forgotten, "refused no more"), (refused_again, "refused again"))
    return [
        row(f"{plural(len(lines), 'hunk')} {phrase}", indent=1) for lines, phrase in pairs if lines
    ]


def _moved_rows(entry: Entry, title: Row) -> list[Row]:
    """Report the branches that were moved, and where HEAD is."""
    rows = [title]
    for each in entry.refs:
        name: StyledText = ("path", each.ref.removeprefix(HEADS))
        if each.old.strip("0"):
            rows.append(row(name, " is at ", ("code", short_id(each.old)), " again", indent=1))
        else:
            rows.append(row(name, " is gone again", indent=1))
    if entry.branch is not None and entry.branch.old != entry.branch.new:
        old_branch = entry.branch.old.removeprefix(HEADS)
        assert entry.head is not None
        place: StyledText = ("code", short_id(entry.head.old))
        if old_branch:
            place = ("path", old_branch)
        rows.append(row("you are on ", place, " again", indent=1))
    return rows


def preview_rows(preview: UndoPreview, command: str) -> list[Row]:
    """Report what ``command`` (undo or redo) would change."""
    if preview.has_no_change:
        return _gone_rows(preview.stored_entry.entry, "has nothing left to change")
    description = (
        f"operation {preview.stored_entry.number}, {entry_phrase(preview.stored_entry.entry)}"
    )
    title = f": {description}; nothing was changed"
    rows = [row(("title", f"hookkit would {command}"), title)]
    rows += [
        row("ref    ", ("path", each.ref.removeprefix(HEADS)), f"  {_ids_phrase(each)}", indent=1)
        for each in preview.refs
    ]
    rows += [row("file   ", ("path", path_text(path)), indent=1) for path in preview.files]
    rows += [row("index  ", ("path", path_text(path)), indent=1) for path in preview.staged_paths]
    rows += dropped_rows(preview.dropped)
    return [
        *rows,
        *next_step_rows([NextStep("do it", f"hookkit {command} {preview.stored_entry.number}")]),
    ]


def _ids_phrase(change: RefChange) -> str:
    ids = (short_id(each) if each.strip("0") else "nothing" for each in (change.old, change.new))
    return " -> ".join(ids)


def list_rows(listing: LogListing, now: int) -> list[Row]:
    """Give rows for refs moved by others and for entries, the newest first, and the next commands.

    ``now`` is the time in seconds UTC from which ages are counted.
    """
    if not listing.entries:
        return [row(("title", "hookkit has nothing to take back"), " in this worktree")]
    title = f": {plural(len(listing.entries), 'operation')} in this worktree, the newest first"
    rows = [row(("title", "hookkit keeps"), title)]
    rows += [note(_change_by_others(each)) for each in listing.ref_changes_by_others]
    number_width = max(len(str(_number(each))) for each in listing.entries)
    kinds = (
        each.stored_entry.entry.kind for each in listing.entries if isinstance(each, EntryStatus)
    )
    kind_width = max(map(len, kinds), default=0)
    for each in listing.entries:
        rows += _entry_rows(each, number_width, kind_width, now)
    steps = [
        NextStep("take one back", "hookkit undo ID"),
        NextStep("look", "hookkit undo ID --dry-run"),
    ]
    return [*rows, *next_step_rows(steps)]


def _number(each: EntryStatus | UnreadableEntry) -> int:
    return each.number if isinstance(each, UnreadableEntry) else each.stored_entry.number


def _change_by_others(moved: RefChange) -> str:
    name, old = shown_ref_name(moved.ref), short_id(moved.old)
    if not moved.new.strip("0"):
        return f"git has deleted {name} since, which was at {old}"
    return f"git has moved {name} since, from {old} to {short_id(moved.new)}"


def _entry_rows(
    status: EntryStatus | UnreadableEntry, number_width: int, kind_width: int, now: int
) -> list[Row]:
    number: StyledText = ("code", f"{_number(status):>{number_width}}")
    if isinstance(status, UnreadableEntry):
        return [row(number, f"  {status.reason}", indent=1)]
    stored_entry = status.stored_entry
    description = (
        f"  {stored_entry.entry.kind:<{kind_width}}  {_entry_details(stored_entry.entry)}  "
    )
    title = row(number, description, ("dim", age(stored_entry.written_at, now)), indent=1)
    phrase = _state_phrase(status)
    return [title, row(("dim", phrase), indent=3)] if phrase else [title]


def _entry_details(entry: Entry) -> str:
    if is_stopped_sync(entry):
        return branch_of_sync(entry)
    changes = entry.refs if entry.remote else tuple(all_ref_changes(entry))
    if changes:
        phrases = [f"{shown_ref_name(each.ref)} {_ids_phrase(each)}" for each in changes]
        return names_phrase(phrases, _MAX_NAMES, "ref")
    if entry.refusals is not None:
        return plural(len(max(entry.refusals, key=len)), "refused hunk")
    return names_phrase([path_text(each.path) for each in entry.files], _MAX_NAMES)


def _state_phrase(status: EntryStatus) -> str:
    """Say whether an entry can be taken back, "" if it can without a condition."""
    if status.state == "pushed":
        return f"is at a remote; hookkit undo {status.stored_entry.number} has the command for it"
    if status.state == "blocked_by_later":
        return f"can be taken back after {status.blocking_number}"
    if status.state == "ref_moved" and status.moved_ref is not None:
        name = shown_ref_name(status.moved_ref.ref)
        return f"cannot be taken back: git has moved {name} since"
    return _STATE_PHRASES[status.state].format(status.stored_entry.number)
