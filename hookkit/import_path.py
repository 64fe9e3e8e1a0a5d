"""Where modules are imported from: never from the worktree that hookkit works in.

A repository may hold an ``autopep8.py``; an empty or relative part of PYTHONPATH would have Python
import it. What the interpreter itself has inside the worktree, a virtual environment, stays. And
whether those modules are still the ones that are installed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from hookkit.errors import InstallationChanged

_STARTED = time.time()
_CLOCK = 0.02
"""Seconds by which the time stamps of a file system may lag behind the clock of a process."""


def check_not_replaced() -> None:
    """Raise InstallationChanged where a module of hookkit, or of a library, was replaced meanwhile.

    What is imported later is then of another version than what was imported before. pip removes
    all old files before it writes the first new one, also those that stay the same.
    """
    beside = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
    files = {getattr(each, "__file__", None) or "" for each in list(sys.modules.values())}
    if any(each.startswith(beside) and _is_new(each) for each in files):
        raise InstallationChanged(
            "it was installed anew while it worked, and did not come to its end"
        )


def _is_new(file: str) -> bool:
    try:
        return os.stat(file).st_ctime >= _STARTED - _CLOCK
    except OSError:
        return True


def remove_worktree() -> None:
    """Take what is of the worktree out of the places to import from.

    The folder that hookkit itself is in, where a checkout of it is worked on, comes last.
    """
    if sys.platform == "win32":
        # Or a git.exe of the worktree would be started in place of git.
        os.environ.setdefault("NoDefaultCurrentDirectoryInExePath", "1")
    here = _here()
    top = None if here is None else _top(os.path.realpath(here))
    package = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
    entries = [each for each in sys.path if each and not _is_of(each, top)]
    if not any(os.path.realpath(each) == package for each in entries):
        entries.append(package)
    sys.path[:] = entries


def remove_every_worktree() -> None:
    """Do as ``remove_worktree`` for every repository: for a process that works in many."""
    package = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
    entries = [each for each in sys.path if os.path.isabs(each) and not _is_in_repository(each)]
    sys.path[:] = [*entries, *([] if package in map(os.path.realpath, entries) else [package])]


def _is_in_repository(place: str) -> bool:
    real = os.path.realpath(place)
    is_in_one = os.path.lexists(os.path.join(_top(real), ".git"))
    return is_in_one and not _is_of_interpreter(real)


def _top(folder: str) -> str:
    """Give the nearest folder above that a repository begins in, else ``folder``."""
    above = folder
    while not os.path.lexists(os.path.join(above, ".git")):
        above, below = os.path.dirname(above), above
        if above == below:
            return folder
    return above


def _is_of(place: str, top: str | None) -> bool:
    if not os.path.isabs(place):
        return True
    real = os.path.realpath(place)
    return top is not None and _is_inside(real, top) and not _is_of_interpreter(real)


def _is_of_interpreter(place: str) -> bool:
    libraries = (
        os.path.realpath(os.path.join(prefix, name))
        for prefix in {sys.prefix, sys.base_prefix}
        for name in ("lib", "lib64", "Lib")
    )
    return any(_is_inside(place, each) for each in libraries)


def _here() -> str | None:
    """Give the current folder, None where it was deleted."""
    try:
        return os.getcwd()
    except OSError:
        return None


def _is_inside(place: str, folder: str) -> bool:
    return (place + os.sep).startswith(folder.rstrip(os.sep) + os.sep)


@contextmanager
def children_without_worktree() -> Iterator[None]:
    """Have processes of Python that the body starts find nothing of the worktree.

    They begin in the root folder and without PYTHONPATH; multiprocessing gives them the places of
    this process.
    """
    folder, given = _here(), os.environ.pop("PYTHONPATH", None)
    os.chdir(os.path.abspath(os.sep))
    try:
        yield
    finally:
        if folder is not None:
            os.chdir(folder)
        if given is not None:
            os.environ["PYTHONPATH"] = given
