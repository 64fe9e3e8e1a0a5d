"""autopep8's options in the ``[tool.autopep8]`` table of a TOML file."""

from __future__ import annotations

from pathlib import Path

from hookkit.errors import WrongUsage
from hookkit.settings.autopep8.options import FLAGS, NUMBERS
from hookkit.settings.autopep8.raw_option import ConfigEntry, option_of
from hookkit.settings.toml_text import decode_settings, edit_command, parse_toml

_SECTION = "tool.autopep8"


def read_pyproject(data: bytes, path: Path) -> dict[str, object]:
    """Give the options of ``[tool.autopep8]``, by name.

    Raises WrongUsage, with file and line, for a file that is not TOML and for a wrong value.
    """
    text = decode_settings(data, path)
    table: object = parse_toml(text, path)
    for name in ("tool", "autopep8"):
        table = table.get(name, {}) if isinstance(table, dict) else table
    if not isinstance(table, dict):
        raise WrongUsage(f"{path}: {_SECTION} must be a table of options", edit_command(path))
    options = {}
    for key, value in table.items():
        option = option_of(key)
        if option is not None:
            options[option] = _convert(option, ConfigEntry(path, text, _SECTION, key, value))
    return options


def _convert(option: str, entry: ConfigEntry) -> object:
    value = entry.value
    if option in NUMBERS:
        return entry.number(option)
    if option in FLAGS:
        if not isinstance(value, bool):
            raise entry.wrong("true or false")
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ",".join(value)
    if not isinstance(value, str):
        raise entry.wrong("a text with commas, or a list of texts")
    return value
