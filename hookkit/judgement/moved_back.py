"""A move of the worktree and its branches taken back."""

from __future__ import annotations

import shlex

from hookkit.doors.git import Git
from hookkit.facts.branch import HEADS
from hookkit.facts.differences import differences, uncommitted
from hookkit.facts.targets import REMOTES, head_ref
from hookkit.judgement.backup import forget_backups
from hookkit.judgement.carried_back import carry_back, put_edits_back
from hookkit.judgement.halfway import put_back
from hookkit.judgement.moving import Relocation, travel_back
from hookkit.judgement.record import Record, RefMove, Swap
from hookkit.values.errors import Refused


def is_left_behind(git: Git, record: Record) -> bool:
    """Whether a branch of the move has gone elsewhere since, by a reset, a rebase or a deletion."""
    if record.remote:
        return False
    return any(_is_elsewhere(git, each) for each in record.refs)


def _is_elsewhere(git: Git, move: RefMove) -> bool:
    now = _now(git, move)
    if now in (move.old, move.new):
        return False
    return now == git.null or not _has(git, now, move.new)


def _now(git: Git, move: RefMove) -> str:
    return git.resolve(move.ref) or git.null


def _has(git: Git, commit: str, older: str) -> bool:
    return git.ask("merge-base", "--is-ancestor", older, commit).code == 0


def take_back(git: Git, record: Record) -> None:
    """Move worktree, index and branches back, with the edits that were made since.

    Raises Refused where commits have come on top, where a merge is pushed, or where uncommitted
    work is in the way; then nothing has moved.
    """
    head, branch = record.head, record.branch
    assert head is not None and branch is not None
    where = head_ref(git) or ""
    if where not in branch:
        raise _refused_elsewhere(branch)
    for each in record.refs:
        if _now(git, each) not in each[1:]:
            raise _refused_commits(record, each)
    _refuse_pushed(git, record)
    start = head.new
    if _is_index_at(git, head.old, head.new):
        # It was stopped before index and branches moved.
        put_back(git, head.old, differences(git, head.old, head.new))
        put_edits_back(git, record.files)
        start = head.old
    moved = [each for each in record.refs if _now(git, each) == each.new]
    back = tuple(RefMove(each.ref, each.new, each.old) for each in moved)
    way = Swap(where, branch.old)
    files = {each.path: each for each in record.files}
    move = Relocation(f"undo {record.kind}", start, head.old, back, way)
    travel_back(git, move, carry_back(files), files.keys())
    for each in record.refs:
        if each.old != git.null:
            forget_backups(git, each.old)


def _is_index_at(git: Git, here: str, there: str) -> bool:
    """Whether the index is nearer to the commit ``here`` than to ``there``."""
    paths = {each.path for each in differences(git, here, there)}
    apart_here, apart_there = (uncommitted(git, each) & paths for each in (here, there))
    return bool(paths) and len(apart_here) < len(apart_there)


def _refused_elsewhere(branch: Swap) -> Refused:
    name = branch.new.removeprefix(HEADS)
    sentence = f"what would be taken back was done on {name}, and another branch is checked out"
    return Refused(sentence, shlex.join(["git", "switch", name]))


def _refused_commits(record: Record, move: RefMove) -> Refused:
    name = move.ref.removeprefix(HEADS)
    sentence = f"commits have been made on {name} since, which would be taken back"
    repairs = {
        "start": f"git log {move.new[:10]}..{shlex.quote(name)}",
        "merge": f"git revert -m 1 {move.new[:10]}",
    }
    rebase = f"git rebase --onto {move.old[:10]} {move.new[:10]} {shlex.quote(name)}"
    return Refused(sentence, repairs.get(record.kind, rebase))


def _refuse_pushed(git: Git, record: Record) -> None:
    if record.kind != "merge" or record.head is None:
        return
    made = record.head.new
    remotes = git.line("for-each-ref", "--count=1", "--contains", made, REMOTES)
    if remotes:
        raise Refused(f"the merge {made[:10]} is pushed already", f"git revert -m 1 {made[:10]}")
