"""Replace a file of the worktree in one step, so that no edit of it is lost."""

from __future__ import annotations

import os
import signal
import stat
from contextlib import suppress

from hookkit.errors import reason_of
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.path_exchange import exchange_paths
from hookkit.git.read_worktree_file import FileUnavailable, WorktreeFile, open_no_link, read_file
from hookkit.git.temporary_names import UNFINISHED_SUFFIX, temporary_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_EDITED_TEXT = "has just been edited"
_OPEN_TEXT = "is being written by another program"


def write_file(snapshot: WorktreeFile, data: bytes) -> None:
    """Replace the content of a file, if it is still the content that was read.

    Raises FileUnavailable if it is not; then the current content stays.
    """
    replacement = prepare_replacement(snapshot, data)
    with signals_blocked():
        replacement.apply()
        replacement.remove_temporary_file()


def prepare_replacement(snapshot: WorktreeFile, data: bytes) -> Replacement:
    """Write the new content of a file into a temporary file, with the file's mode and attributes.

    The temporary file is in the same folder, and takes all disk space that the replacement needs.
    Raises FileUnavailable, and then leaves no file behind.
    """
    _require_unchanged(snapshot)
    path = os.path.join(os.path.dirname(snapshot.path), temporary_name())
    unfinished_path = path + UNFINISHED_SUFFIX
    try:
        _write_new(unfinished_path, data)
        mode = _copy_attributes(snapshot.path, unfinished_path)
        os.rename(unfinished_path, path)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(unfinished_path)
        if isinstance(error, OSError):
            raise _write_error(error) from error
        raise
    return Replacement(snapshot, data, path, mode)


def _write_error(error: FileUnavailable | OSError) -> FileUnavailable:
    if isinstance(error, FileUnavailable):
        return error
    if isinstance(error, FileNotFoundError):
        return FileUnavailable("is not in the worktree", is_edited=True)
    return FileUnavailable(f"cannot be written: {reason_of(error)}")


class Replacement:
    """A temporary file with the new content of a file; after ``apply`` it has the old content.

    ``apply`` exchanges the two files in one step, so that there is always a whole file at the path.
    Then it compares the old content with the content that was read; if they differ, it exchanges
    the files back. A hard link to the file keeps the old content, as it does when git writes the
    file.

    ``temporary_path`` is the path of the temporary file, ``mode`` the permissions of the file (the
    bits of chmod).
    """

    def __init__(self, snapshot: WorktreeFile, data: bytes, temporary_path: str, mode: int) -> None:
        """Take what ``prepare_replacement`` has written."""
        self.snapshot, self.data = snapshot, data
        self.temporary_path, self.mode = temporary_path, mode
        self.is_applied = False

    def apply(self) -> None:
        """Put the new content at the path of the file.

        Raises FileUnavailable if somebody has edited the file: the edit stays, and no other file is
        left behind, except one that the message names.
        """
        try:
            _require_unchanged(self.snapshot)
            self._exchange()
        except (FileUnavailable, OSError) as error:
            self.remove_temporary_file()
            raise _write_error(error) from error
        reason = _changed_reason(self.temporary_path, self.snapshot.data, self.mode)
        if reason is not None:
            self._restore(reason, self.data)
        self.is_applied = True

    def revert(self) -> None:
        """Put the old file (the same inode) back.

        Raises FileUnavailable if the new file was edited meanwhile: that edit stays.
        """
        try:
            self._exchange()
        except OSError as error:
            raise _write_error(error) from error
        self.is_applied = False
        reason = _changed_reason(self.temporary_path, self.data, self.mode)
        if reason is not None:
            self._restore(reason, self.snapshot.data)
        self.remove_temporary_file()

    def remove_temporary_file(self) -> None:
        """Remove the temporary file; ``apply`` has checked that no edit is lost with it."""
        with suppress(OSError):  # it blocks nothing, and `hookkit doctor` finds it
            os.unlink(self.temporary_path)

    def _restore(self, reason: str, written: bytes) -> NoReturn:
        """Exchange the files back, and raise FileUnavailable.

        ``reason`` is the message, ``written`` the content that was put at the path. If somebody has
        edited that content as well, the latest edit stays at the path, and the earlier edit is kept
        in a file of the same folder.
        """
        try:
            self._exchange()
            if _changed_reason(self.temporary_path, written, self.mode) is None:
                self.remove_temporary_file()
                raise FileUnavailable(reason, is_edited=True)
            self._exchange()
        except OSError:
            pass  # deleted meanwhile: the earlier edit is kept all the same
        kept = _rename_to_kept(self.temporary_path, self.snapshot.path)
        sentence = f"has just been edited twice: what it was in between is kept as {kept}"
        raise FileUnavailable(sentence, is_edited=True)

    def _exchange(self) -> None:
        """Exchange the two files. If it raises OSError, nothing has changed."""
        path = self.snapshot.path
        if exchange_paths(self.temporary_path, path):
            return
        # In two steps: an edit between them is lost if it replaces the whole file, and kept if it
        # is written into the file.
        old = os.path.join(os.path.dirname(path), temporary_name())
        _link_or_copy(path, old)
        try:
            os.replace(self.temporary_path, path)
        except OSError:
            os.unlink(old)
            raise
        self.temporary_path = old


def _require_unchanged(snapshot: WorktreeFile) -> None:
    # Compare bytes, not times: an edit within one tick of the clock may not change the times.
    if read_file(snapshot.top, snapshot.name).data != snapshot.data:
        raise FileUnavailable(_EDITED_TEXT, is_edited=True)


def _changed_reason(path: str, data: bytes, mode: int) -> str | None:
    """Say that a file has other bytes or permissions, or is open for writing; None if not."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return _EDITED_TEXT
        with open(path, "rb", opener=open_no_link) as file:
            if _has_writer(file.fileno()):
                return _OPEN_TEXT
            is_same = file.read() == data and _permissions(os.fstat(file.fileno())) == mode
    except OSError:
        return _EDITED_TEXT
    return None if is_same else _EDITED_TEXT


def _has_writer(descriptor: int) -> bool:
    """Whether any program has a file open for writing; False also if that cannot be known.

    Linux grants a read lease only if no program has the file open for writing: fcntl(2),
    F_SETLEASE.
    """
    try:
        import fcntl

        fcntl_module: Any = fcntl
        # A program that opens the file for writing meanwhile causes a signal: SIGIO would end us.
        fcntl_module.fcntl(descriptor, fcntl_module.F_SETSIG, signal.SIGURG)
        fcntl_module.fcntl(descriptor, fcntl_module.F_SETLEASE, fcntl_module.F_RDLCK)
        fcntl_module.fcntl(descriptor, fcntl_module.F_SETLEASE, fcntl_module.F_UNLCK)
    except BlockingIOError:
        return True
    except (ImportError, AttributeError, OSError):
        return False
    return False


def _link_or_copy(path: str, name: str) -> None:
    """Give a file a second name (a hard link), or make a copy if that fails."""
    try:
        os.link(path, name, follow_symlinks=False)
    except (OSError, NotImplementedError):
        # os.link raises NotImplementedError if it does not support follow_symlinks.
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
    status = os.lstat(source)
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root can give a file away; the mode is what git keeps
            os.chown(target, status.st_uid, status.st_gid)
    os.chmod(target, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # there are file systems without them
            for name in os.listxattr(source):
                with suppress(OSError):  # only the system may set some of them
                    os.setxattr(target, name, os.getxattr(source, name))
    return _permissions(status)


def _permissions(status: os.stat_result) -> int:
    # Without setuid and setgid: not everybody may set those.
    return status.st_mode & 0o777
