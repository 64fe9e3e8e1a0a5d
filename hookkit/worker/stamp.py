"""Whether the installed files are still those that this process has imported."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

import hookkit

_CLOCK_TOLERANCE = 0.02
"""Seconds by which the time stamps of a file system may lag behind the clock of a process."""


class FileStamp(NamedTuple):
    """The identity of a file or folder, its size, and when it was last changed (nanoseconds)."""

    inode: int
    size: int
    modified: int
    changed: int


Stamp = dict[str, FileStamp | None]
"""Each file of the installation by its path, None for one that is not there."""


def take_stamp() -> Stamp:
    """Read the stamps of the interpreter, the import path, and every file that was imported.

    Of the standard library only the folders on the import path.
    """
    # In a checkout of hookkit, files other than its modules come and go.
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


def is_current(stamp: Stamp) -> bool:
    """Whether nothing of an installation has changed."""
    return all(_file_stamp(path) == seen for path, seen in stamp.items())


def has_changed_since(stamp: Stamp, time: float) -> bool:
    """Whether a file changed after ``time`` (seconds since 1970), so that the imported code may be
    older than the stamp."""
    limit = int((time - _CLOCK_TOLERANCE) * 1e9)
    # Python makes __pycache__ folders when it compiles modules: that changes no code.
    files = (seen for path, seen in stamp.items() if seen is not None and not os.path.isdir(path))
    return any(seen.changed >= limit for seen in files)


def _file_stamp(path: str) -> FileStamp | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return FileStamp(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
