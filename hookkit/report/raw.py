"""Bytes for another program to read: nothing is added, made visible or coloured."""

from __future__ import annotations

import os
import sys

from hookkit.values.errors import EnvironmentFailed


def write_raw(data: bytes) -> None:
    """Write ``data`` to stdout, now. A reader that has gone away is no failure.

    Raises EnvironmentFailed where the output cannot be written, on a full disk for example.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # Python flushes what is left when it exits, and would then complain in our name.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            sentence = f"the output could not be written: {error.strerror}"
            raise EnvironmentFailed(sentence) from error
