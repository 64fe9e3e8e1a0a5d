"""Settings changed in git's configuration: that of this clone, or the global one of a person."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.settings.git_settings import git_key
from hookkit.settings.typed_value import TypedKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Scope = Literal["--local", "--global"]
else:
    Scope = str
"""Whose configuration: that of this clone, or that of the person, as git's option."""

OPTIONS: Mapping[Scope, str] = {"--local": "local", "--global": "user"}
"""The option of hookkit for each."""


def values_in_git(git: Git, scope: Scope, wanted: TypedKey) -> list[str]:
    """Give the values of a setting in that configuration, as they are written."""
    # --list fails where the file does not exist, --get-all does not.
    answer = git.ask("config", scope, "-z", "--get-all", git_key(wanted.key))
    values = os.fsdecode(answer.out).split("\0")[:-1]
    return [each for each in values if not wanted.check or _check(each) == wanted.check]


def has_in_git(git: Git, scope: Scope, wanted: TypedKey) -> bool:
    """Whether that configuration has a value by this name, which need not be a setting."""
    is_possible = re.fullmatch("[A-Za-z][A-Za-z0-9-]*", git_key(wanted.key)[len("hookkit.") :])
    return is_possible is not None and bool(values_in_git(git, scope, wanted))


def set_in_git(git: Git, scope: Scope, wanted: TypedKey, value: object) -> None:
    """Set a setting in that configuration; of ``checks`` only those that ``value`` names.

    Raises GitFailed where git cannot write its configuration, and WrongUsage for an empty list,
    which git cannot hold.
    """
    name = git_key(wanted.key)
    if isinstance(value, Mapping):
        for check, level in value.items():
            unset_in_git(git, scope, TypedKey(wanted.key, check))
            git.run("config", scope, "--add", name, f"{check}={level}")
        return
    if value == ():
        repair = f"hookkit config unset {wanted.name} --{OPTIONS[scope]}"
        raise WrongUsage("git's configuration can hold no empty list", repair)
    first, *others = value if isinstance(value, tuple) else (value,)
    git.run("config", scope, "--replace-all", name, _text(first))
    for each in others:
        git.run("config", scope, "--add", name, _text(each))


def unset_in_git(git: Git, scope: Scope, wanted: TypedKey) -> None:
    """Remove a setting there, if it has a value. Raises GitFailed as ``set_in_git`` does."""
    values, name = values_in_git(git, scope, wanted), git_key(wanted.key)
    if values and not wanted.check:
        git.run("config", scope, "--unset-all", name)
        return
    for each in dict.fromkeys(values):
        git.run("config", scope, "--fixed-value", "--unset-all", name, each)


def _check(entry: str) -> str:
    return entry.partition("=")[0].strip().lower().replace("_", "-")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
