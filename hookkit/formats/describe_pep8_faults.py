"""Describe PEP 8 faults: sorted, with their text, in the same way in all formats."""

from __future__ import annotations

from collections.abc import Iterable

from hookkit.formats.escaping import utf8_text
from hookkit.pep8.fix_task_and_outcome import Fault


def sorted_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Sort faults by line and code; within a logical line pycodestyle has another order."""
    return sorted(faults, key=lambda fault: (fault.line, fault.code, fault.name))


def faults_by_code(faults: Iterable[Fault]) -> list[tuple[str, str, str]]:
    """Give each code with its description and its lines: ``line 2`` or ``lines 2, 5``."""
    groups: dict[tuple[str, str], set[int]] = {}
    for fault in sorted_faults(faults):
        groups.setdefault((fault.code, utf8_text(fault.name)), set()).add(fault.line)
    return [(code, name, _line_numbers_phrase(lines)) for (code, name), lines in groups.items()]


def _line_numbers_phrase(lines: set[int]) -> str:
    noun = "line" if len(lines) == 1 else "lines"
    return f"{noun} {', '.join(map(str, sorted(lines)))}"


def faults_in_words(faults: Iterable[Fault]) -> str:
    """Give faults as part of a sentence: ``E225 missing whitespace around operator (line 2)``."""
    return "; ".join(f"{code} {name} ({lines})" for code, name, lines in faults_by_code(faults))
