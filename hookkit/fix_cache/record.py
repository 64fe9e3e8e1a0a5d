"""A cached fix as a line of text: its key, a checksum and the result."""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Iterator, Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome, Withheld

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
            Withheld(_split_codes(codes), parse_number(first), parse_number(last), reason)
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
    return "|".join(map(_escaped, fields))


def _escaped(field: object) -> str:
    return str(field).encode("unicode_escape").decode("ascii").replace("|", "\\x7c")


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


def _split_codes(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def parse_number(text: str) -> int:
    """Parse a number that is not negative. Raises ValueError for any other text."""
    if not text.isascii() or not text.isdecimal() or len(text) > MAX_DIGITS:
        raise ValueError(text)
    return int(text)
