"""Write contents below a scratch folder: flake8 reads files, not blobs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from hookkit.errors import EnvironmentFailed, reason_of

_NO_NAMES = (b"", b".", b"..")


def write_tree(folder: Path, contents: Mapping[bytes, bytes]) -> None:
    """Write contents (by path) below a folder, which is created if it does not exist.

    Raises EnvironmentFailed if a file cannot be written, or if a path leads out of the folder: git
    refuses such a path, but a crafted commit may contain it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in contents.items():
        if any(part in _NO_NAMES for part in path.split(b"/")):
            raise EnvironmentFailed(f"a commit has the path {path!r}, which is no path of a file")
        place = folder / os.fsdecode(path)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        except OSError as error:
            raise EnvironmentFailed(f"{place} cannot be written: {reason_of(error)}") from error
