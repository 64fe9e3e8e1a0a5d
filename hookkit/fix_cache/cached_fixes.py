"""The cached fixes of a repository: looked up, added, and proved again before placement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from hookkit.fix_cache.record import CachedFix, make_key, parse_record, record_line
from hookkit.fix_cache.records_file import append_records, read_records
from hookkit.git.runner import Git
from hookkit.pep8.fix_task_and_outcome import FileOutcome, FixTask


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
            is_clean = without_refusals is not None and not without_refusals.fixed_blob
            cached = without_refusals if is_clean else None
        return cached

    def _look_up(self, task: FixTask, blob_id: str) -> CachedFix | None:
        key = make_key(task, blob_id)
        checksum_and_value = self._records.get(key)
        return (
            None if checksum_and_value is None else parse_record(key, checksum_and_value, task.path)
        )

    def add(self, task: FixTask, blob_id: str, fixed_id: str, outcome: FileOutcome) -> None:
        """Add a fix, unless the file was left alone, perhaps only for a lack of time.

        ``fixed_id`` is the blob id of the fixed content, "" if the content stays.
        """
        if _covers_all_but_refused(task) and not fixed_id and not outcome.refused_count:
            task = task._replace(refused_fingerprints=frozenset())
        key = make_key(task, blob_id)
        if outcome.left_alone_reason is None:
            self._added_lines[key] = record_line(key, CachedFix(fixed_id, outcome))

    def save(self) -> None:
        """Write the added fixes to the file of the cache. Raises nothing."""
        if self._added_lines:
            append_records(self._git, self._added_lines.values())
            self._added_lines = {}


def _covers_all_but_refused(task: FixTask) -> bool:
    """Whether a task is for all lines of a file except its refused parts, and has such parts."""
    return bool(task.refused_fingerprints) and task.touched is None


def is_proven(task: FixTask, data: bytes) -> bool:
    """Whether a fixed content may be placed, by the same proof as for a new fix."""
    from hookkit.pep8.program_difference import program_difference
    from hookkit.pep8.source import NotPythonSource, decode
    from hookkit.pep8.syntax_tree import DoesNotParse, parse

    try:
        if task.safety == "off":
            parse(data)
            return True
        before, after = decode(task.data), decode(data)
        if (before.bom, before.encoding) != (after.bom, after.encoding):
            return False
        return program_difference(before.text, after.text) is None
    except (NotPythonSource, DoesNotParse, RecursionError):
        return False
