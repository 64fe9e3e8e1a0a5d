"""Worktree, index and branches moved from one commit to another, all or none of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from hookkit.branches.arrived_path import GONE
from hookkit.branches.carried_edits import Carried, Carry, Way, carry_along, plan_way
from hookkit.branches.interrupted_move import has_come, put_back
from hookkit.errors import EnvironmentFailed, GitFailed, HookkitError, Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.head import head_ref
from hookkit.git.index import Draft, locked_index, refresh_index
from hookkit.git.objects import write_tree
from hookkit.git.runner import WITH_FETCH, Git
from hookkit.history.refs.branch import HEADS
from hookkit.operation_log.backup import forget_backup, keep_backup
from hookkit.operation_log.entry import Contents, FileRecord, KeptRecord, Record, RefMove, Swap
from hookkit.operation_log.journal import finish_record, forget_record, keep_record
from hookkit.operation_log.rewrite import write_all


class Relocation(NamedTuple):
    """A move of the worktree with its branches.

    ``kind`` is its name in the record for undo. Index and worktree are at the commit ``old`` and
    come to ``new``. All of ``refs`` move in one transaction, and HEAD from one branch to another
    as ``branch`` says, in full names; "" is a detached HEAD.
    """

    kind: str
    old: str
    new: str
    refs: tuple[RefMove, ...]
    branch: Swap


def check_way(git: Git, old: str, new: str) -> None:
    """Raise Refused where uncommitted or untracked work is in the way from ``old`` to ``new``."""
    refresh_index(git)
    plan_way(git, old, new, carry_along)


def relocate(git: Git, relocation: Relocation) -> tuple[str, ...]:
    """Do a move, with the uncommitted edits carried along, and give the refs of the backups.

    Each branch that leaves its commit has a backup, and the record for ``hookkit undo`` is there
    before the first file is written. Raises Refused, IndexLocked or GitFailed where nothing has
    moved, and EnvironmentFailed where the disk stopped it halfway.
    """
    with _ready(git, relocation, carry_along) as (draft, way):
        if git.resolve("HEAD") != relocation.old:
            raise Refused(f"HEAD is not at {relocation.old[:10]} any more", "git status")
        with signals_blocked(), _recorded(git, draft, relocation, way) as backups:
            _travel(git, draft, relocation, way)
    refresh_index(git)
    return backups


def travel_back(git: Git, relocation: Relocation, carry: Carry, also: Collection[bytes]) -> None:
    """Do a move that takes a recorded one back, as ``relocate`` does it, without a record.

    ``carry`` and ``also`` are as in ``plan_way``.
    """
    with _ready(git, relocation, carry, also) as (draft, way):
        _travel(git, draft, relocation, way)
    refresh_index(git)


@contextmanager
def _ready(
    git: Git, relocation: Relocation, carry: Carry, also: Collection[bytes] = ()
) -> Iterator[tuple[Draft, Way]]:
    """Hold the index, and look at the way."""
    refresh_index(git)  # a file that was only touched is no edit
    with locked_index(git) as draft:
        if (head_ref(git) or "") != relocation.branch.old:
            name = relocation.branch.old.removeprefix(HEADS) or "the detached HEAD"
            raise Refused(f"{name} has just been left: nothing was changed", "git status")
        yield draft, plan_way(git, relocation.old, relocation.new, carry, also)


def _travel(git: Git, draft: Draft, relocation: Relocation, way: Way) -> None:
    reason = f"hookkit: {relocation.kind}"
    moves = [(each.ref, each.new, each.old) for each in relocation.refs]
    # The git that holds the refs must not be ended by what ends us: it is started undisturbed.
    with signals_blocked(), git.locked_refs(moves, reason) as move_refs:
        _move_files(git, draft, relocation, way)
        try:
            draft.replace()
            move_refs()
        except (OSError, GitFailed) as error:
            sentence = f"the branches stayed where they were: {error}"
            raise EnvironmentFailed(sentence, "hookkit undo") from error
        try:
            _put_head(git, relocation, reason)
        except GitFailed as error:
            raise EnvironmentFailed(f"HEAD stayed where it was: {error}", "hookkit undo") from error


def _put_head(git: Git, relocation: Relocation, reason: str) -> None:
    before, after = relocation.branch
    if not after:
        git.run("update-ref", "--no-deref", "-m", reason, "HEAD", relocation.new)
    elif after != before:
        git.run("symbolic-ref", "-m", reason, "HEAD", after)


def _move_files(git: Git, draft: Draft, relocation: Relocation, way: Way) -> None:
    """Move index and files; if that fails they are as they were, or EnvironmentFailed is raised."""
    # What goes comes first: a folder may stand where a file was.
    carried = sorted(way.carried, key=lambda each: each.coming.entry.mode != GONE)
    draft.put([each.coming for each in carried])
    try:
        # git moves the rest: from a tree that differs from the new one in nothing else.
        start = write_tree(git, relocation.old, [each.coming.entry for each in carried])
        draft.move(start, relocation.new, WITH_FETCH)
        draft.put([each.staged for each in carried])
        write_all(each.rewrite for each in carried if each.rewrite is not None)
    except (OSError, HookkitError) as error:
        try:
            put_back(git, relocation.old, way.free)
        except (OSError, HookkitError) as second:
            sentence = f"stopped halfway ({error}), and what was there is not back ({second})"
            raise EnvironmentFailed(sentence, "hookkit undo") from error
        raise


@contextmanager
def _recorded(
    git: Git, draft: Draft, relocation: Relocation, way: Way
) -> Iterator[tuple[str, ...]]:
    """Keep backups and the record, and forget them again where it is proved that nothing moved."""
    old, new, refs = relocation.old, relocation.new, relocation.refs
    backups: dict[str, str] = {}
    kept: KeptRecord | None = None
    try:
        for each in refs:
            if git.null not in (each.old, each.new) and each.old != each.new:
                backups[keep_backup(git, each.ref.removeprefix(HEADS), each.old)] = each.old
        head = Swap(old, new)
        files = _file_records(git, way.carried)
        record = Record(relocation.kind, new, files, head, refs=refs, branch=relocation.branch)
        kept = keep_record(git, record)
        yield tuple(backups)
        finish_record(git, kept)
    except BaseException as error:
        if kept is None or _is_as_before(git, draft, way):
            for name, tip in backups.items():
                forget_backup(git, name, tip)
            if kept is not None:
                forget_record(git, kept)
        elif not isinstance(error, EnvironmentFailed):
            raise EnvironmentFailed(f"stopped halfway: {error}", "hookkit undo") from error
        raise


def _file_records(git: Git, carried: Iterable[Carried]) -> tuple[FileRecord, ...]:
    edited = [(each.before, each.staged.entry, each.rewrite) for each in carried]
    ids = [entry.blob for before, after, _ in edited if before for entry in (before, after)]
    contents = git.objects(ids) if ids else {}
    return tuple(
        FileRecord(
            after.path,
            Contents(rewrite.snapshot.data, rewrite.data),
            Contents(contents[before.blob], contents[after.blob]),
            before.mode,
        )
        for before, after, rewrite in edited
        if before is not None and rewrite is not None
    )


def _is_as_before(git: Git, draft: Draft, way: Way) -> bool:
    """Whether index, refs and files are proved to be as they were before a move."""
    if draft.is_replaced:  # the refs move after the index, so that they have not moved either
        return False
    rewrites = [each.rewrite for each in way.carried if each.rewrite is not None]
    try:
        return not has_come(git, way.free, rewrites)
    except (OSError, HookkitError):
        return False
