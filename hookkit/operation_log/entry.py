"""An entry of the operation log: the changes of one command, with the old and new values."""

from __future__ import annotations

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    EntryState = Literal["begun", "done", "undone"]
else:
    EntryState = str
"""``begun``: the operation may have been stopped halfway. ``done``: it was finished. ``undone``: it
was taken back, and can be done again."""


class ValueChange(NamedTuple):
    """An id, or the full name of a ref, before and after."""

    old: str
    new: str


class ContentChange(NamedTuple):
    """The bytes of a file before and after."""

    old: bytes
    new: bytes


class FileChange(NamedTuple):
    """A change of one file: its bytes in the worktree, its content in the index, and its mode.

    For a placement that changes files only, ``index`` is None, except if the index has the placed
    content: then this content is both the old and the new one.
    """

    path: bytes
    worktree: ContentChange | None = None
    index: ContentChange | None = None  # type: ignore[assignment]  # it hides tuple.index
    mode: str = "100644"


class RefChange(NamedTuple):
    """A ref by its full name, and its ids before and after; all zeros if it does not exist."""

    ref: str
    old: str
    new: str


class RefusalChange(NamedTuple):
    """The refused hunks that were removed (old) or added (new).

    Each is a line of the blob with all refused hunks (``corrections.refused_hunks``).
    """

    old: tuple[str, ...]
    new: tuple[str, ...]


class Entry(NamedTuple):
    """The changes of one command.

    ``kind`` names the operation, ``commit`` is the id of the commit that the operation is about.
    ``head`` and ``correction`` are the ids of HEAD and of the kept correction (all zeros: there is
    none; None: not changed). ``refs`` are the branches that move together with the worktree, and
    ``branch`` the full names of the branch that HEAD is on ("": HEAD is detached; None: unknown).
    If ``remote`` is not "", the refs are refs of that remote. ``refusals`` are changes of the
    refused hunks, None without any; ``remaining_correction`` is the ref of the correction that
    remains after a commit was amended with a part of it, None without one.
    """

    kind: str
    commit: str
    files: tuple[FileChange, ...]
    head: ValueChange | None = None
    correction: ValueChange | None = None
    refs: tuple[RefChange, ...] = ()
    branch: ValueChange | None = None
    remote: str = ""
    refusals: RefusalChange | None = None
    remaining_correction: RefChange | None = None

    @property
    def moved_refs(self) -> tuple[RefChange, ...]:
        """The refs of this repository that move; a detached HEAD has the name HEAD."""
        if self.remote:
            return ()
        if self.refs or self.head is None:
            return self.refs
        return (RefChange((self.branch and self.branch.new) or "HEAD", *self.head),)


class StoredEntry(NamedTuple):
    """An entry in the log: its number, its state, and when it was written (seconds since 1970)."""

    number: int
    state: EntryState
    written_at: int
    entry: Entry


def reverse_entry(entry: Entry) -> Entry:
    """Give the entry that takes ``entry`` back: the old and the new values are exchanged."""
    return entry._replace(
        files=tuple(
            each._replace(
                worktree=_reverse_contents(each.worktree),
                index=_reverse_contents(each.index),
            )
            for each in entry.files
        ),
        head=_reverse_value(entry.head),
        correction=_reverse_value(entry.correction),
        refs=tuple(map(_reverse_ref, entry.refs)),
        branch=_reverse_value(entry.branch),
        refusals=entry.refusals and RefusalChange(entry.refusals.new, entry.refusals.old),
        remaining_correction=entry.remaining_correction
        and _reverse_ref(entry.remaining_correction),
    )


def _reverse_ref(change: RefChange) -> RefChange:
    return RefChange(change.ref, change.new, change.old)


def _reverse_contents(contents: ContentChange | None) -> ContentChange | None:
    return contents and ContentChange(contents.new, contents.old)


def _reverse_value(change: ValueChange | None) -> ValueChange | None:
    return change and ValueChange(change.new, change.old)
