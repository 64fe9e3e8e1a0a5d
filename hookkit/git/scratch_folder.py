"""A temporary folder in the git directory."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hookkit.errors import EnvironmentFailed, reason_of
from hookkit.git.temporary_names import temporary_name

SCRATCH_PREFIX = "hookkit-"
"""The prefix of each scratch folder's name."""


@contextmanager
def scratch_folder(git_dir: Path) -> Iterator[Path]:
    """Give a new folder in ``git_dir``, and remove it afterwards.

    Raises EnvironmentFailed if the folder cannot be created.
    """
    folder = git_dir / temporary_name(SCRATCH_PREFIX)
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise EnvironmentFailed(f"{git_dir} cannot be written: {reason_of(error)}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
