"""The settings in force, merged from every source.

From weak to strong: the defaults, the team's file, git's configuration, the environment, the
command line.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hookkit.errors import WrongUsage
from hookkit.git.config import read_config
from hookkit.git.runner import Git
from hookkit.settings.conversion import parse_text
from hookkit.settings.environment import read_environment, read_variables
from hookkit.settings.raw_setting import RawSetting, SettingSource, find_key
from hookkit.settings.schema import FILES, SETTINGS, Settings

OWN = ("--local", "--includes")
"""The scope of what a repository's own configuration says, with the files that it includes."""


class Setting(NamedTuple):
    """One setting in force: its name, its value, and in words where the value is from."""

    key: str
    value: object
    origin: str


def _read_files(git: Git) -> list[RawSetting]:
    if git.top is None:
        return _read_committed(git)
    if not any((git.top / name).is_file() for name in FILES):
        return []
    from hookkit.settings.files import read_files

    return read_files(git.top)


def _read_committed(git: Git, commit: str | None = None) -> list[RawSetting]:
    from hookkit.settings.files import read_committed

    return read_committed(git) if commit is None else read_committed(git, [commit])


def spell_git(key: str) -> str:
    """Write a setting as a key of git, which cannot hold ``_``: ``hookkit.maxBytes``."""
    first, *others = key.split("_")
    return "hookkit." + first + "".join(word.capitalize() for word in others)


def read_git(git: Git, scope: Sequence[str] = ()) -> list[RawSetting]:
    """Read all ``hookkit.*`` keys of git's configuration in one process.

    ``scope`` are options of ``git config``, none for all that is in force here. Raises WrongUsage
    for unknown keys, keys in a subsection and values of a wrong type, and GitFailed where git
    cannot read its configuration.
    """
    texts: dict[str, list[str]] = {}
    sources: dict[str, SettingSource] = {}
    for at, name, value in read_config(git, scope):
        if not name.startswith("hookkit."):
            continue
        origin = at.removeprefix("file:").rstrip(":")
        source = SettingSource(f"git config ({origin})", _unset(git, origin, name))
        if name.count(".") > 1:
            message = f"unknown setting {name} in {source.origin}: hookkit has no subsections"
            raise WrongUsage(message, source.repair)
        key = find_key(name, spell_git, source)
        texts.setdefault(key, []).append(_text(key, value, source))
        sources[key] = source
    return [parse_text(key, spell_git(key), texts[key], sources[key]) for key in texts]


def _text(key: str, value: str | None, source: SettingSource) -> str:
    if value is not None:
        return value
    if isinstance(SETTINGS[key].default, bool):
        return "true"
    name, allowed = spell_git(key), SETTINGS[key].allowed
    message = f"{name} has no value in {source.origin}; allowed: {allowed}"
    raise WrongUsage(message, source.repair)


def _unset(git: Git, origin: str, name: str) -> str | None:
    if origin == "command line":
        return None
    is_local = Path(origin) == git.common_dir / "config"
    file = "" if is_local else f"--file {shlex.quote(origin)} "
    return f"git config {file}--unset-all {name}"


def _read_overrides(overrides: Mapping[str, object]) -> list[RawSetting]:
    source = SettingSource("the command line")
    return [
        RawSetting(find_key(name, str, source), name, value, source)
        for name, value in overrides.items()
        if value is not None
    ]


def settings_in_force(
    git: Git, overrides: Mapping[str, object] | None = None
) -> tuple[Setting, ...]:
    """Give every setting in force in the repository, with where it is from.

    ``overrides`` are settings of the command line by name; None as a value means not given.
    Raises WrongUsage for what no setting can be, in any source, also where a stronger source
    overrides it; GitFailed where git cannot read its configuration.
    """
    found = _read_files(git) + read_git(git) + read_environment()
    return tuple(_merged(found + _read_overrides(overrides or {})).values())


def _merged(found: Sequence[RawSetting]) -> dict[str, Setting]:
    """Give every setting, where ``found`` goes from weak to strong."""
    settings = {key: Setting(key, each.default, "default") for key, each in SETTINGS.items()}
    if found:
        from hookkit.settings.conversion import convert

        for raw in found:
            new = Setting(raw.key, convert(raw), raw.source.origin)
            settings[raw.key] = _merge(settings[raw.key], new)
    return settings


def _merge(old: Setting, new: Setting) -> Setting:
    """Give the setting of a stronger place; a table keeps what that place does not name."""
    if not isinstance(old.value, dict) or not isinstance(new.value, dict) or not old.value:
        return new
    return Setting(new.key, old.value | new.value, f"{old.origin} + {new.origin}")


def load(git: Git, overrides: Mapping[str, object] | None = None) -> Settings:
    """Give the settings in force; takes and raises what ``settings_in_force`` does."""
    return _settings_of(settings_in_force(git, overrides))


def settings_to_show(git: Git) -> tuple[tuple[Setting, ...], list[WrongUsage]]:
    """Give every setting in force for a command that changes and checks nothing.

    A variable of the environment that is no setting stops no such command: it does not count, and
    the errors are given. Raises what ``settings_in_force`` does for what is written elsewhere.
    """
    named, rejected = read_variables()
    found = _read_files(git) + read_git(git)
    for raw in named:
        try:
            _merged([raw])
        except WrongUsage as error:
            rejected.append(error)
        else:
            found.append(raw)
    return tuple(_merged(found).values()), rejected


def load_to_read(git: Git) -> tuple[Settings, list[WrongUsage]]:
    """Give the settings of ``settings_to_show``, and what it rejected."""
    settings, rejected = settings_to_show(git)
    return _settings_of(settings), rejected


def _settings_of(settings: Iterable[Setting]) -> Settings:
    values: dict[str, Any] = {each.key: each.value for each in settings}
    return Settings(**values)


def load_server_settings(git: Git, commit: str | None = None) -> tuple[Settings, WrongUsage | None]:
    """Give the settings by which a repository checks what is pushed to it.

    They are those of the team's file on the default branch, or in ``commit``, and over them those
    of the repository's own configuration. The environment and what else git is configured with are
    those of the person who pushes, over a path of this machine, and do not count. A team's file
    that is wrong is not used, or the push that mends it could not come in: the error is given with
    the settings. Raises WrongUsage where the repository's own configuration is wrong.
    """
    own = read_git(git, OWN)
    try:
        return _settings_of(_merged([*_read_committed(git, commit), *own]).values()), None
    except WrongUsage as error:
        return _settings_of(_merged(own).values()), error
