"""Uninstall: remove the shims from the hooks folders, and restore the hooks that they kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import git_dirs_of_worktrees
from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.config_hook_shims import config_hook_shims_folder, remove_config_hook_shims
from hookkit.install.install_and_uninstall_outcomes import EventRemoval, UninstallOutcome
from hookkit.install.lefthook_and_husky_remarks import still_running_notes
from hookkit.install.other_config_hooks import config_hooks_running_hookkit
from hookkit.install.reversible_file_changes import (
    has_same_mode_and_content,
    link_edited_shim,
    move_edited_shim,
    move_file,
    remove_empty_folder,
    remove_file,
    rename_over,
)
from hookkit.operation_log.log_folder_and_files import log_folder_in
from hookkit.shims.hooks_folder import HookFiles, hooks_folders
from hookkit.shims.lefthook_and_husky import find_lefthook_or_husky
from hookkit.shims.other_hook_scripts import (
    is_pre_commit_or_prek_script,
    pre_commit_or_prek_of_script,
)
from hookkit.shims.read_config_hook_shims import active_config_hook_shims
from hookkit.shims.read_pre_commit_config import events_run_by_pre_commit
from hookkit.shims.shim_file import events_with_shim, read_shim


def uninstall(git: Git) -> UninstallOutcome:
    """Remove the shims, also from where pre-commit moved them, and restore the kept hooks.

    Everything else stays: hooks of others, settings, corrections. Raises EnvironmentFailed if a
    file cannot be moved.
    """
    try:
        pre_commit_owned = events_run_by_pre_commit(git.top)
    except WrongUsage:
        # The broken file matters only to the report, and must not stop an uninstall.
        pre_commit_owned = frozenset()
    all_events = (*events_with_shim(), *SERVER_EVENTS)
    with ExitStack() as rollback:
        files = [HookFiles(event, folder) for folder in hooks_folders(git) for event in all_events]
        removed = tuple(remove_shim(each, rollback) for each in files)
        removed += tuple(remove_config_hook_shims(git, "--local", rollback))
        rollback.pop_all()
    remove_empty_folder(config_hook_shims_folder(git))
    programs = {
        each.event: pre_commit_or_prek_of_script(each.hook)
        for each in files
        if each.event in pre_commit_owned
    }
    remaining = sorted((event, program) for event, program in programs.items() if program)
    refs = git.lines("for-each-ref", "--format=%(refname)", "refs/hookkit")
    logs = tuple(
        each for git_dir in git_dirs_of_worktrees(git) if (each := log_folder_in(git_dir)).is_dir()
    )
    configured = tuple(config_hooks_running_hookkit(git, all_events))
    framework = find_lefthook_or_husky(git)
    notes = () if framework is None else tuple(still_running_notes(framework))
    notes += tuple(_remaining_all_clones_notes(git))
    return UninstallOutcome(removed, tuple(remaining), len(refs), configured, logs, notes)


def _remaining_all_clones_notes(git: Git) -> Iterator[str]:
    if any(each.scope == "global" for each in active_config_hook_shims(git).values()):
        yield (
            "hookkit is still installed for all clones, and works here where something is"
            " configured for it. To end that: hookkit uninstall --global; for this clone alone:"
            " git config hookkit.enabled false"
        )


def remove_shim(files: HookFiles, rollback: ExitStack) -> EventRemoval:
    """Remove our shim of one event, also as ``.legacy``, and restore the kept hook.

    Raises EnvironmentFailed if a file cannot be moved; ``rollback`` undoes the changes so far.
    """
    outcome = EventRemoval(files.event)
    for path in (
        files.lefthook_old_hook,
        files.pre_commit_legacy_hook,
        files.shim_in_folder,
        files.hook,
    ):
        shim = read_shim(path)
        if shim is None:
            continue
        outcome = replace(outcome, shim=path)
        if path == files.hook and os.path.lexists(files.previous_hook):
            edited = link_edited_shim(path, rollback) if shim.is_edited else outcome.edited_copy
            rename_over(files.previous_hook, path, rollback)
            return replace(outcome, edited_copy=edited, restored_hook=path)
        if shim.is_edited:
            outcome = replace(outcome, edited_copy=move_edited_shim(path, rollback))
        else:
            remove_file(path, rollback)
    if not os.path.lexists(files.previous_hook):
        return outcome
    return _restore_previous_hook(files, outcome, rollback)


def _restore_previous_hook(
    files: HookFiles, outcome: EventRemoval, rollback: ExitStack
) -> EventRemoval:
    if not os.path.lexists(files.hook):
        move_file(files.previous_hook, files.hook, rollback)
        return replace(outcome, restored_hook=files.hook)
    if has_same_mode_and_content(files.hook, files.previous_hook):
        remove_file(files.previous_hook, rollback)
        return replace(outcome, restored_hook=files.hook)
    # pre-commit runs the file at the shim's path, so the kept hook still runs from there. But
    # pre-commit's own script must not be put there, because it would call itself.
    is_free = is_pre_commit_or_prek_script(files.hook) and not os.path.lexists(
        files.pre_commit_legacy_hook
    )
    if (
        outcome.shim is not None
        and is_free
        and not is_pre_commit_or_prek_script(files.previous_hook)
    ):
        move_file(files.previous_hook, files.pre_commit_legacy_hook, rollback)
        return replace(outcome, restored_hook=files.pre_commit_legacy_hook)
    return replace(outcome, unrestored_hook=files.previous_hook)
