"""A patch as text, printed for a person to read."""

from __future__ import annotations

from typing import TextIO

from hookkit.settings.environment_variables import gets_rich_output
from hookkit.terminal.escaping import escape_invisible_in_lines
from hookkit.terminal.output import encoding_of, stream_or_stdout, write


def _without_line_ends(patch: str) -> str:
    """Remove the ``\\r`` of Windows line ends, if each line of the file has one."""
    body = [line for line in patch.split("\n") if line[:1] in ("+", "-", " ")]
    code = [line for line in body if not line.startswith(("+++ ", "--- "))]
    if code and all(line.endswith("\r") for line in code):
        return patch.replace("\r\n", "\n")
    return patch


def print_patch(patch: str, stream: TextIO | None = None, keep_header: bool = True) -> None:
    """Print a unified diff for a person to read; it is not for ``git apply``.

    ``keep_header`` says whether a terminal shows lines above the hunks. Raises EnvironmentFailed
    if the output cannot be written.
    """
    out = stream_or_stdout(stream)
    if out is None or not patch:
        return
    text = _without_line_ends(patch)
    if gets_rich_output(out):
        from hookkit.corrections.report.coloured_patch import format_coloured_patch

        write(format_coloured_patch(text, out, keep_header), out)
    else:
        write(escape_invisible_in_lines(text.removesuffix("\n") + "\n", encoding_of(out)), out)
