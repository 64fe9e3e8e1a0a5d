"""Lines of a picture with their colours."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from rich.text import Text

from hookkit.graph.lines import Piece
from hookkit.terminal.rich_text import LOOK, console_of

COLOURS: dict[str, str] = {
    **{str(style): look for style, look in LOOK.items()},
    "lane0": "bold blue",
    "lane1": "green",
    "lane2": "magenta",
    "lane3": "cyan",
    "lane4": "yellow",
    "lane5": "red",
    "head": "bold cyan",
    "branch": "bold green",
    "remote": "green",
    "tag": "bold yellow",
    "folded": "bold",
}


def paint_lines(lines: Iterable[list[Piece]], stream: TextIO) -> str:
    """Give lines as the text to write to the terminal ``stream``, colours included."""
    console = console_of(stream)
    with console.capture() as captured:
        for pieces in lines:
            runs = groupby(pieces, key=lambda piece: COLOURS[piece[0]])
            text = Text.assemble(*(("".join(each for _, each in run), look) for look, run in runs))
            text.rstrip()
            console.print(text, soft_wrap=True)
    return captured.get()
