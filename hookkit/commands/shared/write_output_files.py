"""Write the output files of a command: reports, the summary of a CI job, a patch."""

from __future__ import annotations

from pathlib import Path

from hookkit.errors import EnvironmentFailed, reason_of


def write_output_file(path: Path, data: bytes) -> None:
    """Write a file, and create its folder. Raises EnvironmentFailed if that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise EnvironmentFailed(f"{path} could not be written: {reason_of(error)}") from error


def append_to_file(path: Path, data: bytes) -> None:
    """Append to a file, as each step of a job does to the summary.

    Raises EnvironmentFailed if that fails.
    """
    try:
        with path.open("ab") as file:
            file.write(data)
    except OSError as error:
        raise EnvironmentFailed(f"{path} could not be written: {reason_of(error)}") from error
