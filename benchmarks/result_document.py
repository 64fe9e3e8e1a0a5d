"""The result of a benchmark as one document, which is written as JSON and shown."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.environments import LEFTHOOK, PINS
from benchmarks.measure_in_turn import Command, RunTime
from benchmarks.ratios import Ratio, added, ratio, spread
from benchmarks.target_ratios import MIN_SECONDS, ROWS, WORST_TARGET, Row, compared

Document = dict[str, Any]
"""Plain values, as JSON has them: ``machine``, ``versions``, ``cases``, ``rows``, ``worst``."""


class Measured(NamedTuple):
    """The measurements of a case: its title, each command's times, and why others have none."""

    title: str
    taken: Mapping[str, Sequence[RunTime]]
    baselines: Mapping[str, str | None]
    skipped: Mapping[str, str]
    instructions: Mapping[str, int]


def baselines_of(commands: Mapping[str, Command]) -> dict[str, str | None]:
    """Give the times to subtract from each command; none where those were not measured."""
    return {
        name: command.baseline if command.baseline in commands else None
        for name, command in commands.items()
    }


def machine() -> Document:
    """Describe the machine, and its load at this moment."""
    git = subprocess.run(["git", "--version"], check=True, capture_output=True, text=True).stdout
    return {
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
        "git": git.split()[2],
        "load": [round(each, 2) for each in os.getloadavg()],
    }


def versions() -> Document:
    """Give the pinned version of each peer."""
    pinned = {name: " ".join(pins) for name, pins in PINS.items()}
    return {**pinned, "lefthook": f"lefthook=={LEFTHOOK}"}


def case_document(measured: Measured) -> Document:
    """Give the numbers of a case, in milliseconds."""
    peers = {name: _peer(measured, name) for name in measured.taken}
    return {"title": measured.title, "peers": peers, "skipped": dict(measured.skipped)}


def _peer(measured: Measured, name: str) -> Document:
    rounds = measured.taken[name]
    numbers: Document = {"rounds": len(rounds), "baseline": measured.baselines[name]}
    for metric in ("wall", "cpu"):
        values = values_of(measured, name, metric)
        numbers[metric] = round(1_000 * statistics.median(values), 2)
        numbers[f"{metric}_spread"] = round(spread(values), 3)
        whole = [getattr(each, metric) for each in rounds]
        numbers[f"{metric}_whole"] = round(1_000 * statistics.median(whole), 2)
    if name in measured.instructions:
        numbers["instructions"] = measured.instructions[name]
    return numbers


def values_of(measured: Measured, name: str, metric: str) -> list[float]:
    """Give the seconds of each round of a command, less its baseline."""
    own = [float(getattr(each, metric)) for each in measured.taken[name]]
    base = measured.baselines[name]
    below = [float(getattr(each, metric)) for each in measured.taken[base]] if base else None
    return added(own, below)


def row_documents(cases: Mapping[str, Measured]) -> Iterator[Document]:
    """Give each row of the cases that were measured, with those of a comparison."""
    wanted = [row for row in ROWS if row.case in cases]
    for name, case in cases.items():
        wanted += compared(name, list(case.taken))
    for row in wanted:
        yield row_document(row, cases[row.case])


def row_document(row: Row, case: Measured) -> Document:
    """Give one row: its ratio, or why there is none, and the verdict."""
    fields = {"case": row.case, "title": case.title, **row._asdict()}
    absent = [name for name in (row.subject, row.against) if name not in case.taken]
    if absent:
        why = "; ".join(f"{name}: {case.skipped.get(name, 'not asked for')}" for name in absent)
        return {**fields, "ratio": None, "verdict": "skipped", "reason": why}
    found = ratio(*(values_of(case, name, row.metric) for name in (row.subject, row.against)))
    return {**fields, **_ratio_fields(found, row.target)}


def _ratio_fields(found: Ratio, target: float | None) -> Document:
    fields: Document
    if found.problem:
        fields = {"ratio": None, "reason": found.problem}
        return {**fields, "verdict": _noisy_verdict(found, target) or "refused"}
    fields = {"ratio": round(found.value, 3)}
    fields |= {"low": round(found.low, 3), "high": round(found.high, 3), "reason": ""}
    return {**fields, "verdict": _verdict(found.value, target)}


def _noisy_verdict(found: Ratio, target: float | None) -> str:
    """Give the verdict on a noisy ratio if its middle 90 % are on one side of the target."""
    if not found.is_noisy or target is None or target < found.high and found.low <= target:
        return ""
    return _verdict(found.high, target)


def _verdict(value: float, target: float | None) -> str:
    if target is None:
        return ""
    return "reached" if value <= target else "not reached"


def worst_document(found: Sequence[tuple[str, int, float, float]]) -> Document:
    """Give how hookkit compares with autopep8 over each file, CPU time of both."""
    counted = [each for each in found if each[2] >= MIN_SECONDS]
    ranked = sorted(counted, key=lambda each: each[3] / each[2], reverse=True)
    total = sum(each[2] for each in found), sum(each[3] for each in found)
    top = [
        {"file": name, "lines": lines, "autopep8": old, "hookkit": new, "ratio": new / old}
        for name, lines, old, new in ranked[:10]
    ]
    value = ranked[0][3] / ranked[0][2] if ranked else 0.0
    return {
        "files": len(found),
        "counted": len(counted),
        "total": {"autopep8": total[0], "hookkit": total[1]},
        "worst": top,
        "target": WORST_TARGET,
        "verdict": _verdict(value, WORST_TARGET) if ranked else "skipped",
    }
