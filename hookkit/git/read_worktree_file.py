"""Read a file of the worktree, so that it can later be seen whether somebody has edited it."""

from __future__ import annotations

import os
import stat

from hookkit.errors import reason_of
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from hookkit.git.runner import Git


class FileUnavailable(Exception):
    """A file cannot be read or replaced now; the message is the predicate after the file's name.

    ``is_edited`` is True if somebody else has changed the file, False if it cannot be read or
    written.
    """

    def __init__(self, message: str, is_edited: bool = False) -> None:
        """Keep the message and the kind."""
        super().__init__(message)
        self.is_edited = is_edited


class WorktreeFile(NamedTuple):
    """A file as it was read: its name, relative to the worktree ``top``, and its bytes."""

    top: str | Path
    name: bytes
    data: bytes

    @property
    def path(self) -> str:
        """The path of the file."""
        return os.path.join(self.top, os.fsdecode(self.name))


def read_file(top: str | Path, name: bytes) -> WorktreeFile:
    """Read a regular file of the worktree.

    Raises FileUnavailable if there is none, or if one of its folders is a symbolic link.
    """
    path = os.path.join(top, os.fsdecode(name))
    inside = os.fsdecode(os.path.dirname(name)).replace("/", os.sep)
    # Not normalised, so that a path with ".." from a tree is refused too.
    folder = os.path.join(os.path.realpath(top), *filter(None, [inside]))
    if os.path.normcase(os.path.realpath(os.path.dirname(path))) != os.path.normcase(folder):
        raise FileUnavailable("lies behind a symbolic link")
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise FileUnavailable("is not a regular file here")
        with open(path, "rb", opener=open_no_link) as file:
            return WorktreeFile(top, name, file.read())
    except (FileNotFoundError, NotADirectoryError):
        raise FileUnavailable("is not in the worktree") from None
    except OSError as error:
        raise FileUnavailable(f"cannot be read: {reason_of(error)}") from error


def read_file_of_worktree(git: Git, path: bytes) -> WorktreeFile:
    """Read a file as ``read_file`` does; the repository must have a worktree."""
    assert git.paths.top is not None
    return read_file(git.paths.top, path)


def open_no_link(path: str, flags: int) -> int:
    """Open a file as ``os.open`` does. Raises OSError if the path is a symbolic link."""
    # A link may be created between lstat and open. Windows has no such flag.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))
