"""``hookkit install --config-hooks``: hooks that a clone's configuration names, not hook files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from hookkit.git.runner import Git
from hookkit.install.config_hook_shims import (
    config_hook_shims_folder,
    configure_config_hooks,
    require_config_hooks,
    write_shims,
)
from hookkit.install.folder_write_access import require_writable_folder
from hookkit.install.hook_interpreter import interpreter_for_shims
from hookkit.install.install import all_clones_notes
from hookkit.install.install_and_uninstall_outcomes import (
    EventInstallation,
    EventRemoval,
    InstallOutcome,
    Owner,
)
from hookkit.install.install_pre_commit_or_prek import install_pre_commit_or_prek
from hookkit.install.other_config_hooks import config_hook_notes
from hookkit.install.uninstall import remove_shim
from hookkit.shims.hooks_folder import HookFiles, active_hooks_folder, hooks_folders
from hookkit.shims.lefthook_and_husky import LefthookOrHusky, find_lefthook_or_husky
from hookkit.shims.read_pre_commit_config import events_run_by_pre_commit
from hookkit.shims.shim_file import ShimKind, events_with_shim


def install_by_configuration(git: Git) -> InstallOutcome:
    """Have the configuration of this clone name the shims, which are in its git directory.

    The shims in the hooks folder are removed, and the hooks that they kept are restored. An event
    at which pre-commit, prek, lefthook or husky runs hookkit is left to that framework. Raises
    Refused if this git does not run such hooks, WrongUsage if ``.pre-commit-config.yaml`` is
    broken, GitFailed if git cannot write its configuration, and EnvironmentFailed if a file cannot
    be written.
    """
    require_config_hooks(git)
    folder = config_hook_shims_folder(git)
    require_writable_folder(folder)
    framework = find_lefthook_or_husky(git)
    pre_commit_owned = events_run_by_pre_commit(git.top)
    hookkit_events = frozenset() if framework is None else framework.hookkit_events
    event_names = [
        each for each in events_with_shim() if each not in pre_commit_owned | hookkit_events
    ]
    python, note = interpreter_for_shims(git)
    with ExitStack() as rollback:
        removed = [
            remove_shim(HookFiles(event, each), rollback)
            for each in hooks_folders(git)
            for event in events_with_shim()
        ]
        shim_events = write_shims(
            folder, event_names, python, ShimKind(is_config_hook=True), rollback
        )
        configure_config_hooks(git, "--local", [each.path for each in shim_events], rollback)
        pre_commit_hooks = [
            HookFiles(each, active_hooks_folder(git))
            for each in events_with_shim()
            if each in pre_commit_owned
        ]
        pre_commit_installed = install_pre_commit_or_prek(git, pre_commit_hooks, rollback)
        rollback.pop_all()
    all_events = (*shim_events, *_events_left_to(framework), *pre_commit_installed)
    notes = (
        note,
        *_removal_notes(removed),
        *all_clones_notes(git),
        *config_hook_notes(git, event_names),
    )
    return InstallOutcome(all_events, python, tuple(each for each in notes if each is not None))


def _events_left_to(framework: LefthookOrHusky | None) -> Iterator[EventInstallation]:
    """Give the events at which lefthook or husky runs hookkit."""
    if framework is None:
        return
    owner: Owner = "husky" if framework.name == "husky" else "lefthook"
    for event in sorted(framework.hookkit_events):
        path = framework.path / event if owner == "husky" else framework.path
        yield EventInstallation(event, path, "unchanged", owner=owner)


def _removal_notes(removed: Sequence[EventRemoval]) -> Iterator[str]:
    """Report the removed shims, and the hooks that were restored."""
    folders = [each.shim.parent for each in removed if each.shim is not None]
    for folder in dict.fromkeys(folders):
        yield f"hookkit's files are gone from {folder}"
    for each in removed:
        if each.restored_hook is not None:
            yield f"{each.event}: {each.restored_hook} is as it was before hookkit"
        if each.edited_copy is not None:
            yield f"{each.event}: the shim had been edited and was put aside: {each.edited_copy}"
