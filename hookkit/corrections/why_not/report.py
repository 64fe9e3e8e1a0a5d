"""The report of ``hookkit why-not``: each fault under the reason why it is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from hookkit.corrections.why_not.explanation import (
    ExplainedFault,
    Explanation,
    ExplanationKind,
    FileExplanation,
)
from hookkit.phrases import lines_phrase
from hookkit.terminal.rows import Row, Style, StyledText, row

MAX_REMEDY_LENGTH = 30
"""The maximum length of a text that shares a row with its command."""

TITLES: Mapping[ExplanationKind, tuple[Style, str]] = MappingProxyType(
    {
        "corrected": ("good", "would be corrected now"),
        "dropped": ("good", "was dropped, because you edit there; would be corrected now"),
        "withheld": ("warn", "withheld"),
        "always withheld": ("warn", "always withheld"),
        "refused": ("warn", "refused by you"),
        "out of scope": ("warn", "out of scope"),
        "ignored": ("warn", "ignored"),
        "aggressive": ("warn", "only with aggressive"),
        "silenced": ("warn", "switched off"),
        "unfixable": ("dim", "left to you"),
        "left alone": ("warn", "left alone"),
        "skipped by hooks": ("warn", "passed over by the hooks"),
    }
)


def why_not_rows(file_explanation: FileExplanation, path: str, line: int | None) -> list[Row]:
    """Explain the faults of the file ``path``, or of one line of it."""
    shown = file_explanation.faults if line is None else file_explanation.faults_at(line)
    rows = [row(("path", path), f", line {line}" if line is not None else "")]
    whole_file = file_explanation.whole_file
    if whole_file is not None:
        rows += _explanation_rows(whole_file)
    if line is not None and not shown and file_explanation.faults:
        rows.append(row("pycodestyle finds nothing here", indent=1))
        shown = file_explanation.faults_nearest(line)
        rows.append(row(f"the nearest is in line {shown[0].fault.line}", indent=1))
    if not shown and whole_file is None:
        return [*rows, row(("good", "pycodestyle finds nothing in this file"), indent=1)]
    return rows + _group_rows(shown, whole_file)


def _group_rows(explained: Iterable[ExplainedFault], whole_file: Explanation | None) -> list[Row]:
    """Group the faults by their explanation, with the command for the first fault."""
    groups: dict[tuple[str, str, str], list[ExplainedFault]] = {}
    for each in explained:
        explanation = each.explanation
        groups.setdefault((explanation.kind, explanation.reason, explanation.remedy), []).append(
            each
        )
    rows: list[Row] = []
    for group in groups.values():
        explanation = group[0].explanation
        faults = _fault_rows(group)
        # An explanation of the whole file is not repeated.
        rows += faults if explanation == whole_file else _explanation_rows(explanation, faults)
    return rows


def _explanation_rows(explanation: Explanation, faults: Sequence[Row] = ()) -> list[Row]:
    reason = f": {explanation.reason}" if explanation.reason else ""
    rows = [row(TITLES[explanation.kind], reason, indent=1), *faults]
    return rows + (_remedy_rows(explanation) if explanation.command else [])


def _remedy_rows(explanation: Explanation) -> list[Row]:
    """Give the remedy and its command, in two rows if the text is long."""
    remedy: StyledText = ("dim", explanation.remedy)
    command: StyledText = ("command", explanation.command)
    if len(explanation.remedy) <= MAX_REMEDY_LENGTH:
        return [row(remedy, "  ", command, indent=2)]
    return [row(remedy, indent=2), row(command, indent=3)]


def _fault_rows(explained: Iterable[ExplainedFault]) -> list[Row]:
    lines: dict[tuple[str, str], list[int]] = {}
    for fault, _ in explained:
        lines.setdefault((fault.code, fault.name), []).append(fault.line)
    return [
        row(("code", code), f"  {name}", ("dim", f"  {lines_phrase(lines[code, name])}"), indent=2)
        for code, name in lines
    ]
