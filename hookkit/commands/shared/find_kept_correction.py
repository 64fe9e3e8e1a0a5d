"""Find the kept correction of a commit; if it was dropped, name the command that restores it."""

from __future__ import annotations

from hookkit.corrections.correction import Correction, corrected_id, find_correction
from hookkit.corrections.drop_and_expire import DROP_KIND
from hookkit.corrections.report.drop import time_after_operation
from hookkit.errors import HookkitError
from hookkit.git.commits import Commit, read_commit
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.runner import Git
from hookkit.operation_log.entry import StoredEntry
from hookkit.operation_log.stored_entries import active_entries
from hookkit.phrases import quote_subject, short_id
from hookkit.undo.undo_or_redo import preview_undo


def find_kept_correction(git: Git, name: str | None) -> Correction:
    """Give the correction of the commit ``name``, or of HEAD if that is None.

    Raises HookkitError if there is none, with the command that restores it if it was dropped.
    """
    try:
        return find_correction(git, name)
    except HookkitError as missing:
        commit = read_commit(git, name or "HEAD")
        dropped = _find_drop(git, commit)
        if dropped is None:
            raise
        corrected = read_commit(git, dropped.entry.commit)
        described_commit = f"{short_id(corrected.id)} {quote_subject(corrected.decoded_subject)}"
        sentence = f"the correction of {described_commit} is dropped already"
        repair = _undo_command(git, dropped.number)
        operation = operation_in_progress(git)
        if repair and operation:
            sentence += f"; {repair} brings it back {time_after_operation(operation)}"
            repair = "git status"
        raise HookkitError(sentence, repair or missing.repair) from missing


def _find_drop(git: Git, commit: Commit) -> StoredEntry | None:
    if git.top is None:
        return None
    names = {commit.id, corrected_id(commit)}
    return next(
        (
            each
            for each in active_entries(git)
            if each.entry.kind == DROP_KIND and each.entry.commit in names
        ),
        None,
    )


def _undo_command(git: Git, number: int) -> str | None:
    """Give the command that takes an entry back, None if it cannot be taken back any more."""
    try:
        if preview_undo(git).stored_entry.number == number:
            return "hookkit undo"
        return None if preview_undo(git, number).has_no_change else f"hookkit undo {number}"
    except HookkitError:
        return None
