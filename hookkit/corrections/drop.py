"""Drop a kept correction for `hookkit drop`, such that `hookkit undo` can restore it."""

from __future__ import annotations

from hookkit.corrections.correction import Correction
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.git.refs import delete_refs
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, ValueChange
from hookkit.operation_log.stored_entries import logged_operation

DROP_KIND = "drop"
"""The kind of the entry in the operation log."""


def drop(git: Git, correction: Correction) -> None:
    """Delete the ref of a correction; files and branches stay as they are.

    Raises GitFailed, with nothing changed, if the ref has moved since it was read.
    """
    kept_id, corrected = correction.commit.id, correction.corrected.id
    entry = Entry(DROP_KIND, corrected, (), correction=ValueChange(kept_id, git.null_id))
    with logged_operation(git, entry):
        delete_refs(git, {CORRECTION_REFS + corrected: kept_id})
