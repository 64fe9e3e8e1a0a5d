"""What git says while it talks to another repository, on stderr as it comes."""

from __future__ import annotations

import sys
from contextlib import suppress

from hookkit.doors.config import wants_terminal
from hookkit.doors.talking import DEAF, Ear


def ear() -> Ear:
    """Give an ear that repeats all that it hears on stderr."""
    if sys.stderr is None:
        return DEAF
    return Ear(_repeat, sys.stderr.isatty() and wants_terminal(sys.stderr))


def _repeat(said: bytes) -> None:
    # Where nobody can be told any more the push goes on.
    with suppress(OSError, ValueError):
        sys.stderr.buffer.write(said)
        sys.stderr.buffer.flush()
