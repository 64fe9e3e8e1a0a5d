"""The options ``--format`` and ``--output FORMAT=FILE`` of the output, and its files written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import rich_click as click

from hookkit.errors import EnvironmentFailed, WrongUsage, reason_of
from hookkit.phrases import did_you_mean

plain_or_json_option = click.option(
    "--format",
    "output_format",
    type=click.Choice(["plain", "json"]),
    default="plain",
    help="json for programs.",
)

output_option = click.option(
    "--output", "outputs", metavar="FORMAT=FILE", multiple=True, help="Another report; repeatable."
)


class ReportFile(NamedTuple):
    """A report to write: its format, and the file."""

    output_format: str
    path: Path


def parse_output_option(text: str, formats: Sequence[str], command: str) -> ReportFile:
    """Read the value of the option. Raises WrongUsage for an unknown format or a missing file name.

    ``formats`` are the allowed formats, ``command`` is the command of hookkit that has the option.
    """
    output_format, equals, name = text.partition("=")
    if output_format not in formats:
        known = ", ".join(formats)
        similar = did_you_mean(output_format, list(formats))
        sentence = f"there is no format {output_format!r}{similar} (formats: {known})"
        raise WrongUsage(sentence, f"{command} --help")
    if not equals or not name:
        raise WrongUsage(
            f"--output {output_format} names no file", f"{command} --output {output_format}=FILE"
        )
    return ReportFile(output_format, Path(name))


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
