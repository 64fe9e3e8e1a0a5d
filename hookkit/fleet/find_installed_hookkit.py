"""The installed version of hookkit beside an interpreter, which is not started to find it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

_INFO_FOLDER_PATTERN = re.compile(r"hookkit-([^-]+)\.dist-info")


class Installation(NamedTuple):
    """The version of hookkit beside an interpreter, "" if it is not found, and its folder.

    Without a version ``folder`` is the environment that was searched, "" for none.
    """

    version: str
    folder: str


def find_installed_hookkit(interpreter: str) -> Installation:
    """Find hookkit in the environment of ``interpreter``, "" for the hookkit on PATH.

    A shim may name a program of anybody, so the program is not run: only file names are read.
    """
    program = interpreter or shutil.which("hookkit") or ""
    prefix = os.path.dirname(os.path.dirname(program))
    for folder in _package_folders(prefix) if prefix else ():
        for name in _entry_names(folder):
            match = _INFO_FOLDER_PATTERN.fullmatch(name)
            if match is not None:
                return Installation(match[1], folder)
    return Installation("", prefix)


def _package_folders(prefix: str) -> Iterator[str]:
    for name in ("lib", "Lib"):
        library = os.path.join(prefix, name)
        versions = (each for each in _entry_names(library) if each.startswith("python"))
        for folder in (library, *(os.path.join(library, each) for each in versions)):
            yield os.path.join(folder, "site-packages")


def _entry_names(folder: str) -> list[str]:
    with suppress(OSError, ValueError):
        return sorted(os.listdir(folder))
    return []
