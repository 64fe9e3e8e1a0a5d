"""Change a setting of the team in its file: ``hookkit config set`` and ``unset``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, Refused, WrongUsage
from hookkit.git.file_replacement import write_file
from hookkit.git.runner import Git
from hookkit.git.worktree import is_tracked, require_worktree
from hookkit.git.worktree_read import FileUnavailable, Snapshot
from hookkit.install.file_changes import remove, write
from hookkit.settings.raw_setting import SettingSource, find_key
from hookkit.settings.schema import TEAM_FILES
from hookkit.settings.setting_argument import SettingName
from hookkit.settings.team_files import both_files_error
from hookkit.settings.toml_edit import NotEditable, remove_toml_value, set_toml_value
from hookkit.settings.toml_text import (
    decode_settings,
    edit_command,
    parse_toml,
    read_settings_file,
)

_SHARED_FILE, _OWN_FILE = TEAM_FILES
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

    ``before`` and ``after`` are None if the setting is missing. ``is_tracked`` says that git has
    another version of the file to compare with. ``is_removed`` says that the file was removed,
    because nothing was left in it.
    """

    file: SettingsFile
    wanted: SettingName
    before: object
    after: object
    is_new_file: bool = False
    is_tracked: bool = False
    is_removed: bool = False


def settings_file(git: Git) -> SettingsFile:
    """Find the file with settings, else pyproject.toml if it exists, else .hookkit.toml.

    Raises WrongUsage if a file is not TOML, or both have settings.
    """
    top = require_worktree(git).top
    assert top is not None
    shared, own = (
        _with_table(path, read_settings_file(path), section)
        for path, section in ((top / _SHARED_FILE, _SECTION), (top / _OWN_FILE, ()))
    )
    if shared.table and own.table:
        raise both_files_error(shared.path, own.path)
    if own.data is not None and not shared.table:
        return own
    return own if shared.data is None else shared


def _with_table(path: Path, data: bytes | None, section: tuple[str, ...]) -> SettingsFile:
    table: object = parse_toml(decode_settings(data or b"", path), path)
    for name in section:
        table = table.get(name, {}) if isinstance(table, Mapping) else table
    if not isinstance(table, Mapping):
        raise WrongUsage(f"{path}: tool.hookkit must be a table of settings", edit_command(path))
    return SettingsFile(path, data, section, table)


def set_in_file(git: Git, wanted: SettingName, value: object) -> SettingChange:
    """Write the value of a setting to the file; of ``checks`` only the checks in ``value``.

    Raises WrongUsage as ``settings_file`` does, Refused if the TOML of the file cannot be edited or
    the file was edited just now, and EnvironmentFailed if the file cannot be written.
    """
    file = settings_file(git)
    values = value if isinstance(value, dict) else {wanted.check: value}
    text = file.text
    for check, each in values.items():
        keys = _keys(file, SettingName(wanted.key, check))
        plain = list(each) if isinstance(each, tuple) else each
        change = partial(set_toml_value, text, file.path, keys, plain)
        text = _edited(file, change)
    return _write_change(git, file, wanted, text)


def unset_in_file(git: Git, wanted: SettingName) -> SettingChange:
    """Remove a setting from the file, if it is there. Raises as ``set_in_file`` does.

    A .hookkit.toml is removed if nothing is left in it: hookkit makes it again when needed.
    """
    file = settings_file(git)
    if _value(file, wanted) is None:
        return SettingChange(file, wanted, None, None)
    keys = _keys(file, wanted)
    text = _edited(file, partial(remove_toml_value, file.text, file.path, keys))
    done = _write_change(git, file, wanted, text)
    if text.strip() or file.path.name != _OWN_FILE or file.path.is_symlink():
        return done
    remove(file.path, ExitStack())
    return done._replace(is_removed=True)


def is_in_file(git: Git, wanted: SettingName) -> bool:
    """Say whether the file has a value by this name, even one that is no valid setting.

    Raises as ``settings_file`` does.
    """
    return _value(settings_file(git), wanted) is not None


def _write_change(git: Git, file: SettingsFile, wanted: SettingName, text: str) -> SettingChange:
    """Write the text, and give the old and the new value of the setting in the file."""
    new_file = _with_table(file.path, text.encode(), file.section)
    _write(file, text)
    before, after = _value(file, wanted), _value(new_file, wanted)
    is_new, has_other = file.data is None, is_tracked(git, file.path.name)
    return SettingChange(file, wanted, before, after, is_new, has_other)


def _value(file: SettingsFile, wanted: SettingName) -> object:
    """Give the value of a setting as it is in the file, None if it is missing."""
    table: object = file.table
    for key in _keys(file, wanted)[len(file.section) :]:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table


def _keys(file: SettingsFile, wanted: SettingName) -> tuple[str, ...]:
    """Give the keys that lead to a setting, as the file spells them."""
    key = next((name for name in file.table if _means(name, wanted.key)), wanted.key)
    if not wanted.check:
        return (*file.section, key)
    checks = file.table.get(key, {})
    names = checks if isinstance(checks, Mapping) else ()
    plain = {str(name).lower().replace("_", "-"): str(name) for name in names}
    return (*file.section, key, plain.get(wanted.check, wanted.check))


def _means(name: str, key: str) -> bool:
    try:
        return find_key(name, str, SettingSource("")) == key
    except WrongUsage:
        return False


def _edited(file: SettingsFile, edit: Callable[[], str]) -> str:
    try:
        return edit()
    except NotEditable as error:
        message = f"{file.path} is written in a way in which this cannot be changed: {error}"
        raise Refused(message, edit_command(file.path)) from error


def _write(file: SettingsFile, text: str) -> None:
    """Replace the file in one step if it is unchanged since it was read; a link is followed."""
    data = (_BOM if (file.data or b"").startswith(_BOM) else b"") + text.encode()
    path = file.path.resolve()
    if file.data is None:
        write(path, data, _FILE_MODE, ExitStack())
    elif data != file.data:
        try:
            write_file(Snapshot(path.parent, path.name.encode(), file.data), data)
        except FileUnavailable as error:
            kind = Refused if error.is_edited else EnvironmentFailed
            raise kind(f"{file.path} {error}") from error
