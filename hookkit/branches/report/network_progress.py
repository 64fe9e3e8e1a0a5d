"""What git says while it talks to another repository, on stderr as it comes."""

from __future__ import annotations

import codecs
import sys
from contextlib import suppress

from hookkit.git.network import NO_LISTENER, Listener
from hookkit.settings.environment import wants_terminal
from hookkit.terminal.escaping import visible_lines
from hookkit.terminal.output import encoding_of


def ear() -> Listener:
    """Give an ear that repeats all that it hears on stderr, a server's own words among it."""
    if sys.stderr is None:
        return NO_LISTENER
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    sees = sys.stderr.isatty() and wants_terminal(sys.stderr)
    return Listener(lambda said: _repeat(decoder.decode(said)), sees)


def _repeat(said: str) -> None:
    # A bar of git's goes back to the start of its line.
    lines = (visible_lines(each, encoding_of(sys.stderr)) for each in said.split("\r"))
    # Where nobody can be told any more the push goes on.
    with suppress(OSError, ValueError):
        sys.stderr.write("\r".join(lines))
        sys.stderr.flush()
