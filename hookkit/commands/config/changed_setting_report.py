"""The report of a changed setting, and the command that restores the old value."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence

from hookkit.git.config import ConfigScope
from hookkit.install.change_setting_in_team_file import SettingChange
from hookkit.phrases import format_value, shell_word
from hookkit.settings.effective_settings import Setting
from hookkit.settings.git_config_edit import SCOPE_OPTIONS
from hookkit.settings.setting_argument import SettingName
from hookkit.terminal.rows import NextStep, Row, StyledText, row

SET_COMMAND, UNSET_COMMAND = "hookkit config set", "hookkit config unset"


def file_change_report(change: SettingChange, relative_path: str) -> tuple[Row, list[NextStep]]:
    """Give the row of a change in a file, and the next commands.

    ``relative_path`` is the path of the file, relative to the current folder.
    """
    name, file = change.setting.name, change.file.path.name
    before, after = _tuple_as_list(change.old_value), _tuple_as_list(change.new_value)
    if before == after:
        state = "is not set" if after is None else f"is already {format_value(after)}"
        return row(("title", name), f" {state} in {file}: nothing to do"), []
    restore_step = NextStep("take back", _restore_command(change.setting, before, after))
    old_text = None if before is None else format_value(before)
    steps = [
        *_look_steps(change, relative_path),
        *_restore_steps(change.setting, restore_step),
    ]
    removal_text = "the file has nothing else and is removed" if change.is_removed else ""
    return _change_row(name, after, f"in {file}", old_text, removal_text), steps


def git_config_change_report(
    setting: SettingName, scope: ConfigScope, before: Sequence[str], after: object
) -> tuple[Row, list[NextStep]]:
    """Give the row of a change in git's configuration, and the command that takes it back."""
    name, scope_text = setting.name, f"by git config {scope}"
    if after is None and not before:
        return row(("title", name), f" is not set {scope_text}: nothing to do"), []
    old_values = [each.partition("=")[2] for each in before] if setting.check else before
    words = (
        [SET_COMMAND, name, *map(shell_word, old_values)] if old_values else [UNSET_COMMAND, name]
    )
    restore_step = NextStep("take back", " ".join([*words, f"--{SCOPE_OPTIONS[scope]}"]))
    return _change_row(
        name, _tuple_as_list(after), scope_text, ", ".join(old_values)
    ), _restore_steps(setting, restore_step)


def _restore_steps(setting: SettingName, restore_step: NextStep) -> list[NextStep]:
    """Give ``restore_step``; nothing if the key is no setting, because then nothing restores it."""
    return [restore_step] if setting.is_known else []


def value_in_force_rows(
    settings: Iterable[Setting], setting: SettingName, value: object
) -> list[Row]:
    """Give the value in force here if it is not the value that was set.

    ``settings`` are the settings in force. ``value`` was set, None if the setting was unset.
    """
    found = next((each for each in settings if each.key == setting.key), None)
    if found is None:
        return []
    in_force = found.value
    if setting.check and isinstance(in_force, Mapping):
        in_force = in_force.get(setting.check)
    if isinstance(value, Mapping) and isinstance(in_force, Mapping):
        in_force = {name: level for name, level in in_force.items() if name in value}
    is_unset = not in_force and isinstance(found.value, Mapping)
    if is_unset or _tuple_as_list(in_force) == _tuple_as_list(value):
        return []
    value_piece: StyledText = ("code", format_value(in_force))
    return [row("in force here is ", value_piece, ("dim", f"  {found.origin}"), indent=1)]


def _change_row(
    name: str, after: object, place_text: str, old_text: str | None, removal_text: str = ""
) -> Row:
    verb, value_text = ("unset", "") if after is None else ("set", f" to {format_value(after)}")
    old_clause = f"it was {old_text}" if old_text else ""
    clauses = (f" {name}{value_text} {place_text}", old_clause, removal_text)
    sentence = "; ".join(each for each in clauses if each)
    return row(("title", f"hookkit {verb}"), sentence)


def _tuple_as_list(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _look_steps(change: SettingChange, relative_path: str) -> list[NextStep]:
    """Give the command that shows the change, if there is one."""
    path = change.file.path
    if path.is_symlink():
        return [NextStep("look", shlex.join(["cat", str(path.resolve())]))]
    if change.is_tracked:
        return [
            NextStep(
                "look", f"git diff {'-- ' if change.is_removed else ''}{shell_word(relative_path)}"
            )
        ]
    if change.is_new_file:
        return [NextStep("look", "git status")]
    return [] if change.is_removed else [NextStep("look", f"cat {shell_word(relative_path)}")]


def _restore_command(setting: SettingName, before: object, after: object) -> str:
    """Give the command that restores the old value."""
    old_levels, new_levels = (each if isinstance(each, Mapping) else {} for each in (before, after))
    names = [
        name
        for name in {**old_levels, **new_levels}
        if old_levels.get(name) != new_levels.get(name)
    ]
    if not names:
        return _restore_one_value(setting.name, before)
    return " && ".join(
        _restore_one_value(f"{setting.key}.{name}", old_levels.get(name)) for name in names
    )


def _restore_one_value(name: str, before: object) -> str:
    if before is None:
        return f"{UNSET_COMMAND} {name}"
    values = before if isinstance(before, list) else [before]
    texts = [each if isinstance(each, str) else format_value(each) for each in values]
    return " ".join([SET_COMMAND, name, *(map(shell_word, texts or ["[]"]))])
