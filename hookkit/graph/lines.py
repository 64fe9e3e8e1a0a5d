"""A picture as lines of text in columns: the graph, the id, what it is, who, how long ago."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hookkit.ages import day_of, short_age
from hookkit.graph.cells import cells_of
from hookkit.graph.commits import Kind
from hookkit.graph.drawn_rows import Drawn
from hookkit.graph.wording import (
    Tag,
    authors_of,
    brought,
    faults_of,
    headline,
    mark_of,
    names_of,
    notes_of,
    subject_of,
)
from hookkit.phrases import short
from hookkit.terminal.escaping import visible

Piece = tuple[str, str]
"""A style, of ``hookkit.terminal.rows`` or one of those below, and a text."""

LANE = "lane{}"
OF_REF: dict[Kind, str] = {
    "HEAD": "head",
    "branch": "branch",
    "remote": "remote",
    "tag": "tag",
}
LANES = 6
"""How many colours there are for lanes."""
MOST_LANES = 40
AUTHOR = 14
LEAST = 16
"""How much of a subject is always to be read."""
NARROW = 72
"""In a narrower place than this there is no room for the author."""


class Sheet(NamedTuple):
    """How much room the columns have, for all rows of a picture.

    ``width`` is None where lines may be of any length. ``lanes`` is how many lanes are drawn at
    most, ``graph`` how many columns they take and ``author`` those of the names. ``now`` is the
    time from which ages are told; without it dates are.
    """

    width: int | None
    lanes: int
    graph: int
    author: int
    now: int | None

    @property
    def room(self) -> int | None:
        """How many columns there are for what a commit is."""
        if self.width is None:
            return None
        id, mark = self.graph + 8, 2
        author = self.author + 2 if self.author else 0
        return max(self.width - id - mark - author - self.time - 1, 10)

    @property
    def time(self) -> int:
        """How many columns an age or a date takes."""
        return 6 if self.now is not None else 10


def sheet_of(rows: Sequence[Drawn], width: int | None, now: int | None) -> Sheet:
    """Measure the rows of a picture."""
    most = MOST_LANES if width is None else max(width // 8, 2)
    graph = max((len(cells_of(each, most)) for each in rows), default=0) + 1
    names = max((columns(_who(each)) for each in rows), default=0)
    has_room = width is None or width >= NARROW
    return Sheet(width, most, graph, min(names, AUTHOR) if has_room else 0, now)


def line_of(drawn: Drawn, sheet: Sheet) -> list[Piece]:
    """Give one row: its lanes, and what is said of it."""
    cells = cells_of(drawn, sheet.lanes)
    pieces = [(LANE.format(cell.lane % LANES), cell.char) for cell in cells]
    return [*pieces, ("text", " " * (sheet.graph - len(cells))), *text_of(drawn, sheet)]


def text_of(drawn: Drawn, sheet: Sheet) -> list[Piece]:
    """Give what is said of a row: the id, the mark, what it is, who, how long ago."""
    id, mark = short(drawn.shown.id), mark_of(drawn.shown.verdicts)
    told = _told(drawn, sheet.room)
    rest = 0 if sheet.room is None else sheet.room - _length(told)
    who = _cut(_who(drawn), sheet.author)
    column = "  " + who + " " * (sheet.author - columns(who)) if sheet.author else ""
    seconds = drawn.shown.told.commit.written
    time = short_age(seconds, sheet.now) if sheet.now is not None else day_of(seconds)
    return [
        *(("code", id), ("text", " "), (mark.style, mark.text), ("text", " "), *told),
        *(("text", " " * rest), ("dim", column), ("dim", time.rjust(sheet.time + 1))),
    ]


def _told(drawn: Drawn, room: int | None) -> list[Piece]:
    """Say what a commit is, in ``room`` columns: the names at it, its subject, what is to be said.

    Names have at most half of the room, and remarks what the first words of the subject leave.
    """
    names, beside = _names(drawn), _beside(drawn)
    text, style = visible(_text(drawn)), "folded" if drawn.folded else "text"
    if room is not None and names:
        names = [*_within(names[:-1], room // 2 - 2, _cut), names[-1]]
    if drawn.is_fixup:
        names.append(("warn", "fixup! "))
    if room is not None:
        left = room - _length(names)
        beside = _within(beside, left - min(columns(text), LEAST), _cut_words)
        text = _cut(text, left - _length(beside))
    return [*names, (style, text), *beside]


def _text(drawn: Drawn) -> str:
    if drawn.folded:
        return headline(drawn.shown, is_folded=True)
    return subject_of(drawn.shown)


def _names(drawn: Drawn) -> list[Piece]:
    pieces: list[Piece] = []
    for kind, text in names_of(drawn.shown.refs):
        pieces.append((OF_REF[kind], (" " if pieces else "[") + visible(text)))
    return [*pieces, ("text", "] ")] if pieces else []


def _beside(drawn: Drawn) -> list[Piece]:
    """Give the remarks, those that matter most first: what is short of room is the last of them."""
    faults, others = faults_of(drawn.shown.verdicts), notes_of(drawn.shown, _text(drawn))
    folded = [Tag("dim", "▸ " + brought(drawn.folded))] if drawn.folded else []
    return [(style, "  " + visible(text)) for style, text in (*faults, *folded, *others)]


def _who(drawn: Drawn) -> str:
    names = authors_of(drawn.folded or [drawn.shown])
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return visible(_cut(names[0], AUTHOR - len(more)) + more)


def _within(pieces: Sequence[Piece], room: int, cut: Callable[[str, int], str]) -> list[Piece]:
    """Give as many pieces as there is room for; the last of them is cut."""
    kept: list[Piece] = []
    for style, text in pieces:
        kept.append((style, cut(text, max(room, 0))))
        room -= columns(text)
    return [piece for piece in kept if piece[1].strip(" …")]


def _length(pieces: Iterable[Piece]) -> int:
    return sum(columns(text) for _, text in pieces)


def columns(text: str) -> int:
    """Give how many columns a terminal takes for a text."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _cut(text: str, room: int) -> str:
    if columns(text) <= room:
        return text
    while text and columns(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…" if room > 0 else ""


def _cut_words(text: str, room: int) -> str:
    """Leave whole words only: half of a number is another number."""
    if columns(text) <= room:
        return text
    kept = _cut(text, room).removesuffix("…")
    if text[len(kept)] != " ":
        kept = kept.rpartition(" ")[0].rstrip()
    return f"{kept}…" if kept.strip("▸ ") else ""
