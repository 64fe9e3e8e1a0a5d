"""Drop a correction for a person; expire old corrections, and with them old log entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hookkit.corrections.correction import Correction
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.errors import GitFailed
from hookkit.git.refs import delete_refs, loose_refs
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, ValueChange
from hookkit.operation_log.kept_commits import KEPT_REFS, unneeded_refs
from hookkit.operation_log.log_folder_and_files import FORMER_ENTRY_REFS
from hookkit.operation_log.stored_entries import DAY, expire_entries, logged_operation

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


def expire_corrections_and_entries(git: Git, keep: int, days: int, now: float) -> int:
    """Delete old corrections and old entries of the operation log.

    The newest ``keep`` of each are kept, unless they are older than ``days`` days at ``now``
    (seconds since 1970). Gives the number of deleted refs; if another process moves one of them,
    none is deleted. git's garbage collection removes the objects.
    """
    kept_numbers = expire_entries(git, keep, days, now)
    namespaces = (CORRECTION_REFS, KEPT_REFS, FORMER_ENTRY_REFS)
    if not _may_expire(git, namespaces, kept_numbers, keep, now - days * DAY):
        return 0
    format_option = "--format=%(refname) %(objectname) %(committerdate:unix)"
    lines = git.lines("for-each-ref", "--sort=-committerdate", format_option, *namespaces)
    found = [line.split(" ") for line in lines]
    expired = unneeded_refs(git, {name: value for name, value, _ in found}, kept_numbers)
    counts = Counter[str]()
    for name, value, commit_time in found:
        namespace = name.rpartition("/")[0] + "/"
        counts[namespace] += 1
        is_old = counts[namespace] > keep or now - int(commit_time or now) > days * DAY
        if is_old and namespace in (CORRECTION_REFS, FORMER_ENTRY_REFS):
            expired[name] = value
    if not expired:
        return 0
    try:
        delete_refs(git, expired)
    except GitFailed:
        return 0
    return len(expired)


def _may_expire(
    git: Git, namespaces: Sequence[str], kept_numbers: set[int], keep: int, oldest: float
) -> bool:
    """Whether a ref may expire: there are too many, or one is older than ``oldest`` or unneeded.

    Only the files of the refs are read, which avoids a git process. The age of a ref is that of its
    file, so that a fetched ref counts from the fetch.
    """
    loose = loose_refs(git, *namespaces)
    if loose is None:
        return True
    corrections = [each for each in loose if each.startswith(CORRECTION_REFS)]
    is_old = any(when < oldest for when in loose.values())
    has_former_entries = any(each.startswith(FORMER_ENTRY_REFS) for each in loose)
    unneeded = unneeded_refs(git, dict.fromkeys(loose, ""), kept_numbers)
    return len(corrections) > keep or is_old or has_former_entries or bool(unneeded)
