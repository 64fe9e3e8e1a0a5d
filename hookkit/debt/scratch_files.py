"""Scratch files: contents written below a folder, because flake8 reads files, not blobs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from hookkit.errors import EnvironmentFailed, reason_of

_INVALID_PARTS = (b"", b".", b"..")


def write_files(folder: Path, contents: Mapping[bytes, bytes]) -> None:
    """Write contents (by path) below a folder, which is created if it does not exist.

    Raises EnvironmentFailed if a file cannot be written, or if a path leads out of the folder: git
    refuses such a path, but a crafted commit may contain it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in contents.items():
        if any(part in _INVALID_PARTS for part in path.split(b"/")):
            raise EnvironmentFailed(f"a commit has the path {path!r}, which is no path of a file")
        target = folder / os.fsdecode(path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            raise EnvironmentFailed(f"{target} cannot be written: {reason_of(error)}") from error
