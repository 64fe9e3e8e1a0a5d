"""flake8 run as a process, with the project's configuration and the installed plugins."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from hookkit.debt.finding import LintFinding
from hookkit.debt.local_plugins import FLAKE8, LOCAL, read_configuration
from hookkit.debt.started_flake8 import PYTHON, StartedFlake8, started_flake8
from hookkit.errors import EnvironmentFailed
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import path_text

CODES = ("C90", "E", "F", "W")
"""Prefixes of the codes that flake8 has without further plugins."""

CONFIGURATIONS = ("setup.cfg", "tox.ini", ".flake8")
"""Files in which flake8 looks for its configuration, in this order (flake8.options.config)."""

# ASCII's separators, which no message contains: a plugin's message may have several lines.
_FIELD_SEPARATOR, _RECORD_SEPARATOR = "\x1f", "\x1e"
_FORMAT = _RECORD_SEPARATOR + _FIELD_SEPARATOR.join(
    ["%(path)s", "%(row)d", "%(col)d", "%(code)s", "%(text)s", ""]
)
_RECORD_PATTERN = re.compile(
    rb"\x1e([^\x1f]*)\x1f(\d+)\x1f(-?\d+)\x1f([^\x1f]*)\x1f([^\x1f]*)\x1f", re.DOTALL
)

_CRASH_TEXTS = ("There was a critical error", "Traceback (most recent call last)")
"""Texts that flake8 prints if a plugin or flake8 itself crashes: it then exits with 1, as it does
if it finds something."""


class Flake8Output(NamedTuple):
    """The output of a run of flake8.

    ``records`` are the findings: path, line, column, code and message. ``is_done`` is True if
    flake8 has checked everything. ``printed`` is its other output (stderr and stdout).
    """

    records: Sequence[tuple[bytes, ...]]
    is_done: bool
    printed: str


def flake8_command(output: Path, config: Path, *options: str, start: Sequence[str]) -> list[str]:
    """Give the command that checks all files below the folder in which it is run.

    ``start`` are the arguments with which Python runs flake8. The other parameters are those of
    ``flake8_options``.
    """
    return [*PYTHON, *start, *flake8_options(output, config, *options), "."]


def flake8_options(output: Path, config: Path, *options: str) -> list[str]:
    """Give the options with which flake8 writes its findings to a file for ``read_output``.

    ``config`` is the file of the configuration; ``options`` are further options of flake8.
    """
    output_options = [f"--config={config}", f"--format={_FORMAT}", f"--output-file={output}"]
    return [*output_options, "--color=never", "--no-show-source", *options]


def read_output(output: Path, status: int, printed: str) -> Flake8Output:
    """Read the findings that flake8 wrote to a file, and tell from its exit if they are all."""
    records = _RECORD_PATTERN.findall(output.read_bytes())
    is_done = status == 0 or (status == 1 and bool(records))
    return Flake8Output(
        records, is_done and not any(each in printed for each in _CRASH_TEXTS), printed
    )


def run_flake8(folder: Path, output: Path, config: Path, *options: str) -> Iterator[LintFinding]:
    """Run flake8 on all files below a folder that it does not exclude, and give its findings.

    ``output`` is a file to be overwritten, ``config`` the file of the configuration; ``options``
    are further options of flake8. Raises EnvironmentFailed if flake8 fails, or if its configuration
    hides the findings.
    """
    with started_flake8() as flake8:
        tell_flake8(flake8, folder, output, config, *options)
        return found_by(flake8, folder, output)


def tell_flake8(
    flake8: StartedFlake8, folder: Path, output: Path, config: Path, *options: str
) -> None:
    """Have a started flake8 check all files below a folder, as ``run_flake8`` does."""
    output.write_bytes(b"")
    flake8.check_folder(folder, flake8_options(output, config, *options))


def found_by(
    flake8: StartedFlake8, folder: Path, output: Path, seconds: float | None = None
) -> Iterator[LintFinding]:
    """Wait for flake8, and give its findings.

    Raises EnvironmentFailed as ``run_flake8`` does, and if flake8 takes longer than ``seconds``
    (None for no limit).
    """
    status, printed = flake8.wait(seconds)
    parsed = read_output(output, status, printed)
    if not parsed.is_done:
        sentence = failure_of(status, printed)
        raise EnvironmentFailed(f"{sentence}; the baseline is as it was", "python -m flake8")
    return _findings(folder, parsed.records)


def run_other_flake8(
    python: Sequence[str], empty: Path, folder: Path, output: Path, config: Path
) -> list[LintFinding]:
    """Run the flake8 of another Python on all files below ``folder``.

    ``python`` are the first words of the command, ``empty`` is the empty folder in which it runs.
    Raises EnvironmentFailed if flake8 fails.
    """
    command = [*python, "-m", "flake8", f"--config={config}", f"--format={_FORMAT}"]
    output.write_bytes(b"")
    completed = _run(
        [*command, f"--output-file={output}", str(folder)], empty, _OTHER_FLAKE8_SECONDS
    )
    printed = (completed.stderr + completed.stdout).decode("utf-8", "replace")
    parsed = read_output(output, completed.returncode, printed)
    if not parsed.is_done:
        raise EnvironmentFailed(failure_of(completed.returncode, printed))
    prefix = os.fsencode(folder) + os.fsencode(os.sep)
    records = [(path.removeprefix(prefix), *rest) for path, *rest in parsed.records]
    return list(_findings(folder, records))


_OTHER_FLAKE8_SECONDS = 600.0


def _run(
    command: Sequence[str], folder: Path, seconds: float
) -> subprocess.CompletedProcess[bytes]:
    devnull = subprocess.DEVNULL
    try:
        return subprocess.run(
            command, cwd=folder, stdin=devnull, capture_output=True, timeout=seconds
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentFailed(f"flake8 cannot be run: {error}") from error


def failure_of(status: int, printed: str) -> str:
    """Say why flake8 failed, from its exit status and its output."""
    lines = [line for line in printed.splitlines() if line.strip()]
    if status == 1 and not lines:
        return "flake8 finds something and does not say what: its configuration says quiet"
    # The first lines of flake8's own message, the last line of a traceback.
    shown = lines[:2] if _CRASH_TEXTS[0] in printed else lines[-1:]
    reason = " ".join(shown) if shown else "it said nothing"
    return f"flake8 ended with status {status}: {reason}"


def _findings(folder: Path, records: Sequence[tuple[bytes, ...]]) -> Iterator[LintFinding]:
    previous_path, lines = b"", list[bytes]()
    for path, row, column, code, message in records:
        if path != previous_path:
            previous_path, lines = path, _lines(folder / os.fsdecode(path))
        line = int(row)
        yield LintFinding(
            path_text(path_in_git(path)),
            line,
            max(int(column), 1),
            code.decode("utf-8", "replace"),
            message.decode("utf-8", "replace"),
            lines[line - 1] if 0 < line <= len(lines) else b"",
        )


def path_in_git(path: bytes, separator: str = os.sep) -> bytes:
    """Give a path of flake8 (with ``separator`` between folders) as git writes it."""
    return path.replace(separator.encode(), b"/").removeprefix(b"./")


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()  # as Python source: at CR, LF and CRLF
    except OSError:
        return []


def find_configuration(folder: Path) -> Path | None:
    """Give the first file in a folder that configures flake8; None if there is none."""
    return next((path for name in CONFIGURATIONS if _sections(path := folder / name)), None)


def _sections(path: Path) -> list[str]:
    parser = read_configuration(path)
    return [each for each in (FLAKE8, LOCAL) if parser.has_section(each)]


@cache
def installed_codes() -> tuple[str, ...]:
    """Give the prefixes of the codes of the plugins that are installed beside hookkit."""
    # Imported here: it is rarely needed, and takes half as long as all of hookkit's modules.
    from importlib import metadata

    return tuple(each.name for each in metadata.entry_points(group="flake8.extension"))
