"""Append a line to the file of a journal, whole or not at all, also from concurrent pushes."""

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

LOCK_TIMEOUT = 10.0
"""Seconds for which a push waits for the lock on the journal."""

_LOCK_PAUSE = 0.01
_FILE_MODE = 0o640
_LOCK_SUFFIX = ".lock"


def append_line(journal: Journal, line: bytes) -> None:
    """Append a line to a journal and sync it to the disk.

    A file that would become too large is rotated first, and the oldest file is deleted. Pushes wait
    for each other with a lock on ``<file>.lock`` (flock(2)), which the system releases when its
    holder is killed. If a kill has cut the last line short, a line feed is written first, so that
    the new line can be read. Raises EnvironmentFailed if the line cannot be written: then no part
    of it stays. Always raises it on Windows, which has no flock.
    """
    if os.name == "nt":
        sentence = f"the journal {journal.file} cannot be written: Windows has no flock"
        raise EnvironmentFailed(sentence, "hookkit server policy")
    try:
        with _locked(journal.file):
            _rotate(journal, len(line))
            _write(journal.file, line)
    except OSError as error:
        folder = shlex.quote(os.path.dirname(journal.file))
        sentence = f"the journal {journal.file} cannot be written: {reason_of(error)}"
        raise EnvironmentFailed(sentence, f"ls -ld {folder}; df {folder}") from error


@contextmanager
def _locked(file: str) -> Iterator[None]:
    import fcntl

    mode = _FILE_MODE
    with suppress(FileNotFoundError):  # the lock has the mode of the journal
        mode = stat.S_IMODE(os.stat(file).st_mode)
    handle = _open(f"{file}{_LOCK_SUFFIX}", os.O_RDWR, mode)
    try:
        deadline = time.monotonic() + LOCK_TIMEOUT
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    message = (
                        f"another push holds {file}{_LOCK_SUFFIX} for {LOCK_TIMEOUT:.0f} seconds"
                    )
                    raise OSError(errno.EAGAIN, message) from None
                time.sleep(_LOCK_PAUSE)
        yield
    finally:
        os.close(handle)


def _open(file: str, flags: int, mode: int) -> int:
    """Open a file; if it does not exist, create it with ``mode``, whatever the umask is."""
    flags |= os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        return os.open(file, flags)
    except FileNotFoundError:
        pass
    try:
        handle = os.open(file, flags | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:  # another process has created it
        return os.open(file, flags)
    os.fchmod(handle, mode)
    return handle


def _rotate(journal: Journal, added_bytes: int) -> None:
    """Rename the journal and its older files if ``added_bytes`` bytes would make it too large."""
    try:
        status = os.stat(journal.file)
    except FileNotFoundError:
        return
    if not status.st_size or status.st_size + added_bytes <= journal.max_bytes:
        return
    names = [journal.file, *(f"{journal.file}.{number}" for number in range(1, journal.keep + 1))]
    for older, newer in zip(names[:0:-1], names[-2::-1], strict=True):
        with suppress(FileNotFoundError):
            os.replace(newer, older)
    # The new file has the owner and the mode of the old one.
    handle = _open(journal.file, os.O_WRONLY, stat.S_IMODE(status.st_mode))
    try:
        with suppress(PermissionError):
            os.fchown(handle, status.st_uid, status.st_gid)
    finally:
        os.close(handle)


def _write(file: str, line: bytes) -> None:
    handle = _open(file, os.O_RDWR | os.O_APPEND, _FILE_MODE)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        size = status.st_size
        is_cut_short = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        data = b"\n" + line if is_cut_short else line
        try:
            while data:
                data = data[os.write(handle, data) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
