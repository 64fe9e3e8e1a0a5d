"""Parse the TOML of settings files; errors name the file and the line."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from hookkit.errors import WrongUsage
from hookkit.settings.settings_file import edit_command

MAX_FILE_LENGTH = 1_000_000
"""The limit of a settings file, in characters."""


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
