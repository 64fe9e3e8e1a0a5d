"""The encoding of what is printed, where the interpreter was told to look at no variable."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress


def take_asked_encoding() -> None:
    """Print in the encoding that PYTHONIOENCODING names, as Python itself does without ``-E``.

    The shims start it with ``-E``, so that no variable has it run code of the worktree. A name that
    Python does not know changes nothing.
    """
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    if not sys.flags.ignore_environment or not (encoding or errors):
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with suppress(LookupError):
                stream.reconfigure(encoding=encoding or stream.encoding, errors=errors or None)
