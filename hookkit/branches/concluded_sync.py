"""A sync that stopped in a conflict, concluded once its rebase has ended, by whatever command.

hookkit's ``--continue`` and ``--abort`` end it so, and where plain git ended it the next command
does that needs the operation log to be true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.branches.backup import forget_backups
from hookkit.branches.interrupted_sync import MAX_STEPS, restore_interrupted_sync
from hookkit.branches.unfinished_rebase import finish_rebase
from hookkit.corrections.rewritten_commits import keep_for_rewritten
from hookkit.errors import EnvironmentFailed
from hookkit.git.commits import Commit, read_all
from hookkit.git.refs import reflog_ids
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, OldNew, RefMove, StoredEntry
from hookkit.operation_log.stopped_sync import is_under_way, stopped_sync
from hookkit.operation_log.stored_entries import (
    UnreadableEntry,
    all_entries,
    delete_entry,
    finish_entry,
    rewrite_entry,
)
from hookkit.phrases import short


class ConcludedSync(NamedTuple):
    """A sync that came to its end: its refs, the own branch first, and the target's commit.

    ``line`` are the commits that the branch had, the oldest first: at least the one in which it
    stopped. ``renewed`` has for each of them the commit that was made of it, if one was.
    """

    moves: tuple[RefMove, ...]
    onto: str
    line: tuple[Commit, ...]
    renewed: dict[str, Commit]


def conclude_sync(git: Git) -> ConcludedSync | None:
    """Conclude a sync that stopped in a conflict and whose rebase has ended.

    Where its branch moved, the entry becomes one that ``hookkit undo`` takes back, and the
    corrections are kept for the new commits. Where it was given up, or stopped before its rebase
    had begun, the files are put back, and the entry and the backups go. Gives None then, where
    there is none, and where its rebase is under way still. Raises EnvironmentFailed where what git
    left undone cannot be done.
    """
    stored = stopped_sync(git)
    if stored is None or is_under_way(git, stored):
        return None
    finish_rebase(git, stored.entry)
    entry, onto = _ended(git, stored.entry), stored.entry.commit
    if entry is None:
        restore_interrupted_sync(git, stored)
        _forget(git, stored)
        return None
    topic = entry.refs[0]
    line, new_line = (line_above(git, onto, tip) for tip in (topic.old, topic.new))
    renewed = pair_by_author(line, new_line)
    keep_for_rewritten(git, {old: new.id for old, new in renewed.items()})
    finish_entry(git, rewrite_entry(git, stored, entry))
    return ConcludedSync(entry.refs, onto, tuple(line), renewed)


def concluded_entries(git: Git) -> Iterator[StoredEntry | UnreadableEntry]:
    """Give all entries of this worktree, the newest first, as ``conclude_sync`` would leave them.

    For commands that only look: none of them is changed.
    """
    stored = stopped_sync(git)
    if stored is None or is_under_way(git, stored):
        yield from all_entries(git)
        return
    entry = _ended(git, stored.entry)
    for each in all_entries(git):
        if each.number != stored.number:
            # What ends makes what was taken back before it one that is not done again.
            if entry is None or isinstance(each, UnreadableEntry) or each.state != "undone":
                yield each
        elif entry is not None:
            yield stored._replace(state="done", entry=entry)


def _ended(git: Git, stopped: Entry) -> Entry | None:
    """Give the entry of a sync whose rebase has ended, None where its branch did not move."""
    onto = stopped.commit
    refs = [each._replace(new=_moved_to(git, each, onto)) for each in stopped.refs]
    topic = refs[0]
    moves = tuple(each for each in refs if each.old != each.new)
    if topic not in moves:
        return None
    return stopped._replace(commit=topic.new, head=OldNew(topic.old, topic.new), refs=moves)


def _moved_to(git: Git, move: RefMove, onto: str) -> str:
    """Give the commit on top of ``onto`` that a ref left its old one for; else the old one."""
    now = git.resolve(move.ref)
    steps = reflog_ids(git, move.ref, MAX_STEPS)
    # The latest time that it left: it may have gone and come back before.
    left_for = (new for new, old in zip(steps, steps[1:], strict=False) if old == move.old)
    new = next(left_for, now)
    if not new or now in (None, move.old):
        return move.old
    is_on_target = git.is_ancestor(onto, new)
    if is_on_target is None:  # what is recorded of the sync must not go
        sentence = f"git cannot tell whether {short(new)} is on {short(onto)}"
        raise EnvironmentFailed(sentence, "git fsck")
    return new if is_on_target else move.old


def _forget(git: Git, stored: StoredEntry) -> None:
    delete_entry(git, stored)
    for each in stored.entry.refs:
        forget_backups(git, each.old)


def line_above(git: Git, onto: str, tip: str) -> list[Commit]:
    """Give the commits that a rebase of ``tip`` on ``onto`` recreates, the oldest first."""
    names = git.lines("rev-list", "--reverse", "--topo-order", "--no-merges", tip, f"^{onto}", "--")
    return read_all(git, names)


def pair_by_author(line: Sequence[Commit], new_line: Sequence[Commit]) -> dict[str, Commit]:
    """Find for each commit of a line the one that a rebase has made of it.

    A rebase keeps who wrote a commit and when; of several of one second the subject decides, and
    their order.
    """
    left, found = list(new_line), dict[str, Commit]()
    for is_exact in (True, False):
        for old in line:
            if old.id not in found:
                same = (each for each in left if _is_renewal(old, each, is_exact))
                new = next(same, None)
                if new is not None:
                    found[old.id] = new
                    left.remove(new)
    return found


def _is_renewal(old: Commit, new: Commit, is_exact: bool) -> bool:
    return old.author == new.author and (not is_exact or old.subject == new.subject)
