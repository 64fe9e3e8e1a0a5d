"""A correction put somewhere: into the files, or on the branch, losing nobody's bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from hookkit.craft.objects import write_blob, write_tree
from hookkit.doors.files import NotWritable, Snapshot, read_file, write_file
from hookkit.doors.git import Git
from hookkit.facts.index import Draft, Staged, locked_index, read_index
from hookkit.judgement.record import (
    FileRecord,
    Record,
    Swap,
    forget_record,
    keep_record,
    swap_blobs,
)
from hookkit.text.fit import Fit, Version, fit
from hookkit.values.entry import Entry
from hookkit.values.errors import EnvironmentFailed, Refused
from hookkit.values.fixed_file import FixedFile
from hookkit.values.outcome import Dropped

WORKTREE_EDITS = "you have other edits there"
STAGED_EDITS = "you have staged other edits there"
BRANCH_EDITS = "a later commit changed it"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a placement did: the new commit if it made one, the dropped lines of each file."""

    commit: str | None
    dropped: dict[bytes, tuple[Dropped, ...]]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file of the worktree about to get a new content."""

    snapshot: Snapshot
    data: bytes


def top_of(git: Git) -> Git:
    """Give ``git`` back if it has a worktree. Raises EnvironmentFailed in a bare repository."""
    if git.top is None:
        raise EnvironmentFailed("this repository has no worktree", "hookkit run --mode propose")
    return git


def all_of(file: FixedFile, reason: str) -> tuple[Dropped, ...]:
    """Say of a whole file that nothing of its correction was placed."""
    count = len(file.base.splitlines())
    return (Dropped(1, max(count, 1), reason),)


def place_in_worktree(git: Git, commit: str, files: Sequence[FixedFile], kind: str) -> Placed:
    """Put the correction into the files of the worktree, beside whatever else was edited there."""
    dropped: dict[bytes, tuple[Dropped, ...]] = {}
    rewrites: list[tuple[bytes, str, Rewrite]] = []
    for file in files:
        try:
            snapshot = _snapshot(git, file.path)
            fitted = fit(file.base, file.fixed, [Version(snapshot.data, WORKTREE_EDITS)])
            dropped[file.path] = fitted.dropped
            rewrites.append((file.path, file.mode, Rewrite(snapshot, fitted.results[0])))
        except NotWritable as error:
            dropped[file.path] = all_of(file, f"the file {error}")
    wanted = [each for each in rewrites if each[2].data != each[2].snapshot.data]
    if not wanted:
        return Placed(None, dropped, is_empty=True)
    records = [
        FileRecord(path, swap_blobs(git, each.snapshot.data, each.data), None, mode)
        for path, mode, each in wanted
    ]
    kept = keep_record(git, Record(kind, commit, tuple(records)))
    by_path = {file.path: file for file in files}
    written = 0
    for path, _, rewrite in wanted:
        try:
            write_file(rewrite.snapshot, rewrite.data)
            written += 1
        except NotWritable as error:
            dropped[path] = all_of(by_path[path], f"the file {error}")
    if not written:
        forget_record(git, kept)
    return Placed(None, dropped, is_empty=not written)


def _snapshot(git: Git, path: bytes) -> Snapshot:
    assert git.top is not None
    return read_file(git.top, path)


@dataclass(frozen=True, slots=True)
class Planned:
    """One file of a placement on the branch: what each of the three places has and gets."""

    head: Entry
    new_head: bytes
    staged: Staged
    index: Swap
    rewrite: Rewrite | None


def place_on_branch(
    git: Git,
    head: str,
    corrected: str,
    files: Sequence[FixedFile],
    kind: str,
    make_commit: Callable[[str], str],
) -> Placed:
    """Put the correction on the branch: HEAD, index and worktree move together.

    Only hunks that fit the files of ``head``, the index and the worktree alike are taken, so that
    the three never disagree. ``make_commit`` gets the tree and gives the id of the new commit.
    Raises IndexLocked, or GitFailed where HEAD is no longer ``head``; then nothing has moved.
    """
    with locked_index(git) as draft:
        planned, dropped = _plan(git, head, files)
        if not planned:
            return Placed(None, dropped, is_empty=True)
        entries = [
            Entry(each.head.path, each.head.mode, write_blob(git, each.new_head))
            for each in planned
        ]
        new = make_commit(write_tree(git, head, entries))
        records = tuple(_record(git, each) for each in planned)
        record = Record(kind, corrected, records, Swap(head, new))
        rewrites = [each.rewrite for each in planned if each.rewrite]
        move_together(git, draft, record, [_restaged(each) for each in planned], rewrites)
        return Placed(new, dropped, is_empty=False)


def move_together(
    git: Git,
    draft: Draft,
    record: Record,
    entries: Sequence[Staged],
    rewrites: Iterable[Rewrite],
) -> None:
    """Write files, index and HEAD, in the order in which a kill at any point loses nothing.

    The ref is held while the files are written; if one of them has just been edited, those that
    were written get their old bytes back and nothing has moved.
    """
    assert record.head is not None
    draft.put(entries)
    with ExitStack() as stack:
        reason = f"hookkit: {record.kind}"
        move_head = stack.enter_context(
            git.held_ref("HEAD", record.head.new, record.head.old, reason)
        )
        kept = keep_record(git, record)
        try:
            write_all(rewrites)
        except NotWritable as error:
            forget_record(git, kept)
            raise Refused(f"a file {error}: nothing was changed", "git status") from error
        draft.replace()
        move_head()


def write_all(rewrites: Iterable[Rewrite]) -> None:
    """Write all the files, or none: raises NotWritable after the old bytes are back."""
    done: list[Rewrite] = []
    for rewrite in rewrites:
        if rewrite.data == rewrite.snapshot.data:
            continue
        try:
            write_file(rewrite.snapshot, rewrite.data)
            done.append(rewrite)
        except NotWritable:
            for written in done:
                _take_back(written)
            raise


def _take_back(written: Rewrite) -> None:
    path = written.snapshot.path
    now = read_file(path.parent, path.name.encode(errors="surrogateescape"))
    if now.data == written.data:
        write_file(now, written.snapshot.data)


def _plan(
    git: Git, head: str, files: Sequence[FixedFile]
) -> tuple[list[Planned], dict[bytes, tuple[Dropped, ...]]]:
    paths = [file.path for file in files]
    at_head, staged = _tree_entries(git, head, paths), read_index(git, paths)
    blobs = {entry.blob for entry in at_head.values()}
    contents = git.objects(blobs | {each.entry.blob for each in staged.values()})
    planned: list[Planned] = []
    dropped: dict[bytes, tuple[Dropped, ...]] = {}
    for file in files:
        if file.path not in staged or file.path not in at_head:
            reason = BRANCH_EDITS if file.path in staged else STAGED_EDITS
            dropped[file.path] = all_of(file, reason)
            continue
        try:
            plan, fitted = _plan_file(git, file, at_head[file.path], staged[file.path], contents)
        except NotWritable as error:
            dropped[file.path] = all_of(file, f"the file {error}")
            continue
        dropped[file.path] = fitted.dropped
        if plan.new_head != contents[plan.head.blob]:
            planned.append(plan)
    return planned, dropped


def _tree_entries(git: Git, commit: str, paths: Sequence[bytes]) -> dict[bytes, Entry]:
    entries: dict[bytes, Entry] = {}
    for field in git.fields_of(paths, "ls-tree", "-r", "-z", "--full-tree", commit):
        words, _, path = field.partition(b"\t")
        mode, _, blob = words.decode().split(" ")
        entries[path] = Entry(path, mode, blob)
    return entries


def _plan_file(
    git: Git, file: FixedFile, head: Entry, staged: Staged, contents: Mapping[str, bytes]
) -> tuple[Planned, Fit]:
    snapshot = _snapshot_unless_sparse(git, file.path, staged)
    in_index = contents[staged.entry.blob]
    versions = [Version(contents[head.blob], BRANCH_EDITS), Version(in_index, STAGED_EDITS)]
    if snapshot is not None:
        versions.append(Version(snapshot.data, WORKTREE_EDITS))
    fitted = fit(file.base, file.fixed, versions)
    new_head, new_index, *new_file = fitted.results
    rewrite = Rewrite(snapshot, new_file[0]) if snapshot is not None else None
    return Planned(head, new_head, staged, swap_blobs(git, in_index, new_index), rewrite), fitted


def _snapshot_unless_sparse(git: Git, path: bytes, staged: Staged) -> Snapshot | None:
    """Read the file; a sparse checkout does not have it, and then none is made."""
    try:
        return _snapshot(git, path)
    except NotWritable:
        if staged.is_skipped:
            return None
        raise


def _restaged(planned: Planned) -> Staged:
    old = planned.staged
    entry = Entry(old.entry.path, old.entry.mode, planned.index.new)
    return Staged(entry, old.is_skipped, old.is_assumed)


def _record(git: Git, planned: Planned) -> FileRecord:
    rewrite = planned.rewrite
    worktree = swap_blobs(git, rewrite.snapshot.data, rewrite.data) if rewrite else None
    return FileRecord(planned.head.path, worktree, planned.index, planned.staged.entry.mode)
