"""The one way to the screen: rows in, colours on a terminal, plain lines everywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO

from hookkit.errors import EnvironmentFailed
from hookkit.settings.environment import wants_terminal
from hookkit.terminal.escaping import coloured_lines, without_commands
from hookkit.terminal.plain_text import plain_lines
from hookkit.terminal.rows import Row


def screen(stream: TextIO | None) -> TextIO | None:
    """Give ``stream``, or stdout as it is now; None in a process that was started without one."""
    return sys.stdout if stream is None else stream


def encoding_of(stream: TextIO) -> str:
    """Give the encoding that ``stream`` writes, UTF-8 where it holds text itself."""
    return stream.encoding or "utf-8"


def can_encode(text: str, encoding: str) -> bool:
    """Whether an encoding has every character of ``text``."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def is_terminal(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal; one that is closed is none."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def _silence(stream: TextIO) -> None:
    # Python flushes again when it exits, and would then complain in our name.
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def write(text: str, stream: TextIO) -> None:
    """Write ``text`` now: this is where all that a person reads goes out.

    Nothing but colours in it can act on a terminal, and no line is a command to a CI server. It is
    in the encoding of ``stream``. A reader that has gone away (``hookkit … | head``) is no failure;
    what follows goes nowhere. Raises EnvironmentFailed where the output cannot be written, on a
    full disk for example.
    """
    shown = coloured_lines(text, encoding_of(stream))
    try:
        stream.write(shown if is_terminal(stream) else without_commands(shown))
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        raise EnvironmentFailed(f"the output could not be written: {error.strerror}") from error


def say(rows: Iterable[Row], stream: TextIO | None = None) -> None:
    """Print ``rows`` to ``stream``, or to stdout.

    Raises EnvironmentFailed where the output cannot be written.
    """
    out = screen(stream)
    if out is None:
        return
    if wants_terminal(out):
        # A pipe must not pay for the import of rich.
        from hookkit.terminal.rich_text import paint

        write(paint(rows, out), out)
    else:
        write("".join(f"{line}\n" for line in plain_lines(rows, encoding_of(out))), out)


def say_prompt(prompt: Row, stream: TextIO | None = None) -> None:
    """Print the row that asks something, and stay behind it for the answer."""
    out = screen(stream)
    if out is None:
        return
    if wants_terminal(out):
        from hookkit.terminal.rich_text import paint

        text = paint([prompt], out)
    else:
        text = next(plain_lines([prompt], encoding_of(out)))
    write(text.rstrip("\n") + " ", out)
