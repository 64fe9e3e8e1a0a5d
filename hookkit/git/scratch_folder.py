"""A temporary folder in the git directory, and contents written below such a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
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


def write_files(folder: Path, contents: Mapping[bytes, bytes]) -> None:
    """Write contents (by path) below a folder, which is created if it does not exist.

    Raises EnvironmentFailed if a file cannot be written, or if a path leads out of the folder: git
    refuses such a path, but a crafted commit may contain it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in contents.items():
        if any(part in (b"", b".", b"..") for part in path.split(b"/")):
            raise EnvironmentFailed(f"a commit has the path {path!r}, which is no path of a file")
        target = folder / os.fsdecode(path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            raise EnvironmentFailed(f"{target} cannot be written: {reason_of(error)}") from error
