"""One folder for all temporary files of the processes that are started meanwhile."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

PREFIX = "hookkit-fleet-"
"""The name of the folder begins with this."""


@contextmanager
def temporary_files_inside() -> Iterator[None]:
    """Put temporary files of this process and its children into a folder that is deleted.

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
