"""One folder for all temporary files of this process and of processes that it starts."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

TEMPORARY_FOLDER_PREFIX = "hookkit-fleet-"
"""The prefix of the folder's name."""


@contextmanager
def redirected_temporary_files() -> Iterator[None]:
    """Put temporary files of this process and its children into a folder, and delete it at the end.

    A process that is killed would otherwise leave its files behind.
    """
    old_variable, old_folder = os.environ.get("TMPDIR"), tempfile.tempdir
    with tempfile.TemporaryDirectory(
        prefix=TEMPORARY_FOLDER_PREFIX, ignore_cleanup_errors=True
    ) as folder:
        # A forked process uses ``tempfile.tempdir``, which is already set, and not TMPDIR.
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = old_folder
            if old_variable is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = old_variable
