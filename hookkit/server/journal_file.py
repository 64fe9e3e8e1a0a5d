"""The file of a journal: lines added to its end, whole or not at all, by many pushes at once."""

from __future__ import annotations

import errno
import os
import shlex
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hookkit.errors import EnvironmentFailed, reason_of
from hookkit.server.policy import Journal

WAIT = 10.0
"""Seconds for which a push waits for the journal, of which another holds the lock for a moment."""

_PAUSE = 0.01
_MODE = 0o640
_LOCK = ".lock"


def append_line(journal: Journal, line: bytes) -> None:
    """Write a line to the end of a journal and have it on the disk.

    Where that would make the file too large it first becomes the newest of the older ones, and the
    oldest is deleted. Pushes wait for each other by a lock on a file beside it (flock(2)), which
    the system releases when its holder is killed. A line that a kill has torn is ended first, so
    that it costs no other. Raises EnvironmentFailed where the line cannot be written: then nothing
    of it stays, as on Windows, which has no flock.
    """
    if os.name == "nt":
        sentence = f"the journal {journal.file} cannot be written: Windows has no flock"
        raise EnvironmentFailed(sentence, "hookkit server policy")
    try:
        with _locked(journal.file):
            _make_room(journal, len(line))
            _write(journal.file, line)
    except OSError as error:
        folder = shlex.quote(os.path.dirname(journal.file))
        sentence = f"the journal {journal.file} cannot be written: {reason_of(error)}"
        raise EnvironmentFailed(sentence, f"ls -ld {folder}; df {folder}") from error


@contextmanager
def _locked(file: str) -> Iterator[None]:
    import fcntl

    handle = _opened(f"{file}{_LOCK}", os.O_RDWR, _mode_of(file))
    try:
        end = time.monotonic() + WAIT
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    message = f"another push holds {file}{_LOCK} for {WAIT:.0f} seconds"
                    raise OSError(errno.EAGAIN, message) from None
                time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def _mode_of(file: str) -> int:
    """Give the mode of what is new beside a file: that of the file, where there is one."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(os.stat(file).st_mode)
    return _MODE


def _opened(file: str, flags: int, mode: int) -> int:
    """Open a file, which is made with ``mode``, whatever the umask is."""
    flags |= os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        return os.open(file, flags)
    except FileNotFoundError:
        pass
    try:
        handle = os.open(file, flags | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:  # another was faster
        return os.open(file, flags)
    os.fchmod(handle, mode)
    return handle


def _make_room(journal: Journal, more: int) -> None:
    """Rename a journal that would be too large with so many bytes more, and the older ones."""
    try:
        found = os.stat(journal.file)
    except FileNotFoundError:
        return
    if not found.st_size or found.st_size + more <= journal.max_bytes:
        return
    names = [journal.file, *(f"{journal.file}.{number}" for number in range(1, journal.keep + 1))]
    for older, newer in zip(names[:0:-1], names[-2::-1], strict=True):
        with suppress(FileNotFoundError):
            os.replace(newer, older)
    # The next one is for those who could write and read this one.
    handle = _opened(journal.file, os.O_WRONLY, stat.S_IMODE(found.st_mode))
    try:
        with suppress(PermissionError):
            os.fchown(handle, found.st_uid, found.st_gid)
    finally:
        os.close(handle)


def _write(file: str, line: bytes) -> None:
    handle = _opened(file, os.O_RDWR | os.O_APPEND, _MODE)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        size = found.st_size
        is_torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        try:
            _write_all(handle, b"\n" + line if is_torn else line)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]
