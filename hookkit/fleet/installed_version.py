"""Which hookkit an interpreter has, without starting the interpreter."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

_INSTALLED = re.compile(r"hookkit-([^-]+)\.dist-info")


class Installation(NamedTuple):
    """The version of hookkit beside an interpreter, "" where it is not found, and its folder."""

    version: str
    folder: str


def installed_version(interpreter: str) -> Installation:
    """Look for hookkit in the environment of a Python, "" for the hookkit on PATH.

    A shim may name anybody's program, so it is not run: only names of files are read.
    """
    program = interpreter or shutil.which("hookkit") or ""
    prefix = os.path.dirname(os.path.dirname(program))
    for folder in _package_folders(prefix) if prefix else ():
        for name in _names(folder):
            found = _INSTALLED.fullmatch(name)
            if found is not None:
                return Installation(found[1], folder)
    return Installation("", prefix)


def _package_folders(prefix: str) -> Iterator[str]:
    for name in ("lib", "Lib"):
        library = os.path.join(prefix, name)
        versions = (each for each in _names(library) if each.startswith("python"))
        for folder in (library, *(os.path.join(library, each) for each in versions)):
            yield os.path.join(folder, "site-packages")


def _names(folder: str) -> list[str]:
    with suppress(OSError, ValueError):
        return sorted(os.listdir(folder))
    return []
