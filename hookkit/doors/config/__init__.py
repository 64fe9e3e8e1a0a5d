"""The one reader of hookkit's settings and of the environment that holds some of them.

From weak to strong: the defaults, the team's file, git's configuration, the environment, the
command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hookkit.doors.config.environment import (
    is_switched_off,
    own_command,
    pre_commit_range,
    read_environment,
    runs_under_pre_commit,
    variables,
    wants_terminal,
)
from hookkit.doors.config.git_config import read_git
from hookkit.doors.config.raw import Place, Raw, find_key
from hookkit.doors.config.settings import FILES, SETTINGS, Settings
from hookkit.doors.git import Git

__all__ = [
    "Setting",
    "Settings",
    "is_switched_off",
    "load",
    "own_command",
    "pre_commit_range",
    "runs_under_pre_commit",
    "sources",
    "variables",
    "wants_terminal",
]


class Setting(NamedTuple):
    """One setting in force: its name, its value, and in words where the value is from."""

    key: str
    value: object
    origin: str


def _read_files(top: Path) -> list[Raw]:
    if not any((top / name).is_file() for name in FILES):
        return []
    from hookkit.doors.config.files import read_files

    return read_files(top)


def _read_overrides(overrides: Mapping[str, object]) -> list[Raw]:
    place = Place("the command line")
    return [
        Raw(find_key(name, str, place), name, value, place)
        for name, value in overrides.items()
        if value is not None
    ]


def sources(git: Git, overrides: Mapping[str, object] | None = None) -> tuple[Setting, ...]:
    """Give every setting in force in the repository, with where it is from.

    ``overrides`` are settings of the command line by name; None as a value means not given.
    Raises WrongUsage for what no setting can be, in any place, also where a stronger place
    overrides it; GitFailed where git cannot read its configuration.
    """
    found = _read_files(git.top) if git.top is not None else []
    found += read_git(git) + read_environment() + _read_overrides(overrides or {})
    settings = {key: Setting(key, each.default, "default") for key, each in SETTINGS.items()}
    if found:
        from hookkit.doors.config.typed import convert

        for raw in found:
            new = Setting(raw.key, convert(raw), raw.place.origin)
            settings[raw.key] = _over(settings[raw.key], new)
    return tuple(settings.values())


def _over(old: Setting, new: Setting) -> Setting:
    """Give the setting of a stronger place; a table keeps what that place does not name."""
    if not isinstance(old.value, dict) or not isinstance(new.value, dict) or not old.value:
        return new
    return Setting(new.key, old.value | new.value, f"{old.origin} + {new.origin}")


def load(git: Git, overrides: Mapping[str, object] | None = None) -> Settings:
    """Give the settings in force in the repository; takes and raises what ``sources`` does."""
    values: dict[str, Any] = {each.key: each.value for each in sources(git, overrides)}
    return Settings(**values)
