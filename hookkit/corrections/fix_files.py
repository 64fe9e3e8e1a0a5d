"""Fix the files of a run, in memory: nothing is written to the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

from hookkit.corrections.files_and_lines_to_fix import (
    FilesToFix,
    add_old_contents,
    blob_of,
    lacks_parent_content,
    touched_in_scope,
    touched_lines,
)
from hookkit.diagnostic_log.write_log import Logger
from hookkit.git.attribute_exclusions import exclusion_reasons
from hookkit.git.changed_python_files import Change
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import NOT_REACHED, FileFix, FileOutcome, FixTask, left_alone
from hookkit.pep8.hunks import overlaps
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.time_limit import Limits
from hookkit.settings.autopep8.option_finder import OptionFinder
from hookkit.settings.definitions import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:  # a commit without Python files does not need it
    from typing import Protocol

    from hookkit.corrections.fixed_file import FixedFile
    from hookkit.fix_cache.cached_fixes import CachedFixes
    from hookkit.pep8.fix_processes import RemoteFixer
    from hookkit.settings.autopep8.options import Pep8Options
    from hookkit.settings.choice_types import Scope

    class ProgressListener(Protocol):
        """Its methods are called while files are fixed."""

        def redraw(self) -> None:
            """Called repeatedly while other processes work."""

        def count_finished(self, path: bytes) -> None:
            """Called when a file is done."""


MIN_CACHED_BYTES = 4_000
"""The fixes of a run are cached if its files have at least this many bytes."""


class FixResult(NamedTuple):
    """The fixed files of a run and the outcome of each.

    ``fixed_blob_ids`` are the blob ids of the fixed contents, by path. ``files`` is empty in the
    result of ``fix_for_outcomes``.
    """

    files_to_fix: FilesToFix
    files: tuple[FixedFile, ...]
    outcomes: tuple[FileOutcome, ...]
    fixed_blob_ids: Mapping[bytes, str] = MappingProxyType({})


class NoProgress:
    """A listener that shows no progress."""

    def redraw(self) -> None:
        """Do nothing."""

    def count_finished(self, path: bytes) -> None:
        """Do nothing."""


def fix_files(
    git: Git,
    settings: Settings,
    files_to_fix: FilesToFix,
    listener: ProgressListener,
    remote_fixer: RemoteFixer | None = None,
) -> FixResult:
    """Fix files. Nothing is written.

    ``remote_fixer`` fixes them on other machines; if it is None, they are fixed on this one.
    """
    fix_run = _FixRun(git, settings, files_to_fix, listener)
    fix_run.run(Limits(settings.time_limit), remote_fixer)
    return fix_run.result()


def fix_for_outcomes(
    git: Git,
    settings: Settings,
    files_to_fix: FilesToFix,
    listener: ProgressListener,
    remote_fixer: RemoteFixer | None = None,
) -> FixResult:
    """Give the outcome of each file, without the fixed files.

    A cached fix is not proved again, and its fixed content is not read. ``remote_fixer`` is as in
    ``fix_files``.
    """
    fix_run = _FixRun(git, settings, files_to_fix, listener, with_files=False)
    fix_run.run(Limits(settings.time_limit), remote_fixer)
    return fix_run.result()


def fix_files_in_hook(
    git: Git, settings: Settings, files_to_fix: FilesToFix, listener: ProgressListener
) -> FixResult:
    """Fix files in a hook, until the time limit or Ctrl-C.

    Files that are not fixed by then are left alone. Nothing is written.
    """
    fix_run = _FixRun(git, settings, files_to_fix, listener)
    try:
        fix_run.run(Limits(settings.time_limit, settings.hook_time_limit))
    except KeyboardInterrupt:
        fix_run.leave_unfinished()
    return fix_run.result()


class _FixRun:
    """The files of a run while they are fixed."""

    def __init__(
        self,
        git: Git,
        settings: Settings,
        files_to_fix: FilesToFix,
        listener: ProgressListener,
        with_files: bool = True,
    ) -> None:
        self._git, self._with_files = git, with_files
        self._original_blob_ids = {
            each.path: blob_of(git, files_to_fix, each) for each in files_to_fix.changes
        }
        self._fixed_blob_ids: dict[bytes, str] = {}
        self._files_to_fix, self._listener = files_to_fix, listener
        self._process_count = settings.jobs
        left_alone_reasons, self._tasks = prepare_tasks(git, settings, files_to_fix)
        self._log = Logger(__name__)
        for path, reason in left_alone_reasons.items():
            self._log.debug("%r: left alone: %s", path, reason)
        self._outcomes = {
            path: FileOutcome(path, left_alone_reason=reason)
            for path, reason in left_alone_reasons.items()
        }
        self._fixed_contents: dict[bytes, bytes] = {}
        self._cache: CachedFixes | None = None
        if sum(len(task.data) for task in self._tasks) >= MIN_CACHED_BYTES:
            from hookkit.fix_cache import cached_fixes

            self._cache = cached_fixes.CachedFixes(git)

    def run(self, limits: Limits, remote_fixer: RemoteFixer | None = None) -> None:
        """Fix as many files as the limits allow, on other machines if ``remote_fixer`` is given."""
        tasks = {task.path: task for task in self._uncached_tasks()}
        if not tasks:
            return
        from hookkit.pep8.fix_processes import fix_tasks

        on_wait = self._listener.redraw
        try:
            for each in fix_tasks(
                [*tasks.values()], limits, self._process_count, on_wait, remote_fixer
            ):
                task = tasks[each.outcome.path]
                self._record(each, blob_id := self._fixed_blob_id(task, each.data))
                if self._cache is not None:
                    self._cache.add(task, self._original_blob_ids[task.path], blob_id, each.outcome)
                self._listener.count_finished(task.path)
        finally:
            if self._cache is not None:
                self._cache.save()

    def _fixed_blob_id(self, task: FixTask, data: bytes) -> str:
        """Give the blob id of a fixed content, "" if nothing is fixed."""
        if data == task.data:
            return ""
        from hookkit.git.compute_object_ids import compute_blob_id

        return compute_blob_id(self._git, data)

    def _uncached_tasks(self) -> Iterator[FixTask]:
        """Take the cached results, and yield the tasks without a cached result."""
        if self._cache is None:
            yield from self._tasks
            return
        find = self._cache.find
        found = {task.path: find(task, self._original_blob_ids[task.path]) for task in self._tasks}
        blob_ids = [each.fixed_blob_id for each in found.values() if each and each.fixed_blob_id]
        contents = self._git.object_contents(blob_ids) if blob_ids and self._with_files else {}
        for task in self._tasks:
            cached = found[task.path]
            data = task.data
            if cached is not None and cached.fixed_blob_id and self._with_files:
                data = contents.get(cached.fixed_blob_id, b"")
                if not self._may_be_placed(task, data, cached.fixed_blob_id):
                    cached = None
            if cached is None:
                yield task
            else:
                self._record(FileFix(data, cached.outcome), cached.fixed_blob_id)
                self._listener.count_finished(task.path)

    def _may_be_placed(self, task: FixTask, data: bytes, blob_id: str) -> bool:
        """Whether a cached content exists, and is proved: by its correction, or by a proof now."""
        if not data or data == task.data:
            return False
        from hookkit.fix_cache.cached_fixes import is_proven

        return (self._original_blob_ids[task.path], blob_id) in self._kept_blob_pairs or is_proven(
            task, data
        )

    @cached_property
    def _kept_blob_pairs(self) -> frozenset[tuple[str, str]]:
        from hookkit.corrections.correction_refs import kept_blob_pairs

        return kept_blob_pairs(self._git)

    def leave_unfinished(self) -> None:
        """Mark the files that are not fixed yet as left alone, because of the interruption."""
        for task in self._tasks:
            if task.path not in self._outcomes:
                self._record(left_alone(task, f"{NOT_REACHED}: interrupted"), "")

    def _record(self, fixed: FileFix, blob_id: str) -> None:
        path = fixed.outcome.path
        self._log.debug("%r: %d corrected", path, len(fixed.outcome.corrected))
        self._fixed_contents[path] = fixed.data
        self._outcomes[path] = fixed.outcome
        if blob_id:
            self._fixed_blob_ids[path] = blob_id

    def result(self) -> FixResult:
        """Give the files that the fix changed, and the outcome of every file."""
        files_to_fix = self._files_to_fix
        outcomes = tuple(self._outcomes[each.path] for each in files_to_fix.changes)
        return FixResult(files_to_fix, self._fixed_files(), outcomes, self._fixed_blob_ids)

    def _fixed_files(self) -> tuple[FixedFile, ...]:
        changes = [each for each in self._files_to_fix.changes if each.path in self._fixed_blob_ids]
        if not changes or not self._with_files:
            return ()
        from hookkit.corrections.fixed_file import FixedFile  # not needed for a clean file

        originals, fixed = self._files_to_fix.contents, self._fixed_contents
        return tuple(
            FixedFile(each.path, each.mode, originals[each.blob], fixed[each.path])
            for each in changes
        )


def prepare_tasks(
    git: Git, settings: Settings, files_to_fix: FilesToFix
) -> tuple[dict[bytes, str], list[FixTask]]:
    """Split the files: files to leave alone, with the reasons, and a task for each other file."""
    left_alone_reasons = {
        **files_to_fix.left_alone_reasons,
        **exclusion_reasons(git, [change.path for change in files_to_fix.changes]),
    }
    finder = OptionFinder()
    tasks: list[FixTask] = []
    for change in files_to_fix.changes:
        data = files_to_fix.contents.get(change.blob)
        name = os.fsdecode(change.path)
        options = finder.find(os.path.join(git.paths.folder, name)).options
        if change.path in left_alone_reasons:
            continue
        is_parent_missing = settings.scope != "file" and lacks_parent_content(
            change, files_to_fix, git
        )
        if data is None or (settings.scope == "lines" and is_parent_missing):
            left_alone_reasons[change.path] = "is not in this partial clone"
        elif (reason := reason_to_leave_alone(settings, options, name, data)) is not None:
            left_alone_reasons[change.path] = reason
        else:
            # Without the parent it is unknown which lines are older: all lines count.
            touched = (
                None if is_parent_missing else touched_in_scope(git, settings, change, files_to_fix)
            )
            safety, refused, max_older_faults = (
                settings.safety,
                files_to_fix.refused_fingerprints,
                MAX_OLDER_FAULTS[settings.scope],
            )
            tasks.append(
                FixTask(change.path, data, options, safety, touched, refused, max_older_faults)
            )
    return left_alone_reasons, tasks


def reason_to_leave_alone(
    settings: Settings, options: Pep8Options, name: str, data: bytes
) -> str | None:
    """Give the reason to leave a file alone: its size, or autopep8's configuration; else None."""
    if len(data) > settings.max_bytes:
        return f"has {len(data)} bytes, more than max_bytes allows"
    if (count := len(split_lines(data))) > settings.max_lines:
        return f"has {count} lines, more than max_lines allows"
    if options.exclude:
        from hookkit.pep8.autopep8_options_and_errors import is_excluded

        if is_excluded(name, options):
            return "is excluded by autopep8's configuration"
    return None


MAX_OLDER_FAULTS: dict[Scope, int | None] = {"auto": 20, "lines": None, "file": None}
"""Up to this number, older faults of a file are corrected together with the touched lines."""


def limit_withheld_to_touched_lines(git: Git, result: FixResult) -> FixResult:
    """Remove withheld fixes of lines that the commit did not touch."""
    changes = {each.path: each for each in result.files_to_fix.changes}
    withheld_changes = [changes[each.path] for each in result.outcomes if each.withheld]
    if not withheld_changes:
        return result
    files_to_fix = add_old_contents(git, result.files_to_fix, withheld_changes)

    def with_touched_withheld(change: Change, outcome: FileOutcome) -> FileOutcome:
        touched = touched_lines(change, files_to_fix)
        withheld = [each for each in outcome.withheld if overlaps((each.first, each.last), touched)]
        return outcome._replace(withheld=tuple(withheld))

    outcomes = (
        with_touched_withheld(changes[each.path], each) if each.withheld else each
        for each in result.outcomes
    )
    return result._replace(outcomes=tuple(outcomes))
