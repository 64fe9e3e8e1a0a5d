"""The file whose faults are explained: its fix, what fixes it with other settings, commands."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from hookkit.corrections.apply_to_versions import EditedVersion, apply_to_versions
from hookkit.corrections.correction import find_correction, fixed_files
from hookkit.corrections.files_and_lines_to_fix import files_of_commit, touched_in_scope
from hookkit.corrections.fix_files import MAX_OLDER_FAULTS, FixResult
from hookkit.corrections.placement_result import WORKTREE_EDITS_REASON
from hookkit.corrections.refused_hunks import read_refusals
from hookkit.corrections.why_not.autopep8_configuration import configuration_of
from hookkit.errors import HookkitError
from hookkit.fix_cache.cached_fixes import CachedFixes
from hookkit.git.compute_object_ids import compute_blob_id
from hookkit.git.runner import Git
from hookkit.pep8.correction_parts import split_into_parts
from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.fix_file import fix_within_limits
from hookkit.pep8.fix_task_and_outcome import Fault, FileFix, FileOutcome, FixTask
from hookkit.pep8.hunks import Hunk, LineRanges, diff, overlaps
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.review_hunks import fingerprint
from hookkit.pep8.time_limit import Limits
from hookkit.settings.definitions import Settings

FixedFaults = frozenset[tuple[str, int]]
"""Faults that a correction fixes, by code and line."""


class _HeadVersion(NamedTuple):
    """The content of a file in HEAD, and the lines in the scope."""

    data: bytes
    touched: LineRanges | None


class FileToExplain:
    """A file of the worktree, and the outcome of its fix; ``typed_path`` is the path as typed."""

    def __init__(self, git: Git, settings: Settings, typed_path: str, result: FixResult) -> None:
        """Take the result of a fix of this one file."""
        self.git, self.settings, self.typed_path = git, settings, typed_path
        (change,) = result.files_to_fix.changes
        (self.outcome,) = result.outcomes
        self.path, self.data = change.path, result.files_to_fix.contents[change.blob]
        top = git.top or git.git_dir
        self.configuration = configuration_of(top / os.fsdecode(self.path), top)
        self.options = self.configuration.found_options.options
        touched = touched_in_scope(git, settings, change, result.files_to_fix)
        safety, refused = settings.safety, result.files_to_fix.refused_fingerprints
        max_older = MAX_OLDER_FAULTS[settings.scope]
        self.task = FixTask(self.path, self.data, self.options, safety, touched, refused, max_older)
        self.cache = CachedFixes(git)
        self._fixed_by_task: dict[FixTask, FileFix] = {}

    def run_command(self, *flags: str) -> str:
        """Give the command that runs hookkit on the file."""
        return shlex.join(["hookkit", "run", *flags, self._unambiguous_path])

    @cached_property
    def _unambiguous_path(self) -> str:
        """The path in a form that ``hookkit run`` reads as the path of a file."""
        is_ambiguous = (
            self.typed_path.startswith("-") or self.git.resolve(self.typed_path) is not None
        )
        return f"./{self.typed_path}" if is_ambiguous else self.typed_path

    def edit_command(self, line: int) -> str:
        """Give the command that opens the file at a line."""
        path = f"./{self.typed_path}" if self.typed_path.startswith("-") else self.typed_path
        return f"${{EDITOR:-vi}} +{line} {shlex.quote(path)}"

    def fix_with(self, **task_fields: Any) -> FileFix:
        """Give the fixed file for other fields of its FixTask. Each task is tried only once."""
        task = self.task._replace(**task_fields)
        if task not in self._fixed_by_task:
            self._fixed_by_task[task] = fix_within_limits(task, Limits(self.settings.time_limit))
        return self._fixed_by_task[task]

    def outcome_with(self, **task_fields: Any) -> FileOutcome:
        """Give the outcome for other fields of the task, from the cache if possible."""
        task = self.task._replace(**task_fields)
        if task == self.task:
            return self.outcome
        if task in self._fixed_by_task:
            return self._fixed_by_task[task].outcome
        blob = compute_blob_id(self.git, task.data)
        cached = self.cache.find(task, blob)
        if cached is not None:
            return cached.outcome
        fixed = self.fix_with(**task_fields)
        fixed_blob = "" if fixed.data == task.data else compute_blob_id(self.git, fixed.data)
        self.cache.add(task, blob, fixed_blob, fixed.outcome)
        return fixed.outcome

    def fixes(self, fault: Fault, **task_fields: Any) -> bool:
        """Whether the fault would be corrected, with other fields of the task."""
        return (fault.code, fault.line) in _codes_and_lines(self.outcome_with(**task_fields))

    def refused_hunk_ids_at(self, line: int) -> list[str]:
        """Give the ids of the refused hunks at a line."""
        refusals = read_refusals(self.git)
        if not refusals:  # the code below has to fix the whole file
            return []
        fixed = self.fix_with(touched=None, refused_fingerprints=frozenset()).data
        before, after = decode_source(self.data).text, decode_source(fixed).text
        lines = (split_lines(before.encode()), split_lines(after.encode()))
        fingerprints = {
            fingerprint(self.path, *lines, part)
            for part in split_into_parts(before, after)
            if overlaps((line, line), (part.line_range, *part.related_lines))
        }
        return [each.id for each in refusals if fingerprints & set(each.parts)]

    @cached_property
    def fixable_in_head(self) -> FixedFaults:
        """The faults that a run on HEAD fixes, at their lines in the worktree."""
        if self._head is None:
            return frozenset()
        edits = diff(split_lines(self._head.data), split_lines(self.data))
        fixed = _codes_and_lines(self.outcome_with(**self._head._asdict()))
        moved = ((code, _moved_line(line, edits)) for code, line in fixed)
        return frozenset((code, line) for code, line in moved if line is not None)

    @cached_property
    def older_fault_count(self) -> int:
        """The number of older faults that a run on HEAD leaves because there are too many."""
        if self._head is None:
            return 0
        return self.outcome_with(**self._head._asdict()).older_count

    @cached_property
    def _head(self) -> _HeadVersion | None:
        """The file as HEAD has it; None if the last commit did not change it."""
        try:
            files_to_fix = files_of_commit(self.git, self.settings, "HEAD")
        except HookkitError:  # there is no commit yet, or a shallow clone lacks its parent
            return None
        change = next((each for each in files_to_fix.changes if each.path == self.path), None)
        data = None if change is None else files_to_fix.contents.get(change.blob)
        if change is None or data is None:
            return None
        return _HeadVersion(data, touched_in_scope(self.git, self.settings, change, files_to_fix))

    @cached_property
    def lines_of_dropped_hunks(self) -> frozenset[int]:
        """The edited lines that caused hunks of HEAD's correction to be dropped."""
        try:
            correction = find_correction(self.git, None)
        except HookkitError:
            return frozenset()
        files = fixed_files(self.git, correction)
        file = next((each for each in files if each.path == self.path), None)
        if file is None:
            return frozenset()
        dropped = apply_to_versions(
            file.original, file.fixed, [EditedVersion(self.data, WORKTREE_EDITS_REASON)]
        ).dropped
        line_ranges = tuple((each.first, each.last) for each in dropped)
        return _edited_lines(file.original, self.data, line_ranges)


def _edited_lines(base: bytes, data: bytes, ranges: tuple[tuple[int, int], ...]) -> frozenset[int]:
    """Give the lines of ``data`` (1-based) that replace lines of ``base`` within ``ranges``."""
    lines: set[int] = set()
    growth = 0
    for edit in diff(split_lines(base), split_lines(data)):
        start = edit.start + growth
        if overlaps(edit.line_range, ranges):
            lines |= set(range(start + 1, start + max(len(edit.lines), 1) + 1))
        growth += edit.growth
    return frozenset(lines)


def _moved_line(line: int, edits: Sequence[Hunk]) -> int | None:
    """Give the number of a line after the edits, None if one of them replaced the line."""
    if any(edit.start < line <= edit.end for edit in edits):
        return None
    return line + sum(edit.growth for edit in edits if edit.end < line)


def _codes_and_lines(outcome: FileOutcome) -> FixedFaults:
    """Give the faults that an outcome corrects, by code and line."""
    return frozenset((fault.code, fault.line) for fault in outcome.corrected)
