"""Rows for a person who says how they are to look, wherever they go."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hookkit.settings.environment import wants_terminal
from hookkit.terminal.output import can_encode, encoding_of, say, screen, write
from hookkit.terminal.plain_text import plain_lines
from hookkit.terminal.rows import Row
from hookkit.terminal.shares import bar

LOOKS = ("rich", "plain")
"""With colours in a pipe too, as the log of a CI server shows them; or plain on a terminal too."""


def say_as(look: str | None, rows: Iterable[Row]) -> None:
    """Print ``rows`` in a look of LOOKS; None leaves it to where they go.

    Raises EnvironmentFailed where the output cannot be written.
    """
    out = screen(None)
    if out is None or look is None:
        say(rows)
    elif look == "rich":
        from hookkit.terminal.rich_text import paint

        write(paint(rows, out), out)
    else:
        write("".join(f"{line}\n" for line in plain_lines(rows, encoding_of(out))), out)


def bar_of(look: str | None) -> Callable[[int, int], str]:
    """Give what draws a share for ``say_as``: bars only where they can be seen."""
    out = screen(None)
    is_rich = out is not None and (look == "rich" or (look is None and wants_terminal(out)))
    if out is None or not is_rich or not can_encode(bar(1, 7), encoding_of(out)):
        return lambda count, of: ""
    return bar
