"""Prevent double runs at an event: find whether a shim or another hook runs hookkit already."""

from __future__ import annotations

import os

from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.hook_events import OWN_SHIM_EVENTS
from hookkit.shims.hooks_folder import HookFiles, active_hooks_folder, active_hooks_path, find_shim
from hookkit.shims.lefthook_and_husky import lefthook_or_husky_in
from hookkit.shims.other_hook_scripts import (
    is_lefthook_script,
    is_pre_commit_or_prek_script,
    read_text,
    starts_hookkit,
)
from hookkit.shims.read_config_hook_shims import has_active_config_hook_shim
from hookkit.shims.read_pre_commit_config import events_run_by_pre_commit


def is_handled_by_shim(git: Git, event: str, is_called_by_git: bool) -> bool:
    """Whether a shim has done the work of ``event`` or is going to.

    A shim first runs the hook that was there before it, with its own path in the variable
    HOOKKIT_CHAIN. pre-commit and prek run an existing shim before their own hooks, if git started
    them; ``is_called_by_git`` is whether it did. If a person started them, no shim runs.
    """
    chain = os.environ.get("HOOKKIT_CHAIN", "")
    if not chain and not is_called_by_git:
        return False
    files = HookFiles(event, active_hooks_folder(git))
    if chain and os.path.realpath(chain) == os.path.realpath(files.hook):
        return True
    if not is_called_by_git:
        return False
    # At all other events, a shim from git's configuration leaves the work to the framework.
    return files.shim is not None or (
        event in OWN_SHIM_EVENTS and has_active_config_hook_shim(git, event)
    )


def is_handled_in_hooks_folder(git: Git, event: str) -> bool:
    """Whether a hook in the hooks folder does the work of ``event``.

    A shim from git's configuration asks this, because git runs both that shim and the hook in the
    folder. The hook may be a shim too, or a hook of pre-commit, prek, lefthook or husky whose
    configuration runs hookkit.
    """
    folder = active_hooks_path(git)
    hook = os.path.join(folder, event)
    if not os.access(hook, os.X_OK):
        return False
    if find_shim(folder, event) is not None:
        return True
    from pathlib import Path

    hook_path = Path(hook)
    if is_pre_commit_or_prek_script(hook_path):
        try:
            return event in events_run_by_pre_commit(git.top)
        except WrongUsage:  # its configuration is not YAML
            return False
    framework = None if git.top is None else lefthook_or_husky_in(git.top, hook_path.parent)
    if framework is not None and event in framework.hookkit_events:
        return framework.name == "husky" or is_lefthook_script(hook_path)
    return starts_hookkit(read_text(hook_path), event)
