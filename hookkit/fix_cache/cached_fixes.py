"""The cached fixes of a repository: looked up, added, and proved again before placement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from hookkit.fix_cache.record import (
    installed_versions,
    join_fields,
    key_of_values,
    line_with_checksum,
    parse_number,
    split_fields,
    verified_value,
)
from hookkit.fix_cache.records_file import append_records, read_records
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome, FixTask, Withheld


class CachedFix(NamedTuple):
    """The result of a fix: the blob id of the fixed content, "" for none, and the outcome.

    The path of the outcome is that of the file for which the cache is read.
    """

    fixed_blob_id: str
    outcome: FileOutcome


class CachedFixes:
    """The fixes of earlier runs and of this run."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._added_lines: dict[bytes, bytes] = {}

    @cached_property
    def _records(self) -> Mapping[bytes, bytes]:
        return read_records(self._git)

    def find(self, task: FixTask, blob_id: str) -> CachedFix | None:
        """Give the cached fix of a task whose content has the id ``blob_id``; None if unknown."""
        cached = self._look_up(task, blob_id)
        if cached is None and _covers_all_but_refused(task):
            # If nothing is to be fixed, the refused parts make no difference.
            without_refusals = self._look_up(
                task._replace(refused_fingerprints=frozenset()), blob_id
            )
            is_clean = without_refusals is not None and not without_refusals.fixed_blob_id
            cached = without_refusals if is_clean else None
        return cached

    def _look_up(self, task: FixTask, blob_id: str) -> CachedFix | None:
        key = key_of_task(task, blob_id)
        checksum_and_value = self._records.get(key)
        return (
            None
            if checksum_and_value is None
            else parse_cached_fix(key, checksum_and_value, task.path)
        )

    def add(self, task: FixTask, blob_id: str, fixed_blob_id: str, outcome: FileOutcome) -> None:
        """Add a fix, unless the file was left alone, perhaps only for a lack of time.

        ``fixed_blob_id`` is the blob id of the fixed content, "" if the content stays.
        """
        if _covers_all_but_refused(task) and not fixed_blob_id and not outcome.refused_count:
            task = task._replace(refused_fingerprints=frozenset())
        key = key_of_task(task, blob_id)
        if outcome.left_alone_reason is None:
            self._added_lines[key] = line_of_cached_fix(key, CachedFix(fixed_blob_id, outcome))

    def save(self) -> None:
        """Write the added fixes to the file of the cache. Raises nothing."""
        if self._added_lines:
            append_records(self._git, self._added_lines.values())
            self._added_lines = {}


def _covers_all_but_refused(task: FixTask) -> bool:
    """Whether a task is for all lines of a file except its refused parts, and has such parts."""
    return bool(task.refused_fingerprints) and task.touched is None


def key_of_task(task: FixTask, blob_id: str) -> bytes:
    """Give the key of a task whose content has the id ``blob_id``: what the fix depends on."""
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


def line_of_cached_fix(key: bytes, cached_fix: CachedFix) -> bytes:
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
            cached_fix.fixed_blob_id,
            str(outcome.refused_count),
            str(outcome.older_count),
            join_fields(corrected),
            join_fields(withheld),
        )
    )
    return line_with_checksum(key, value.encode("ascii"))


def parse_cached_fix(key: bytes, checksum_and_value: bytes, path: bytes) -> CachedFix | None:
    """Parse the line of a cached fix after the key and a tab; None if it is damaged.

    ``path`` is that of the file for which the cache is read.
    """
    value = verified_value(key, checksum_and_value)
    if value is None:
        return None
    try:
        fixed_blob_id, refused, older, corrected, withheld = value.split("\t")
        faults = tuple(
            Fault(code, parse_number(line), name) for code, line, name in split_fields(corrected, 3)
        )
        withheld_fixes = tuple(_parse_withheld(*each) for each in split_fields(withheld, 4))
        counts = parse_number(refused), parse_number(older)
    except ValueError:
        return None
    if bool(fixed_blob_id) != bool(faults) or fixed_blob_id.strip("0123456789abcdef"):
        return None
    return CachedFix(fixed_blob_id, FileOutcome(path, faults, withheld_fixes, (), None, *counts))


def _parse_withheld(codes: str, first: str, last: str, reason: str) -> Withheld:
    split_codes = tuple(codes.split(",")) if codes else ()
    return Withheld(split_codes, parse_number(first), parse_number(last), reason)


def is_proven(task: FixTask, data: bytes) -> bool:
    """Whether a fixed content may be placed, by the same proof as for a new fix."""
    from hookkit.pep8.decode_source import NotPythonSource, decode_source
    from hookkit.pep8.program_difference import program_difference
    from hookkit.pep8.syntax_tree import DoesNotParse, parse

    try:
        if task.safety == "off":
            parse(data)
            return True
        before, after = decode_source(task.data), decode_source(data)
        if (before.bom, before.encoding) != (after.bom, after.encoding):
            return False
        return program_difference(before.text, after.text) is None
    except (NotPythonSource, DoesNotParse, RecursionError):
        return False
