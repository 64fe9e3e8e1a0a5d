"""The only writer of files in the worktree: it replaces a file in one step and loses no edit."""

from __future__ import annotations

import os
import signal
import stat
from contextlib import suppress

from hookkit.errors import reason_of
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.path_exchange import exchange
from hookkit.git.temporary_names import UNFINISHED, temporary_name
from hookkit.git.worktree_read import FileUnavailable, Snapshot, open_no_link, read_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_EDITED = "has just been edited"
_OPEN = "is being written by another program"


def write_file(snapshot: Snapshot, data: bytes) -> None:
    """Replace the content of a file that is still the one that was read.

    Raises FileUnavailable where it is not; the other content stays.
    """
    replacement = prepare(snapshot, data)
    with signals_blocked():
        replacement.put()
        replacement.finish()


def prepare(snapshot: Snapshot, data: bytes) -> Replacement:
    """Write the next content of a file beside it, with the mode and the attributes of the file.

    All disk space that the replacement needs is taken here. Raises FileUnavailable with nothing
    left behind.
    """
    _check_unchanged(snapshot)
    whole = os.path.join(os.path.dirname(snapshot.path), temporary_name())
    part = whole + UNFINISHED
    try:
        _write_new(part, data)
        mode = _copy_attributes(snapshot.path, part)
        os.rename(part, whole)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(part)
        if isinstance(error, OSError):
            raise _not_written(error) from error
        raise
    return Replacement(snapshot, data, whole, mode)


def _not_written(error: FileUnavailable | OSError) -> FileUnavailable:
    if isinstance(error, FileUnavailable):
        return error
    if isinstance(error, FileNotFoundError):
        return FileUnavailable("is not in the worktree", is_edited=True)
    return FileUnavailable(f"cannot be written: {reason_of(error)}")


class Replacement:
    """The new content of a file in a temporary file, and after ``put`` the old one.

    The two files are exchanged in one step, so that there is always a whole file, and the content
    that was taken out can be compared afterwards: where it is not what was read, it is put back.
    A hard link to the file keeps the old content, as it does when git writes the file.

    ``other_path`` is the temporary one of the two files, ``mode`` the permissions of the file (the
    bits of chmod).
    """

    def __init__(self, snapshot: Snapshot, data: bytes, other_path: str, mode: int) -> None:
        """Take what ``prepare`` has written."""
        self.snapshot, self.data, self.other_path, self.mode = snapshot, data, other_path, mode
        self.is_put = False

    def put(self) -> None:
        """Put the new content at the path of the file.

        Raises FileUnavailable where somebody has edited the file: that edit stays, and nothing is
        left behind but what the message names.
        """
        try:
            _check_unchanged(self.snapshot)
            self._swap()
        except (FileUnavailable, OSError) as error:
            self.finish()
            raise _not_written(error) from error
        reason = _difference(self.other_path, self.snapshot.data, self.mode)
        if reason is not None:
            self._restore(reason, self.data)
        self.is_put = True

    def take_back(self) -> None:
        """Put the old file back, the same inode.

        Raises FileUnavailable where the new one was edited meanwhile: that edit stays.
        """
        try:
            self._swap()
        except OSError as error:
            raise _not_written(error) from error
        self.is_put = False
        reason = _difference(self.other_path, self.data, self.mode)
        if reason is not None:
            self._restore(reason, self.snapshot.data)
        self.finish()

    def finish(self) -> None:
        """Remove the temporary file; ``put`` has made sure that its content is not lost."""
        with suppress(OSError):  # it blocks nothing, and `hookkit doctor` finds it
            os.unlink(self.other_path)

    def _restore(self, reason: str, written: bytes) -> NoReturn:
        """Exchange the files back, and raise FileUnavailable.

        ``written`` is the content that was put at the path. If somebody has edited that as well,
        the latest edit stays at the path, and the earlier one is kept beside it.
        """
        try:
            self._swap()
            if _difference(self.other_path, written, self.mode) is None:
                self.finish()
                raise FileUnavailable(reason, is_edited=True)
            self._swap()
        except OSError:
            pass  # deleted meanwhile: the earlier edit is kept all the same
        kept = _rename_to_kept(self.other_path, self.snapshot.path)
        sentence = f"has just been edited twice: what it was in between is kept as {kept}"
        raise FileUnavailable(sentence, is_edited=True)

    def _swap(self) -> None:
        """Exchange the two files. Raises OSError with nothing done."""
        path = self.snapshot.path
        if exchange(self.other_path, path):
            return
        # In two steps: an edit that replaces the whole file between them would be lost, one that
        # is written into the file is not.
        old = os.path.join(os.path.dirname(path), temporary_name())
        _second_name(path, old)
        try:
            os.replace(self.other_path, path)
        except OSError:
            os.unlink(old)
            raise
        self.other_path = old


def _check_unchanged(snapshot: Snapshot) -> None:
    # The bytes and not the times: an edit within one tick of the clock may not change those.
    if read_file(snapshot.top, snapshot.name).data != snapshot.data:
        raise FileUnavailable(_EDITED, is_edited=True)


def _difference(path: str, data: bytes, mode: int) -> str | None:
    """Say how a file differs from these bytes and permissions, or that a program writes to it."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return _EDITED
        with open(path, "rb", opener=open_no_link) as file:
            if _has_writer(file.fileno()):
                return _OPEN
            is_same = file.read() == data and _permissions(os.fstat(file.fileno())) == mode
    except OSError:
        return _EDITED
    return None if is_same else _EDITED


def _has_writer(handle: int) -> bool:
    """Whether any program has a file open for writing; False also where that cannot be known.

    Linux grants a read lease only where no program has: fcntl(2), F_SETLEASE.
    """
    try:
        import fcntl

        lease: Any = fcntl
        # A program that opens it for writing meanwhile causes a signal; SIGIO would end us.
        lease.fcntl(handle, lease.F_SETSIG, signal.SIGURG)
        lease.fcntl(handle, lease.F_SETLEASE, lease.F_RDLCK)
        lease.fcntl(handle, lease.F_SETLEASE, lease.F_UNLCK)
    except BlockingIOError:
        return True
    except (ImportError, AttributeError, OSError):
        return False
    return False


def _second_name(path: str, name: str) -> None:
    """Give a file a second name or, where that cannot be, a copy."""
    try:
        os.link(path, name, follow_symlinks=False)
    except (OSError, NotImplementedError):
        # NotImplementedError is what os.link raises where it does not support follow_symlinks.
        with open(path, "rb", opener=open_no_link) as file:
            _write_new(name, file.read())
        _copy_attributes(path, name)


def _rename_to_kept(path: str, file: str) -> str:
    """Rename a temporary file that must not be lost, so that nothing removes it; give the name."""
    name = f"{file}.kept-{os.urandom(4).hex()}"
    try:
        os.rename(path, name)
    except OSError:
        return os.path.basename(path)
    return os.path.basename(name)


def _write_new(path: str, data: bytes) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _copy_attributes(source: str, target: str) -> int:
    """Copy owner, permissions and extended attributes, and give the permissions."""
    seen = os.lstat(source)
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root can give a file away; the mode is what git keeps
            os.chown(target, seen.st_uid, seen.st_gid)
    os.chmod(target, stat.S_IMODE(seen.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # there are file systems without them
            for name in os.listxattr(source):
                with suppress(OSError):  # some belong to the system alone
                    os.setxattr(target, name, os.getxattr(source, name))
    return _permissions(seen)


def _permissions(seen: os.stat_result) -> int:
    # Without setuid and setgid: not everybody may set those.
    return seen.st_mode & 0o777
