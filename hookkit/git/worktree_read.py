"""The only reader of files of the worktree: their contents, and the contents to replace them."""

from __future__ import annotations

import os
import stat

from hookkit.errors import reason_of
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class FileUnavailable(Exception):
    """A file cannot be read or replaced now; the message says why, to follow the file's name.

    ``is_edited`` says that somebody else has changed it; else it cannot be read.
    """

    def __init__(self, message: str, is_edited: bool = False) -> None:
        """Keep the message and the kind."""
        super().__init__(message)
        self.is_edited = is_edited


class Snapshot(NamedTuple):
    """A file as it was read: its name, relative to the worktree ``top``, and its bytes."""

    top: str | Path
    name: bytes
    data: bytes

    @property
    def path(self) -> str:
        """The path of the file."""
        return os.path.join(self.top, os.fsdecode(self.name))


class Rewrite(NamedTuple):
    """A file of the worktree about to get a new content."""

    snapshot: Snapshot
    data: bytes


def read_file(top: str | Path, name: bytes) -> Snapshot:
    """Read a regular file of the worktree.

    Raises FileUnavailable where there is none, or where its path leads through a symbolic link out
    of the repository.
    """
    path = os.path.join(top, os.fsdecode(name))
    inside = os.fsdecode(os.path.dirname(name)).replace("/", os.sep)
    # Not normalised: nothing that a tree calls ".." is read.
    folder = os.path.join(os.path.realpath(top), *filter(None, [inside]))
    if os.path.normcase(os.path.realpath(os.path.dirname(path))) != os.path.normcase(folder):
        raise FileUnavailable("lies behind a symbolic link")
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise FileUnavailable("is not a regular file here")
        with open(path, "rb", opener=open_no_link) as file:
            return Snapshot(top, name, file.read())
    except (FileNotFoundError, NotADirectoryError):
        raise FileUnavailable("is not in the worktree") from None
    except OSError as error:
        raise FileUnavailable(f"cannot be read: {reason_of(error)}") from error


def open_no_link(path: str, flags: int) -> int:
    """Open a file as ``os.open`` does, unless a symbolic link stands there (OSError)."""
    # A link may be put there between lstat and open. Windows has no such flag.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))
