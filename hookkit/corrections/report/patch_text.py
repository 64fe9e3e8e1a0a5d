"""A patch as text: printed for a person to read, and cut into the patches of its files."""

from __future__ import annotations

import re
from typing import TextIO

from hookkit.phrases import path_text
from hookkit.settings.environment_variables import gets_rich_output
from hookkit.terminal.escaping import escape_invisible_in_lines
from hookkit.terminal.output import encoding_of, stream_or_stdout, write

ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}


def _without_line_ends(patch: str) -> str:
    """Remove the ``\\r`` of Windows line ends, if each line of the file has one."""
    body = [line for line in patch.split("\n") if line[:1] in ("+", "-", " ")]
    code = [line for line in body if not line.startswith(("+++ ", "--- "))]
    if code and all(line.endswith("\r") for line in code):
        return patch.replace("\r\n", "\n")
    return patch


def print_patch(patch: str, stream: TextIO | None = None, has_header: bool = True) -> None:
    """Print a unified diff for a person to read; it is not for ``git apply``.

    ``has_header`` says whether a terminal shows the lines above the hunks. Raises EnvironmentFailed
    if the output cannot be written.
    """
    out = stream_or_stdout(stream)
    if out is None or not patch:
        return
    text = _without_line_ends(patch)
    if gets_rich_output(out):
        from hookkit.corrections.report.coloured_patch import format_coloured_patch

        write(format_coloured_patch(text, out, has_header), out)
    else:
        write(escape_invisible_in_lines(text.removesuffix("\n") + "\n", encoding_of(out)), out)


def _unquoted(name: bytes) -> bytes:
    """Undo the quotes that git puts around a path with control characters or quotes in it."""
    if not name.startswith(b'"'):
        return name.removesuffix(b"\t")

    def char(match: re.Match[bytes]) -> bytes:
        code = match[1].decode("ascii")
        return bytes([ESCAPES[code] if code in ESCAPES else int(code, 8)])

    return re.sub(rb'\\([0-7]{3}|[abtnvfr"\\])', char, name.strip(b"\t")[1:-1])


def split_by_file(patch: bytes) -> list[tuple[bytes, bytes]]:
    """Cut a patch of several files: the path as the patch has it, and the patch of that file."""
    sections = []
    for section in re.split(rb"^(?=diff --git )", patch, flags=re.MULTILINE):
        if section:
            name = re.search(rb"^\+\+\+ (.*)$", section, flags=re.MULTILINE)
            sections.append((_unquoted(name[1]) if name else b"", section))
    return sections


def pop_patch_of(path: bytes, sections: list[tuple[bytes, bytes]]) -> str:
    """Remove the patch of ``path`` from ``sections`` and give it; git's prefix is ignored."""
    for index, (name, section) in enumerate(sections):
        if name == path or name.endswith(b"/" + path):
            del sections[index]
            return path_text(section)
    return ""
