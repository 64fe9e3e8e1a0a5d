"""The last placement taken back: exactly, file by file, without touching later edits."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from hookkit.craft.objects import delete_refs, move_ref, write_blob
from hookkit.doors.files import NotWritable, read_file
from hookkit.doors.git import Git
from hookkit.facts.branches.branch import HEADS
from hookkit.facts.branches.targets import head_ref
from hookkit.facts.files.index import (
    Draft,
    Staged,
    locked_index,
    read_index,
    refresh_index,
)
from hookkit.judgement.branches.pushing import push_back
from hookkit.judgement.branches.tidied import KIND as TIDY
from hookkit.judgement.corrections.correction import REFS
from hookkit.judgement.corrections.placement import top_of
from hookkit.judgement.records.backup import forget_backups
from hookkit.judgement.records.journal import forget_record, keep_replaced, records
from hookkit.judgement.records.record import (
    Contents,
    FileRecord,
    KeptRecord,
    Record,
    Swap,
)
from hookkit.judgement.records.rewrite import Rewrite, move_together, write_each
from hookkit.judgement.undo.moved_back import is_left_behind, take_back
from hookkit.text.fit import Version, fit
from hookkit.values.change import REGULAR_MODES
from hookkit.values.entry import Entry
from hookkit.values.errors import HookkitError, Refused
from hookkit.values.outcome import Dropped

EDITED_SINCE = "you have edited it since"
STAGED_OR_COMMITTED = "its correction is staged or committed"
STAGED_SINCE = "you have staged other edits since"

_NOTHING = "there is nothing to take back here"


class Undone(NamedTuple):
    """What was taken back: the record, the files and, by file, the lines that stayed.

    ``passed`` is what was done later, and had been left behind by the branches already.
    """

    record: Record
    restored: tuple[bytes, ...]
    left: dict[bytes, tuple[Dropped, ...]]
    passed: tuple[Record, ...] = ()


def undo(git: Git) -> Undone:
    """Take back what was done last in this worktree, and of which there is anything to take back.

    Raises HookkitError where there is none, and Refused where commits have come on top of it. A
    record stays until nothing of it is left: a stash or a moved file may come back.
    """
    undone: Undone | None = None
    gone: Swap | None = None
    passed: list[Record] = []
    for kept in records(top_of(git)):
        if _is_behind(git, kept.record):
            gone = gone or (None if kept.record.refs else kept.record.head)
            passed.append(kept.record)
            continue
        with _naming(passed):
            undone = _take_back(git, kept)
        if undone is not None and _is_something(undone):
            return undone._replace(passed=tuple(passed))
    if gone is not None:
        raise Refused(
            f"{gone.new[:10]} is not on the branch any more, by a rebase or a reset: only git can"
            f" go back to {gone.old[:10]}, which was there before",
            "git reflog",
        )
    if undone is None:
        raise HookkitError(_NOTHING, "hookkit corrections")
    return undone


def pass_over(git: Git) -> Record:
    """Leave what ``undo`` would take back as it is, and forget its record.

    Raises HookkitError where there is none.
    """
    for kept in records(top_of(git)):
        if not _is_behind(git, kept.record):
            forget_record(git, kept)
            return kept.record
    raise HookkitError(_NOTHING, "hookkit corrections")


def _is_behind(git: Git, record: Record) -> bool:
    """Whether the branches have left behind what was done, so that nothing is to be taken back."""
    if record.remote:
        return False
    if record.refs:
        return is_left_behind(git, record)
    return _is_gone(git, record.head) or _is_replaced(git, record)


def _is_something(undone: Undone) -> bool:
    record = undone.record
    return bool(record.refs or record.branch or record.head or record.correction or undone.restored)


@contextmanager
def _naming(passed: Sequence[Record]) -> Iterator[None]:
    """Name what was passed by, where what was before it is not taken back either."""
    try:
        yield
    except HookkitError as error:
        if passed:
            kinds = ", ".join(dict.fromkeys(each.kind for each in passed))
            error.message += f" ({kinds} came after it, and the branch has left that behind)"
        raise


def _take_back(git: Git, kept: KeptRecord) -> Undone | None:
    """Take one record back, and forget it if nothing of it is left; None if there was nothing."""
    record = kept.record
    if record.remote and not _push_back(git, record):
        return None
    if record.refs:
        moved = record.refs if record.remote else take_back(git, record)
        forget_record(git, kept)
        return Undone(record._replace(refs=moved), (), {})
    kept, undone = _undo_record(git, kept)
    if _is_something(undone) and not undone.left:
        forget_record(git, kept)
        if record.kind == TIDY:
            forget_backups(git, record.commit)
    return undone


def _push_back(git: Git, record: Record) -> bool:
    try:
        return push_back(git, record)
    except HookkitError as error:
        error.message += "; hookkit undo --skip passes the push by"
        raise


def _is_gone(git: Git, head: Swap | None) -> bool:
    """Whether a branch has left a placement behind, by a rebase or a reset."""
    if head is None or git.resolve("HEAD") in (head.old, head.new):
        return False
    return not _is_on_a_branch(git, head.new)


def _is_replaced(git: Git, record: Record) -> bool:
    """Whether another correction is kept now than the one that was chosen from it."""
    if record.correction is None:
        return False
    return (git.resolve(REFS + record.commit) or git.null) != record.correction.new


def _undo_record(git: Git, kept: KeptRecord) -> tuple[KeptRecord, Undone]:
    head, chosen = kept.record.head, kept.record.correction
    if chosen is not None:
        _keep_again(git, kept.record.commit, chosen)
    if head is None:
        return _undo_files(git, kept, None)
    _check_branch(git, kept.record)
    current = _check_head(git, kept.record.kind, head)
    with locked_index(git) as draft:
        result = _undo_files(git, kept, Move(draft, Swap(current, head.old)))
    refresh_index(git)
    return result


def _keep_again(git: Git, commit: str, chosen: Swap) -> None:
    """Keep the correction that was there before a part of it was chosen."""
    if chosen.old == git.null:
        delete_refs(git, {REFS + commit: chosen.new})
    else:
        move_ref(git, REFS + commit, chosen.old, chosen.new, "undo")


class Move(NamedTuple):
    """The index and HEAD, to go back together with the files."""

    draft: Draft
    head: Swap


def _check_branch(git: Git, record: Record) -> None:
    branch = record.branch.new if record.branch else None
    if branch is not None and head_ref(git) != branch:
        name = branch.removeprefix(HEADS)
        sentence = f"what would be taken back was done on {name}, and HEAD is elsewhere"
        raise Refused(sentence, shlex.join(["git", "switch", name]))


def _check_head(git: Git, kind: str, head: Swap) -> str:
    """Give the id of HEAD: where the placement put it, or where it was if that was cut short."""
    current = git.resolve("HEAD")
    if current == head.new or current == head.old and not _is_on_a_branch(git, head.new):
        return current
    if git.ask("merge-base", "--is-ancestor", head.new, "HEAD").code != 0:
        raise Refused(
            f"HEAD is not at {head.new[:10]} any more: there is nothing to take back here",
            f"git branch --all --contains {head.new[:10]}",
        )
    # To revert an amended commit would take the person's own work back with it, and so would it of
    # commits that were squashed.
    amended = f"git rebase --onto {head.old[:10]} {head.new[:10]}"
    raise Refused(
        f"commits have been made since {head.new[:10]}, which would be taken back",
        amended if kind in ("amend", TIDY) else f"git revert {_revert(kind, head)}",
    )


def _revert(kind: str, head: Swap) -> str:
    """Name what `git revert` is to take back: of a correction that was spread each commit."""
    return f"{head.old[:10]}..{head.new[:10]}" if kind == "spread" else head.new[:10]


def _is_on_a_branch(git: Git, commit: str) -> bool:
    return git.line("for-each-ref", "--count=1", "--contains", commit, "refs/heads/") != ""


def _undo_files(git: Git, kept: KeptRecord, move: Move | None) -> tuple[KeptRecord, Undone]:
    record = kept.record
    left: dict[bytes, tuple[Dropped, ...]] = {}
    rewrites: dict[bytes, Rewrite] = {}
    # What a review takes out of a file may leave it as the index has it: nothing went into git.
    staged = _staged_contents(git, record) if move is None and record.kind != "review" else {}
    for each in record.files:
        rewrite, left[each.path] = _rewrite(git, each)
        if rewrite is not None and _is_staged(rewrite, staged.get(each.path)):
            rewrite, left[each.path] = None, (Dropped(1, 1, STAGED_OR_COMMITTED),)
        if rewrite is not None and rewrite.data != rewrite.snapshot.data:
            rewrites[each.path] = rewrite
    _keep_replaced(git, kept, rewrites)
    if move is not None:
        _move_back(git, record, move, list(rewrites.values()), left)
    else:
        for path, reason in write_each(rewrites).items():
            left[path] = (Dropped(1, 1, reason),)
            del rewrites[path]
    undone = Undone(record, tuple(rewrites), {path: lines for path, lines in left.items() if lines})
    return kept, undone


def _keep_replaced(git: Git, kept: KeptRecord, rewrites: Mapping[bytes, Rewrite]) -> None:
    """Keep what the files hold now, before those bytes are given up."""
    files = (
        FileRecord(path, Contents(each.snapshot.data, each.data)) for path, each in rewrites.items()
    )
    if rewrites:
        keep_replaced(git, kept, Record("undo", kept.record.commit, tuple(files)))


def _staged_contents(git: Git, record: Record) -> dict[bytes, bytes]:
    """Give what the index has of the files whose edits were left uncommitted."""
    staged = read_index(git, [each.path for each in record.files])
    contents = git.objects(each.entry.blob for each in staged.values())
    return {path: contents.get(each.entry.blob, b"") for path, each in staged.items()}


def _is_staged(rewrite: Rewrite, staged: bytes | None) -> bool:
    """Whether the file is no longer edited, but for line ends: its correction went into git."""
    if staged is None or rewrite.data == rewrite.snapshot.data:
        return False
    return rewrite.snapshot.data.replace(b"\r\n", b"\n") == staged.replace(b"\r\n", b"\n")


def _move_back(
    git: Git,
    record: Record,
    move: Move,
    rewrites: Sequence[Rewrite],
    left: dict[bytes, tuple[Dropped, ...]],
) -> None:
    entries = _entries(git, record, left)
    if entries:
        move.draft.put(entries)
    reason = f"hookkit: undo {record.kind}"
    with git.held_ref("HEAD", move.head.new, move.head.old, reason) as move_head:
        move_together(rewrites, move.draft if entries else None, move_head)


def _rewrite(git: Git, record: FileRecord) -> tuple[Rewrite | None, tuple[Dropped, ...]]:
    if record.worktree is None:
        return None, ()
    assert git.top is not None
    try:
        snapshot = read_file(git.top, record.path)
    except NotWritable as error:
        return None, (Dropped(1, 1, f"the file {error}"),)
    old, new = record.worktree
    fitted = fit(new, old, [Version(snapshot.data, EDITED_SINCE)])
    return Rewrite(snapshot, fitted.results[0]), fitted.dropped


def _entries(git: Git, record: Record, left: dict[bytes, tuple[Dropped, ...]]) -> list[Staged]:
    """Give the index entries as they were, with what has been staged since."""
    staged = read_index(git, [each.path for each in record.files if each.index])
    entries = []
    for each in record.files:
        now = staged.get(each.path)
        if each.index is None or now is None or now.entry.mode not in REGULAR_MODES:
            continue
        version = Version(git.objects([now.entry.blob])[now.entry.blob], STAGED_SINCE)
        fitted = fit(each.index.new, each.index.old, [version])
        left[each.path] = left[each.path] or fitted.dropped
        entry = Entry(each.path, now.entry.mode, write_blob(git, fitted.results[0]))
        entries.append(Staged(entry, now.is_skipped, now.is_assumed))
    return entries
