"""The settings in git's configuration: ``hookkit.maxBytes`` and the others."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hookkit.errors import WrongUsage
from hookkit.git.config import read_config
from hookkit.git.runner import Git
from hookkit.settings.definitions import SETTINGS
from hookkit.settings.raw_setting import RawSetting, SettingSource, find_key
from hookkit.settings.value_conversion import parse_setting


def git_key(key: str) -> str:
    """Write a setting as a key of git, which cannot contain ``_``: ``hookkit.maxBytes``."""
    first, *others = key.split("_")
    return "hookkit." + first + "".join(word.capitalize() for word in others)


def read_git_settings(git: Git, scope: Sequence[str]) -> tuple[list[RawSetting], list[WrongUsage]]:
    """Read all ``hookkit.*`` keys of git's configuration in one process.

    ``scope`` has options of ``git config``; it is empty for all keys in force here. The second list
    has an error for each unknown key, key in a subsection and value of a wrong type. Raises
    GitFailed if git cannot read its configuration.
    """
    texts: dict[str, list[str]] = {}
    sources: dict[str, SettingSource] = {}
    settings: list[RawSetting] = []
    rejected: list[WrongUsage] = []
    for file, name, value in read_config(git, scope):
        if name.startswith("hookkit."):
            origin = file.removeprefix("file:").rstrip(":")
            repair = _unset_command(git, origin, name)
            source = SettingSource(f"git config ({origin})", repair)
            try:
                key = _setting_key(name, source)
                texts.setdefault(key, []).append(_value_text(key, value, source))
                sources[key] = source
            except WrongUsage as error:
                rejected.append(error)
    for key, values in texts.items():
        if values:
            try:
                settings.append(parse_setting(key, git_key(key), values, sources[key]))
            except WrongUsage as error:
                rejected.append(error)
    return settings, rejected


def _setting_key(name: str, source: SettingSource) -> str:
    if name.count(".") > 1:
        message = f"unknown setting {name} in {source.origin}: hookkit has no subsections"
        raise WrongUsage(message, source.repair)
    return find_key(name, git_key, source)


def _value_text(key: str, value: str | None, source: SettingSource) -> str:
    if value is not None:
        return value
    if isinstance(SETTINGS[key].default, bool):
        return "true"
    name, allowed = git_key(key), SETTINGS[key].allowed
    message = f"{name} has no value in {source.origin}; allowed: {allowed}"
    raise WrongUsage(message, source.repair)


def _unset_command(git: Git, origin: str, name: str) -> str | None:
    if origin == "command line":
        return None
    if os.path.normpath(origin) == os.path.join(git.paths.common_dir, "config"):
        return f"git config --unset-all {name}"
    import shlex

    return f"git config --file {shlex.quote(origin)} --unset-all {name}"
