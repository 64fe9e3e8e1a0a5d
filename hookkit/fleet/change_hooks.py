"""Change the hooks of one repository: install, renew or remove all or none; or only plan it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import Refused
from hookkit.fleet.inspection import Facts
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.untrusted_repository import open_untrusted_repository
from hookkit.git.runner import Git
from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.folder_write_access import require_writable_folder
from hookkit.install.hook_interpreter import interpreter_for_shims
from hookkit.install.install import install, render_updated_shim
from hookkit.install.reversible_file_changes import has_same_mode_and_content
from hookkit.install.uninstall import uninstall
from hookkit.shims.hooks_folder import HookFiles, hooks_folders, writable_hooks_folder
from hookkit.shims.lefthook_and_husky import find_lefthook_or_husky
from hookkit.shims.read_config_hook_shims import read_config_hook_shims
from hookkit.shims.read_pre_commit_config import events_run_by_pre_commit
from hookkit.shims.require_no_newer_shims import require_no_newer_shims
from hookkit.shims.shim_file import events_with_shim, read_shim

APPLY_PREFIX = "do "
"""Prefix of a command that is applied; without the prefix, changes are only reported."""


class HookChange(NamedTuple):
    """What is done with the hook of an event, or would be.

    ``action`` is ``installed``, ``renewed``, ``unchanged`` or ``removed``. ``note`` says what
    happens to an existing hook, or that a framework runs hookkit; "" for none.
    """

    event: str
    action: str
    note: str = ""


class HookChangeCounts(NamedTuple):
    """The changes, made or planned: the number of events for each action.

    ``notes`` are the notes of the changes. ``skipped`` says why the repository is left alone, "" if
    it is not.
    """

    installed: int = 0
    renewed: int = 0
    unchanged: int = 0
    removed: int = 0
    notes: tuple[str, ...] = ()
    skipped: str = ""


def change_hooks(repository: ListedRepository, command_line: str) -> tuple[Facts, list[str]]:
    """Install, upgrade or uninstall the hooks of a repository; without APPLY_PREFIX only plan it.

    ``command_line`` is the command and its options, such as ``do install --server``. An error
    during an installation undoes all of it (see ``install``). A bare repository is skipped without
    ``--server``, a repository without hooks of hookkit is not upgraded, and hooks of a newer
    hookkit are replaced only with ``--downgrade``.
    """
    is_applied = command_line.startswith(APPLY_PREFIX)
    command, *options = command_line.removeprefix(APPLY_PREFIX).split(" ")
    git = open_untrusted_repository(repository.path)
    reason = _reason_to_skip(git, command, "--server" in options)
    if reason:
        return HookChangeCounts(skipped=reason)._asdict(), []
    if command != "uninstall" and "--downgrade" not in options:
        require_no_newer_shims(git)
    changes = _plan_uninstall(git) if command == "uninstall" else _plan_install(git)
    if is_applied and any(each.action != "unchanged" for each in changes):
        changes = (
            _apply_uninstall(git, changes)
            if command == "uninstall"
            else _apply_install(git, changes)
        )
    return _count_changes(changes)._asdict(), []


def _reason_to_skip(git: Git, command: str, includes_bare: bool) -> str:
    if command == "install" and git.top is None and not includes_bare:
        return "it is bare: with --server its pushes are checked"
    if command != "uninstall" and read_config_hook_shims(git, "--local"):
        return "git's configuration runs hookkit there (hookkit install --config-hooks)"
    if command == "upgrade" and not _plan_uninstall(git):
        return "it has no hooks of hookkit"
    return ""


def _apply_install(git: Git, planned: Sequence[HookChange]) -> list[HookChange]:
    _require_hooks_folder_in_repository(git)
    outcome = install(git, None if git.top is not None else SERVER_EVENTS)
    notes = {each.event: each.note for each in planned}
    return [
        HookChange(each.event, each.action, notes.get(each.event, "")) for each in outcome.events
    ]


def _apply_uninstall(git: Git, planned: Sequence[HookChange]) -> list[HookChange]:
    if any(not each.is_unchanged for each in uninstall(git).events):
        return list(planned)
    raise Refused("nothing was removed: another process has changed its hooks meanwhile")


def _count_changes(changes: Sequence[HookChange]) -> HookChangeCounts:
    counts = Counter(each.action for each in changes)
    notes = dict.fromkeys(f"{each.event}: {each.note}" for each in changes if each.note)
    return HookChangeCounts(
        installed=counts["installed"],
        renewed=counts["renewed"],
        unchanged=counts["unchanged"],
        removed=counts["removed"],
        notes=tuple(notes),
    )


def _require_hooks_folder_in_repository(git: Git) -> Path:
    """Give the hooks folder. Raises Refused if it is outside of the repository.

    The configuration or a link may lead to the folder of a person who has not agreed.
    """
    folder = writable_hooks_folder(git)
    allowed_folders = [git.common_dir, *([git.top] if git.top else [])]
    if not any(folder.resolve().is_relative_to(each.resolve()) for each in allowed_folders):
        raise Refused(f"its hooks folder is outside of it: {folder}")
    return folder


def _plan_install(git: Git) -> list[HookChange]:
    """Give the change that ``install`` would make for each event. Raises the same errors."""
    framework = find_lefthook_or_husky(git)
    if framework is not None and framework.name == "husky" and framework.hookkit_events:
        return [
            HookChange(each, "unchanged", "by husky") for each in sorted(framework.hookkit_events)
        ]
    folder = _require_hooks_folder_in_repository(git)
    for each in (folder, git.common_dir / "hookkit"):
        require_writable_folder(each)
    pre_commit_owned = events_run_by_pre_commit(git.top)
    framework_events = framework.hookkit_events if framework is not None else frozenset()
    python, _ = interpreter_for_shims(git)
    events = events_with_shim() if git.top is not None else SERVER_EVENTS
    return [
        (
            HookChange(event, "unchanged", "by a framework")
            if event in pre_commit_owned or event in framework_events
            else _planned_change(HookFiles(event, folder), python)
        )
        for event in events
    ]


def _planned_change(files: HookFiles, python: Path | None) -> HookChange:
    path = files.shim or files.install_path
    shim = read_shim(path)
    if shim is not None:
        content = render_updated_shim(files.event, shim, python)
        is_runnable = os.access(path, os.X_OK) and not path.is_symlink()
        is_same_shim = is_runnable and path.read_bytes() == content
        note = "the edited one is put aside" if shim.is_edited and not is_same_shim else ""
        return HookChange(files.event, "unchanged" if is_same_shim else "renewed", note)
    if not os.path.lexists(path):
        return HookChange(files.event, "installed")
    if os.path.lexists(files.previous_hook) and not has_same_mode_and_content(
        path, files.previous_hook
    ):
        raise Refused(f"{path} is another's hook, and {files.previous_hook} keeps an earlier one")
    return HookChange(files.event, "installed", "the hook that is there runs first")


def _plan_uninstall(git: Git) -> list[HookChange]:
    """Give the changes that ``uninstall`` would make: the removed hooks."""
    all_events = (*events_with_shim(), *SERVER_EVENTS)
    files = [HookFiles(event, folder) for folder in hooks_folders(git) for event in all_events]
    configured_names = read_config_hook_shims(git, "--local")
    configured = [
        HookChange(each, "removed", "git's configuration named it") for each in configured_names
    ]
    return [*(change for each in files for change in _planned_removals(each)), *configured]


def _planned_removals(files: HookFiles) -> Iterator[HookChange]:
    paths = (files.lefthook_old_hook, files.pre_commit_legacy_hook, files.hook)
    if any(read_shim(each) is not None for each in paths):
        has_previous = os.path.lexists(files.previous_hook)
        note = "the hook that was there before comes back" if has_previous else ""
        yield HookChange(files.event, "removed", note)
