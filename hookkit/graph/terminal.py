"""A picture in the terminal, or as plain lines."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator, Sequence
from typing import TextIO

from hookkit.graph.cells import ASCII, DOWN, SIGNS, below_of
from hookkit.graph.drawn_rows import Drawn, drawn_of
from hookkit.graph.lines import Piece, line_of, sheet_of
from hookkit.graph.picture import Picture
from hookkit.phrases import counted
from hookkit.settings.environment import wants_terminal
from hookkit.terminal.escaping import visible
from hookkit.terminal.output import can_encode, encoding_of, screen, write

LEGEND = "● commit  ◆ merge  ○ ◇ on no remote  ◉ HEAD  ✓ rebased  ▸ folded: --unfold"


def say_picture(
    picture: Picture,
    *,
    limit: int,
    is_unfolded: bool,
    now: int,
    again: Sequence[str],
    stream: TextIO | None = None,
) -> None:
    """Print the first ``limit`` rows of a picture (0: all), and how to see more.

    ``again`` are the arguments that the picture was asked for with, without the limit. Raises
    EnvironmentFailed where the output cannot be written.
    """
    out = screen(stream)
    if out is None:
        return
    rows = drawn_of(picture, is_unfolded)
    shown = rows[:limit] if limit else rows
    width = shutil.get_terminal_size().columns if wants_terminal(out) else None
    lines = [*_lines(shown, width, now), *_ending(picture, rows, shown, limit, again)]
    _write(lines if rows else [[("text", "there is no commit in this range")]], out)


def _write(lines: list[list[Piece]], out: TextIO) -> None:
    encoding = encoding_of(out)
    if not can_encode(SIGNS, encoding):
        lines = [[(style, text.translate(ASCII)) for style, text in line] for line in lines]
    if wants_terminal(out):
        from hookkit.graph.colours import paint_lines

        write(paint_lines(lines, out), out)
        return
    plain = ("".join(text for _, text in line).rstrip() for line in lines)
    write("".join(f"{visible(line, encoding)}\n" for line in plain), out)


def _lines(rows: Sequence[Drawn], width: int | None, now: int) -> Iterator[list[Piece]]:
    sheet = sheet_of(rows, width, now)
    yield from (line_of(each, sheet) for each in rows)


def _ending(
    picture: Picture,
    rows: Sequence[Drawn],
    shown: Sequence[Drawn],
    limit: int,
    again: Sequence[str],
) -> Iterator[list[Piece]]:
    """Say what is not shown, and how it would be."""
    rest = len(rows) - len(shown)
    if rest or picture.is_older:
        down = below_of(shown[-1].placed, 8) if rest else DOWN
        more = "older commits" if picture.is_older else counted(rest, "more row")
        command = shlex.join(["hookkit", "graph", *again, "--limit", str(4 * limit or 0)])
        yield [("lane0", down), ("text", f"  {more}  "), ("command", command)]
    yield [("dim", LEGEND)]
