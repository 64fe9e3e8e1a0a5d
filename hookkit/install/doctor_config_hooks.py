"""Diagnose hookkit's own config hooks (``hook.NAME.command``), of this clone and of all clones."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping

from hookkit.git.runner import Git
from hookkit.install.diagnosis import INSTALL_COMMAND, Diagnosis
from hookkit.settings.is_hookkit_configured import is_configured
from hookkit.shims.global_install_paths import installed_marker
from hookkit.shims.read_config_hook_shims import (
    CONFIG_HOOK_NAME_PREFIX,
    ConfigHookShim,
    read_config_hook_shims,
    runs_config_hooks,
)
from hookkit.shims.shim_file import Shim

ALL_CLONES, THIS_CLONE = "all clones", "this clone"


def diagnose_config_hook_shims(
    git: Git, events_in_folder: Collection[str], shims: Mapping[str, Shim]
) -> Iterator[Diagnosis]:
    """Diagnose the hooks of hookkit that the configuration names.

    ``events_in_folder`` are the events that have a shim in the hooks folder, ``shims`` are all
    shims that git runs, by event.
    """
    hooks = read_config_hook_shims(git)
    for scope in dict.fromkeys(each.scope for each in hooks.values()):
        hooks_in_scope = {event: each for event, each in hooks.items() if each.scope == scope}
        yield from _diagnose_scope(git, scope, hooks_in_scope, events_in_folder)
    if any(each.kind.global_folder for each in shims.values()):
        yield from _diagnose_silence(git, shims)


def _diagnose_scope(
    git: Git, scope: str, hooks: Mapping[str, ConfigHookShim], events_in_folder: Collection[str]
) -> Iterator[Diagnosis]:
    name = ALL_CLONES if scope == "global" else THIS_CLONE
    if not runs_config_hooks(git):
        sentence = "git's configuration names hookkit's hooks, and this git runs none (2.54 does)"
        yield Diagnosis(name, "warn", sentence, "git --version")
    elif scope == "global" and events_in_folder:
        sentence = "git's configuration runs hookkit in them; here the hooks of this clone work"
        yield Diagnosis(name, "ok", sentence)
    elif events_in_folder:
        sentence = "git's configuration runs hookkit, and leaves it to files in the hooks folder"
        yield Diagnosis(name, "warn", f"{sentence}: one is enough", INSTALL_COMMAND)
    else:
        yield Diagnosis(name, "ok", "git's configuration runs hookkit beside the hooks folder")
    if runs_config_hooks(git):
        yield from (each for hook in hooks.values() for each in _diagnose_inactive_hook(hook))


def _diagnose_inactive_hook(hook: ConfigHookShim) -> Iterator[Diagnosis]:
    """Diagnose what keeps a hook from running."""
    if not os.path.exists(hook.path):
        sentence = f"git's configuration names {hook.path}, which is gone"
        yield Diagnosis(hook.event, "bad", sentence, reinstall_command(hook))
    elif not hook.is_active:
        key = "enabled true" if hook.has_event else f"event {hook.event}"
        sentence = "git's configuration names hookkit's hook, but does not have it run"
        repair = f"git config --{hook.scope} hook.{CONFIG_HOOK_NAME_PREFIX}{hook.event}.{key}"
        yield Diagnosis(hook.event, "warn", sentence, repair)


def _diagnose_silence(git: Git, shims: Mapping[str, Shim]) -> Iterator[Diagnosis]:
    """Say why the hooks for all clones do nothing here, if they do not."""
    folders = {each.kind.global_folder for each in shims.values() if each.kind.global_folder}
    if not any(installed_marker(each).exists() for each in folders):
        sentence = "these are copies of what was installed for all clones, and do nothing any more"
        yield Diagnosis(ALL_CLONES, "bad", sentence, INSTALL_COMMAND)
    elif not is_configured(git):
        sentence = "nothing is configured for hookkit here, so that it does nothing"
        yield Diagnosis(ALL_CLONES, "warn", sentence, "hookkit init")


def reinstall_command(hook: ConfigHookShim) -> str:
    """Give the command that installs a hook again."""
    return f"hookkit install --{'global' if hook.scope == 'global' else 'config-hooks'}"
