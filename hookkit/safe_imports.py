"""Safe imports: none from the worktree, and none of modules that were replaced meanwhile.

A repository may have an ``autopep8.py``, which Python would import because of an empty or relative
entry of PYTHONPATH. A virtual environment inside the worktree stays on the import path.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from hookkit.errors import InstallationChanged

_START_TIME = time.time()
_CLOCK_TOLERANCE = 0.02
"""Seconds by which the time stamps of a file system may lag behind the clock of a process."""


def require_unreplaced_modules() -> None:
    """Raise InstallationChanged if a module of hookkit or of a library was replaced meanwhile.

    A later import would then load another version than the earlier imports. pip removes all old
    files, also those that stay the same, before it writes the first new one.
    """
    installation = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
    files = {getattr(each, "__file__", None) or "" for each in list(sys.modules.values())}
    if any(each.startswith(installation) and _was_replaced(each) for each in files):
        raise InstallationChanged(
            "it was installed anew while it worked, and did not come to its end"
        )


def _was_replaced(file: str) -> bool:
    try:
        return os.stat(file).st_ctime >= _START_TIME - _CLOCK_TOLERANCE
    except OSError:
        return True


def remove_worktree_from_path() -> None:
    """Remove the worktree from the import path.

    The folder that contains hookkit becomes the last entry if it is no longer on the path.
    """
    if sys.platform == "win32":
        # Otherwise Windows would start a git.exe of the worktree instead of git.
        os.environ.setdefault("NoDefaultCurrentDirectoryInExePath", "1")
    current = _current_folder()
    top = None if current is None else enclosing_repository(os.path.realpath(current))
    package = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
    entries = [each for each in sys.path if each and not _is_of_worktree(each, top)]
    if not any(os.path.realpath(each) == package for each in entries):
        entries.append(package)
    sys.path[:] = entries


def remove_every_worktree_from_path() -> None:
    """Remove all worktrees from the import path, for a process that serves many repositories."""
    package = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
    entries = [each for each in sys.path if os.path.isabs(each) and not _is_in_repository(each)]
    sys.path[:] = [*entries, *([] if package in map(os.path.realpath, entries) else [package])]


def _is_in_repository(path: str) -> bool:
    real = os.path.realpath(path)
    is_in_one = os.path.lexists(os.path.join(enclosing_repository(real), ".git"))
    return is_in_one and not _is_of_interpreter(real)


def enclosing_repository(folder: str) -> str:
    """Give the top level of the repository around ``folder``; without one ``folder`` itself."""
    current = folder
    while not os.path.lexists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            return folder
        current = parent
    return current


def _is_of_worktree(path: str, top: str | None) -> bool:
    if not os.path.isabs(path):
        return True
    real = os.path.realpath(path)
    return top is not None and _is_inside(real, top) and not _is_of_interpreter(real)


def _is_of_interpreter(path: str) -> bool:
    libraries = (
        os.path.realpath(os.path.join(prefix, name))
        for prefix in {sys.prefix, sys.base_prefix}
        for name in ("lib", "lib64", "Lib")
    )
    return any(_is_inside(path, each) for each in libraries)


def _current_folder() -> str | None:
    """Give the current folder, None if it was deleted."""
    try:
        return os.getcwd()
    except OSError:
        return None


def _is_inside(path: str, folder: str) -> bool:
    return (path + os.sep).startswith(folder.rstrip(os.sep) + os.sep)


@contextmanager
def hide_worktree_from_children() -> Iterator[None]:
    """Keep the worktree off the import path of Python processes that the body starts.

    The processes start in the root folder and without PYTHONPATH; multiprocessing gives them the
    import path of this process.
    """
    folder, python_path = _current_folder(), os.environ.pop("PYTHONPATH", None)
    os.chdir(os.path.abspath(os.sep))
    try:
        yield
    finally:
        if folder is not None:
            os.chdir(folder)
        if python_path is not None:
            os.environ["PYTHONPATH"] = python_path
