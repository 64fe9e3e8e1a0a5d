"""The table of corrections."""

from __future__ import annotations

from hookkit.commands.corrections import correction_list_rows
from hookkit.corrections.list_kept_corrections import ListedCorrection
from hookkit.terminal.output import plain_lines
from tests.corrections.report.example_outcomes import COMMIT, CORRECTION, PLACED

NOW = 1_800_000_000
DAY = 86_400


def test_the_table() -> None:
    first = ListedCorrection(COMMIT, "Add the parser", CORRECTION, NOW - 90, 2, "none")
    second = ListedCorrection(PLACED, "x" * 60 + "\x1b", COMMIT, NOW - 3 * DAY, 12, "all")
    assert list(plain_lines(correction_list_rows([first, second], NOW))) == [
        "2 corrections",
        '  1a2b3c4  1 minute ago   2 files  "Add the parser"',
        '  9f8e7d6  3 days ago    12 files  "' + "x" * 49 + '…"  taken',
        "look  hookkit review 1a2b3c4  = git show 5c4d3e2",
        "list  git for-each-ref refs/hookkit/corrections",
    ]


def test_no_corrections() -> None:
    assert list(plain_lines(correction_list_rows([], NOW))) == [
        "no corrections: one is made after a commit with PEP 8 faults, or by hookkit run HEAD"
    ]
