"""The files that a result is written to: reports, the summary of a job, a patch."""

from __future__ import annotations

from pathlib import Path

from hookkit.errors import EnvironmentFailed, reason_of


def write_file(path: Path, data: bytes) -> None:
    """Write a file, and make its folder. Raises EnvironmentFailed where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise EnvironmentFailed(f"{path} could not be written: {reason_of(error)}") from error


def add_to_file(path: Path, data: bytes) -> None:
    """Add to the end of a file, as the steps of a job do to its summary."""
    try:
        with path.open("ab") as file:
            file.write(data)
    except OSError as error:
        raise EnvironmentFailed(f"{path} could not be written: {reason_of(error)}") from error
