"""Edit settings in git's configuration: the local one of this clone, or the global one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from hookkit.errors import WrongUsage
from hookkit.git.config import ConfigScope
from hookkit.git.runner import Git
from hookkit.settings.git_settings import git_key
from hookkit.settings.setting_argument import SettingName

SCOPE_OPTIONS: Mapping[ConfigScope, str] = {"--local": "local", "--global": "user"}
"""The option of hookkit for each ConfigScope, without its dashes."""


def read_git_values(git: Git, scope: ConfigScope, setting: SettingName) -> list[str]:
    """Give the values of a setting in the configuration of ``scope``, as they are written."""
    # --list fails if the file does not exist, --get-all does not.
    answer = git.try_run("config", scope, "-z", "--get-all", git_key(setting.key))
    values = os.fsdecode(answer.out).split("\0")[:-1]
    return [each for each in values if not setting.check or _check_in_entry(each) == setting.check]


def has_git_value(git: Git, scope: ConfigScope, setting: SettingName) -> bool:
    """Whether that configuration has a value of this name, which may be no setting of hookkit."""
    name = git_key(setting.key).removeprefix("hookkit.")
    is_valid_name = re.fullmatch("[A-Za-z][A-Za-z0-9-]*", name) is not None
    return is_valid_name and bool(read_git_values(git, scope, setting))


def set_git_value(git: Git, scope: ConfigScope, setting: SettingName, value: object) -> None:
    """Set a setting in that configuration; of ``checks`` only the checks that ``value`` names.

    Raises GitFailed if git cannot write its configuration, and WrongUsage for an empty list, which
    git's configuration cannot contain.
    """
    name = git_key(setting.key)
    if isinstance(value, Mapping):
        for check, level in value.items():
            unset_git_value(git, scope, SettingName(setting.key, check))
            git.run("config", scope, "--add", name, f"{check}={level}")
        return
    if value == ():
        repair = f"hookkit config unset {setting.name} --{SCOPE_OPTIONS[scope]}"
        raise WrongUsage("git's configuration can hold no empty list", repair)
    first, *others = value if isinstance(value, tuple) else (value,)
    git.run("config", scope, "--replace-all", name, _text(first))
    for each in others:
        git.run("config", scope, "--add", name, _text(each))


def unset_git_value(git: Git, scope: ConfigScope, setting: SettingName) -> None:
    """Remove a setting from that configuration, if set. Raises GitFailed as ``set_git_value``."""
    values, name = read_git_values(git, scope, setting), git_key(setting.key)
    if values and not setting.check:
        git.run("config", scope, "--unset-all", name)
        return
    for each in dict.fromkeys(values):
        git.run("config", scope, "--fixed-value", "--unset-all", name, each)


def _check_in_entry(entry: str) -> str:
    return entry.partition("=")[0].strip().lower().replace("_", "-")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
