"""The shims of config hooks, which git's configuration names: write, configure and remove them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from hookkit.errors import Refused
from hookkit.git.config import ConfigScope
from hookkit.git.runner import Git
from hookkit.install.install_and_uninstall_outcomes import (
    EventInstallation,
    EventRemoval,
    InstallAction,
)
from hookkit.install.reversible_file_changes import (
    EXECUTABLE_MODE,
    link_edited_shim,
    make_folder,
    move_edited_shim,
    remove_file,
    write_whole_file,
)
from hookkit.shims.read_config_hook_shims import (
    CONFIG_HOOK_NAME_PREFIX,
    ConfigHookShim,
    read_config_hook_shims,
    runs_config_hooks,
    shim_command,
)
from hookkit.shims.shim_file import ShimKind, read_shim, render_shim


def require_config_hooks(git: Git) -> None:
    """Raise Refused if this git does not run hooks that its configuration names."""
    if not runs_config_hooks(git):
        version = git.line("version").removeprefix("git version ")
        raise Refused(
            f"git {version} runs no hooks that its configuration names: 2.54 and newer do",
            "hookkit install",
        )


def config_hook_shims_folder(git: Git) -> Path:
    """Give the folder of the shims that the configuration of this clone names."""
    return git.common_dir / "hookkit" / "hooks"


def write_shims(
    folder: Path,
    event_names: Sequence[str],
    python: Path | None,
    kind: ShimKind,
    rollback: ExitStack,
) -> list[EventInstallation]:
    """Write the shims of some events to a folder, except those that are current.

    Raises EnvironmentFailed if a file cannot be written; ``rollback`` undoes the changes so far.
    """
    make_folder(folder)
    return [
        _write_shim(folder / event, render_shim(event, python, kind=kind), rollback)
        for event in event_names
    ]


def plan_shims(
    folder: Path, event_names: Sequence[str], python: Path | None, kind: ShimKind
) -> list[EventInstallation]:
    """Say what ``write_shims`` would do at each event, except for files that it puts aside."""
    return [_plan_shim(folder / each, render_shim(each, python, kind=kind)) for each in event_names]


def _plan_shim(path: Path, content: bytes) -> EventInstallation:
    shim = read_shim(path)
    done: InstallAction = "renewed" if os.path.lexists(path) else "installed"
    if shim is not None and shim.content == content and os.access(path, os.X_OK):
        done = "unchanged"
    return EventInstallation(path.name, path, done, owner="configuration")


def _write_shim(path: Path, content: bytes, rollback: ExitStack) -> EventInstallation:
    planned = _plan_shim(path, content)
    if planned.action == "unchanged":
        return planned
    shim = read_shim(path)
    is_edited = planned.action == "renewed" and (shim is None or shim.is_edited)
    edited = link_edited_shim(path, rollback) if is_edited else None
    write_whole_file(path, content, EXECUTABLE_MODE, rollback)
    return replace(planned, edited_copy=edited)


def configure_config_hooks(
    git: Git, scope: ConfigScope, paths: Iterable[Path], rollback: ExitStack
) -> None:
    """Write each shim into git's configuration; its file name is its event.

    Raises GitFailed if git cannot write its configuration.
    """
    for path in shims_without_config_hook(git, scope, paths):
        _configure_hook(git, scope, path.name, path.as_posix())
        rollback.callback(_unconfigure_hook, git, scope, path.name)


def shims_without_config_hook(git: Git, scope: ConfigScope, paths: Iterable[Path]) -> list[Path]:
    """Give the shims that git's configuration does not name for their events."""
    configured = read_config_hook_shims(git, scope)
    return [
        each
        for each in paths
        if configured.get(each.name)
        != ConfigHookShim(each.name, scope[2:], each.as_posix(), has_event=True)
    ]


def _configure_hook(git: Git, scope: ConfigScope, event: str, path: str) -> None:
    # The event last: git exits with an error if a hook of an event has no command.
    for key, value in (("command", shim_command(path)), ("event", event)):
        git.run(
            "config", scope, "--replace-all", f"hook.{CONFIG_HOOK_NAME_PREFIX}{event}.{key}", value
        )


def _unconfigure_hook(git: Git, scope: ConfigScope, event: str) -> None:
    git.run("config", scope, "--remove-section", f"hook.{CONFIG_HOOK_NAME_PREFIX}{event}")


def remove_config_hook_shims(
    git: Git, scope: ConfigScope, rollback: ExitStack
) -> list[EventRemoval]:
    """Take our hooks out of git's configuration, and remove their shims.

    An edited shim is put aside. Raises GitFailed if git cannot write its configuration, and
    EnvironmentFailed if a file cannot be removed.
    """
    removed = []
    for event, hook in read_config_hook_shims(git, scope).items():
        _unconfigure_hook(git, scope, event)
        rollback.callback(_configure_hook, git, scope, event, hook.path)
        path, edited_copy = Path(hook.path), None
        shim = read_shim(path)
        if shim is not None and shim.is_edited:
            edited_copy = move_edited_shim(path, rollback)
        elif shim is not None:
            remove_file(path, rollback)
        removed.append(EventRemoval(event, path, edited_copy=edited_copy))
    return removed
