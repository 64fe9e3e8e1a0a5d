"""What a fix depends on, as the key under which it is remembered."""

from __future__ import annotations

import binascii
import os
import sys
from functools import cache
from importlib.machinery import PathFinder

import hookkit.pep8

from hookkit.pep8.fix_file import Task
from hookkit.remembered.record import LONGEST_KEY

_FORMAT = 1


def key_of(task: Task, blob: str) -> bytes | None:
    """Give the key of a task whose content has the id ``blob``; None where it would be too long.

    All that the fix depends on is in it as it is, so that no two tasks have one key.
    """
    touched = "all"
    if task.touched is not None:
        touched = ",".join(f"{first}-{last}" for first, last in task.touched)
    refused = sorted(task.refused)
    place = repr(task.path) if refused else ""  # a refusal names its file
    asked = (blob, stamp(), *task.options, task.safety, touched, task.most_older, refused, place)
    key = repr(asked).encode("unicode_escape")
    return key if len(key) <= LONGEST_KEY else None


@cache
def stamp() -> str:
    """Give what tells this Python, autopep8, pycodestyle and ``hookkit.pep8`` from others.

    The libraries are told by the size and the date of their files: to import them only for their
    version takes longer than all the rest.
    """
    places = [_place_of("autopep8"), _place_of("pycodestyle")]
    for folder in hookkit.pep8.__path__:
        places += sorted(each.path for each in os.scandir(folder) if each.name.endswith(".py"))
    found = [(os.path.basename(each), *_size_and_date(each)) for each in places]
    files = binascii.crc32(repr(found).encode())
    return f"{_FORMAT} {sys.implementation.name} {sys.version_info[:4]} {files:08x}"


def _place_of(module: str) -> str:
    spec = PathFinder.find_spec(module)
    return spec.origin or "" if spec is not None else ""


def _size_and_date(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:  # in an archive
        return (0, 0)
    return status.st_size, status.st_mtime_ns
