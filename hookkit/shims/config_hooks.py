"""hookkit's own hooks in git's configuration: ``hook.hookkit-EVENT.command`` (git 2.54)."""

from __future__ import annotations

import os
import re

from hookkit.git.config import parse_bool, read_config
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple
from hookkit.settings.configured import is_configured
from hookkit.shims.template import Shim, read_shim

PREFIX = "hookkit-"
"""The prefix of the event in a hook's name: git rejects a hook whose name is an event."""

_KEY_PATTERN = rf"^hook\.{PREFIX}.*\.(command|event|enabled)$"
_LISTED_STATUSES = (0, 1)
"""Exit statuses of ``git hook list`` with hooks and without; an older git lacks the command."""


class OwnHook(NamedTuple):
    """A hook of hookkit in the configuration.

    ``place`` is the path of its shim, and ``scope`` the configuration scope of its command:
    ``local``, ``global``, … Both are "" if it has no such command. ``is_named`` is whether its
    event is configured too: without the event git does not run it. ``is_enabled`` is False if the
    configuration switches it off.
    """

    event: str
    scope: str = ""
    place: str = ""
    is_named: bool = False
    is_enabled: bool = True

    @property
    def is_on(self) -> bool:
        """Whether a git with config-based hooks runs the hook."""
        return self.is_named and self.is_enabled

    @property
    def shim(self) -> Shim | None:
        """The shim that the hook starts, None if that file is missing or is no shim."""
        return read_shim(self.place)


def command_for(place: str) -> str:
    """Give the command that starts the shim at ``place`` if that file is executable."""
    from shlex import quote

    # git appends the arguments of the hook.
    return f"test ! -x {quote(place)} || {quote(place)}"


def runs_configured_hooks(git: Git) -> bool:
    """Whether this git runs hooks from its configuration."""
    return git.ask_cached("hook", "list", "post-commit").code in _LISTED_STATUSES


def own_hooks(git: Git, *scope: str) -> dict[str, OwnHook]:
    """Give the hooks of hookkit in the configuration by event, even if this git does not run them.

    ``scope`` is an option of ``git config`` such as ``--global``; without it all scopes are read.
    """
    is_any = scope or any(each.key.startswith(f"hook.{PREFIX}") for each in read_config(git))
    if not is_any:
        return {}
    command = ("config", *scope, "-z", "--show-scope", "--get-regexp", _KEY_PATTERN)
    parts = os.fsdecode(git.ask_cached(*command).out).split("\0")
    hooks: dict[str, OwnHook] = {}
    for entry_scope, entry in zip(parts[0::2], parts[1::2], strict=False):
        key, _, value = entry.partition("\n")
        name, _, variable = key.removeprefix("hook.").rpartition(".")
        event = name.removeprefix(PREFIX)
        hook = hooks.get(event, OwnHook(event))
        hooks[event] = _with_entry(hook, entry_scope, variable, value)
    return {event: each for event, each in hooks.items() if each.place}


def _with_entry(hook: OwnHook, scope: str, variable: str, value: str) -> OwnHook:
    """Give the hook with one more entry of the configuration; later entries win."""
    if variable == "command":
        return hook._replace(scope=scope, place=place_in(value))
    if variable == "event":  # an empty value clears the earlier ones
        return hook._replace(is_named=bool(value) and (hook.is_named or value == hook.event))
    try:
        return hook._replace(is_enabled=parse_bool(value))
    except ValueError:
        return hook


def place_in(command: str) -> str:
    """Give the path of the shim in a command of ``command_for``, "" for any other command."""
    if re.match("test ! -x .* [|][|] ", command, re.DOTALL) is None:
        return ""
    from shlex import split

    try:
        path = split(command)[-1]
    except ValueError:
        return ""
    return path if command == command_for(path) else ""


def hooks_in_force(git: Git) -> dict[str, OwnHook]:
    """Give the hooks of hookkit that this git runs here from its configuration, by event."""
    found = {event: each for event, each in own_hooks(git).items() if each.is_on and each.shim}
    return found if found and runs_configured_hooks(git) else {}


def runs_by_configuration(git: Git, event: str) -> bool:
    """Whether a hook from the configuration does the work of an event here."""
    hook = hooks_in_force(git).get(event)
    shim = None if hook is None else hook.shim
    # A hook for all clones does nothing in a clone without any configuration for hookkit.
    return shim is not None and (not shim.kind.all_clones or is_configured(git))
