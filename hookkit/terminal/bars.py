"""Bars in rows of text: a share of a total, drawn in block characters."""

from __future__ import annotations

from collections.abc import Callable

from hookkit.terminal.output import can_encode, encoding_of, has_colours, stream_or_stdout

BAR_WIDTH = 16
"""The columns of a bar for 100%."""

DrawBar = Callable[[int, int], str]
"""Draws a share (a count, of a total) as a bar; gives "" if no bars are to be drawn."""

_EIGHTH_BLOCKS = " ▏▎▍▌▋▊▉"


def bar(count: int, total: int) -> str:
    """Draw the share of ``count`` in ``total`` as a bar of at most BAR_WIDTH columns."""
    full_cells, eighths = divmod(count * BAR_WIDTH * 8 // total if total else 0, 8)
    return ("█" * full_cells + _EIGHTH_BLOCKS[eighths]).rstrip()


def bar_function(output_format: str | None) -> DrawBar:
    """Give the function that draws a share in a format, or "" where no bar can be shown."""
    out = stream_or_stdout(None)
    if (
        out is None
        or not has_colours(output_format, out)
        or not can_encode(bar(1, 7), encoding_of(out))
    ):
        return lambda count, total: ""
    return bar
