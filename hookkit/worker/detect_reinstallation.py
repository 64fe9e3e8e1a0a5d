"""Detect a reinstallation: whether the installed files are those that this process has imported."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

import hookkit

_CLOCK_TOLERANCE = 0.02
"""Seconds by which the time stamps of a file system may lag behind the clock of a process."""


class FileStamp(NamedTuple):
    """Inode and size of a file or folder, and its mtime and ctime in nanoseconds since 1970."""

    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


FileStamps = dict[str, FileStamp | None]
"""The stamps of files of the installation by their paths, None for a file that does not exist."""


def read_stamps() -> FileStamps:
    """Read the stamps of the interpreter, of the import path, and of every imported file.

    The standard library is included only by its folders on the import path.
    """
    # The folder of a checkout of hookkit is left out, because other files in it change often.
    checkout = os.path.dirname(os.path.dirname(hookkit.__file__))
    folders = [each for each in sys.path if each and os.path.realpath(each) != checkout]
    paths = {sys.executable, os.path.realpath(sys.executable), *folders}
    if checkout.endswith("-packages"):
        paths.add(checkout)
    paths.add(os.path.join(sys.prefix, "pyvenv.cfg"))
    library = os.path.dirname(os.__file__) + os.sep
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and not (file.startswith(library) and "site-packages" not in file):
            paths.add(file)
    return {path: _file_stamp(path) for path in paths}


def are_unchanged(stamps: FileStamps) -> bool:
    """Whether all files still have the stamps in ``stamps``."""
    return all(_file_stamp(path) == file_stamp for path, file_stamp in stamps.items())


def has_changed_since(stamps: FileStamps, time: float) -> bool:
    """Whether a file changed after ``time`` (seconds since 1970).

    If so, the imported code may be older than the stamp.
    """
    limit = int((time - _CLOCK_TOLERANCE) * 1e9)
    # Folders are ignored: Python makes __pycache__ in them, which changes no code.
    files = (
        file_stamp
        for path, file_stamp in stamps.items()
        if file_stamp is not None and not os.path.isdir(path)
    )
    return any(file_stamp.ctime_ns >= limit for file_stamp in files)


def _file_stamp(path: str) -> FileStamp | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return FileStamp(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
