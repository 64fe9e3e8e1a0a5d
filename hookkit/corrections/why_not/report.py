"""The rows of ``hookkit why-not``: each fault under the reason why it is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from hookkit.corrections.why_not.answer import ExplainedFault, Explanation, FileExplanation, Kind
from hookkit.phrases import line_list
from hookkit.terminal.rows import Piece, Row, Style, row

MAX_WORDS = 30
"""Characters of what a command does, up to which it stands in the same row."""

TITLES: Mapping[Kind, tuple[Style, str]] = MappingProxyType(
    {
        "corrected": ("good", "would be corrected now"),
        "overlapped": ("good", "was dropped, because you edit there; would be corrected now"),
        "withheld": ("warn", "withheld"),
        "never": ("warn", "never taken"),
        "refused": ("warn", "refused by you"),
        "scope": ("warn", "out of scope"),
        "ignored": ("warn", "ignored"),
        "aggressive": ("warn", "only with aggressive"),
        "silenced": ("warn", "switched off"),
        "unfixable": ("dim", "left to you"),
        "alone": ("warn", "left alone"),
        "skipped by hooks": ("warn", "passed over by the hooks"),
    }
)


def answer_rows(answer: FileExplanation, name: str, line: int | None) -> list[Row]:
    """Tell why the faults of the file ``name``, or of one line of it, are there."""
    shown = answer.faults if line is None else answer.at(line)
    rows = [row(("path", name), f", line {line}" if line is not None else "")]
    whole = answer.of_file
    if whole is not None:
        rows += _about(whole)
    if line is not None and not shown and answer.faults:
        rows.append(row("pycodestyle finds nothing here", indent=1))
        shown = answer.nearest(line)
        rows.append(row(f"the nearest is in line {shown[0].fault.line}", indent=1))
    if not shown and whole is None:
        return [*rows, row(("good", "pycodestyle finds nothing in this file"), indent=1)]
    return rows + _groups(shown, whole)


def _groups(judged: Iterable[ExplainedFault], whole: Explanation | None) -> list[Row]:
    """Put what has one reason together, each with its commands of the first fault."""
    groups: dict[tuple[str, str, str], list[ExplainedFault]] = {}
    for each in judged:
        verdict = each.verdict
        groups.setdefault((verdict.kind, verdict.reason, verdict.change), []).append(each)
    rows: list[Row] = []
    for group in groups.values():
        verdict = group[0].verdict
        faults = _faults(group)
        # What is said of the whole file is not said again.
        rows += faults if verdict == whole else _about(verdict, faults)
    return rows


def _about(verdict: Explanation, faults: Sequence[Row] = ()) -> list[Row]:
    reason = f": {verdict.reason}" if verdict.reason else ""
    rows = [row(TITLES[verdict.kind], reason, indent=1), *faults]
    return rows + (_step(verdict) if verdict.command else [])


def _step(verdict: Explanation) -> list[Row]:
    """Give what to do: behind its words, or below them where they are many."""
    words: Piece = ("dim", verdict.change)
    command: Piece = ("command", verdict.command)
    if len(verdict.change) <= MAX_WORDS:
        return [row(words, "  ", command, indent=2)]
    return [row(words, indent=2), row(command, indent=3)]


def _faults(judged: Iterable[ExplainedFault]) -> list[Row]:
    lines: dict[tuple[str, str], list[int]] = {}
    for fault, _ in judged:
        lines.setdefault((fault.code, fault.name), []).append(fault.line)
    return [
        row(("code", code), f"  {name}", ("dim", f"  {line_list(lines[code, name])}"), indent=2)
        for code, name in lines
    ]
