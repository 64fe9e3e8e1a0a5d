"""The target ratios of the cases: one for each row of the table."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.peers import BEFORE, HOOKKIT, SCRIPT, WORKER


class Row(NamedTuple):
    """A ratio of two commands of a case, both less their baseline, and its limit.

    ``metric`` is ``wall`` or ``cpu``. ``target`` is None for a ratio without a limit.
    """

    case: str
    subject: str
    against: str
    target: float | None
    metric: str = "wall"


ROWS = (
    Row("text", HOOKKIT, SCRIPT, 1.15),
    Row("configured", HOOKKIT, SCRIPT, 1.3),
    Row("clean", HOOKKIT, SCRIPT, 0.75),
    Row("clean", WORKER, SCRIPT, 0.35),
    Row("clean", WORKER, "ruff", 3),
    Row("least", WORKER, SCRIPT, None),
    Row("least", WORKER, "ruff", None),
    Row("lines", HOOKKIT, SCRIPT, 0.6),
    Row("lines", WORKER, SCRIPT, 0.3),
    Row("faults", HOOKKIT, SCRIPT, 0.9),
    Row("faults", WORKER, SCRIPT, 0.5),
    Row("faults", WORKER, "ruff", 6),
    Row("turtle", HOOKKIT, SCRIPT, 0.3),
    Row("twenty", HOOKKIT, "prek", 0.45),
    Row("hundred", HOOKKIT, "prek", 0.45),
    Row("size", f"{HOOKKIT} in 50,000 files", f"{HOOKKIT} in 500 files", 1.05, "cpu"),
    Row("again", HOOKKIT, "autopep8 --diff -r -j 0", 0.03),
    Row("kept", f"{HOOKKIT}: review", f"{HOOKKIT}: the fix", 0.1),
    Row("kept", f"{HOOKKIT}: accept", f"{HOOKKIT}: the fix", 0.1),
    Row("kept", f"{HOOKKIT}: why-not", f"{HOOKKIT}: the fix", 0.1),
    Row("rewritten", f"{HOOKKIT}: amend", f"{HOOKKIT}: the commit", 0.1),
    Row("rewritten", f"{HOOKKIT}: rebase", f"{HOOKKIT}: the commit", 0.1),
    Row("rewritten", f"{HOOKKIT}: checkout", f"{HOOKKIT}: the commit", 0.1),
    Row("history", f"{HOOKKIT}: check", f"{HOOKKIT}: history-report", 2),
    Row("history", f"{HOOKKIT}: graph", f"{HOOKKIT}: history-report of all", 2),
)

WORST_TARGET = 1.5
"""The most that hookkit may take for any one file, as a multiple of autopep8's time."""

MIN_SECONDS = 0.02
"""Files for which autopep8 takes less are not compared: their ratios are noise."""


def compared(case: str, names: list[str]) -> list[Row]:
    """Give a row for each command of hookkit in a case that the other checkout's ran too."""
    pairs = ((name, name.replace(HOOKKIT, BEFORE, 1)) for name in names)
    return [
        Row(case, name, before, None, metric)
        for name, before in pairs
        if name.startswith(HOOKKIT) and before in names
        for metric in ("wall", "cpu")
    ]
