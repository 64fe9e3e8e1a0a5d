"""The configuration of autopep8 that ignores a code, and the setting that enables the code."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from hookkit.corrections.why_not.explanation import Explanation
from hookkit.settings.autopep8.option_finder import FileOptions, OptionFinder, find_config_files
from hookkit.settings.autopep8.options import DEFAULT_IGNORE, UNCONFIGURED_IGNORE
from hookkit.settings.autopep8.project_formatter import FORMATTER_CODES
from hookkit.settings.settings_file import edit_command, find_key_line, read_settings_file

CONFLICTING_CODES = ("W503", "W504")
"""autopep8 ignores both codes unless just one is set as ignored: each fix undoes the other."""

UNUSED_CODE = "W690"
"""A code that no fault has: an empty ``ignore`` would mean autopep8's default."""

TOML_SECTION = "tool.autopep8"
INI_SECTIONS = ("flake8", "pycodestyle", "pep8", "DEFAULT")


class _Key(NamedTuple):
    """Where a key of autopep8's configuration is set, or where it could be set.

    ``line`` is the line of the key, None if it is not set.
    """

    path: Path
    section: str
    line: int | None = None


class FileConfiguration(NamedTuple):
    """autopep8's options for a file of the worktree ``top``.

    ``pyproject`` is the file of this worktree in which they could be set.
    """

    found_options: FileOptions
    top: Path
    pyproject: Path


def configuration_of(file: Path, top: Path) -> FileConfiguration:
    """Give the configuration of autopep8 for a file of the worktree ``top``."""
    nearest = find_config_files(file).pyproject
    is_ours = nearest is not None and nearest.is_relative_to(top)
    pyproject = nearest if nearest is not None and is_ours else top / "pyproject.toml"
    return FileConfiguration(OptionFinder().find(file), top, pyproject)


def explain_ignored(code: str, configuration: FileConfiguration) -> Explanation:
    """Explain which configuration ignores a code, and which setting enables the code."""
    formatter = configuration.found_options.formatter
    if formatter is not None and code.startswith(FORMATTER_CODES):
        path = _shown_path(formatter.path, configuration.top)
        reason = (
            f"{formatter.name} formats this project ({path}, line {formatter.line}) and decides it"
        )
        command = edit_command(formatter.path, formatter.line)
        return Explanation("ignored", reason, "look there", command)
    options = configuration.found_options.configured_options
    config_key = _find_key(configuration, "select" if options.select else "ignore")
    shown = _key_text(config_key, configuration.top)
    command = edit_command(config_key.path, config_key.line)
    if options.select:
        remedy = f"add {code} to select in {shown}"
        return Explanation("ignored", f"select in {shown} does not name it", remedy, command)
    reason, ignored_codes = _ignored_reason(code, configuration.found_options, shown)
    remedy = f"set {_ignore_setting(code, ignored_codes, config_key)} in {shown}"
    return Explanation("ignored", reason, remedy, command)


def _ignored_reason(code: str, found_options: FileOptions, shown: str) -> tuple[str, str]:
    """Give the reason why a code is ignored, and the list of ignored codes."""
    if not found_options.files:
        tool = "autopep8" if _matching_prefix(code, DEFAULT_IGNORE) else "hookkit"
        return f"{tool} ignores it where nothing configures autopep8", UNCONFIGURED_IGNORE
    ignore = found_options.configured_options.ignore
    prefix = _matching_prefix(code, ignore)
    if prefix is not None:
        return f"ignore in {shown} has {prefix}", ignore
    if ignore:
        return (
            f"autopep8 ignores {' and '.join(CONFLICTING_CODES)} unless it ignores just one",
            ignore,
        )
    return "autopep8 ignores it unless it is told what to ignore", DEFAULT_IGNORE


def _split_codes(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _matching_prefix(code: str, text: str) -> str | None:
    return next((each for each in _split_codes(text) if code.startswith(each)), None)


def _ignore_setting(code: str, ignore: str, config_key: _Key) -> str:
    """Give the setting that ignores the same codes except ``code``."""
    remaining = [each for each in _split_codes(ignore) if not code.startswith(each)]
    other = next(
        (each for each in CONFLICTING_CODES if code in CONFLICTING_CODES and each != code), None
    )
    if other is not None and not _matching_prefix(other, ",".join(remaining)):
        remaining.append(other)
    codes = ",".join(remaining or [UNUSED_CODE])
    return f'ignore = "{codes}"' if config_key.path.suffix == ".toml" else f"ignore = {codes}"


def location_of_key(configuration: FileConfiguration, key: str) -> tuple[str, str]:
    """Give the place that sets ``key`` for autopep8, or could set it, and a command to edit it."""
    config_key = _find_key(configuration, key)
    return _key_text(config_key, configuration.top), edit_command(config_key.path, config_key.line)


def _find_key(configuration: FileConfiguration, key: str) -> _Key:
    for path in reversed(configuration.found_options.files):
        section, line = _find_section(path, key)
        if line is not None:
            return _Key(path, section, line)
    if not configuration.found_options.files:
        return _Key(configuration.pyproject, TOML_SECTION)
    path = configuration.found_options.files[-1]
    return _Key(path, _find_section(path, key)[0])


def _find_section(path: Path, key: str) -> tuple[str, int | None]:
    """Give the section of a file in which autopep8 finds a key, and the line of the key.

    The line is None if the key is not set; the section is then one in which it could be set.
    """
    text = (read_settings_file(path) or b"").decode("utf-8", "surrogateescape")
    sections = (TOML_SECTION,) if path.suffix == ".toml" else INI_SECTIONS
    for section in sections:
        line = find_key_line(text, section, key)
        if line is not None:
            return section, line
    return next((each for each in sections if f"[{each}]" in text), sections[0]), None


def _key_text(config_key: _Key, top: Path) -> str:
    line_text = "" if config_key.line is None else f", line {config_key.line}"
    return f"[{config_key.section}] of {_shown_path(config_key.path, top)}{line_text}"


def _shown_path(path: Path, top: Path) -> str:
    """Give the path of a file from ``top``, or the whole path if the file is elsewhere."""
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else str(path)
