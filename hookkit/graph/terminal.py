"""Print a picture to the terminal, or as plain lines."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TextIO

from hookkit.graph.build_picture import Picture
from hookkit.graph.lane_characters import CONTINUATION_SIGN, edges_below
from hookkit.graph.picture_colours import TERMINAL_COLOURS
from hookkit.graph.positioned_rows import PositionedRow, position_rows
from hookkit.graph.text_lines import GraphText, column_widths_of, row_line
from hookkit.phrases import plural
from hookkit.settings.environment_variables import gets_rich_output
from hookkit.terminal.escaping import escape_invisible
from hookkit.terminal.output import can_encode, encoding_of, stream_or_stdout, write

_SIGNS = "●○◆◇◉│─╮╭╯╰┬┴┼┊✓✗→▸…"
"""All non-ASCII signs of a picture."""

_ASCII_SIGNS = str.maketrans(_SIGNS, "*oMm@|-.,'`+++:+x>>~")
"""The ASCII replacement of each sign, for an encoding that lacks it."""

LEGEND = "● commit  ◆ merge  ○ ◇ on no remote  ◉ HEAD  ✓ rebased  ▸ folded: --unfold"


def print_picture(
    picture: Picture,
    *,
    limit: int,
    is_unfolded: bool,
    now: int,
    arguments: Sequence[str],
    stream: TextIO | None = None,
) -> None:
    """Print the first ``limit`` rows of a picture (0: all), and the command that shows more.

    ``arguments`` are the arguments of ``hookkit graph`` that draw this picture, without the limit.
    ``now`` is the time in seconds from which ages are counted. Raises EnvironmentFailed if the
    output cannot be written.
    """
    out = stream_or_stdout(stream)
    if out is None:
        return
    rows = position_rows(picture, is_unfolded)
    shown_rows = rows[:limit] if limit else rows
    width = shutil.get_terminal_size().columns if gets_rich_output(out) else None
    column_widths = column_widths_of(shown_rows, width, now)
    lines = [row_line(each, column_widths) for each in shown_rows]
    lines += _last_lines(picture, rows, shown_rows, limit, arguments)
    _write(lines if rows else [[("text", "there is no commit in this range")]], out)


def _write(lines: list[list[GraphText]], out: TextIO) -> None:
    encoding = encoding_of(out)
    if not can_encode(_SIGNS, encoding):
        lines = [[(style, text.translate(_ASCII_SIGNS)) for style, text in line] for line in lines]
    if gets_rich_output(out):
        write(_painted(lines, out), out)
        return
    plain = ("".join(text for _, text in line).rstrip() for line in lines)
    write("".join(f"{escape_invisible(line, encoding)}\n" for line in plain), out)


def _painted(lines: Iterable[list[GraphText]], out: TextIO) -> str:
    # Deferred: rich is not imported if the output is a pipe.
    from rich.text import Text

    from hookkit.terminal.render_rows import COLOURS, make_console

    colours = {**{str(style): colour for style, colour in COLOURS.items()}, **TERMINAL_COLOURS}
    console = make_console(out)
    with console.capture() as captured:
        for line in lines:
            runs = groupby(line, key=lambda each: colours[each[0]])
            text = Text.assemble(*(("".join(each for _, each in run), key) for key, run in runs))
            text.rstrip()
            console.print(text, soft_wrap=True)
    return captured.get()


def _last_lines(
    picture: Picture,
    rows: Sequence[PositionedRow],
    shown_rows: Sequence[PositionedRow],
    limit: int,
    arguments: Sequence[str],
) -> Iterator[list[GraphText]]:
    """Give the last lines: the command that shows more, if there are more rows, and the legend."""
    hidden_count = len(rows) - len(shown_rows)
    if hidden_count or picture.has_older_commits:
        continuation = (
            edges_below(shown_rows[-1].position, 8) if hidden_count else CONTINUATION_SIGN
        )
        more = "older commits" if picture.has_older_commits else plural(hidden_count, "more row")
        command = shlex.join(["hookkit", "graph", *arguments, "--limit", str(4 * limit or 0)])
        yield [("lane0", continuation), ("text", f"  {more}  "), ("command", command)]
    yield [("dim", LEGEND)]
