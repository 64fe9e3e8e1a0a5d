"""The effective settings: those in force, merged from every source.

From weak to strong: the defaults, the team's file, git's configuration, the environment, the
command line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from hookkit.errors import WrongUsage
from hookkit.git.config import read_config
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple
from hookkit.settings.definitions import SETTINGS, TEAM_FILES, Settings
from hookkit.settings.environment_variables import NON_SETTING_VARIABLES

TYPE_CHECKING = False
if TYPE_CHECKING:  # imported below only if a source has settings
    from typing import Any

    from hookkit.settings.raw_setting import RawSetting, SettingsAndErrors

REPOSITORY_SCOPE = ("--local", "--includes")
"""The options of git config for a repository's own configuration with the files it includes."""


class Setting(NamedTuple):
    """One setting in force: its name, its value, and the source of the value in words."""

    key: str
    value: object
    origin: str


def _read_files(git: Git) -> SettingsAndErrors:
    if git.paths.top is None:
        return _read_committed(git)
    if not any(os.path.isfile(os.path.join(git.paths.top, name)) for name in TEAM_FILES):
        return [], []
    from pathlib import Path

    from hookkit.settings.team_files import read_team_files

    return read_team_files(Path(git.paths.top))


def _read_committed(git: Git, commit: str | None = None) -> SettingsAndErrors:
    from hookkit.settings.team_files import read_committed_team_files

    return (
        read_committed_team_files(git)
        if commit is None
        else read_committed_team_files(git, [commit])
    )


def _read_git(git: Git, scope: Sequence[str] = ()) -> SettingsAndErrors:
    if not any(each.key.startswith("hookkit.") for each in read_config(git, scope)):
        return [], []
    from hookkit.settings.git_settings import read_git_settings

    return read_git_settings(git, scope)


def _read_variables() -> SettingsAndErrors:
    if not any(
        name.startswith("HOOKKIT") and name not in NON_SETTING_VARIABLES for name in os.environ
    ):
        return [], []
    from hookkit.settings.environment_settings import read_environment_settings

    return read_environment_settings()


def _read_overrides(overrides: Mapping[str, object]) -> list[RawSetting]:
    if not overrides:
        return []
    from hookkit.settings.raw_setting import RawSetting, SettingSource, find_key

    source = SettingSource("the command line")
    return [
        RawSetting(find_key(name, str, source), name, value, source)
        for name, value in overrides.items()
        if value is not None
    ]


def settings_in_force(
    git: Git, overrides: Mapping[str, object] | None = None
) -> tuple[Setting, ...]:
    """Give every setting in force in the repository, with its source.

    ``overrides`` are settings of the command line by name; a value None means not given. Raises
    WrongUsage for a wrong setting in any source, even if a stronger source overrides it, and
    GitFailed if git cannot read its configuration.
    """
    found = _require_valid(_read_all(git))
    return tuple(_merge_all(found + _read_overrides(overrides or {})).values())


def _read_all(git: Git) -> SettingsAndErrors:
    """Read the files, git's configuration and the environment, from weak to strong."""
    sources = (_read_files(git), _read_git(git), _read_variables())
    found = [raw for settings, _ in sources for raw in settings]
    return found, [error for _, rejected in sources for error in rejected]


def _require_valid(settings_and_errors: SettingsAndErrors) -> list[RawSetting]:
    """Give the settings that were read. Raises the first WrongUsage if any was rejected."""
    found, rejected = settings_and_errors
    if rejected:
        raise rejected[0]
    return found


def _merge_all(raw_settings: Sequence[RawSetting]) -> dict[str, Setting]:
    """Give every setting; ``raw_settings`` is ordered from weak to strong sources."""
    settings = {key: Setting(key, each.default, "default") for key, each in SETTINGS.items()}
    if raw_settings:
        from hookkit.settings.value_conversion import convert_setting

        for raw in raw_settings:
            setting = Setting(raw.key, convert_setting(raw), raw.source.origin)
            settings[raw.key] = _merge(settings[raw.key], setting)
    return settings


def _merge(weaker: Setting, stronger: Setting) -> Setting:
    """Give the setting of the stronger source; a table keeps keys that are only in ``weaker``."""
    if (
        not isinstance(weaker.value, dict)
        or not isinstance(stronger.value, dict)
        or not weaker.value
    ):
        return stronger
    return Setting(
        stronger.key, weaker.value | stronger.value, f"{weaker.origin} + {stronger.origin}"
    )


def load_settings(git: Git, overrides: Mapping[str, object] | None = None) -> Settings:
    """Give the settings in force. Parameters and errors are those of ``settings_in_force``."""
    return make_settings(settings_in_force(git, overrides))


def load_settings_without_repository(overrides: Mapping[str, object]) -> Settings:
    """Give the settings outside of a repository: from the environment and ``overrides``.

    ``overrides`` and the errors are those of ``settings_in_force``.
    """
    found = _require_valid(_read_variables())
    return make_settings(_merge_all(found + _read_overrides(overrides)).values())


def valid_settings(git: Git) -> tuple[tuple[Setting, ...], list[WrongUsage]]:
    """Give every setting in force for a command that changes and checks nothing.

    Wrong settings do not stop such a command: they are ignored, and their errors are returned.
    Raises GitFailed if git cannot read its configuration.
    """
    raw_settings, rejected = _read_all(git)
    found = []
    for raw in raw_settings:
        try:
            _merge_all([raw])
        except WrongUsage as error:
            rejected.append(error)
        else:
            found.append(raw)
    return tuple(_merge_all(found).values()), rejected


def load_valid_settings(git: Git) -> tuple[Settings, list[WrongUsage]]:
    """Give the settings of ``valid_settings``, and the errors of the ignored ones."""
    settings, rejected = valid_settings(git)
    return make_settings(settings), rejected


def make_settings(settings: Iterable[Setting]) -> Settings:
    """Make a Settings of a list that has every setting."""
    values: dict[str, Any] = {each.key: each.value for each in settings}
    return Settings(**values)


def load_server_settings(
    git: Git, commit: str | None = None, policy: Sequence[RawSetting] = ()
) -> tuple[Settings, WrongUsage | None]:
    """Give the settings by which a repository checks a push, and the error of the team's file.

    The error is None if the file has none. Parameters, settings and what is raised are those of
    ``server_settings_in_force``.
    """
    settings, error = server_settings_in_force(git, commit, policy)
    return make_settings(settings), error


def server_settings_in_force(
    git: Git, commit: str | None = None, policy: Sequence[RawSetting] = ()
) -> tuple[tuple[Setting, ...], WrongUsage | None]:
    """Give the settings in force in a repository for every pusher, with their sources.

    The sources are, from weak to strong: the team's file on the default branch, or in ``commit`` if
    it is not None; the repository's own configuration; the server's ``policy``, itself from weak to
    strong. The environment and git's other configuration do not count: for a push to a local path
    they are the pusher's. A wrong team's file is ignored, because otherwise the push that repairs
    it would be refused; its error is returned with the settings, None if there is no error. Raises
    WrongUsage if the repository's own configuration or the policy is wrong.
    """
    repository_settings = [*_require_valid(_read_git(git, REPOSITORY_SCOPE)), *policy]
    try:
        committed = _require_valid(_read_committed(git, commit))
        return tuple(_merge_all([*committed, *repository_settings]).values()), None
    except WrongUsage as error:
        return tuple(_merge_all(repository_settings).values()), error
