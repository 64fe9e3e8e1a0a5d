"""A settings file: read and decoded, the line of a key in it, and the command that edits it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from hookkit.errors import EnvironmentFailed, WrongUsage


def read_settings_file(path: Path) -> bytes | None:
    """Read a file of settings; None if it does not exist or is a folder.

    Raises EnvironmentFailed if the file exists and cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        repair = f"ls -l {shlex.quote(str(path))}"
        raise EnvironmentFailed(f"{path} cannot be read: {error.strerror}", repair) from error


def decode_settings(data: bytes, path: Path) -> str:
    """Decode a settings file, which must be UTF-8; a byte order mark is dropped.

    Raises WrongUsage naming the file and the line (1-based) of the first bad byte.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"no UTF-8 in {path}, line {line}; byte 0x{data[error.start]:02x}"
        raise WrongUsage(message, edit_command(path, line)) from error


def _is_header(line: str, section: str) -> bool | None:
    found = re.match(r"\s*\[\s*([^\[\]]*?)\s*\]", line)
    return None if found is None else found[1] == section


def find_key_line(text: str, section: str | None, key: str) -> int | None:
    """Give the line (1-based) on which ``key`` is last set in ``[section]``.

    ``section`` is None for the lines before any section. The line is for messages, so the text is
    not parsed: the result is None if the key is written in another form (an inline table).
    """
    key_pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=:]", re.IGNORECASE)
    is_in_section, found = section is None, None
    for number, line in enumerate(text.split("\n"), 1):
        is_header = _is_header(line, section or "")
        if is_header is not None:
            is_in_section = is_header
        elif is_in_section and key_pattern.match(line):
            found = number
    return found


def edit_command(path: Path, line: int | None = None) -> str:
    """Give the shell command that opens ``path`` in the person's editor, at ``line`` (1-based)."""
    line_argument = f"+{line} " if line is not None else ""
    return f"${{EDITOR:-vi}} {line_argument}{shlex.quote(str(path))}"
