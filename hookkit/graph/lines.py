"""A picture as lines of text in columns: the graph, the id, the description, author and age."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hookkit.graph.cells import cells_of
from hookkit.graph.commits import RefKind
from hookkit.graph.drawn_rows import DrawnRow
from hookkit.graph.wording import (
    Remark,
    authors_of,
    mark_of,
    merged_summary,
    merged_title,
    ref_names,
    remarks_of,
    rule_remarks,
    subject_of,
)
from hookkit.phrases import date_of, short, short_age
from hookkit.terminal.escaping import visible

StyledText = tuple[str, str]
"""A style, from ``hookkit.terminal.rows`` or one of the styles below, and a text."""

LANE_STYLE = "lane{}"
REF_STYLES: dict[RefKind, str] = {
    "HEAD": "head",
    "branch": "branch",
    "remote": "remote",
    "tag": "tag",
}
LANE_COLOURS = 6
"""The number of colours for lanes."""
MAX_LANES = 40
MAX_AUTHOR = 14
MIN_SUBJECT = 16
"""The columns of a subject that remarks always leave to it."""
MIN_WIDTH_WITH_AUTHOR = 72
"""The width below which there is no column for the author."""


class Layout(NamedTuple):
    """The widths of the columns, the same for all rows of a picture.

    ``width`` is the width of a line, None for no limit. ``lanes`` is the maximum number of lanes.
    ``graph`` and ``author`` are the widths of these columns; ``author`` is 0 for no such column.
    ``now`` is the time in seconds from which ages are counted, None to show dates.
    """

    width: int | None
    lanes: int
    graph: int
    author: int
    now: int | None

    @property
    def room(self) -> int | None:
        """The number of columns for the description of a commit, None for no limit."""
        if self.width is None:
            return None
        id_width, mark_width = self.graph + 8, 2
        author_width = self.author + 2 if self.author else 0
        return max(self.width - id_width - mark_width - author_width - self.time - 1, 10)

    @property
    def time(self) -> int:
        """The number of columns for an age or a date."""
        return 6 if self.now is not None else 10


def layout_of(rows: Sequence[DrawnRow], width: int | None, now: int | None) -> Layout:
    """Measure the rows of a picture; ``width`` and ``now`` are as in ``Layout``."""
    max_lanes = MAX_LANES if width is None else max(width // 8, 2)
    graph = max((len(cells_of(each, max_lanes)) for each in rows), default=0) + 1
    author_width = max((cell_width(_author(each)) for each in rows), default=0)
    has_room = width is None or width >= MIN_WIDTH_WITH_AUTHOR
    return Layout(width, max_lanes, graph, min(author_width, MAX_AUTHOR) if has_room else 0, now)


def line_of(drawn: DrawnRow, layout: Layout) -> list[StyledText]:
    """Give one row: its lanes, then its text (``text_of``)."""
    cells = cells_of(drawn, layout.lanes)
    pieces = [(LANE_STYLE.format(cell.lane % LANE_COLOURS), cell.char) for cell in cells]
    return [*pieces, ("text", " " * (layout.graph - len(cells))), *text_of(drawn, layout)]


def text_of(drawn: DrawnRow, layout: Layout) -> list[StyledText]:
    """Give the columns to the right of the lanes: id, mark, description, author, age."""
    id, mark = short(drawn.commit.id), mark_of(drawn.commit.verdicts)
    description = _description(drawn, layout.room)
    rest = 0 if layout.room is None else layout.room - _width(description)
    author = _cut(_author(drawn), layout.author)
    column = "  " + author + " " * (layout.author - cell_width(author)) if layout.author else ""
    seconds = drawn.commit.texts.commit.written
    time = short_age(seconds, layout.now) if layout.now is not None else date_of(seconds)
    return [
        *(("code", id), ("text", " "), (mark.style, mark.text), ("text", " "), *description),
        *(("text", " " * rest), ("dim", column), ("dim", time.rjust(layout.time + 1))),
    ]


def _description(drawn: DrawnRow, room: int | None) -> list[StyledText]:
    """Give the refs at a commit, its subject and the remarks, in ``room`` columns.

    The refs get at most half of the room. Of the rest, the subject keeps its first MIN_SUBJECT
    columns, and the remarks come next.
    """
    names, remarks = _ref_pieces(drawn), _remarks(drawn)
    text, style = visible(_subject(drawn)), "folded" if drawn.folded else "text"
    if room is not None and names:
        names = [*_fit_pieces(names[:-1], room // 2 - 2, _cut), names[-1]]
    if drawn.is_fixup:
        names.append(("warn", "fixup! "))
    if room is not None:
        width_left = room - _width(names)
        remarks = _fit_pieces(remarks, width_left - min(cell_width(text), MIN_SUBJECT), _cut_words)
        text = _cut(text, width_left - _width(remarks))
    return [*names, (style, text), *remarks]


def _subject(drawn: DrawnRow) -> str:
    if drawn.folded:
        return merged_title(drawn.commit)
    return subject_of(drawn.commit)


def _ref_pieces(drawn: DrawnRow) -> list[StyledText]:
    pieces: list[StyledText] = []
    for kind, text in ref_names(drawn.commit.refs):
        pieces.append((REF_STYLES[kind], (" " if pieces else "[") + visible(text)))
    return [*pieces, ("text", "] ")] if pieces else []


def _remarks(drawn: DrawnRow) -> list[StyledText]:
    """Give the remarks, the most important first, because the last ones may be cut."""
    faults, others = rule_remarks(drawn.commit.verdicts), remarks_of(drawn.commit, _subject(drawn))
    folded = [Remark("dim", "▸ " + merged_summary(drawn.folded))] if drawn.folded else []
    return [(style, "  " + visible(text)) for style, text in (*faults, *folded, *others)]


def _author(drawn: DrawnRow) -> str:
    names = authors_of(drawn.folded or [drawn.commit])
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return visible(_cut(names[0], MAX_AUTHOR - len(more)) + more)


def _fit_pieces(
    pieces: Sequence[StyledText], room: int, cut: Callable[[str, int], str]
) -> list[StyledText]:
    """Give as many pieces as there is room for; the last one may be cut."""
    kept: list[StyledText] = []
    for style, text in pieces:
        kept.append((style, cut(text, max(room, 0))))
        room -= cell_width(text)
    return [piece for piece in kept if piece[1].strip(" …")]


def _width(pieces: Iterable[StyledText]) -> int:
    return sum(cell_width(text) for _, text in pieces)


def cell_width(text: str) -> int:
    """Give the number of columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _cut(text: str, room: int) -> str:
    if cell_width(text) <= room:
        return text
    while text and cell_width(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…" if room > 0 else ""


def _cut_words(text: str, room: int) -> str:
    """Cut a text after a whole word, since half of a number would be another number."""
    if cell_width(text) <= room:
        return text
    words = _cut(text, room).removesuffix("…")
    if text[len(words)] != " ":
        words = words.rpartition(" ")[0].rstrip()
    return f"{words}…" if words.strip("▸ ") else ""
