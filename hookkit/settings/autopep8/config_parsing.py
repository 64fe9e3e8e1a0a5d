"""autopep8's options in a configuration file: INI, shared with pycodestyle and flake8, or TOML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from configparser import (
    DuplicateOptionError,
    DuplicateSectionError,
    MissingSectionHeaderError,
    ParsingError,
    RawConfigParser,
)
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.settings.autopep8.options import FLAG_OPTIONS, NUMBER_OPTIONS, TEXT_OPTIONS
from hookkit.settings.settings_file import (
    decode_settings,
    edit_command,
    find_key_line,
    parse_tool_table,
)

_INI_SECTIONS = ("pep8", "pycodestyle", "flake8")
"""The sections that have the options; a later section wins."""

_TOML_SECTION = "tool.autopep8"


def option_name(key: str) -> str | None:
    """Give the option that ``key`` means, None if it is unknown.

    Options of autopep8 that do not affect what it fixes (in-place, diff, jobs, …) give None too.
    """
    name = key.lstrip("-").replace("-", "_")
    return name if name in NUMBER_OPTIONS or name in FLAG_OPTIONS or name in TEXT_OPTIONS else None


class OptionEntry(NamedTuple):
    """A key with its value in ``[section]`` of the text of a configuration file."""

    path: Path
    text: str
    section: str
    key: str
    value: object

    def value_error(self, allowed: str) -> WrongUsage:
        """Give the error for this value; ``allowed`` has the allowed values in words."""
        line = find_key_line(self.text, self.section, self.key)
        line_suffix = f", line {line}" if line else ""
        shown = f'"{self.value}"' if isinstance(self.value, str) else str(self.value).lower()
        origin = f"{self.path} [{self.section}]{line_suffix}"
        message = f"{self.key} is {shown} in {origin}; allowed: {allowed}"
        return WrongUsage(message, edit_command(self.path, line))

    def to_number(self, option: str) -> int:
        """Give the value as a whole number. Raises WrongUsage if it is none that is allowed."""
        limits, value = NUMBER_OPTIONS[option], self.value
        if isinstance(value, str):
            try:
                value = int(value)
            except ValueError:
                raise self.value_error(limits.description) from None
        if isinstance(value, bool) and option == "aggressive":
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not limits.allows(value):
            raise self.value_error(limits.description)
        return value


def read_pyproject(data: bytes, path: Path) -> dict[str, object]:
    """Give the options of ``[tool.autopep8]``, by name.

    Raises WrongUsage, with file and line, if the file is not TOML or a value is wrong.
    """
    text = decode_settings(data, path)
    options = {}
    for key, value in parse_tool_table(text, path, "autopep8", "options").items():
        option = option_name(key)
        if option is not None:
            entry = OptionEntry(path, text, _TOML_SECTION, key, value)
            options[option] = _convert_toml(option, entry)
    return options


def _convert_toml(option: str, entry: OptionEntry) -> object:
    value = entry.value
    if option in NUMBER_OPTIONS:
        return entry.to_number(option)
    if option in FLAG_OPTIONS:
        if not isinstance(value, bool):
            raise entry.value_error("true or false")
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ",".join(value)
    if not isinstance(value, str):
        raise entry.value_error("a text with commas, or a list of texts")
    return value


class IniFile(NamedTuple):
    """The path and the text of an INI file."""

    path: Path
    text: str


def read_ini(files: Sequence[IniFile]) -> tuple[dict[str, object], tuple[Path, ...]]:
    """Give the merged options of ``files`` (a later file wins), and the files that set any of them.

    Raises WrongUsage, with file and line, if a file is not INI, if a section or key of autopep8
    exists twice, and if a value is wrong.
    """
    options: dict[str, object] = {}
    used_paths: set[Path] = set()
    for section, key, value in _ini_entries(map(_without_repetitions, files)):
        option = option_name(key)
        is_auto = option in NUMBER_OPTIONS and value.strip() == "auto"
        if option is not None and not is_auto:
            entries = _entries(files, section, key, value)
            options[option] = _convert_ini(option, entries[0])
            used_paths.update(entry.path for entry in entries)
    return options, tuple(file.path for file in files if file.path in used_paths)


def _ini_entries(texts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Give section, key and value of each entry in the _INI_SECTIONS of the merged ``texts``."""
    # RawConfigParser, because flake8's own `format = %(path)s` is no interpolation.
    parser = RawConfigParser()
    for text in texts:
        parser.read_string(text)
    for section in filter(parser.has_section, _INI_SECTIONS):
        for key, value in parser.items(section):
            yield section, key, value


def _without_repetitions(file: IniFile) -> str:
    """Give the text without repeated keys and sections, which configparser would reject.

    Raises WrongUsage for those of autopep8, and if the text is not INI.
    """
    lines = file.text.split("\n")
    while True:
        text = "\n".join(lines)
        try:
            RawConfigParser().read_string(text, str(file.path))
        except (DuplicateSectionError, DuplicateOptionError) as error:
            if error.lineno is None or error.section in (*_INI_SECTIONS, "DEFAULT"):
                raise _broken_file_error(file, error.lineno, _repetition_text(error)) from error
            is_option = isinstance(error, DuplicateOptionError)
            lines[error.lineno - 1] = "" if is_option else f"[{error.section} {error.lineno}]"
        except MissingSectionHeaderError as error:
            reason = "not valid INI: no [section] above it"
            raise _broken_file_error(file, error.lineno, reason) from error
        except ParsingError as error:
            reason = "not valid INI: no key and value"
            raise _broken_file_error(file, error.errors[0][0], reason) from error
        else:
            return text


def _repetition_text(error: DuplicateSectionError | DuplicateOptionError) -> str:
    if isinstance(error, DuplicateOptionError):
        return f"{error.option} is set twice in [{error.section}]"
    return f"[{error.section}] is there twice"


def _broken_file_error(file: IniFile, line: int | None, reason: str) -> WrongUsage:
    line_suffix = f", line {line}" if line else ""
    return WrongUsage(f"{file.path}{line_suffix}: {reason}", edit_command(file.path, line))


def _entries(files: Sequence[IniFile], section: str, key: str, value: str) -> list[OptionEntry]:
    """Give an entry for each place that sets the key, the winning place first."""
    entries = [
        OptionEntry(file.path, file.text, name, key, value)
        for name in (section, "DEFAULT")
        for file in reversed(files)
        if find_key_line(file.text, name, key) is not None
    ]
    return entries or [OptionEntry(files[-1].path, files[-1].text, section, key, value)]


def _convert_ini(option: str, entry: OptionEntry) -> object:
    if option in NUMBER_OPTIONS:
        return entry.to_number(option)
    if option in FLAG_OPTIONS:
        flag_words = RawConfigParser.BOOLEAN_STATES
        word = str(entry.value).lower()
        if word not in flag_words:
            raise entry.value_error(", ".join(flag_words))
        return flag_words[word]
    return entry.value
