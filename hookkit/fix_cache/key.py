"""What a fix depends on, as the key under which it is remembered."""

from __future__ import annotations

import binascii
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.machinery import PathFinder

import hookkit.pep8
from hookkit.pep8.outcome import Task

_FORMAT = 1


MAX_KEY_BYTES = 600
"""Bytes of a key up to which it is written as it is, which needs no import."""


def key_of(task: Task, blob: str) -> bytes:
    """Give the key of a task whose content has the id ``blob``.

    All that the fix depends on is in it, as it is or, where that is long, by its SHA-256.
    """
    touched, most_older = "all", None
    if task.touched is not None:
        touched = ",".join(f"{first}-{last}" for first, last in task.touched)
        most_older = task.max_older  # where all of the file counts nothing of it is older
    refused = sorted(task.refused)
    place = repr(task.path) if refused else ""  # a refusal names its file
    asked = (blob, stamp(), *task.options, task.safety, touched, most_older, refused, place)
    return short_key(asked)


def short_key(asked: tuple[object, ...]) -> bytes:
    """Give what is asked as a key, which has neither a tab nor a line end."""
    key = repr(asked).encode("unicode_escape")
    if len(key) <= MAX_KEY_BYTES:
        return key
    import hashlib

    return hashlib.sha256(key).hexdigest().encode()


@cache
def stamp() -> str:
    """Give what tells this Python, autopep8, pycodestyle and ``hookkit.pep8`` from others.

    The libraries are identified by the size and the date of their files: to import them only for
    their version takes longer than all the rest.
    """
    places = [_place_of("autopep8"), _place_of("pycodestyle")]
    for folder in hookkit.pep8.__path__:
        with suppress(OSError):  # in an archive
            places += sorted(each.path for each in os.scandir(folder) if each.is_file())
    found = [(os.path.basename(each), *_size_and_date(each)) for each in places]
    files = binascii.crc32(repr(found).encode())
    python = f"{sys.implementation.name} {sys.version_info[:4]}"
    return f"{_FORMAT} {hookkit.__version__} {python} {files:08x}"


def _place_of(module: str) -> str:
    spec = PathFinder.find_spec(module)
    return spec.origin or "" if spec is not None else ""


def _size_and_date(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:  # in an archive
        return (0, 0)
    return status.st_size, status.st_mtime_ns
