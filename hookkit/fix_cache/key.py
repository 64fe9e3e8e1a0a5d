"""The key of a cached fix: all values on which the fix depends."""

from __future__ import annotations

import binascii
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.machinery import PathFinder

import hookkit.pep8
from hookkit.pep8.fix_task_and_outcome import FixTask

_FORMAT = 1


MAX_KEY_BYTES = 600
"""The size in bytes up to which a key is used as text, so that hashlib is not imported."""


def make_key(task: FixTask, blob_id: str) -> bytes:
    """Give the key of a task whose content has the id ``blob_id``.

    The key has all values on which the fix depends, as text or, if the text is long, as a SHA-256.
    """
    touched, max_older = "all", None
    if task.touched is not None:
        touched = ",".join(f"{first}-{last}" for first, last in task.touched)
        max_older = task.max_older_faults  # if the whole file counts, no fault of it is older
    refused = sorted(task.refused_fingerprints)
    path = repr(task.path) if refused else ""  # a refusal names its file
    values = (
        blob_id,
        installed_versions(),
        *task.options,
        task.safety,
        touched,
        max_older,
        refused,
        path,
    )
    return key_of_values(values)


def key_of_values(values: tuple[object, ...]) -> bytes:
    """Give values as a key, which contains neither a tab nor a line end."""
    key = repr(values).encode("unicode_escape")
    if len(key) <= MAX_KEY_BYTES:
        return key
    import hashlib

    return hashlib.sha256(key).hexdigest().encode()


@cache
def installed_versions() -> str:
    """Identify the versions of Python, autopep8, pycodestyle and ``hookkit.pep8``.

    The libraries are identified by the sizes and dates of their files: importing them only for
    their version takes longer than all the rest.
    """
    paths = [_module_path("autopep8"), _module_path("pycodestyle")]
    for folder in hookkit.pep8.__path__:
        with suppress(OSError):  # in an archive
            paths += sorted(each.path for each in os.scandir(folder) if each.is_file())
    stats = [(os.path.basename(each), *_size_and_date(each)) for each in paths]
    files = binascii.crc32(repr(stats).encode())
    python = f"{sys.implementation.name} {sys.version_info[:4]}"
    return f"{_FORMAT} {hookkit.__version__} {python} {files:08x}"


def _module_path(module: str) -> str:
    spec = PathFinder.find_spec(module)
    return spec.origin or "" if spec is not None else ""


def _size_and_date(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:  # in an archive
        return (0, 0)
    return status.st_size, status.st_mtime_ns
