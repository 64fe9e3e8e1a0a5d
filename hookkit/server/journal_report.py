"""The report of a journal: as rows, and as JSON or CSV for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.formats.csv_table import csv_bytes
from hookkit.formats.escaping import json_bytes, utf8_text
from hookkit.formats.json_documents import COMMON_KEYS
from hookkit.phrases import escape_unprintable, plural
from hookkit.server.filter_and_count_pushes import COUNT_NAMES, PushCounts, PushTally
from hookkit.server.read_journal import JournalReader
from hookkit.terminal.rows import Row, Style, StyledText, note, row, table_rows

JOURNAL_REPORT_FORMATS = ("json", "csv")
"""The formats of the report for other programs."""

MAX_ROWS = 10
"""Rows of each table if several tables are shown."""

_COLUMN_HEADINGS = {
    "pushes": "pushes",
    "refused": "refused",
    "warned": "warned",
    "unchecked": "unchecked",
    "failed": "failed",
    "under_exception": "by exception",
}
_STYLES: dict[str, Style] = {"refused": "bad", "failed": "bad", "warned": "warn"}


def journal_report_rows(
    push_counts: PushCounts, reader: JournalReader, groupings: Sequence[str]
) -> list[Row]:
    """Give a table for each grouping: a single table whole, only the first rows of several."""
    if not push_counts.total.counts["pushes"]:
        rows = [row(f"there is no such push in {reader.file}")]
    else:
        tables = (_table(push_counts, name, len(groupings) == 1) for name in groupings)
        rows = [_title(push_counts), *(each for table in tables for each in table)]
    if reader.damaged_count:
        rows.append(note(f"{plural(reader.damaged_count, 'line')} could not be read"))
    if reader.newer_count:
        lines = plural(reader.newer_count, "line")
        rows.append(note(f"{lines} of a newer hookkit: pip install --upgrade hookkit"))
    return rows


def _title(push_counts: PushCounts) -> Row:
    total = push_counts.total.counts
    days = f"{push_counts.first_time[:10]} to {push_counts.last_time[:10]}"
    pieces: list[StyledText] = [
        (_STYLES.get(name, "text"), f"{total[name]:,} {_COLUMN_HEADINGS[name]}")
        for name in COUNT_NAMES[1:]
        if total[name]
    ]
    noun = "push" if total["pushes"] == 1 else "pushes"
    parts: list[str | StyledText] = [("title", f"{total['pushes']:,} {noun}"), f", {days}"]
    for index, piece in enumerate(pieces):
        parts += [": " if index == 0 else ", ", piece]
    return row(*parts)


def _table(push_counts: PushCounts, grouping: str, is_whole: bool) -> Iterator[Row]:
    groups = push_counts.groups[grouping]
    if not groups:
        return
    columns = [each for each in COUNT_NAMES if push_counts.total.counts[each]]
    shown_groups = [*groups.items()][: None if is_whole else MAX_ROWS]
    headings = (grouping, *(_COLUMN_HEADINGS[each] for each in columns), "last push")
    yield from table_rows(
        headings, [_group_row(name, tally, columns, headings) for name, tally in shown_groups]
    )
    if len(shown_groups) < len(groups):
        more = f"and {len(groups) - len(shown_groups):,} more, with "
        yield row(("dim", more), ("command", f"--by {grouping}"), indent=1)


def _group_row(
    name: str, tally: PushTally, columns: Sequence[str], headings: Sequence[str]
) -> list[StyledText]:
    cells: list[StyledText] = [("path", escape_unprintable(name))]
    for each, heading in zip(columns, headings[1:], strict=False):
        count = tally.counts[each]
        style = _STYLES.get(each, "text") if count else "dim"
        cells.append((style, f"{count:,}".rjust(len(heading))))
    return [*cells, ("dim", tally.last_time.replace("T", " ")[:16])]


def journal_report_document(
    output_format: str, push_counts: PushCounts, reader: JournalReader, groupings: Sequence[str]
) -> bytes:
    """Give all rows of the tables ``groupings`` in one of JOURNAL_REPORT_FORMATS."""
    if output_format == "csv":
        lines = [
            [each, name, *tally.counts.values(), tally.last_time]
            for each in groupings
            for name, tally in push_counts.groups[each].items()
        ]
        return csv_bytes([["by", "name", *COUNT_NAMES, "last"], *lines])
    document = {
        **COMMON_KEYS,
        "journal": utf8_text(reader.file),
        "first": push_counts.first_time or None,
        "last": push_counts.last_time or None,
        **push_counts.total.counts,
        "by": {
            each: [
                {"name": utf8_text(name), **tally.counts, "last": tally.last_time}
                for name, tally in push_counts.groups[each].items()
            ]
            for each in groupings
        },
        "damaged_lines": reader.damaged_count,
        "newer_lines": reader.newer_count,
    }
    return json_bytes(document)
