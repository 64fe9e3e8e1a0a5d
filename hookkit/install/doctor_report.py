"""What the doctor found, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hookkit.install.examined import Diagnosis, DiagnosisState
from hookkit.phrases import counted
from hookkit.terminal.rows import Piece, Row, row

SIGNS: dict[DiagnosisState, Piece] = {
    "ok": ("good", "ok  "),
    "warn": ("warn", "warn"),
    "bad": ("bad", "bad "),
}


def doctor_rows(findings: Sequence[Diagnosis]) -> list[Row]:
    """Give a row for each finding, the command that repairs it under it, and a row to sum up."""
    return [line for each in findings for line in _finding(each)] + [_sum(findings)]


def cleaned_rows(removed: Sequence[Path]) -> list[Row]:
    """Give a row for each leftover that was removed."""
    return [row(("good", "removed"), f"  {path}") for path in removed]


def _finding(each: Diagnosis) -> Iterator[Row]:
    yield row(SIGNS[each.state], "  ", ("title", each.name), f": {each.sentence}")
    if each.repair is not None:
        yield row("run: ", ("command", each.repair), indent=3)


def _sum(findings: Sequence[Diagnosis]) -> Row:
    bad = sum(each.state == "bad" for each in findings)
    if bad:
        return row(("bad", f"{counted(bad, 'thing')} to repair before hookkit can work"))
    warned = sum(each.state == "warn" for each in findings)
    if warned:
        return row(("warn", f"hookkit works, with {counted(warned, 'warning')}"))
    return row(("good", "everything is in order"))
