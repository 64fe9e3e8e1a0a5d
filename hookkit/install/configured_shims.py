"""Write the shims that git's configuration names, in their own folder, name and remove them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Literal

from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.install.file_changes import keep_aside, make_folder, put_aside, remove, write
from hookkit.install.outcome import Installed, InstallStep, Removed
from hookkit.shims.config_hooks import (
    PREFIX,
    OwnHook,
    command_for,
    own_hooks,
    runs_configured_hooks,
)
from hookkit.shims.template import ShimKind, read_shim, render

Scope = Literal["--local", "--global"]

EXECUTABLE = 0o755


def require_config_hooks(git: Git) -> None:
    """Raise Refused if this git does not run hooks that its configuration names."""
    if not runs_configured_hooks(git):
        version = git.line("version").removeprefix("git version ")
        raise Refused(
            f"git {version} runs no hooks that its configuration names: 2.54 and newer do",
            "hookkit install",
        )


def write_shims(
    folder: Path, wanted: Sequence[str], python: Path | None, kind: ShimKind, rollback: ExitStack
) -> list[Installed]:
    """Write the shims of the events ``wanted`` to a folder, except those that are current.

    Raises EnvironmentFailed if a file cannot be written; ``rollback`` undoes the changes so far.
    """
    make_folder(folder)
    return [
        _written(folder / event, render(event, python, kind=kind), rollback) for event in wanted
    ]


def plan_shims(
    folder: Path, wanted: Sequence[str], python: Path | None, kind: ShimKind
) -> list[Installed]:
    """Say what ``write_shims`` would do at each event, except for files that it puts aside."""
    return [_planned(folder / each, render(each, python, kind=kind)) for each in wanted]


def _planned(place: Path, wanted: bytes) -> Installed:
    shim = read_shim(place)
    done: InstallStep = "renewed" if os.path.lexists(place) else "installed"
    if shim is not None and shim.content == wanted and os.access(place, os.X_OK):
        done = "unchanged"
    return Installed(place.name, place, done, owner="configuration")


def _written(place: Path, wanted: bytes, rollback: ExitStack) -> Installed:
    planned = _planned(place, wanted)
    if planned.done == "unchanged":
        return planned
    shim = read_shim(place)
    is_edited = planned.done == "renewed" and (shim is None or shim.is_edited)
    edited = keep_aside(place, rollback) if is_edited else None
    write(place, wanted, EXECUTABLE, rollback)
    return replace(planned, edited=edited)


def name_shims(git: Git, scope: Scope, places: Iterable[Path], rollback: ExitStack) -> None:
    """Have git's configuration name shims, whose file names are their events.

    Raises GitFailed if git cannot write its configuration.
    """
    for place in unnamed(git, scope, places):
        _name(git, scope, place.name, place.as_posix())
        rollback.callback(_unname, git, scope, place.name)


def unnamed(git: Git, scope: Scope, places: Iterable[Path]) -> list[Path]:
    """Give the shims that git's configuration does not name for their events."""
    known = own_hooks(git, scope)
    return [
        each
        for each in places
        if known.get(each.name) != OwnHook(each.name, scope[2:], each.as_posix(), is_named=True)
    ]


def _name(git: Git, scope: Scope, event: str, place: str) -> None:
    # The event last: git exits with an error if a hook of an event has no command.
    for key, value in (("command", command_for(place)), ("event", event)):
        git.run("config", scope, "--replace-all", f"hook.{PREFIX}{event}.{key}", value)


def _unname(git: Git, scope: Scope, event: str) -> None:
    git.run("config", scope, "--remove-section", f"hook.{PREFIX}{event}")


def remove_configured(git: Git, scope: Scope, rollback: ExitStack) -> list[Removed]:
    """Take our hooks out of git's configuration, and remove their shims.

    An edited shim is put aside. Raises GitFailed if git cannot write its configuration, and
    EnvironmentFailed if a file cannot be removed.
    """
    removed = []
    for event, hook in own_hooks(git, scope).items():
        _unname(git, scope, event)
        rollback.callback(_name, git, scope, event, hook.place)
        removed.append(_removed(Path(hook.place), event, rollback))
    return removed


def _removed(place: Path, event: str, rollback: ExitStack) -> Removed:
    shim = read_shim(place)
    if shim is not None and shim.is_edited:
        return Removed(event, place, edited=put_aside(place, rollback))
    if shim is not None:
        remove(place, rollback)
    return Removed(event, place)


def reinstall_command(hook: OwnHook) -> str:
    """Give the command that installs a hook again."""
    return f"hookkit install --{'global' if hook.scope == 'global' else 'config-hooks'}"
