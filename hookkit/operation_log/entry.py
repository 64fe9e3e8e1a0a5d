"""An entry of the operation log: the changes of one command, with the old and new values."""

from __future__ import annotations

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    State = Literal["begun", "done", "undone"]
else:
    State = str
"""``begun``: the operation may have been stopped halfway. ``done``: it was finished. ``undone``: it
was taken back, and can be done again."""


class OldNew(NamedTuple):
    """An id, or the full name of a ref, before and after."""

    old: str
    new: str


class Contents(NamedTuple):
    """The bytes of a file before and after."""

    old: bytes
    new: bytes


class FileChange(NamedTuple):
    """A change of one file: its bytes in the worktree, its content in the index, and its mode.

    For a placement that changes files only, ``index`` is None, except if the index has the placed
    content: then this content is both the old and the new one.
    """

    path: bytes
    worktree: Contents | None = None
    index: Contents | None = None  # type: ignore[assignment]  # it hides tuple.index
    mode: str = "100644"


class RefMove(NamedTuple):
    """A ref by its full name, and its ids before and after; all zeros if it does not exist."""

    ref: str
    old: str
    new: str


class RefusalChange(NamedTuple):
    """The refused hunks that were removed (old) or added (new), as lines of the blob at the ref."""

    old: tuple[str, ...]
    new: tuple[str, ...]


class Entry(NamedTuple):
    """The changes of one command.

    ``kind`` names the operation, ``commit`` is the id of the commit that the operation is about.
    ``head`` and ``correction`` are the ids of HEAD and of the kept correction (all zeros: there is
    none; None: not changed). ``refs`` are the branches that move together with the worktree, and
    ``branch`` the full names of the branch that HEAD is on ("": HEAD is detached; None: unknown).
    If ``remote`` is not "", the refs are refs of that remote. ``refusals`` are changes of the
    refused hunks, None without any; ``rest`` is the ref of the remaining correction of a commit
    that was amended with a part of its correction, None without one.
    """

    kind: str
    commit: str
    files: tuple[FileChange, ...]
    head: OldNew | None = None
    correction: OldNew | None = None
    refs: tuple[RefMove, ...] = ()
    branch: OldNew | None = None
    remote: str = ""
    refusals: RefusalChange | None = None
    rest: RefMove | None = None

    @property
    def moved(self) -> tuple[RefMove, ...]:
        """The refs of this repository that move; a detached HEAD has the name HEAD."""
        if self.remote:
            return ()
        if self.refs or self.head is None:
            return self.refs
        return (RefMove((self.branch and self.branch.new) or "HEAD", *self.head),)


class StoredEntry(NamedTuple):
    """An entry in the log: its number, its state, and when it was written (seconds since 1970)."""

    number: int
    state: State
    when: int
    entry: Entry


def reversed_entry(entry: Entry) -> Entry:
    """Give the entry that takes ``entry`` back: the old and the new values are exchanged."""
    return entry._replace(
        files=tuple(
            each._replace(
                worktree=_reversed_contents(each.worktree),
                index=_reversed_contents(each.index),
            )
            for each in entry.files
        ),
        head=_reversed(entry.head),
        correction=_reversed(entry.correction),
        refs=tuple(map(_reversed_move, entry.refs)),
        branch=_reversed(entry.branch),
        refusals=entry.refusals and RefusalChange(entry.refusals.new, entry.refusals.old),
        rest=entry.rest and _reversed_move(entry.rest),
    )


def _reversed_move(move: RefMove) -> RefMove:
    return RefMove(move.ref, move.new, move.old)


def _reversed_contents(contents: Contents | None) -> Contents | None:
    return contents and Contents(contents.new, contents.old)


def _reversed(change: OldNew | None) -> OldNew | None:
    return change and OldNew(change.new, change.old)
