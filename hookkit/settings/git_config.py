"""The settings of one person: ``git config hookkit.<key>``."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from hookkit.errors import GitFailed, WrongUsage
from hookkit.git.runner import Git
from hookkit.settings.conversion import parse_text
from hookkit.settings.raw_value import RawSetting, SettingSource, find_key
from hookkit.settings.schema import SETTINGS

_QUESTION = ("--null", "--show-origin", "--get-regexp", r"^hookkit\.")
OWN = ("--local", "--includes")
"""The scope of what a repository's own configuration says, with the files that it includes."""


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
    for origin, name, value in _entries(git, scope):
        source = SettingSource(f"git config ({origin})", _unset(git, origin, name))
        if name.count(".") > 1:
            message = f"unknown setting {name} in {source.origin}: hookkit has no subsections"
            raise WrongUsage(message, source.repair)
        key = find_key(name, spell_git, source)
        texts.setdefault(key, []).append(_text(key, value, source))
        sources[key] = source
    return [parse_text(key, spell_git(key), texts[key], sources[key]) for key in texts]


def _entries(git: Git, scope: Sequence[str]) -> Iterator[tuple[str, str, str | None]]:
    """Give origin, name and value of each entry; the value is None for a key without ``=``."""
    command = ("config", *scope, *_QUESTION)
    answer = git.ask(*command)
    if answer.code not in (0, 1):
        raise GitFailed(command, answer.code, answer.err)
    parts = os.fsdecode(answer.out).split("\0")
    for origin, entry in zip(parts[0::2], parts[1::2]):
        name, separator, value = entry.partition("\n")
        yield origin.removeprefix("file:").rstrip(":"), name, value if separator else None


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
