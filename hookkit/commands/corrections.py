"""``hookkit corrections``: list the kept corrections."""

from __future__ import annotations

import time
from collections.abc import Sequence

import rich_click as click

from hookkit.commands.shared.open_repository import open_repository
from hookkit.corrections.list_kept_corrections import ListedCorrection, list_corrections
from hookkit.phrases import age, plural, quote_subject, short_id
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row


@click.command()
def command() -> int:
    """List the corrections that are kept, the newest first."""
    git = open_repository()
    print_rows(correction_list_rows(list_corrections(git), int(time.time())))
    return 0


def correction_list_rows(corrections: Sequence[ListedCorrection], now: int) -> list[Row]:
    """Give a title, one row for each correction, and the next commands.

    ``now`` is the current time in seconds since 1970, from which ages are counted.
    """
    if not corrections:
        hint = ": one is made after a commit with PEP 8 faults, or by "
        return [row(("title", "no corrections"), hint, ("command", "hookkit run HEAD"))]
    ages = [age(each.created, now) for each in corrections]
    files = [plural(each.file_count, "file") for each in corrections]
    rows = [row(("title", plural(len(corrections), "correction")))]
    for each, created_text, file_text in zip(corrections, ages, files, strict=True):
        rows.append(
            row(
                ("code", short_id(each.commit)),
                ("dim", "  " + created_text.ljust(max(map(len, ages)))),
                "  " + file_text.rjust(max(map(len, files))),
                f"  {quote_subject(each.subject)}",
                ("good", _taken_text(each)),
                indent=1,
            )
        )
    first = corrections[0]
    review = f"hookkit review {short_id(first.commit)}"
    look = NextStep("look", review, "=", f"git show {short_id(first.correction)}")
    return rows + next_step_rows(
        [look, NextStep("list", "git for-each-ref refs/hookkit/corrections")]
    )


def _taken_text(each: ListedCorrection) -> str:
    if each.taken != "part":
        return "  taken" if each.taken == "all" else ""
    # If somebody has rewritten the message, it may count fewer faults.
    faults = plural(max(each.fault_count, each.remaining_fault_count), "fault")
    return f"  taken in part: {each.remaining_fault_count:,} of {faults} left"
