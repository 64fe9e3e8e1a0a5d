"""A cached fix as a line of text: its key (what it depends on), a checksum and the result."""

from __future__ import annotations

import binascii
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.machinery import PathFinder

import hookkit.pep8
from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome, FixTask, Withheld

MAX_DIGITS = 9


class CachedFix(NamedTuple):
    """The result of a fix: the blob id of the fixed content, "" for none, and the outcome.

    The path of the outcome is the path of the file for which the cache is read.
    """

    fixed_blob: str
    outcome: FileOutcome


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


def record_line(key: bytes, cached_fix: CachedFix) -> bytes:
    """Give the line of a cached fix."""
    outcome = cached_fix.outcome
    corrected = [field for each in outcome.corrected for field in each]
    withheld = [
        field
        for each in outcome.withheld
        for field in (",".join(each.codes), each.first, each.last, each.reason)
    ]
    value = "\t".join(
        (
            cached_fix.fixed_blob,
            str(outcome.refused_count),
            str(outcome.older_count),
            join_fields(corrected),
            join_fields(withheld),
        )
    )
    return line_with_checksum(key, value.encode("ascii"))


def parse_record(key: bytes, checksum_and_value: bytes, path: bytes) -> CachedFix | None:
    """Parse ``checksum_and_value``, the line after the key and a tab; None if it is damaged."""
    value = verified_value(key, checksum_and_value)
    if value is None:
        return None
    try:
        fixed, refused, older, corrected, withheld = value.split("\t")
        faults = tuple(
            Fault(code, parse_number(line), name) for code, line, name in split_fields(corrected, 3)
        )
        withheld_fixes = tuple(
            Withheld(
                tuple(codes.split(",")) if codes else (),
                parse_number(first),
                parse_number(last),
                reason,
            )
            for codes, first, last, reason in split_fields(withheld, 4)
        )
        numbers = parse_number(refused), parse_number(older)
    except ValueError:
        return None
    if bool(fixed) != bool(faults) or fixed.strip("0123456789abcdef"):
        return None
    return CachedFix(fixed, FileOutcome(path, faults, withheld_fixes, (), None, *numbers))


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
