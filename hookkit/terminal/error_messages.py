"""Error messages for a person: what happened, and the command that repairs it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress

from hookkit.errors import HookkitError
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import Row, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


def _print_on_stderr(rows: Iterable[Row]) -> None:
    # If stderr cannot be written, only the exit status reports the error.
    with suppress(HookkitError):
        if sys.stderr is not None:
            print_rows(rows, sys.stderr)


def print_error(error: HookkitError) -> None:
    """Print on stderr what happened and the repair, if there is one. Raises nothing."""
    message = error.message.splitlines() or [type(error).__name__]
    rows = [row(("bad", "hookkit"), f": {message[0]}")]
    rows += [row(line, indent=1) for line in message[1:]]
    for number, line in enumerate((error.repair or "").splitlines()):
        label = "  repair: " if number == 0 else "          "
        rows.append(row(("dim", label), ("command", line)))
    _print_on_stderr(rows)


def print_bug(error: BaseException, log: Path | None) -> None:
    """Print on stderr that hookkit has a bug, and how to report it or skip hookkit.

    ``log`` is the file with the traceback, None if the traceback could not be written. Raises
    nothing.
    """
    message = (str(error).splitlines() or [""])[0]
    error_text = f"{type(error).__name__}: {message}" if message else type(error).__name__
    log_text = "its traceback could not be logged" if log is None else f"its traceback is in {log}"
    _print_on_stderr(
        [
            row(("bad", "hookkit: a bug in hookkit"), f": {error_text}; {log_text}"),
            row(("dim", "  report: "), "with the traceback, to those who maintain hookkit"),
            row(("dim", "  skip:   "), ("command", "HOOKKIT=0"), " before the git command"),
        ]
    )
