"""Config-based hooks (git 2.54): the shims that ``hook.hookkit-EVENT.command`` names."""

from __future__ import annotations

import os
import re

from hookkit.git.config import parse_bool, read_config
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple
from hookkit.settings.is_hookkit_configured import is_configured
from hookkit.shims.shim_file import Shim, read_shim

CONFIG_HOOK_NAME_PREFIX = "hookkit-"
"""The prefix of a hook's name, before its event: git rejects a hook whose name is an event."""

_KEY_PATTERN = rf"^hook\.{CONFIG_HOOK_NAME_PREFIX}.*\.(command|event|enabled)$"
_LISTED_STATUSES = (0, 1)
"""Exit statuses of ``git hook list`` with hooks and without; an older git lacks the command."""


class ConfigHookShim(NamedTuple):
    """A shim that git's configuration names as a hook.

    ``path`` is the path of the shim, and ``scope`` the configuration scope of its command:
    ``local``, ``global``, … Both are "" if no command starts a shim. ``has_event`` is whether the
    event is configured too: without the event git does not run the hook. ``is_enabled`` is False if
    the configuration switches the hook off.
    """

    event: str
    scope: str = ""
    path: str = ""
    has_event: bool = False
    is_enabled: bool = True

    @property
    def is_active(self) -> bool:
        """Whether a git with config-based hooks runs the hook."""
        return self.has_event and self.is_enabled

    @property
    def shim(self) -> Shim | None:
        """The shim that the hook starts, None if that file is missing or is no shim."""
        return read_shim(self.path)


def shim_command(path: str) -> str:
    """Give the command that starts the shim at ``path`` if that file is executable."""
    from shlex import quote

    # git appends the arguments of the hook.
    return f"test ! -x {quote(path)} || {quote(path)}"


def runs_config_hooks(git: Git) -> bool:
    """Whether this git runs hooks from its configuration."""
    return git.try_run_cached("hook", "list", "post-commit").code in _LISTED_STATUSES


def read_config_hook_shims(git: Git, *scope_options: str) -> dict[str, ConfigHookShim]:
    """Give the shims that the configuration names, by event, even if this git does not run them.

    ``scope_options`` are options of ``git config`` such as ``--global``; without one all scopes are
    read.
    """
    has_any = scope_options or any(
        each.key.startswith(f"hook.{CONFIG_HOOK_NAME_PREFIX}") for each in read_config(git)
    )
    if not has_any:
        return {}
    command = ("config", *scope_options, "-z", "--show-scope", "--get-regexp", _KEY_PATTERN)
    fields = os.fsdecode(git.try_run_cached(*command).out).split("\0")
    hooks: dict[str, ConfigHookShim] = {}
    for entry_scope, entry in zip(fields[0::2], fields[1::2], strict=False):
        key, _, value = entry.partition("\n")
        name, _, variable = key.removeprefix("hook.").rpartition(".")
        event = name.removeprefix(CONFIG_HOOK_NAME_PREFIX)
        hook = hooks.get(event, ConfigHookShim(event))
        hooks[event] = _with_entry(hook, entry_scope, variable, value)
    return {event: each for event, each in hooks.items() if each.path}


def _with_entry(hook: ConfigHookShim, scope: str, variable: str, value: str) -> ConfigHookShim:
    """Give the hook with one more entry of the configuration; later entries win."""
    if variable == "command":
        return hook._replace(scope=scope, path=shim_path_in(value))
    if variable == "event":  # an empty value clears the earlier ones
        return hook._replace(has_event=bool(value) and (hook.has_event or value == hook.event))
    try:
        return hook._replace(is_enabled=parse_bool(value))
    except ValueError:
        return hook


def shim_path_in(command: str) -> str:
    """Give the path of the shim in a command of ``shim_command``, "" for any other command."""
    if re.match("test ! -x .* [|][|] ", command, re.DOTALL) is None:
        return ""
    from shlex import split

    try:
        path = split(command)[-1]
    except ValueError:
        return ""
    return path if command == shim_command(path) else ""


def active_config_hook_shims(git: Git) -> dict[str, ConfigHookShim]:
    """Give the shims that this git runs here from its configuration, by event."""
    active = {
        event: each
        for event, each in read_config_hook_shims(git).items()
        if each.is_active and each.shim
    }
    return active if active and runs_config_hooks(git) else {}


def has_active_config_hook_shim(git: Git, event: str) -> bool:
    """Whether a shim that the configuration names does the work of an event here."""
    hook = active_config_hook_shims(git).get(event)
    shim = None if hook is None else hook.shim
    # A hook for all clones does nothing in a clone without any configuration for hookkit.
    return shim is not None and (not shim.kind.global_folder or is_configured(git))
