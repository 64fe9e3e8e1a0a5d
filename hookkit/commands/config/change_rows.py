"""The report of a changed setting, and the command that takes the change back."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence

from hookkit.install.settings_change import SettingChange
from hookkit.phrases import shell_word
from hookkit.settings.git_config_edit import SCOPE_OPTIONS, Scope
from hookkit.settings.reader import Setting
from hookkit.settings.setting_argument import SettingName
from hookkit.settings.toml_text import format_value
from hookkit.terminal.rows import NextStep, Row, StyledText, row

SET, UNSET = "hookkit config set", "hookkit config unset"


def file_rows(done: SettingChange, typed: str) -> tuple[Row, list[NextStep]]:
    """Give the row of a change in a file, and the next commands.

    ``typed`` is the path of the file, relative to the current folder.
    """
    name, file = done.setting.name, done.file.path.name
    before, after = _plain(done.old_value), _plain(done.new_value)
    if before == after:
        state = "is not set" if after is None else f"is already {format_value(after)}"
        return row(("title", name), f" {state} in {file}: nothing to do"), []
    back = NextStep("take back", _back(done.setting, before, after))
    was = None if before is None else format_value(before)
    steps = [*_look(done, typed), *_possible(done.setting, back)]
    gone = "the file has nothing else and is removed" if done.is_removed else ""
    return _changed(name, after, f"in {file}", was, gone), steps


def git_rows(
    wanted: SettingName, scope: Scope, before: Sequence[str], after: object
) -> tuple[Row, list[NextStep]]:
    """Give the row of a change in git's configuration, and the command that takes it back."""
    name, place = wanted.name, f"by git config {scope}"
    if after is None and not before:
        return row(("title", name), f" is not set {place}: nothing to do"), []
    old = [each.partition("=")[2] for each in before] if wanted.check else before
    words = [SET, name, *map(shell_word, old)] if old else [UNSET, name]
    back = NextStep("take back", " ".join([*words, f"--{SCOPE_OPTIONS[scope]}"]))
    return _changed(name, _plain(after), place, ", ".join(old)), _possible(wanted, back)


def _possible(wanted: SettingName, back: NextStep) -> list[NextStep]:
    """Give ``back``, or nothing if the change cannot be taken back: the key is no setting."""
    return [back] if wanted.is_known else []


def force_rows(settings: Iterable[Setting], wanted: SettingName, value: object) -> list[Row]:
    """Give the value in force here if it is not the value that was set.

    ``settings`` are the settings in force. ``value`` was set, None if the setting was unset.
    """
    found = next((each for each in settings if each.key == wanted.key), None)
    if found is None:
        return []
    in_force = found.value
    if wanted.check and isinstance(in_force, Mapping):
        in_force = in_force.get(wanted.check)
    if isinstance(value, Mapping) and isinstance(in_force, Mapping):
        in_force = {name: level for name, level in in_force.items() if name in value}
    is_unset = not in_force and isinstance(found.value, Mapping)
    if is_unset or _plain(in_force) == _plain(value):
        return []
    value_piece: StyledText = ("code", format_value(in_force))
    return [row("in force here is ", value_piece, ("dim", f"  {found.origin}"), indent=1)]


def _changed(name: str, after: object, place: str, before: object, more: str = "") -> Row:
    verb, to = ("unset", "") if after is None else ("set", f" to {format_value(after)}")
    was = f"it was {before}" if before else ""
    sentence = "; ".join(part for part in (f" {name}{to} {place}", was, more) if part)
    return row(("title", f"hookkit {verb}"), sentence)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _look(done: SettingChange, typed: str) -> list[NextStep]:
    """Give the command that shows the change, if there is one."""
    path = done.file.path
    if path.is_symlink():
        return [NextStep("look", shlex.join(["cat", str(path.resolve())]))]
    if done.is_tracked:
        return [NextStep("look", f"git diff {'-- ' if done.is_removed else ''}{shell_word(typed)}")]
    if done.is_new_file:
        return [NextStep("look", "git status")]
    return [] if done.is_removed else [NextStep("look", f"cat {shell_word(typed)}")]


def _back(wanted: SettingName, before: object, after: object) -> str:
    """Give the command that restores the old value."""
    old, new = (each if isinstance(each, Mapping) else {} for each in (before, after))
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if not names:
        return _one_back(wanted.name, before)
    return " && ".join(_one_back(f"{wanted.key}.{name}", old.get(name)) for name in names)


def _one_back(name: str, before: object) -> str:
    if before is None:
        return f"{UNSET} {name}"
    values = before if isinstance(before, list) else [before]
    texts = [each if isinstance(each, str) else format_value(each) for each in values]
    return " ".join([SET, name, *(map(shell_word, texts or ["[]"]))])
