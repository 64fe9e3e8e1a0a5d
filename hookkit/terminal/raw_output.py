"""Bytes for other programs, written unchanged to a pipe or a file."""

from __future__ import annotations

import os
import sys

from hookkit.errors import EnvironmentFailed
from hookkit.terminal.escaping import visible_lines
from hookkit.terminal.output import encoding_of, write


def write_raw(data: bytes) -> None:
    """Write ``data`` to stdout, now. A closed pipe is no failure.

    On a terminal control characters are escaped. Raises EnvironmentFailed where the output cannot
    be written, on a full disk for example.
    """
    if sys.stdout is None:
        return
    if sys.stdout.isatty():
        text = data.decode("utf-8", "surrogateescape")
        write(visible_lines(text, encoding_of(sys.stdout)), sys.stdout)
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # Python flushes the rest when it exits, and would print an error then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            sentence = f"the output could not be written: {error.strerror}"
            raise EnvironmentFailed(sentence) from error
