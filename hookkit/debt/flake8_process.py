"""flake8 run as a process on files of a scratch folder: it reads files, not blobs.

It has the project's configuration and the installed plugins.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from hookkit.debt.finding import LintFinding
from hookkit.debt.prestarted_flake8 import PYTHON_COMMAND, PrestartedFlake8, prestarted_flake8
from hookkit.errors import EnvironmentFailed
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import path_text

FLAKE8_PREFIXES = ("C90", "E", "F", "W")
"""Prefixes of the codes that flake8 has without further plugins."""

# ASCII's separators, which no message contains: a plugin's message may have several lines.
_FIELD_SEPARATOR, _RECORD_SEPARATOR = "\x1f", "\x1e"
_FORMAT = _RECORD_SEPARATOR + _FIELD_SEPARATOR.join(
    ["%(path)s", "%(row)d", "%(col)d", "%(code)s", "%(text)s", ""]
)
_RECORD_PATTERN = re.compile(
    rb"\x1e([^\x1f]*)\x1f(\d+)\x1f(-?\d+)\x1f([^\x1f]*)\x1f([^\x1f]*)\x1f", re.DOTALL
)

_CRASH_MESSAGES = ("There was a critical error", "Traceback (most recent call last)")
"""Texts that flake8 prints if a plugin or flake8 itself crashes: it then exits with 1, as it does
if it finds something."""


class Flake8Output(NamedTuple):
    """The output of a run of flake8.

    ``records`` are the findings: path, line, column, code and message. ``is_complete`` is True if
    flake8 has checked everything. ``messages`` is its other output (stderr and stdout).
    """

    records: Sequence[tuple[bytes, ...]]
    is_complete: bool
    messages: str


def flake8_command(
    output: Path, config: Path, *options: str, python_arguments: Sequence[str]
) -> list[str]:
    """Give the command that checks all files below the folder in which it is run.

    ``python_arguments`` are the arguments with which Python runs flake8. The other parameters are
    those of ``flake8_options``.
    """
    return [*PYTHON_COMMAND, *python_arguments, *flake8_options(output, config, *options), "."]


def flake8_options(output: Path, config: Path, *options: str) -> list[str]:
    """Give the options with which flake8 writes its findings to a file for ``read_output``.

    ``config`` is the file of the configuration; ``options`` are further options of flake8.
    """
    output_options = [f"--config={config}", f"--format={_FORMAT}", f"--output-file={output}"]
    return [*output_options, "--color=never", "--no-show-source", *options]


def read_output(output: Path, exit_status: int, messages: str) -> Flake8Output:
    """Read the findings that flake8 wrote to a file, and tell from its exit if they are all."""
    records = _RECORD_PATTERN.findall(output.read_bytes())
    is_complete = exit_status == 0 or (exit_status == 1 and bool(records))
    return Flake8Output(
        records, is_complete and not any(each in messages for each in _CRASH_MESSAGES), messages
    )


def run_flake8(folder: Path, output: Path, config: Path, *options: str) -> Iterator[LintFinding]:
    """Run flake8 on all files below a folder that it does not exclude, and give its findings.

    ``output`` is a file to be overwritten, ``config`` the file of the configuration; ``options``
    are further options of flake8. Raises EnvironmentFailed if flake8 fails, or if its configuration
    hides the findings.
    """
    with prestarted_flake8() as flake8:
        start_flake8_run(flake8, folder, output, config, *options)
        return wait_for_findings(flake8, folder, output)


def start_flake8_run(
    flake8: PrestartedFlake8, folder: Path, output: Path, config: Path, *options: str
) -> None:
    """Give a folder to a flake8 process that waits for one, to check as ``run_flake8`` does."""
    output.write_bytes(b"")
    flake8.check_folder(folder, flake8_options(output, config, *options))


def wait_for_findings(
    flake8: PrestartedFlake8, folder: Path, output: Path, timeout: float | None = None
) -> Iterator[LintFinding]:
    """Wait for flake8, and give its findings.

    Raises EnvironmentFailed as ``run_flake8`` does, and if flake8 takes longer than ``timeout``
    seconds (None for no limit).
    """
    exit_status, messages = flake8.wait(timeout)
    flake8_output = read_output(output, exit_status, messages)
    if not flake8_output.is_complete:
        sentence = failure_sentence(exit_status, messages)
        raise EnvironmentFailed(f"{sentence}; the baseline is as it was", "python -m flake8")
    return _parse_records(folder, flake8_output.records)


def run_flake8_of_other_python(
    python_command: Sequence[str], empty_folder: Path, folder: Path, output: Path, config: Path
) -> list[LintFinding]:
    """Run the flake8 of another Python on all files below ``folder``.

    ``python_command`` starts that Python, in ``empty_folder``. Raises EnvironmentFailed if flake8
    fails.
    """
    command = [*python_command, "-m", "flake8", f"--config={config}", f"--format={_FORMAT}"]
    output.write_bytes(b"")
    completed = _run([*command, f"--output-file={output}", str(folder)], empty_folder)
    messages = (completed.stderr + completed.stdout).decode("utf-8", "replace")
    flake8_output = read_output(output, completed.returncode, messages)
    if not flake8_output.is_complete:
        raise EnvironmentFailed(failure_sentence(completed.returncode, messages))
    prefix = os.fsencode(folder) + os.fsencode(os.sep)
    records = [(path.removeprefix(prefix), *rest) for path, *rest in flake8_output.records]
    return list(_parse_records(folder, records))


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=600.0
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentFailed(f"flake8 cannot be run: {error}") from error


def failure_sentence(exit_status: int, messages: str) -> str:
    """Say why flake8 failed, from its exit status and its output."""
    lines = [line for line in messages.splitlines() if line.strip()]
    if exit_status == 1 and not lines:
        return "flake8 finds something and does not say what: its configuration says quiet"
    # The first lines of flake8's own message, the last line of a traceback.
    shown = lines[:2] if _CRASH_MESSAGES[0] in messages else lines[-1:]
    reason = " ".join(shown) if shown else "it said nothing"
    return f"flake8 ended with status {exit_status}: {reason}"


def _parse_records(folder: Path, records: Sequence[tuple[bytes, ...]]) -> Iterator[LintFinding]:
    previous_path, lines = b"", list[bytes]()
    for path, row, column, code, message in records:
        if path != previous_path:
            previous_path, lines = path, _read_lines(folder / os.fsdecode(path))
        line = int(row)
        yield LintFinding(
            path_text(git_path(path)),
            line,
            max(int(column), 1),
            code.decode("utf-8", "replace"),
            message.decode("utf-8", "replace"),
            lines[line - 1] if 0 < line <= len(lines) else b"",
        )


def git_path(path: bytes, separator: str = os.sep) -> bytes:
    """Give a path of flake8 (with ``separator`` between folders) as git writes it."""
    return path.replace(separator.encode(), b"/").removeprefix(b"./")


def _read_lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()  # as Python source: at CR, LF and CRLF
    except OSError:
        return []
