"""A listener that copies the messages of git and of the server to stderr."""

from __future__ import annotations

import codecs
import sys
from contextlib import suppress

from hookkit.git.run_over_network import NO_LISTENER, Listener
from hookkit.settings.environment_variables import gets_rich_output
from hookkit.terminal.escaping import escape_invisible_in_lines
from hookkit.terminal.output import encoding_of


def listener_copying_to_stderr() -> Listener:
    """Give a listener that copies the messages of git and of the server to stderr."""
    if sys.stderr is None:
        return NO_LISTENER
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    shows_progress = sys.stderr.isatty() and gets_rich_output(sys.stderr)
    return Listener(lambda messages: _copy_to_stderr(decoder.decode(messages)), shows_progress)


def _copy_to_stderr(messages: str) -> None:
    # A progress bar of git returns to the start of its line.
    lines = (
        escape_invisible_in_lines(each, encoding_of(sys.stderr)) for each in messages.split("\r")
    )
    # The push continues even if stderr is closed.
    with suppress(OSError, ValueError):
        sys.stderr.write("\r".join(lines))
        sys.stderr.flush()
