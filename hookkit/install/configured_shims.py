"""Shims that git's configuration names, in their own folder: written, named and taken away."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.install.file_changes import make_folder, put_aside, remove, write
from hookkit.install.outcome import InstallStep, Installed, Removed
from hookkit.shims.own_configured import (
    PREFIX,
    OwnHook,
    command_for,
    own_hooks,
    runs_configured_hooks,
)
from hookkit.shims.template import Use, read_shim, render

Scope = Literal["--local", "--global"]

EXECUTABLE = 0o755


def check_possible(git: Git) -> None:
    """Raise Refused where this git does not run hooks that its configuration names."""
    if not runs_configured_hooks(git):
        version = git.line("version").removeprefix("git version ")
        raise Refused(
            f"git {version} runs no hooks that its configuration names: 2.54 and newer do",
            "hookkit install",
        )


def write_shims(
    folder: Path, wanted: Sequence[str], python: Path | None, use: Use, undo: ExitStack
) -> list[Installed]:
    """Write the shims of some events to a folder; what is as it should be stays.

    Raises EnvironmentFailed where that cannot be done; ``undo`` takes back what was.
    """
    make_folder(folder)
    return [_written(folder / event, render(event, python, use=use), undo) for event in wanted]


def _written(place: Path, wanted: bytes, undo: ExitStack) -> Installed:
    event, shim = place.name, read_shim(place)
    if shim is not None and shim.content == wanted and os.access(place, os.X_OK):
        return Installed(event, place, "unchanged", owner="configuration")
    is_there = os.path.lexists(place)
    is_edited = is_there and (shim is None or shim.is_edited)
    edited = put_aside(place, undo) if is_edited else None
    write(place, wanted, EXECUTABLE, undo)
    done: InstallStep = "renewed" if is_there else "installed"
    return Installed(event, place, done, owner="configuration", edited=edited)


def name_shims(git: Git, scope: Scope, places: Iterable[Path], undo: ExitStack) -> None:
    """Have git's configuration name shims, each called as its event.

    Raises GitFailed where git cannot write its configuration.
    """
    known = own_hooks(git, scope)
    for place in places:
        event = place.name
        if known.get(event) != OwnHook(event, scope[2:], place.as_posix(), is_named=True):
            _name(git, scope, event, place.as_posix())
            undo.callback(_unname, git, scope, event)


def _name(git: Git, scope: Scope, event: str, place: str) -> None:
    # The event last: git ends with an error where a hook that is to run has no command.
    for key, value in (("command", command_for(place)), ("event", event)):
        git.run("config", scope, "--replace-all", f"hook.{PREFIX}{event}.{key}", value)


def _unname(git: Git, scope: Scope, event: str) -> None:
    git.run("config", scope, "--remove-section", f"hook.{PREFIX}{event}")


def remove_configured(git: Git, scope: Scope, undo: ExitStack) -> list[Removed]:
    """Take our hooks out of git's configuration, and remove their shims.

    An edited shim is put aside. Raises GitFailed where git cannot write its configuration, and
    EnvironmentFailed where a file cannot be removed.
    """
    removed = []
    for event, hook in own_hooks(git, scope).items():
        _unname(git, scope, event)
        undo.callback(_name, git, scope, event, hook.place)
        removed.append(_removed(Path(hook.place), event, undo))
    return removed


def _removed(place: Path, event: str, undo: ExitStack) -> Removed:
    shim = read_shim(place)
    if shim is not None and shim.is_edited:
        return Removed(event, place, edited=put_aside(place, undo))
    if shim is not None:
        remove(place, undo)
    return Removed(event, place)


def again_command(hook: OwnHook) -> str:
    """Give the command that installs a hook again."""
    return f"hookkit install --{'global' if hook.scope == 'global' else 'config-hooks'}"
