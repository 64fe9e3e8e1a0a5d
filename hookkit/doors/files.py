"""The only reader and writer of files in the worktree."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


class NotWritable(Exception):
    """A file cannot be replaced now; the message says why, to follow the file's name."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it was read: its place, its bytes, and by what to know that it is still that."""

    path: Path
    data: bytes
    identity: tuple[int, int, int]
    links: int


def _identity(seen: os.stat_result) -> tuple[int, int, int]:
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def read_file(top: Path, name: bytes) -> Snapshot:
    """Read a regular file of the worktree.

    Raises NotWritable where there is none, or where a link stands in its way: what lies behind a
    link is not this repository's.
    """
    path = top / os.fsdecode(name)
    if path.parent.resolve() != top.resolve() / os.path.dirname(os.fsdecode(name)):
        raise NotWritable("lies behind a symbolic link")
    try:
        seen = path.lstat()
        if not stat.S_ISREG(seen.st_mode):
            raise NotWritable("is not a regular file here")
        return Snapshot(path, path.read_bytes(), _identity(seen), seen.st_nlink)
    except (FileNotFoundError, NotADirectoryError):
        raise NotWritable("is not in the worktree") from None
    except OSError as error:
        raise NotWritable(f"cannot be read: {error.strerror}") from error


def _check_unchanged(snapshot: Snapshot) -> None:
    try:
        seen = snapshot.path.lstat()
    except OSError:
        raise NotWritable("has just gone away") from None
    if not stat.S_ISREG(seen.st_mode) or _identity(seen) != snapshot.identity:
        raise NotWritable("has just been edited")


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


def _replace(snapshot: Snapshot, data: bytes) -> None:
    path = snapshot.path
    prefix = f".{path.name[:100]}.hookkit-"
    handle, name = tempfile.mkstemp(prefix=prefix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _copy_attributes(path, name)
        _check_unchanged(snapshot)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _copy_attributes(source: Path, target: str) -> None:
    seen = source.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root can give a file away; the mode is what git keeps
            os.chown(target, seen.st_uid, seen.st_gid)
    shutil.copymode(source, target)
    for name in os.listxattr(source) if hasattr(os, "listxattr") else ():
        with suppress(OSError):  # some belong to the system alone
            os.setxattr(target, name, os.getxattr(source, name))


def _write_in_place(snapshot: Snapshot, data: bytes) -> None:
    with snapshot.path.open("r+b") as file:
        try:
            _fill(file.fileno(), data)
        except OSError:
            _fill(file.fileno(), snapshot.data)
            raise


def _fill(handle: int, data: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.ftruncate(handle, len(data))
    os.fsync(handle)
