"""Compare the current refs with those that an entry of the operation log left behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.errors import Refused
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple
from hookkit.operation_log.entry import Entry, RefChange, StoredEntry
from hookkit.operation_log.stored_entries import active_entries
from hookkit.phrases import shell_word, short_id


class RefComparison(NamedTuple):
    """Whether all refs of an entry are back at their old ids, and which have moved since.

    ``refs_moved_since`` has the current id of a ref (all zeros: the ref is deleted) in place of the
    new id.
    """

    are_all_at_old_ids: bool = False
    refs_moved_since: tuple[RefChange, ...] = ()


def read_current_refs(git: Git) -> dict[str, str]:
    """Give HEAD, the branches and the corrections with their ids, with two git processes."""
    format_option = "--format=%(refname) %(objectname)"
    lines = git.lines("for-each-ref", format_option, HEADS, CORRECTION_REFS)
    found = dict(line.rsplit(" ", 1) for line in lines)
    return found | {"HEAD": git.resolve("HEAD") or git.null_id}


def all_ref_changes(entry: Entry) -> list[RefChange]:
    """Give all ref changes of an entry, with that of the ref of a correction."""
    changes = [each for each in entry.moved_refs if each.old != each.new]
    if entry.correction is not None:
        changes.append(RefChange(CORRECTION_REFS + entry.commit, *entry.correction))
    return changes


def compare_refs(
    git: Git, stored_entry: StoredEntry, entry: Entry, current_refs: Mapping[str, str]
) -> RefComparison:
    """Compare the refs of ``entry`` with their current ids, ``current_refs``.

    ``entry`` is the entry of ``stored_entry`` or, for a redo, its reverse. A deleted branch does
    not count as moved: it can be created again. The refs of an entry that was stopped halfway may
    also be at their old ids.
    """
    current_ids = [
        (each, current_refs.get(each.ref, git.null_id)) for each in all_ref_changes(entry)
    ]
    is_begun = stored_entry.state == "begun"
    if (
        current_ids
        and not is_begun
        and all(current_id == each.old for each, current_id in current_ids)
    ):
        return RefComparison(are_all_at_old_ids=True)
    refs_moved_since = [
        each._replace(new=current_id)
        for each, current_id in current_ids
        if current_id != each.new
        and not (is_begun and current_id == each.old)
        and not (current_id == git.null_id and entry.refs and each.old != git.null_id)
    ]
    return RefComparison(refs_moved_since=tuple(refs_moved_since))


def has_changes_to_undo(
    git: Git, stored_entry: StoredEntry, entry: Entry, current_refs: Mapping[str, str]
) -> bool:
    """Whether anything in an entry can be taken back.

    Raises Refused if a later entry or another program has moved a ref since. New commits on top are
    not refused here: the undo of each kind of entry refuses them with its own repair.
    """
    comparison = compare_refs(git, stored_entry, entry, current_refs)
    if not comparison.refs_moved_since:
        return not comparison.are_all_at_old_ids
    later = find_later_entry(stored_entry, comparison.refs_moved_since, active_entries(git))
    if later is not None:
        sentence = (
            f"operation {later.number} ({later.entry.kind}) came after it: take that back first"
        )
        raise Refused(sentence, f"hookkit undo {later.number}")
    expected = {each.ref: each.new for each in all_ref_changes(entry)}
    for each in comparison.refs_moved_since:
        if each.new == git.null_id or not git.is_ancestor(expected[each.ref], each.new):
            raise _moved_ref_refusal(git, each, expected[each.ref], entry.kind)
    return True


def find_later_entry(
    stored_entry: StoredEntry, refs_moved_since: Iterable[RefChange], entries: Iterable[StoredEntry]
) -> StoredEntry | None:
    """Give the newest entry after ``stored_entry`` that moved one of the refs, None if none did.

    ``entries`` come newest first.
    """
    names = {each.ref for each in refs_moved_since}
    return next(
        (
            each
            for each in entries
            if each.number > stored_entry.number
            and names & {change.ref for change in all_ref_changes(each.entry)}
        ),
        None,
    )


def shown_ref_name(ref: str) -> str:
    """Give the name of a ref as reports show it."""
    if ref.startswith(CORRECTION_REFS):
        return f"the correction of {short_id(ref.removeprefix(CORRECTION_REFS))}"
    return ref.removeprefix(HEADS)


def _moved_ref_refusal(git: Git, moved: RefChange, expected: str, kind: str) -> Refused:
    name = shown_ref_name(moved.ref)
    current_place = f"it is at {short_id(moved.new)}"
    if moved.new == git.null_id:
        current_place = "it is not there any more"
    sentence = f"{name} has moved since, outside of hookkit: {current_place}, and {kind} left it at"
    is_correction = moved.ref.startswith(CORRECTION_REFS)
    repair = "hookkit undo --list" if is_correction else f"git reflog {shell_word(name)}"
    return Refused(f"{sentence} {short_id(expected)}; nothing was changed", repair)
