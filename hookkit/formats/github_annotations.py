"""Runs and checks as workflow commands of GitHub Actions: they become annotations."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.corrections.run_outcome import Outcome
from hookkit.formats.describe_pep8_faults import sorted_faults
from hookkit.formats.escaping import utf8_path, workflow_message, workflow_property
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.finding import FindingKind, kind_of, place_of
from hookkit.pep8.fix_task_and_outcome import FileOutcome

_LEVELS: dict[FindingKind, str] = {"refused": "error", "warning": "warning", "unknown": "notice"}


def run_outcome_github(outcome: Outcome) -> bytes:
    """Give one line for each corrected fault, each withheld fix and each file left alone."""
    lines = [line for file in outcome.files for line in _file_annotations(file)]
    return "".join(f"{line}\n" for line in lines).encode()


def check_result_github(result: CheckResult) -> bytes:
    """Give one line for each finding; the annotation shows its repair below its sentence."""
    lines = []
    for each in result.findings:
        repair = f"\nrepair: {each.repair}" if each.repair else ""
        level, text = _LEVELS[kind_of(each)], each.sentence + repair
        if each.position is None:
            lines.append(_annotation(level, text, title=f"{each.rule} {place_of(each)}"))
        else:
            position = {
                "file": each.position.path,
                "line": each.position.line,
                "col": each.position.column,
            }
            lines.append(_annotation(level, text, **position, title=each.rule))
    return "".join(f"{line}\n" for line in lines).encode()


def _file_annotations(file: FileOutcome) -> Iterator[str]:
    name = utf8_path(file.path)
    for fault in sorted_faults(file.corrected):
        yield _annotation("warning", fault.name, file=name, line=fault.line, title=fault.code)
    for each in file.withheld:
        title = f"{', '.join(each.codes) or 'layout'} withheld"
        line_range = {"line": each.first, "endLine": each.last}
        yield _annotation("notice", each.reason, file=name, **line_range, title=title)
    if file.left_alone_reason is not None:
        yield _annotation("notice", file.left_alone_reason, file=name, title="left alone")


def _annotation(level: str, message: str, **properties: object) -> str:
    properties_text = ",".join(
        f"{key}={workflow_property(str(value))}" for key, value in properties.items()
    )
    return f"::{level} {properties_text}::{workflow_message(message)}"
