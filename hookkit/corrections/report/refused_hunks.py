"""The report of ``hookkit refused``: the hunks that are not proposed again."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.corrections.refused_hunks import RefusedHunk
from hookkit.phrases import path_text, plural
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row

MAX_LINES = 3


def refused_rows(hunks: Sequence[RefusedHunk], selection_arguments: str = "") -> list[Row]:
    """List the refused hunks with their ids, and the commands that have them proposed again.

    ``selection_arguments`` are the arguments that chose the hunks, with a blank before each.
    """
    if not hunks and selection_arguments:
        return [row(("title", "no refused hunks"), " are chosen by", ("code", selection_arguments))]
    if not hunks:
        hint = ": a hunk is refused with the key r in "
        return [row(("title", "no refused hunks"), hint, ("command", "hookkit review -i"))]
    rows = [row(("title", plural(len(hunks), "refused hunk")))]
    for each in hunks:
        rows += [_hunk_row(each), *_source_rows("- ", each.before), *_source_rows("+ ", each.after)]
    forget_one = NextStep("propose again", f"hookkit refused --forget {hunks[0].id}")
    forget_all = NextStep("", f"hookkit refused --forget-all{selection_arguments}", "all of them")
    return rows + next_step_rows([forget_one, forget_all])


def unreadable_refusal_rows(count: int) -> list[Row]:
    """Say how many refused hunks of a newer hookkit cannot be read, and are kept."""
    if not count:
        return []
    hunk_count = f"{plural(count, 'refused hunk')} {'is' if count == 1 else 'are'}"
    return [
        row(("warn", hunk_count), " of a newer hookkit: not read here, and kept as it was written"),
        *next_step_rows([NextStep("read", "pip install --upgrade hookkit")]),
    ]


def forgotten_rows(hunks: Sequence[RefusedHunk]) -> list[Row]:
    """Give the hunks that will be proposed again."""
    if not hunks:
        return refused_rows(hunks)
    hunk_count = plural(len(hunks), "hunk")
    return [
        row(
            ("title", f"hookkit forgot {hunk_count}"),
            ": the next correction proposes what it needs",
        ),
        *map(_hunk_row, hunks),
    ]


def refused_count_row(count: int) -> Row:
    """Say that refused hunks of a correction are left out, and where to see them."""
    sentence = f"{plural(count, 'hunk')} left as {'it is' if count == 1 else 'they are'}: refused, "
    return row(("dim", f"{sentence}see "), ("command", "hookkit refused"), indent=1)


def _hunk_row(hunk: RefusedHunk) -> Row:
    codes = ", ".join(hunk.codes)
    return row(
        ("code", hunk.id), ("path", f"  {path_text(hunk.path)}"), ("dim", f"  {codes}"), indent=1
    )


def _source_rows(sign: str, text: str) -> list[Row]:
    """Give the first lines of one side of a hunk, without blank lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    hidden_count = len(lines) - MAX_LINES
    more = (
        [row(("dim", f"{sign}… {plural(hidden_count, 'more line')}"), indent=2)]
        if hidden_count > 0
        else []
    )
    return [row(("dim", f"{sign}{line}"), indent=2) for line in lines[:MAX_LINES]] + more
