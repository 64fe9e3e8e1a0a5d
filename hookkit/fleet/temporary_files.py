"""One folder for all temporary files of the processes that are started meanwhile."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

PREFIX = "hookkit-fleet-"
"""What the name of the folder begins with."""


@contextmanager
def temporary_files_inside() -> Iterator[None]:
    """Have this process and those that it starts put temporary files into a folder that goes.

    A process that is killed leaves its own files behind.
    """
    given, known = os.environ.get("TMPDIR"), tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        # One that is forked has looked up where they go already.
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = known
            if given is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = given
