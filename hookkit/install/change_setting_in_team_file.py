"""Change a setting of the team in its file: ``hookkit config set`` and ``unset``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, Refused, WrongUsage
from hookkit.git.file_replacement import write_file
from hookkit.git.read_worktree_file import FileUnavailable, WorktreeFile
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import is_tracked, require_worktree
from hookkit.install.reversible_file_changes import remove_file, write_whole_file
from hookkit.settings.definitions import TEAM_FILES
from hookkit.settings.raw_setting import SettingSource, find_key
from hookkit.settings.setting_argument import SettingName
from hookkit.settings.settings_file import (
    decode_settings,
    edit_command,
    parse_toml,
    read_settings_file,
)
from hookkit.settings.team_files import both_files_error
from hookkit.settings.toml_edit import NotEditable, remove_toml_value, set_toml_value

_PYPROJECT_FILE, _HOOKKIT_FILE = TEAM_FILES
_SECTION = ("tool", "hookkit")
_FILE_MODE = 0o644
_BOM = b"\xef\xbb\xbf"


class SettingsFile(NamedTuple):
    """The file that has the settings of the team, or would have them.

    ``data`` is its content, None if the file does not exist. ``section`` is the keys that lead to
    the table of the settings; ``table`` is that table, empty if there is none.
    """

    path: Path
    data: bytes | None
    section: tuple[str, ...]
    table: Mapping[str, object]

    @property
    def text(self) -> str:
        """The text without its byte order mark."""
        return decode_settings(self.data or b"", self.path)


class SettingChange(NamedTuple):
    """A changed setting: its file, its key, and its old and new value.

    ``old_value`` and ``new_value`` are None if the setting is missing. ``is_tracked`` says that git
    has another version of the file to compare with. ``is_removed`` says that the file was removed,
    because nothing was left in it.
    """

    file: SettingsFile
    setting: SettingName
    old_value: object
    new_value: object
    is_new_file: bool = False
    is_tracked: bool = False
    is_removed: bool = False


def find_settings_file(git: Git) -> SettingsFile:
    """Find the file with settings, else pyproject.toml if it exists, else .hookkit.toml.

    Raises WrongUsage if a file is not TOML, or both have settings.
    """
    top = require_worktree(git).top
    assert top is not None
    pyproject, hookkit_toml = (
        _parse_settings_file(path, read_settings_file(path), section)
        for path, section in ((top / _PYPROJECT_FILE, _SECTION), (top / _HOOKKIT_FILE, ()))
    )
    if pyproject.table and hookkit_toml.table:
        raise both_files_error(pyproject.path, hookkit_toml.path)
    if hookkit_toml.data is not None and not pyproject.table:
        return hookkit_toml
    return hookkit_toml if pyproject.data is None else pyproject


def _parse_settings_file(path: Path, data: bytes | None, section: tuple[str, ...]) -> SettingsFile:
    table: object = parse_toml(decode_settings(data or b"", path), path)
    for name in section:
        table = table.get(name, {}) if isinstance(table, Mapping) else table
    if not isinstance(table, Mapping):
        raise WrongUsage(f"{path}: tool.hookkit must be a table of settings", edit_command(path))
    return SettingsFile(path, data, section, table)


def set_team_value(git: Git, setting: SettingName, value: object) -> SettingChange:
    """Write the value of a setting to the file; of ``checks`` only the checks in ``value``.

    Raises WrongUsage as ``find_settings_file`` does, Refused if the TOML of the file cannot be
    edited or the file was edited just now, and EnvironmentFailed if the file cannot be written.
    """
    file = find_settings_file(git)
    values = value if isinstance(value, dict) else {setting.check: value}
    text = file.text
    for check, each in values.items():
        keys = _find_keys(file, SettingName(setting.key, check))
        toml_value = list(each) if isinstance(each, tuple) else each
        change = partial(set_toml_value, text, file.path, keys, toml_value)
        text = _edit_text(file, change)
    return _write_change(git, file, setting, text)


def unset_team_value(git: Git, setting: SettingName) -> SettingChange:
    """Remove a setting from the file, if it is there. Raises as ``set_team_value`` does.

    A .hookkit.toml is removed if nothing is left in it: hookkit makes it again when needed.
    """
    file = find_settings_file(git)
    if _read_value(file, setting) is None:
        return SettingChange(file, setting, None, None)
    keys = _find_keys(file, setting)
    text = _edit_text(file, partial(remove_toml_value, file.text, file.path, keys))
    change = _write_change(git, file, setting, text)
    if text.strip() or file.path.name != _HOOKKIT_FILE or file.path.is_symlink():
        return change
    remove_file(file.path, ExitStack())
    return change._replace(is_removed=True)


def has_team_value(git: Git, setting: SettingName) -> bool:
    """Say whether the file has a value by this name, even one that is no valid setting.

    Raises as ``find_settings_file`` does.
    """
    return _read_value(find_settings_file(git), setting) is not None


def _write_change(git: Git, file: SettingsFile, setting: SettingName, text: str) -> SettingChange:
    """Write the text, and give the old and the new value of the setting in the file."""
    new_file = _parse_settings_file(file.path, text.encode(), file.section)
    _replace_text(file, text)
    old_value, new_value = _read_value(file, setting), _read_value(new_file, setting)
    is_new, has_tracked_version = file.data is None, is_tracked(git, file.path.name)
    return SettingChange(file, setting, old_value, new_value, is_new, has_tracked_version)


def _read_value(file: SettingsFile, setting: SettingName) -> object:
    """Give the value of a setting as it is in the file, None if it is missing."""
    table: object = file.table
    for key in _find_keys(file, setting)[len(file.section) :]:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table


def _find_keys(file: SettingsFile, setting: SettingName) -> tuple[str, ...]:
    """Give the keys that lead to a setting, as the file spells them."""
    key = next((name for name in file.table if _is_spelling_of(name, setting.key)), setting.key)
    if not setting.check:
        return (*file.section, key)
    checks = file.table.get(key, {})
    names = checks if isinstance(checks, Mapping) else ()
    spellings = {str(name).lower().replace("_", "-"): str(name) for name in names}
    return (*file.section, key, spellings.get(setting.check, setting.check))


def _is_spelling_of(name: str, key: str) -> bool:
    try:
        return find_key(name, str, SettingSource("")) == key
    except WrongUsage:
        return False


def _edit_text(file: SettingsFile, edit: Callable[[], str]) -> str:
    try:
        return edit()
    except NotEditable as error:
        message = f"{file.path} is written in a way in which this cannot be changed: {error}"
        raise Refused(message, edit_command(file.path)) from error


def _replace_text(file: SettingsFile, text: str) -> None:
    """Replace the file in one step if it is unchanged since it was read; a link is followed."""
    data = (_BOM if (file.data or b"").startswith(_BOM) else b"") + text.encode()
    path = file.path.resolve()
    if file.data is None:
        write_whole_file(path, data, _FILE_MODE, ExitStack())
    elif data != file.data:
        try:
            write_file(WorktreeFile(path.parent, path.name.encode(), file.data), data)
        except FileUnavailable as error:
            kind = Refused if error.is_edited else EnvironmentFailed
            raise kind(f"{file.path} {error}") from error
