"""The fixes that a repository remembers: looked up, added, and proven before one is placed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from hookkit.fix_cache.key import key_of
from hookkit.fix_cache.record import CachedFix, parse_record, record_line
from hookkit.fix_cache.store import append_records, read_records
from hookkit.git.runner import Git
from hookkit.pep8.outcome import FileOutcome, Task


class CachedFixes:
    """What the repository remembers of earlier runs, and what this one adds."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._new: dict[bytes, bytes] = {}

    @cached_property
    def _records(self) -> Mapping[bytes, bytes]:
        return read_records(self._git)

    def find(self, task: Task, blob: str) -> CachedFix | None:
        """Give what fixing a task gave, whose content has the id ``blob``; None if unknown."""
        found = self._look_up(task, blob)
        if found is None and _is_about_all(task):
            # Where nothing would be fixed, nothing that a person refused is in the way.
            whole = self._look_up(task._replace(refused=frozenset()), blob)
            found = whole if whole is not None and not whole.fixed else None
        return found

    def _look_up(self, task: Task, blob: str) -> CachedFix | None:
        key = key_of(task, blob)
        rest = self._records.get(key)
        return None if rest is None else parse_record(key, rest, task.path)

    def add(self, task: Task, blob: str, name: str, outcome: FileOutcome) -> None:
        """Remember a fix, but for one of a file that was left alone: that may be for want of time.

        ``name`` is the id of the fixed content, "" where it is the old one.
        """
        if _is_about_all(task) and not name and not outcome.refused:
            task = task._replace(refused=frozenset())
        key = key_of(task, blob)
        if outcome.skipped is None:
            self._new[key] = record_line(key, CachedFix(name, outcome))

    def save(self) -> None:
        """Write down what was added. Raises nothing."""
        if self._new:
            append_records(self._git, self._new.values())
            self._new = {}


def _is_about_all(task: Task) -> bool:
    """Whether all of a file counts, but for what a person refused."""
    return bool(task.refused) and task.touched is None


def is_proven(task: Task, data: bytes) -> bool:
    """Whether a fixed content may be placed: by the same proof as at a fix that is made now."""
    from hookkit.pep8.safety import DoesNotParse, parse, program_difference
    from hookkit.pep8.source import NotSource, decode

    try:
        if task.safety == "off":
            parse(data)
            return True
        before, after = decode(task.data), decode(data)
        if (before.mark, before.encoding) != (after.mark, after.encoding):
            return False
        return program_difference(before.text, after.text) is None
    except (NotSource, DoesNotParse, RecursionError):
        return False
