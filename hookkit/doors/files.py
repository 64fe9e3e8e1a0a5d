"""The only reader and writer of files in the worktree, and of scratch folders in the git dir."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hookkit.values.errors import EnvironmentFailed


class NotWritable(Exception):
    """A file cannot be replaced now; the message says why, to follow the file's name."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it was read: its place in the worktree ``top``, its bytes, its hard links."""

    top: Path
    name: bytes
    data: bytes
    links: int

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.top / os.fsdecode(self.name)


def read_file(top: Path, name: bytes) -> Snapshot:
    """Read a regular file of the worktree.

    Raises NotWritable where there is none, or where a link stands in its way: what lies behind a
    link is not this repository's.
    """
    path = top / os.fsdecode(name)
    # realpath and not resolve: before Python 3.13 that raises RuntimeError for links in a circle.
    folder = Path(os.path.realpath(top), os.fsdecode(os.path.dirname(name)))
    if Path(os.path.realpath(path.parent)) != folder:
        raise NotWritable("lies behind a symbolic link")
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise NotWritable("is not a regular file here")
        with open(path, "rb", opener=_no_link) as file:
            return Snapshot(top, name, file.read(), os.fstat(file.fileno()).st_nlink)
    except (FileNotFoundError, NotADirectoryError):
        raise NotWritable("is not in the worktree") from None
    except OSError as error:
        raise NotWritable(f"cannot be read: {error.strerror}") from error


def _no_link(path: str, flags: int) -> int:
    # A link may come to stand there between the look and the opening. Windows knows no such flag.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def write_file(snapshot: Snapshot, data: bytes) -> None:
    """Replace the content of a file that is still the one that was read.

    The new file takes the old one's place in one step, with its mode and attributes. Where that
    is not possible (hard links, a folder that cannot be written) it is written in place. Raises
    NotWritable with the old content still there.
    """
    _check_unchanged(snapshot)
    try:
        if snapshot.links > 1 or not os.access(snapshot.path.parent, os.W_OK):
            _write_in_place(snapshot, data)
        else:
            _replace(snapshot, data)
    except OSError as error:
        raise NotWritable(f"cannot be written: {error.strerror}") from error


def _check_unchanged(snapshot: Snapshot) -> None:
    # The bytes and not the times: an edit within one tick of the clock may leave those alone.
    now = read_file(snapshot.top, snapshot.name)
    if (now.data, now.links) != (snapshot.data, snapshot.links):
        raise NotWritable("has just been edited")


def _replace(snapshot: Snapshot, data: bytes) -> None:
    # A prefix of its own: the file's name with anything added may be too long for the disk.
    handle, name = tempfile.mkstemp(prefix=".hookkit-", dir=snapshot.path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _copy_attributes(snapshot.path, name)
        _check_unchanged(snapshot)
        os.replace(name, snapshot.path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _copy_attributes(source: Path, target: str) -> None:
    seen = source.lstat()
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root can give a file away; the mode is what git keeps
            os.chown(target, seen.st_uid, seen.st_gid)
    shutil.copymode(source, target)
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):  # there are file systems without them
        for name in os.listxattr(source):
            with suppress(OSError):  # some belong to the system alone
                os.setxattr(target, name, os.getxattr(source, name))


def _write_in_place(snapshot: Snapshot, data: bytes) -> None:
    with open(snapshot.path, "r+b", opener=_no_link) as file:
        try:
            _fill(file.fileno(), data)
        except BaseException:
            _fill(file.fileno(), snapshot.data)
            raise


def _fill(handle: int, data: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.ftruncate(handle, len(data))
    os.fsync(handle)


@contextmanager
def scratch_folder(git_dir: Path) -> Iterator[Path]:
    """Give a folder below ``git_dir`` that is gone afterwards.

    Raises EnvironmentFailed where none can be made.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="hookkit-", dir=git_dir)
    except OSError as error:
        raise EnvironmentFailed(f"{git_dir} cannot be written: {error.strerror}") from error
    with folder as name:
        yield Path(name)
