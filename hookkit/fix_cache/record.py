"""A record of the cache as a line of text: its key, a checksum and its value, such as a fix.

The key has all values on which the result depends, the versions that are installed among them.
"""

from __future__ import annotations

import binascii
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.machinery import PathFinder

import hookkit.pep8

MAX_DIGITS = 9


def line_with_checksum(key: bytes, value: bytes) -> bytes:
    """Give the line of a record, without its end.

    It is ``KEY<TAB>CRC-32<TAB>VALUE``, so that a damaged line is ignored.
    """
    return b"\t".join((key, _checksum(key, value), value))


def verified_value(key: bytes, checksum_and_value: bytes) -> str | None:
    """Give the value of a record from its line after the key and a tab; None if damaged."""
    checksum, _, value = checksum_and_value.partition(b"\t")
    is_unchanged = checksum == _checksum(key, value) and value.isascii()
    return value.decode("ascii") if is_unchanged else None


def _checksum(key: bytes, value: bytes) -> bytes:
    return b"%08x" % binascii.crc32(value, binascii.crc32(key))


def join_fields(fields: Iterable[object]) -> str:
    """Give fields as one text without control characters."""
    texts = (str(field).encode("unicode_escape").decode("ascii") for field in fields)
    return "|".join(text.replace("|", "\\x7c") for text in texts)


def split_fields(text: str, row_length: int) -> Iterator[Sequence[str]]:
    """Parse the output of ``join_fields`` as rows of ``row_length`` fields.

    Raises ValueError if the number of fields is no multiple of ``row_length``.
    """
    fields = [each.encode("ascii").decode("unicode_escape") for each in text.split("|")]
    if not text:
        return
    if len(fields) % row_length:
        raise ValueError(text)
    for start in range(0, len(fields), row_length):
        yield fields[start : start + row_length]


def parse_number(text: str) -> int:
    """Parse a number that is not negative. Raises ValueError for any other text."""
    if not text.isascii() or not text.isdecimal() or len(text) > MAX_DIGITS:
        raise ValueError(text)
    return int(text)


_FORMAT = 1

MAX_KEY_BYTES = 600
"""The size in bytes up to which a key is used as text, so that hashlib is not imported."""


def key_of_values(values: tuple[object, ...]) -> bytes:
    """Give values as a key, which contains neither a tab nor a line end.

    It has the values as text or, if that is longer than MAX_KEY_BYTES, the SHA-256 of the text.
    """
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
