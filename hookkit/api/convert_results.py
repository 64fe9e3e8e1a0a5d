"""Convert hookkit's internal results to the result classes of the library, and back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from hookkit.api.result_classes import (
    CheckResult,
    CorrectedFile,
    Dropped,
    Fault,
    Finding,
    Withheld,
)
from hookkit.corrections.fix_files import FixResult
from hookkit.corrections.fixed_file import FixedFile
from hookkit.history.check_runs.check_result import CheckResult as InternalCheckResult
from hookkit.pep8 import fix_task_and_outcome
from hookkit.pep8.fix_task_and_outcome import FileOutcome


def to_corrected_file(
    file_outcome: FileOutcome, before: bytes, after: bytes, mode: str
) -> CorrectedFile:
    """Give the result of a file as a value of the library."""
    return CorrectedFile(
        path=os.fsdecode(file_outcome.path),
        before=before,
        after=after,
        faults=tuple(Fault(*each) for each in file_outcome.corrected),
        withheld=tuple(Withheld(*each) for each in file_outcome.withheld),
        skipped=file_outcome.left_alone_reason,
        refused=file_outcome.refused_count,
        older=file_outcome.older_count,
        mode=mode,
    )


def to_corrected_files(
    result: FixResult, fixed_files: Iterable[FixedFile]
) -> tuple[CorrectedFile, ...]:
    """Give the files of a result, with the contents of those that ``fixed_files`` contains."""
    fixed_by_path = {each.path: each for each in fixed_files}
    changes = {each.path: each for each in result.files_to_fix.changes}
    files = []
    for file_outcome in result.outcomes:
        change = changes[file_outcome.path]
        # A file is left alone if a partial clone lacks its content.
        content = result.files_to_fix.contents.get(change.blob, b"")
        fixed_file = fixed_by_path.get(
            file_outcome.path, FixedFile(file_outcome.path, change.mode, content, content)
        )
        files.append(
            to_corrected_file(file_outcome, fixed_file.original, fixed_file.fixed, fixed_file.mode)
        )
    return tuple(files)


def from_corrected_file(file: CorrectedFile) -> tuple[FixedFile, FileOutcome]:
    """Give a file of a correction in the form in which it is kept."""
    path = os.fsencode(file.path)
    faults = tuple(
        fix_task_and_outcome.Fault(each.code, each.line, each.name) for each in file.faults
    )
    return FixedFile(path, file.mode, file.before, file.after), FileOutcome(path, faults)


def to_dropped(
    dropped: Mapping[bytes, tuple[fix_task_and_outcome.Dropped, ...]],
) -> tuple[Dropped, ...]:
    """Give the dropped lines of all files."""
    return tuple(
        Dropped(os.fsdecode(path), *each) for path, lines in dropped.items() for each in lines
    )


def to_check_result(result: InternalCheckResult) -> CheckResult:
    """Give the result of checks as a value of the library."""
    findings = (
        Finding(each.rule, each.answer, each.level, each.place, each.sentence, each.repair)
        for each in result.findings
    )
    return CheckResult(result.checked_name, tuple(findings), result.notes)
