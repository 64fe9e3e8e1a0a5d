"""The report of a journal: as rows, and as JSON or CSV for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.formats.csv_table import csv_bytes
from hookkit.formats.escaping import json_bytes, utf8_text
from hookkit.formats.json_documents import COMMON_KEYS
from hookkit.phrases import escape_unprintable, plural
from hookkit.server.push_counts import COUNTS, Figures, PushTally
from hookkit.server.read_journal import JournalReader
from hookkit.terminal.rows import Row, Style, StyledText, note, row, table_rows

FORMATS = ("json", "csv")
"""The formats for other programs."""

MAX_ROWS = 10
"""Rows of each table if several tables are shown."""

_HEADS = {
    "pushes": "pushes",
    "refused": "refused",
    "warned": "warned",
    "unchecked": "unchecked",
    "failed": "failed",
    "under_exception": "by exception",
}
_STYLES: dict[str, Style] = {"refused": "bad", "failed": "bad", "warned": "warn"}


def report_rows(figures: Figures, reader: JournalReader, groupings: Sequence[str]) -> list[Row]:
    """Give a table for each grouping: a single table whole, only the first rows of several."""
    if not figures.total.counts["pushes"]:
        rows = [row(f"there is no such push in {reader.file}")]
    else:
        tables = (_table(figures, name, len(groupings) == 1) for name in groupings)
        rows = [_title(figures), *(each for table in tables for each in table)]
    if reader.damaged_count:
        rows.append(note(f"{plural(reader.damaged_count, 'line')} could not be read"))
    if reader.newer_count:
        lines = plural(reader.newer_count, "line")
        rows.append(note(f"{lines} of a newer hookkit: pip install --upgrade hookkit"))
    return rows


def _title(figures: Figures) -> Row:
    total = figures.total.counts
    days = f"{figures.first_time[:10]} to {figures.last_time[:10]}"
    pieces: list[StyledText] = [
        (_STYLES.get(name, "text"), f"{total[name]:,} {_HEADS[name]}")
        for name in COUNTS[1:]
        if total[name]
    ]
    noun = "push" if total["pushes"] == 1 else "pushes"
    parts: list[str | StyledText] = [("title", f"{total['pushes']:,} {noun}"), f", {days}"]
    for index, piece in enumerate(pieces):
        parts += [": " if index == 0 else ", ", piece]
    return row(*parts)


def _table(figures: Figures, grouping: str, is_whole: bool) -> Iterator[Row]:
    groups = figures.groups[grouping]
    if not groups:
        return
    counts = [each for each in COUNTS if figures.total.counts[each]]
    shown_groups = [*groups.items()][: None if is_whole else MAX_ROWS]
    headings = (grouping, *(_HEADS[each] for each in counts), "last push")
    yield from table_rows(
        headings, [_line(name, tally, counts, headings) for name, tally in shown_groups]
    )
    if len(shown_groups) < len(groups):
        more = f"and {len(groups) - len(shown_groups):,} more, with "
        yield row(("dim", more), ("command", f"--by {grouping}"), indent=1)


def _line(
    name: str, tally: PushTally, counts: Sequence[str], headings: Sequence[str]
) -> list[StyledText]:
    cells: list[StyledText] = [("path", escape_unprintable(name))]
    for each, title in zip(counts, headings[1:], strict=False):
        count = tally.counts[each]
        style = _STYLES.get(each, "text") if count else "dim"
        cells.append((style, f"{count:,}".rjust(len(title))))
    return [*cells, ("dim", tally.last_time.replace("T", " ")[:16])]


def report_document(
    output_format: str, figures: Figures, reader: JournalReader, groupings: Sequence[str]
) -> bytes:
    """Give all rows of the tables ``groupings`` in one of FORMATS."""
    if output_format == "csv":
        lines = [
            [each, name, *tally.counts.values(), tally.last_time]
            for each in groupings
            for name, tally in figures.groups[each].items()
        ]
        return csv_bytes([["by", "name", *COUNTS, "last"], *lines])
    document = {
        **COMMON_KEYS,
        "journal": utf8_text(reader.file),
        "first": figures.first_time or None,
        "last": figures.last_time or None,
        **figures.total.counts,
        "by": {each: [*map(_item, figures.groups[each].items())] for each in groupings},
        "damaged_lines": reader.damaged_count,
        "newer_lines": reader.newer_count,
    }
    return json_bytes(document)


def _item(group: tuple[str, PushTally]) -> dict[str, object]:
    name, tally = group
    return {"name": utf8_text(name), **tally.counts, "last": tally.last_time}
