"""A picture as lines of text in columns: the graph, the id, the description, author and age."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hookkit.graph.commit_texts import (
    StyledLabel,
    authors_of,
    merged_summary,
    merged_title,
    ref_names,
    remarks_of,
    rule_remarks,
    subject_of,
    verdict_symbol,
)
from hookkit.graph.lane_characters import cells_of
from hookkit.graph.picture_colours import LANE_COLOUR_COUNT, LANE_STYLE
from hookkit.graph.positioned_rows import PositionedRow
from hookkit.phrases import date_of, short_age, short_id
from hookkit.terminal.escaping import escape_invisible

GraphText = tuple[str, str]
"""A style and a text.

The style is one of ``hookkit.terminal.rows``, ``LANE_STYLE`` with a number, the kind of a ref in
small letters, or ``folded``.
"""

MAX_LANES = 40
MAX_AUTHOR_WIDTH = 14
MIN_SUBJECT_WIDTH = 16
"""The columns that a subject keeps beside its remarks: tickets, broken rules, notes."""
MIN_WIDTH_WITH_AUTHOR = 72
"""The width below which there is no column for the author."""


class PictureColumnWidths(NamedTuple):
    """The widths of the columns, the same for all rows of a picture.

    ``width`` is the width of a line, None for no limit. ``max_lanes`` is the maximum number of
    lanes. ``graph_width`` and ``author_width`` are the widths of these columns; ``author_width`` is
    0 for no such column. ``now`` is the time in seconds from which ages are counted, None to show
    dates.
    """

    width: int | None
    max_lanes: int
    graph_width: int
    author_width: int
    now: int | None

    @property
    def description_width(self) -> int | None:
        """The number of columns for the description of a commit, None for no limit."""
        if self.width is None:
            return None
        id_width, symbol_width = self.graph_width + 8, 2
        author_width = self.author_width + 2 if self.author_width else 0
        return max(self.width - id_width - symbol_width - author_width - self.time_width - 1, 10)

    @property
    def time_width(self) -> int:
        """The number of columns for an age or a date."""
        return 6 if self.now is not None else 10


def column_widths_of(
    rows: Sequence[PositionedRow], width: int | None, now: int | None
) -> PictureColumnWidths:
    """Measure the rows of a picture; ``width`` and ``now`` are as in ``PictureColumnWidths``."""
    max_lanes = MAX_LANES if width is None else max(width // 8, 2)
    graph = max((len(cells_of(each, max_lanes)) for each in rows), default=0) + 1
    author_width = max((cell_width(_author(each)) for each in rows), default=0)
    has_room = width is None or width >= MIN_WIDTH_WITH_AUTHOR
    return PictureColumnWidths(
        width, max_lanes, graph, min(author_width, MAX_AUTHOR_WIDTH) if has_room else 0, now
    )


def row_line(row: PositionedRow, column_widths: PictureColumnWidths) -> list[GraphText]:
    """Give one row: its lanes, then its text (``columns_beside_lanes``)."""
    cells = cells_of(row, column_widths.max_lanes)
    lane_texts = [(LANE_STYLE.format(cell.lane % LANE_COLOUR_COUNT), cell.char) for cell in cells]
    return [
        *lane_texts,
        ("text", " " * (column_widths.graph_width - len(cells))),
        *columns_beside_lanes(row, column_widths),
    ]


def columns_beside_lanes(row: PositionedRow, column_widths: PictureColumnWidths) -> list[GraphText]:
    """Give the columns to the right of the lanes: id, symbol, description, author, age."""
    symbol = verdict_symbol(row.commit.verdicts)
    description_width = column_widths.description_width
    description = _description(row, description_width)
    padding = 0 if description_width is None else description_width - _width(description)
    author = _cut(_author(row), column_widths.author_width)
    author_column = (
        "  " + author + " " * (column_widths.author_width - cell_width(author))
        if column_widths.author_width
        else ""
    )
    seconds = row.commit.parsed_commit.detailed_commit.author_time
    time = (
        short_age(seconds, column_widths.now) if column_widths.now is not None else date_of(seconds)
    )
    return [
        ("code", short_id(row.commit.id)),
        ("text", " "),
        (symbol.style, symbol.text),
        ("text", " "),
        *description,
        ("text", " " * padding),
        ("dim", author_column),
        ("dim", time.rjust(column_widths.time_width + 1)),
    ]


def _description(row: PositionedRow, width: int | None) -> list[GraphText]:
    """Give the refs at a commit, its subject and the remarks, in ``width`` columns.

    The refs get at most half of the room. Of the rest, the subject keeps its first
    MIN_SUBJECT_WIDTH columns, and the remarks come next.
    """
    ref_texts, remarks = _ref_texts(row), _remarks(row)
    text, style = escape_invisible(_subject(row)), "folded" if row.folded_commits else "text"
    if width is not None and ref_texts:
        ref_texts = [*_fit_texts(ref_texts[:-1], width // 2 - 2, _cut), ref_texts[-1]]
    if row.is_fixup:
        ref_texts.append(("warn", "fixup! "))
    if width is not None:
        width_left = width - _width(ref_texts)
        remarks = _fit_texts(
            remarks, width_left - min(cell_width(text), MIN_SUBJECT_WIDTH), _cut_words
        )
        text = _cut(text, width_left - _width(remarks))
    return [*ref_texts, (style, text), *remarks]


def _subject(row: PositionedRow) -> str:
    if row.folded_commits:
        return merged_title(row.commit)
    return subject_of(row.commit)


def _ref_texts(row: PositionedRow) -> list[GraphText]:
    texts: list[GraphText] = []
    for kind, text in ref_names(row.commit.refs):
        texts.append((kind.lower(), (" " if texts else "[") + escape_invisible(text)))
    return [*texts, ("text", "] ")] if texts else []


def _remarks(row: PositionedRow) -> list[GraphText]:
    """Give the remarks, the most important first, because the last ones may be cut."""
    broken_rules, others = rule_remarks(row.commit.verdicts), remarks_of(row.commit, _subject(row))
    folded = (
        [StyledLabel("dim", "▸ " + merged_summary(row.folded_commits))]
        if row.folded_commits
        else []
    )
    return [
        (style, "  " + escape_invisible(text)) for style, text in (*broken_rules, *folded, *others)
    ]


def _author(row: PositionedRow) -> str:
    names = authors_of(row.folded_commits or [row.commit])
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return escape_invisible(_cut(names[0], MAX_AUTHOR_WIDTH - len(more)) + more)


def _fit_texts(
    texts: Sequence[GraphText], width: int, cut: Callable[[str, int], str]
) -> list[GraphText]:
    """Give as many pieces as there is room for; the last one may be cut."""
    kept: list[GraphText] = []
    for style, text in texts:
        kept.append((style, cut(text, max(width, 0))))
        width -= cell_width(text)
    return [each for each in kept if each[1].strip(" …")]


def _width(texts: Iterable[GraphText]) -> int:
    return sum(cell_width(text) for _, text in texts)


def cell_width(text: str) -> int:
    """Give the number of columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _cut(text: str, width: int) -> str:
    if cell_width(text) <= width:
        return text
    while text and cell_width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…" if width > 0 else ""


def _cut_words(text: str, width: int) -> str:
    """Cut a text after a whole word, since half of a number would be another number."""
    if cell_width(text) <= width:
        return text
    words = _cut(text, width).removesuffix("…")
    if text[len(words)] != " ":
        words = words.rpartition(" ")[0].rstrip()
    return f"{words}…" if words.strip("▸ ") else ""
