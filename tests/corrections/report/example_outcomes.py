"""Outcomes of a run that several tests of the reports use."""

from __future__ import annotations

from typing import Any

from hookkit.corrections.run_outcome import Outcome
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault, FileOutcome, Withheld

COMMIT = "1a2b3c4d" * 5
CORRECTION = "5c4d3e2f" * 5
PLACED = "9f8e7d6c" * 5

OPERATOR = "missing whitespace around operator"
PARSER = FileOutcome(
    b"src/parser.py",
    corrected=(
        Fault("E302", 20, "expected 2 blank lines, found 1"),
        Fault("E225", 4, OPERATOR),
        Fault("E225", 9, OPERATOR),
        Fault("E225", 9, OPERATOR),
        Fault("E302", 31, "expected 2 blank lines, found 0"),
    ),
    withheld=(
        Withheld(("E731",), 30, 30, "the fix changes the program"),
        Withheld(("E731",), 44, 44, "the fix changes the program"),
    ),
    dropped=(Dropped(40, 42, "you have other edits there"),),
)
SMALL = FileOutcome(b"a.py", corrected=(Fault("E225", 1, OPERATOR),))
BROKEN = FileOutcome(b"tests/x.py", left_alone_reason="does not parse (line 3: invalid syntax)")


def outcome(*files: FileOutcome, **changes: Any) -> Outcome:
    """An outcome in mode worktree, with ``changes``."""
    values: dict[str, Any] = {
        "commit": COMMIT,
        "subject": "Add the parser",
        "requested_mode": "worktree",
        "actual_mode": "worktree",
        "correction": CORRECTION,
        "files": files,
    }
    return Outcome(**{**values, **changes})
