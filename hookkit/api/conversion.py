"""Conversion of hookkit's internal values into values of the library, and back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from hookkit.api.results import (
    CheckResult,
    CorrectedFile,
    Dropped,
    Fault,
    Finding,
    Withheld,
)
from hookkit.corrections.fix_job import FixResult
from hookkit.corrections.outcome import FixedFile
from hookkit.history.checking.check_result import CheckResult as OwnCheckResult
from hookkit.pep8 import outcome
from hookkit.pep8.outcome import FileOutcome


def file_of(file_outcome: FileOutcome, before: bytes, after: bytes, mode: str) -> CorrectedFile:
    """Give the result of a file as a value of the library."""
    return CorrectedFile(
        path=os.fsdecode(file_outcome.path),
        before=before,
        after=after,
        faults=tuple(Fault(*each) for each in file_outcome.corrected),
        withheld=tuple(Withheld(*each) for each in file_outcome.withheld),
        skipped=file_outcome.skipped,
        refused=file_outcome.refused,
        older=file_outcome.older,
        mode=mode,
    )


def files_of(result: FixResult, fixed: Iterable[FixedFile]) -> tuple[CorrectedFile, ...]:
    """Give the files of a result, with the contents of those that ``fixed`` contains."""
    by_path = {each.path: each for each in fixed}
    changes = {each.path: each for each in result.job.changes}
    files = []
    for each in result.outcomes:
        change = changes[each.path]
        # A file is left alone if a partial clone lacks its content.
        data = result.job.contents.get(change.blob, b"")
        file = by_path.get(each.path, FixedFile(each.path, change.mode, data, data))
        files.append(file_of(each, file.base, file.fixed, file.mode))
    return tuple(files)


def fixed_of(file: CorrectedFile) -> tuple[FixedFile, FileOutcome]:
    """Give a file of a correction in the form in which it is kept."""
    path = os.fsencode(file.path)
    faults = tuple(outcome.Fault(each.code, each.line, each.name) for each in file.faults)
    return FixedFile(path, file.mode, file.before, file.after), FileOutcome(path, faults)


def dropped_of(dropped: Mapping[bytes, tuple[outcome.Dropped, ...]]) -> tuple[Dropped, ...]:
    """Give the dropped lines of all files."""
    return tuple(
        Dropped(os.fsdecode(path), *each) for path, lines in dropped.items() for each in lines
    )


def check_result_of(checked: OwnCheckResult) -> CheckResult:
    """Give the result of checks as a value of the library."""
    findings = (
        Finding(each.rule, each.answer, each.level, each.place, each.sentence, each.repair)
        for each in checked.findings
    )
    return CheckResult(checked.subject, tuple(findings), checked.notes)
