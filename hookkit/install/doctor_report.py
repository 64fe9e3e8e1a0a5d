"""The rows of the report of ``hookkit doctor``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from hookkit.install.diagnosis import Diagnosis, DiagnosisState
from hookkit.phrases import plural
from hookkit.terminal.rows import Row, StyledText, row

STATE_LABELS: dict[DiagnosisState, StyledText] = {
    "ok": ("good", "ok  "),
    "warn": ("warn", "warn"),
    "bad": ("bad", "bad "),
}


def doctor_rows(diagnoses: Sequence[Diagnosis]) -> list[Row]:
    """Give a row for each diagnosis, the command that repairs it under it, and a summary.

    Diagnoses with the same sentence and repair share a row; shims of one folder that are in order
    share a row, too.
    """
    groups: dict[tuple[object, ...], list[Diagnosis]] = {}
    for number, each in enumerate(diagnoses):
        groups.setdefault(_group_key(each) or (number,), []).append(each)
    rows = []
    for each, *others in groups.values():
        names = ", ".join(diagnosis.name for diagnosis in (each, *others))
        is_shims = others and each.repair is None
        sentence = f"in {os.path.dirname(each.sentence)}" if is_shims else each.sentence
        rows.append(row(STATE_LABELS[each.state], "  ", ("title", names), f": {sentence}"))
        if each.repair is not None:
            rows.append(row("run: ", ("command", each.repair), indent=3))
    return [*rows, _summary([group[0] for group in groups.values()])]


def _group_key(diagnosis: Diagnosis) -> tuple[object, ...] | None:
    """Give the key that all diagnoses of a row share; None for one with its own row."""
    if diagnosis.repair is not None:
        return diagnosis.state, diagnosis.sentence, diagnosis.repair
    folder, name = os.path.split(diagnosis.sentence)
    return (diagnosis.state, folder) if folder and name == diagnosis.name else None


def removed_path_rows(removed: Sequence[Path]) -> list[Row]:
    """Give a row for each removed path: a killed process left it, or it is the cache of fixes."""
    return [row(("good", "removed"), f"  {path}") for path in removed]


def _summary(diagnoses: Sequence[Diagnosis]) -> Row:
    bad = sum(each.state == "bad" for each in diagnoses)
    if bad:
        return row(("bad", f"{plural(bad, 'thing')} to repair before hookkit can work"))
    warned = sum(each.state == "warn" for each in diagnoses)
    if warned:
        return row(("warn", f"hookkit works, with {plural(warned, 'warning')}"))
    return row(("good", "everything is in order"))
