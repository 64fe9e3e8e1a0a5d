"""Taking back a placement: exactly, file by file, without touching later edits."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.branches.tidy_ref_update import REWRITES
from hookkit.corrections.correction import CORRECTION_REFS
from hookkit.corrections.refusals import take_back_refusals
from hookkit.errors import Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.head import head_ref
from hookkit.git.index import IndexEntry, read_index
from hookkit.git.index_update import Draft, locked_index, refresh_index
from hookkit.git.objects import write_blob
from hookkit.git.refs import delete_refs, update_ref
from hookkit.git.rewrite import Rewrite, rewrite_and_move_head, write_each
from hookkit.git.runner import Git
from hookkit.git.tree import REGULAR_MODES, TreeEntry
from hookkit.git.worktree_read import FileUnavailable, read_file
from hookkit.history.refs.branch import HEADS
from hookkit.operation_log.entry import Contents, Entry, FileChange, OldNew, StoredEntry
from hookkit.operation_log.stored_entries import keep_replaced_files
from hookkit.pep8.fit import Version, fit
from hookkit.pep8.outcome import Dropped

EDITED_SINCE = "you have edited it since"
STAGED_OR_COMMITTED = "its correction is staged or committed"
STAGED_SINCE = "you have staged other edits since"

Left = dict[bytes, tuple[Dropped, ...]]
"""By file, the lines that stay as they are, and why."""


class FilePlan(NamedTuple):
    """What is to be written: files, index entries with their new content; and what stays."""

    rewrites: dict[bytes, Rewrite]
    staged: dict[bytes, tuple[IndexEntry, bytes]]
    left: Left


def plan_files(git: Git, entry: Entry, is_redo: bool) -> FilePlan:
    """Find what of a placement can be taken back in the files; nothing is written."""
    left: Left = {}
    rewrites: dict[bytes, Rewrite] = {}
    # What a review takes out of a file may leave it as the index has it: nothing went into git.
    is_in_git = entry.head is None and entry.kind != "review" and not is_redo
    staged = _staged_contents(git, entry) if is_in_git else {}
    for each in entry.files:
        rewrite, left[each.path] = _rewrite(git, each)
        if rewrite is not None and _is_staged(rewrite, staged.get(each.path)):
            rewrite, left[each.path] = None, (Dropped(1, 1, STAGED_OR_COMMITTED),)
        if rewrite is not None and rewrite.data != rewrite.snapshot.data:
            rewrites[each.path] = rewrite
    staged_back = _index(git, entry, left) if entry.head is not None else {}
    return FilePlan(rewrites, staged_back, left)


def is_in_files(git: Git, entry: Entry) -> bool:
    """Whether any file still has what the placement put into it."""
    found = (_rewrite(git, each)[0] for each in entry.files)
    return any(each is not None and each.data != each.snapshot.data for each in found)


def check_branch(git: Git, entry: Entry) -> None:
    """Raise Refused where a placement was done on another branch than HEAD is on."""
    branch = entry.branch.new if entry.branch else None
    if branch is not None and (head_ref(git) or "") != branch:
        name = branch.removeprefix(HEADS) or "a detached HEAD"
        sentence = f"what would be taken back was done on {name}, and HEAD is elsewhere"
        raise Refused(sentence, shlex.join(["git", "switch", name]) if branch else "git reflog")


def check_head(git: Git, entry: Entry) -> str:
    """Give the id of HEAD: where the placement put it, or where it was if that was cut short.

    Raises Refused where commits have come on top of it.
    """
    head, kind = entry.head, entry.kind
    assert head is not None
    current = git.resolve("HEAD")
    if current is not None and current in head:
        return current
    if not git.is_ancestor(head.new, "HEAD"):
        raise Refused(
            f"HEAD is not at {head.new[:10]} any more: there is nothing to take back here",
            f"git branch --all --contains {head.new[:10]}",
        )
    # To revert an amended commit would take the person's own work back with it, and so would it of
    # commits that were squashed.
    amended = f"git rebase --onto {head.old[:10]} {head.new[:10]}"
    raise Refused(
        f"commits have been made since {head.new[:10]}, which would be taken back",
        amended if kind in ("amend", *REWRITES) else f"git revert {_revert(kind, head)}",
    )


def _revert(kind: str, head: OldNew) -> str:
    """Name what `git revert` is to take back: of a correction that was spread each commit."""
    return f"{head.old[:10]}..{head.new[:10]}" if kind == "spread" else head.new[:10]


def place_back(git: Git, stored: StoredEntry, entry: Entry, verb: str) -> FilePlan:
    """Take a placement back, all refs and files of it, and give what was done.

    ``entry`` is that of ``stored``, or its opposite to do it again; ``verb`` is for the reflog.
    Raises Refused where nothing was changed.
    """
    is_redo = entry is not stored.entry
    if entry.correction is not None:
        _keep_again(git, entry.commit, entry.correction)
    if entry.refusals is not None:
        take_back_refusals(git, entry.refusals.new, entry.refusals.old)
    if entry.head is None:
        return _put_files(git, stored, entry, is_redo)
    check_branch(git, entry)
    current = check_head(git, entry)
    with locked_index(git) as draft:
        plan = plan_files(git, entry, is_redo)
        _keep_replaced(git, stored, plan)
        _move_back(git, entry, plan, draft, OldNew(current, entry.head.old), verb)
    refresh_index(git)
    return plan


def _keep_again(git: Git, commit: str, chosen: OldNew) -> None:
    """Keep the correction again of which a part was chosen."""
    if chosen.old == git.null:
        delete_refs(git, {CORRECTION_REFS + commit: chosen.new})
    else:
        update_ref(git, CORRECTION_REFS + commit, chosen.old, chosen.new, "undo")


def _put_files(git: Git, stored: StoredEntry, entry: Entry, is_redo: bool) -> FilePlan:
    plan = plan_files(git, entry, is_redo)
    with signals_blocked():
        _keep_replaced(git, stored, plan)
        for path, reason in write_each(plan.rewrites).items():
            plan.left[path] = (Dropped(1, 1, reason),)
            del plan.rewrites[path]
    return plan


def _keep_replaced(git: Git, stored: StoredEntry, plan: FilePlan) -> None:
    """Keep the present content of the files, before it is replaced."""
    files = tuple(
        FileChange(path, Contents(each.snapshot.data, each.data))
        for path, each in plan.rewrites.items()
    )
    if files:
        keep_replaced_files(git, stored, Entry("undo", stored.entry.commit, files))


def _move_back(
    git: Git, entry: Entry, plan: FilePlan, draft: Draft, head: OldNew, verb: str
) -> None:
    entries = [
        now._replace(entry=TreeEntry(path, now.entry.mode, write_blob(git, data)))
        for path, (now, data) in plan.staged.items()
    ]
    if entries:
        draft.put(entries)
    reason = f"hookkit: {verb} {entry.kind}"
    with signals_blocked(), git.locked_ref("HEAD", head.new, head.old, reason) as move_head:
        rewrite_and_move_head(list(plan.rewrites.values()), draft if entries else None, move_head)


def _staged_contents(git: Git, entry: Entry) -> dict[bytes, bytes]:
    """Give what the index has of the files whose edits were left uncommitted."""
    staged = read_index(git, [each.path for each in entry.files])
    contents = git.objects(each.entry.blob for each in staged.values())
    return {path: contents.get(each.entry.blob, b"") for path, each in staged.items()}


def _is_staged(rewrite: Rewrite, staged: bytes | None) -> bool:
    """Whether the file is no longer edited, but for line ends: its correction went into git."""
    if staged is None or rewrite.data == rewrite.snapshot.data:
        return False
    return rewrite.snapshot.data.replace(b"\r\n", b"\n") == staged.replace(b"\r\n", b"\n")


def _rewrite(git: Git, change: FileChange) -> tuple[Rewrite | None, tuple[Dropped, ...]]:
    if change.worktree is None:
        return None, ()
    assert git.top is not None
    try:
        snapshot = read_file(git.top, change.path)
    except FileUnavailable as error:
        return None, (Dropped(1, 1, f"the file {error}"),)
    old, new = change.worktree
    fitted = fit(new, old, [Version(snapshot.data, EDITED_SINCE)])
    return Rewrite(snapshot, fitted.results[0]), fitted.dropped


def _index(git: Git, entry: Entry, left: Left) -> dict[bytes, tuple[IndexEntry, bytes]]:
    """Give the index entries as they were, with what has been staged since."""
    staged = read_index(git, [each.path for each in entry.files if each.index])
    contents = _contents(git, staged)
    found: dict[bytes, tuple[IndexEntry, bytes]] = {}
    for each in entry.files:
        now = staged.get(each.path)
        if each.index is None or now is None or now.entry.mode not in REGULAR_MODES:
            continue
        version = Version(contents[now.entry.blob], STAGED_SINCE)
        fitted = fit(each.index.new, each.index.old, [version])
        left[each.path] = left[each.path] or fitted.dropped
        found[each.path] = now, fitted.results[0]
    return found


def _contents(git: Git, staged: Mapping[bytes, IndexEntry]) -> dict[str, bytes]:
    blobs: Sequence[str] = [
        each.entry.blob for each in staged.values() if each.entry.mode in REGULAR_MODES
    ]
    return git.objects(blobs) if blobs else {}
