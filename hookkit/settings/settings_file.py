"""A settings file: read, decoded, parsed as TOML, and the settings of one of its tables.

Messages name the line of a key and the command that opens the file there.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.settings.definitions import SETTINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.settings.raw_setting import SettingsAndErrors

MAX_FILE_LENGTH = 1_000_000
"""The limit of a settings file, in characters."""


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


def parse_toml(text: str, path: Path) -> dict[str, object]:
    """Parse TOML that was read from ``path``.

    Raises WrongUsage if the text is not TOML, with the file, the line and the column.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    if len(text) > MAX_FILE_LENGTH:
        raise WrongUsage(
            f"{path} is longer than {MAX_FILE_LENGTH:,} characters", edit_command(path)
        )
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise WrongUsage(f"{path} is nested too deeply to be read", edit_command(path)) from error
    except ValueError as error:  # a TOML error, or a number with more digits than Python reads
        found = re.search(r"at line (\d+)", str(error))
        # tomllib says "at end of document" without a line if the text ends too early.
        line = int(found[1]) if found else text.count("\n") + 1
        message = f"no valid TOML in {path}, line {line}; {error}"
        raise WrongUsage(message, edit_command(path, line)) from error


def parse_tool_table(text: str, path: Path, tool: str, entries_noun: str) -> dict[str, object]:
    """Give the table ``[tool.NAME]`` of a pyproject.toml, empty if there is none.

    ``entries_noun`` is the word for its entries in the message. Raises WrongUsage as ``parse_toml``
    does, and if ``tool.NAME`` is no table.
    """
    table: object = parse_toml(text, path)
    for name in ("tool", tool):
        table = table.get(name, {}) if isinstance(table, dict) else table
    if not isinstance(table, dict):
        raise WrongUsage(
            f"{path}: tool.{tool} must be a table of {entries_noun}", edit_command(path)
        )
    return table


def read_settings_table(
    table: Mapping[str, object], path: Path, origin: str, line_of: Callable[[str], int | None]
) -> SettingsAndErrors:
    """Read the settings of one table of the file at ``path``; messages call the table ``origin``.

    ``line_of`` gives the line (1-based) of a key of the table, None if it is unknown.
    """
    # Not at the top: files without settings of hookkit are read here too.
    from hookkit.settings.raw_setting import RawSetting, SettingSource, find_key

    settings: dict[str, RawSetting] = {}
    rejected: list[WrongUsage] = []
    for name, value in table.items():
        line = line_of(name)
        line_suffix = f", line {line}" if line else ""
        source = SettingSource(origin + line_suffix, edit_command(path, line))
        try:
            key = name if name in SETTINGS else find_key(name, str, source)
        except WrongUsage as error:
            rejected.append(error)
            continue
        if key in settings:
            message = f"{settings[key].written_name} and {name} are the same setting in {origin}"
            rejected.append(WrongUsage(message, source.repair))
        else:
            settings[key] = RawSetting(key, name, value, source)
    return list(settings.values()), rejected


def find_key_line(text: str, section: str | None, key: str) -> int | None:
    """Give the line (1-based) on which ``key`` is last set in ``[section]``.

    ``section`` is None for the lines before any section. The line is for messages, so the text is
    not parsed: the result is None if the key is written in another form (an inline table).
    """
    key_pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=:]", re.IGNORECASE)
    is_in_section, found = section is None, None
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[\s*([^\[\]]*?)\s*\]", line)
        if header is not None:
            is_in_section = header[1] == (section or "")
        elif is_in_section and key_pattern.match(line):
            found = number
    return found


def edit_command(path: Path, line: int | None = None) -> str:
    """Give the shell command that opens ``path`` in the person's editor, at ``line`` (1-based)."""
    line_argument = f"+{line} " if line is not None else ""
    return f"${{EDITOR:-vi}} {line_argument}{shlex.quote(str(path))}"
