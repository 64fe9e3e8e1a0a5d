"""Whether the refs of an entry of the log are still where the entry left them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.errors import Refused
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple
from hookkit.operation_log.entry import Entry, RefMove, StoredEntry
from hookkit.operation_log.stored_entries import active_entries
from hookkit.phrases import shell_word, short_id


class RefState(NamedTuple):
    """Whether all refs of an entry are back at their old ids, and which of them have moved.

    ``moved`` has the current id of a ref (all zeros: the ref is deleted) in place of the new id.
    """

    is_gone: bool = False
    moved: tuple[RefMove, ...] = ()


def refs_now(git: Git) -> dict[str, str]:
    """Give HEAD, the branches and the corrections with their ids, with two git processes."""
    form = "--format=%(refname) %(objectname)"
    lines = git.lines("for-each-ref", form, HEADS, CORRECTION_REFS)
    found = dict(line.rsplit(" ", 1) for line in lines)
    return found | {"HEAD": git.resolve("HEAD") or git.null_id}


def all_moves(entry: Entry) -> list[RefMove]:
    """Give all ref moves of an entry, including the move of the ref of a correction."""
    moves = [each for each in entry.moved if each.old != each.new]
    if entry.correction is not None:
        moves.append(RefMove(CORRECTION_REFS + entry.commit, *entry.correction))
    return moves


def ref_state(git: Git, stored: StoredEntry, entry: Entry, refs: Mapping[str, str]) -> RefState:
    """Compare the refs of ``entry`` with their current ids, ``refs``.

    ``entry`` is the entry of ``stored`` or, for a redo, its reverse. A deleted branch does not
    count as moved: it can be created again. The refs of an entry that was stopped halfway may also
    be at their old ids.
    """
    found = [(each, refs.get(each.ref, git.null_id)) for each in all_moves(entry)]
    is_begun = stored.state == "begun"
    if found and not is_begun and all(now == each.old for each, now in found):
        return RefState(is_gone=True)
    moved = [
        each._replace(new=now)
        for each, now in found
        if now != each.new
        and not (is_begun and now == each.old)
        and not (now == git.null_id and entry.refs and each.old != git.null_id)
    ]
    return RefState(moved=tuple(moved))


def check_refs(git: Git, stored: StoredEntry, entry: Entry, refs: Mapping[str, str]) -> bool:
    """Whether anything in an entry can be taken back.

    Raises Refused if a later entry or another program has moved a ref since. New commits on top are
    not refused here: the undo of each kind of entry refuses them with its own repair.
    """
    found = ref_state(git, stored, entry, refs)
    if not found.moved:
        return not found.is_gone
    later = moved_later(stored, found.moved, active_entries(git))
    if later is not None:
        sentence = (
            f"operation {later.number} ({later.entry.kind}) came after it: take that back first"
        )
        raise Refused(sentence, f"hookkit undo {later.number}")
    expected = {each.ref: each.new for each in all_moves(entry)}
    for each in found.moved:
        if each.new == git.null_id or not _is_descendant(git, each.new, expected[each.ref]):
            raise _moved_refusal(git, each, expected[each.ref], entry.kind)
    return True


def moved_later(
    stored: StoredEntry, moved: Iterable[RefMove], entries: Iterable[StoredEntry]
) -> StoredEntry | None:
    """Give the newest of ``entries`` (newest first) after ``stored`` that moved a ref of ``moved``.

    None if there is none.
    """
    moved_refs = {each.ref for each in moved}
    return next(
        (
            each
            for each in entries
            if each.number > stored.number
            and moved_refs & {move.ref for move in all_moves(each.entry)}
        ),
        None,
    )


def name_of(ref: str) -> str:
    """Give the name of a ref as reports show it."""
    if ref.startswith(CORRECTION_REFS):
        return f"the correction of {short_id(ref.removeprefix(CORRECTION_REFS))}"
    return ref.removeprefix(HEADS)


def _is_descendant(git: Git, now: str, expected: str) -> bool:
    return bool(git.is_ancestor(expected, now))


def _moved_refusal(git: Git, moved: RefMove, expected: str, kind: str) -> Refused:
    name = name_of(moved.ref)
    where = f"it is at {short_id(moved.new)}"
    if moved.new == git.null_id:
        where = "it is not there any more"
    sentence = f"{name} has moved since, outside of hookkit: {where}, and {kind} left it at"
    is_correction = moved.ref.startswith(CORRECTION_REFS)
    repair = "hookkit undo --list" if is_correction else f"git reflog {shell_word(name)}"
    return Refused(f"{sentence} {short_id(expected)}; nothing was changed", repair)
