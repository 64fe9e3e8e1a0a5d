"""``hookkit why-not``: say why a fault was not corrected, and what would change that."""

from __future__ import annotations

import os
import re

import rich_click as click

from hookkit.corrections.why_not.explain_faults import explain_faults
from hookkit.corrections.why_not.report import why_not_rows
from hookkit.diagnostic_log.write_log import configure_log
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.phrases import escape_unprintable, plural, shell_word
from hookkit.terminal.load_settings_with_warnings import load_settings_with_warnings
from hookkit.terminal.output import print_rows
from hookkit.terminal.progress import Progress


@click.command()
@click.argument("place", metavar="FILE[:LINE]")
def command(place: str) -> int:
    """Say for each fault of a line (or of a whole file) which rule finds it, why it is left as it
    is, and what would change that.

    The file is taken as it is in the worktree. A column behind the line, as in FILE:LINE:COLUMN,
    is passed over.
    """
    git = Git.discover()
    configure_log(git)
    name, line = _parse_place(place)
    settings = load_settings_with_warnings(git)
    with git.batch_session(), Progress(1) as progress:
        file_explanation = explain_faults(git, settings, name, progress, line)
    if line is not None and file_explanation.line_count is not None:
        _require_line(name, line, file_explanation.line_count)
    print_rows(why_not_rows(file_explanation, name, line))
    return 0


_PLACE_PATTERN = re.compile(r"(.+?):(-?[0-9]{1,18})(?::-?[0-9]{1,18})?:?", re.DOTALL)
"""FILE:LINE or FILE:LINE:COLUMN, as other tools print it."""


def _parse_place(place: str) -> tuple[str, int | None]:
    """Split a place into file and line, None if it has no line.

    The longest name that exists is the file.
    """
    if os.path.lexists(place):
        return place, None
    longest, _, tail = place.removesuffix(":").rpartition(":")
    if re.fullmatch(r"-?[0-9]{1,18}", tail) and os.path.lexists(longest):
        return longest, _require_positive(longest, int(tail))
    found = _PLACE_PATTERN.fullmatch(place)
    return (
        (place, None) if found is None else (found[1], _require_positive(found[1], int(found[2])))
    )


def _require_positive(name: str, line: int) -> int:
    if line < 1:
        raise WrongUsage(f"there is no line {line}: the first line is 1", _command_for(name, 1))
    return line


def _require_line(name: str, line: int, count: int) -> None:
    if line <= count:
        return
    lines = "is empty" if count == 0 else f"has {plural(count, 'line')}"
    repair = _command_for(name, count) if count else f"hookkit why-not {shell_word(name)}"
    raise WrongUsage(f"{escape_unprintable(name)} {lines}: there is no line {line}", repair)


def _command_for(name: str, line: int) -> str:
    return f"hookkit why-not {shell_word(f'{name}:{line}')}"
