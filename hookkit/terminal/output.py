"""The output of hookkit: rows with colours or as plain lines, and bytes for other programs."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

from hookkit.errors import EnvironmentFailed
from hookkit.settings.environment_variables import gets_rich_output
from hookkit.terminal.escaping import (
    escape_and_join,
    escape_ci_commands,
    escape_invisible_except_colours,
    escape_invisible_in_lines,
)
from hookkit.terminal.rows import Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

TERMINAL_FORMATS = ("rich", "plain")
"""With colours also in a pipe, for the log of a CI server; or without, also on a terminal."""


def use_pythonioencoding() -> None:
    """Print in the encoding that PYTHONIOENCODING names, as Python itself does without ``-E``.

    The shims start Python with ``-E``, so that no variable makes Python run code of the worktree.
    An encoding that Python does not know changes nothing.
    """
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    if not sys.flags.ignore_environment or not (encoding or errors):
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with suppress(LookupError):
                stream.reconfigure(encoding=encoding or stream.encoding, errors=errors or None)


def stream_or_stdout(stream: TextIO | None) -> TextIO | None:
    """Give ``stream``, or the current stdout if it is None; None in a process without stdout."""
    return sys.stdout if stream is None else stream


def encoding_of(stream: TextIO) -> str:
    """Give the encoding in which ``stream`` is written, UTF-8 if it has none (``StringIO``)."""
    return stream.encoding or "utf-8"


def can_encode(text: str, encoding: str) -> bool:
    """Whether an encoding has every character of ``text``."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def is_terminal(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal; False for a closed stream."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def _discard_output(stream: TextIO) -> None:
    # Python flushes again when it exits, and would then print an error.
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def write(text: str, stream: TextIO) -> None:
    """Write and flush ``text``; all output for people is written here.

    Control characters are escaped, except hookkit's colours, and so are commands to a CI server
    (not on a terminal) and characters that the encoding of ``stream`` lacks. A closed pipe, as in
    ``hookkit log | head``, is no failure; the rest of the output is discarded. Raises
    EnvironmentFailed if the output cannot be written, as on a full disk.
    """
    shown = escape_invisible_except_colours(text, encoding_of(stream))
    try:
        stream.write(shown if is_terminal(stream) else escape_ci_commands(shown))
        stream.flush()
    except BrokenPipeError:
        _discard_output(stream)
    except OSError as error:
        _discard_output(stream)
        raise EnvironmentFailed(f"the output could not be written: {error.strerror}") from error


def plain_lines(rows: Iterable[Row], encoding: str = "utf-8") -> Iterator[str]:
    """Give each row as one line without a newline, all of it visible and in ``encoding``."""
    for row in rows:
        text = "".join([text for _, text in row.texts])
        if not (text.isascii() and text.isprintable()):
            text = escape_and_join([text for _, text in row.texts], encoding)
        yield ("  " * row.indent + text).rstrip(" ")


def _text_of(rows: Iterable[Row], out: TextIO, is_coloured: bool) -> str:
    if is_coloured:
        # Not imported for plain output: rich takes long to import.
        from hookkit.terminal.render_rows import render_rows

        return render_rows(rows, out)
    return "".join(f"{line}\n" for line in plain_lines(rows, encoding_of(out)))


def print_rows(rows: Iterable[Row], stream: TextIO | None = None) -> None:
    """Print ``rows`` to ``stream``, or to stdout.

    Raises EnvironmentFailed if the output cannot be written.
    """
    out = stream_or_stdout(stream)
    if out is not None:
        write(_text_of(rows, out, gets_rich_output(out)), out)


def start_line(stream: TextIO | None = None) -> None:
    r"""Begin a line on a terminal after git's progress, which does not end its line.

    git writes ``Rebasing (1/3)`` and returns to the first column, so that the next output would be
    written over it.
    """
    out = stream_or_stdout(stream)
    if out is None or not is_terminal(out):
        return
    with suppress(OSError, ValueError):
        # git clears its own line in the same way; a dumb terminal cannot.
        out.write("\r\x1b[K" if gets_rich_output(out) else "\n")
        out.flush()


def terminal_height() -> int | None:
    """Give how many rows fit on the screen above the prompt; None without a terminal."""
    out = stream_or_stdout(None)
    if out is None or not is_terminal(out):
        return None
    lines = os.get_terminal_size(out.fileno()).lines
    # A row for the prompt, and one for the command; some terminals report a height of 0.
    return lines - 2 if lines else None


def print_prompt(prompt: Row, stream: TextIO | None = None) -> None:
    """Print a question; the cursor stays behind it for the answer."""
    out = stream_or_stdout(stream)
    if out is not None:
        write(_text_of([prompt], out, gets_rich_output(out)).rstrip("\n") + " ", out)


def print_rows_in_format(output_format: str | None, rows: Iterable[Row]) -> None:
    """Print ``rows`` to stdout in one of TERMINAL_FORMATS, or as ``print_rows`` does if None.

    Raises EnvironmentFailed if the output cannot be written.
    """
    out = stream_or_stdout(None)
    if out is not None:
        write(_text_of(rows, out, has_colours(output_format, out)), out)


def has_colours(output_format: str | None, out: TextIO) -> bool:
    """Whether rows in one of TERMINAL_FORMATS get colours; None is the format of ``print_rows``."""
    return gets_rich_output(out) if output_format is None else output_format == "rich"


def write_raw(data: bytes) -> None:
    """Write ``data`` to stdout and flush it. A closed pipe is no failure.

    On a terminal control characters are escaped. Raises EnvironmentFailed if the output cannot be
    written, as on a full disk.
    """
    if sys.stdout is None:
        return
    if sys.stdout.isatty():
        text = data.decode("utf-8", "surrogateescape")
        write(escape_invisible_in_lines(text, encoding_of(sys.stdout)), sys.stdout)
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # Python flushes the rest when it exits, and would then print an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            sentence = f"the output could not be written: {error.strerror}"
            raise EnvironmentFailed(sentence) from error
