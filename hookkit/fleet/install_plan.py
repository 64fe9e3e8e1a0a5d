"""What installing or uninstalling hooks would change in a repository, without changing it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.install.file_changes import is_same
from hookkit.install.folders import check_folder
from hookkit.install.install import choose_interpreter, hooks_folders, wanted_shim
from hookkit.settings.events import SERVER_EVENTS
from hookkit.shims.hooks_folder import HookFiles, own_folder
from hookkit.shims.other_frameworks import find_other_framework
from hookkit.shims.own_configured import own_hooks
from hookkit.shims.owner import pre_commit_events
from hookkit.shims.template import events, read_shim


class Step(NamedTuple):
    """What is done at an event: ``installed``, ``renewed``, ``unchanged`` or ``removed``.

    ``note`` says what becomes of a hook that is there, or who runs hookkit in place of a file.
    """

    event: str
    done: str
    note: str = ""


def wanted_events(git: Git) -> tuple[str, ...]:
    """Give the events that are installed: those of a server in a bare repository."""
    return tuple(events() if git.top is not None else SERVER_EVENTS)


def require_own_folder(git: Git) -> Path:
    """Give the hooks folder. Raises Refused where it is not inside of the repository.

    A configuration or a link may lead to any other, whose owner was not asked.
    """
    folder = own_folder(git)
    places = [git.common_dir, *([git.top] if git.top else [])]
    if not any(folder.resolve().is_relative_to(each.resolve()) for each in places):
        raise Refused(f"its hooks folder is outside of it: {folder}")
    return folder


def plan_install(git: Git) -> list[Step]:
    """Say what ``install`` would do at each event. Raises what it would."""
    other = find_other_framework(git)
    if other is not None and other.name == "husky" and other.wired:
        return [Step(each, "unchanged", "by husky") for each in sorted(other.wired)]
    folder = require_own_folder(git)
    for each in (folder, git.common_dir / "hookkit"):
        check_folder(each)
    owned = pre_commit_events(git.top)
    left = other.wired if other is not None else frozenset()
    python, _ = choose_interpreter(git)
    return [
        Step(event, "unchanged", "by a framework")
        if event in owned or event in left
        else _step(HookFiles(event, folder), python)
        for event in wanted_events(git)
    ]


def _step(files: HookFiles, python: Path | None) -> Step:
    place = files.shim or files.install_path
    shim = read_shim(place)
    if shim is not None:
        wanted = wanted_shim(files.event, shim, python)
        runs = os.access(place, os.X_OK) and not place.is_symlink()
        is_same_shim = runs and place.read_bytes() == wanted
        note = "the edited one is put aside" if shim.is_edited and not is_same_shim else ""
        return Step(files.event, "unchanged" if is_same_shim else "renewed", note)
    if not os.path.lexists(place):
        return Step(files.event, "installed")
    if os.path.lexists(files.previous) and not is_same(place, files.previous):
        raise Refused(f"{place} is another's hook, and {files.previous} keeps an earlier one")
    return Step(files.event, "installed", "the hook that is there runs first")


def plan_uninstall(git: Git) -> list[Step]:
    """Say what ``uninstall`` would remove."""
    every = (*events(), *SERVER_EVENTS)
    files = [HookFiles(event, folder) for folder in hooks_folders(git) for event in every]
    named = own_hooks(git, "--local")
    configured = [Step(each, "removed", "git's configuration named it") for each in named]
    return [*(step for each in files for step in _removal(each)), *configured]


def _removal(files: HookFiles) -> Iterator[Step]:
    places = (files.old, files.legacy, files.hook)
    if any(read_shim(each) is not None for each in places):
        has_previous = os.path.lexists(files.previous)
        note = "the hook that was there before comes back" if has_previous else ""
        yield Step(files.event, "removed", note)
