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
"""Before the event in a hook's name: for git a name that is an event is an error."""

_KEYS = rf"^hook\.{PREFIX}.*\.(command|event|enabled)$"
_LISTED = (0, 1)
"""Exit statuses of `git hook list`: there are hooks, or none. An older git lacks the command."""


class OwnHook(NamedTuple):
    """A hook of hookkit in the configuration: its event, and the shim at ``place``.

    ``scope`` is that of the command: ``local``, ``global``, … ``is_named`` says that its event is
    configured, too, without which git does not run it.
    """

    event: str
    scope: str = ""
    place: str = ""
    is_named: bool = False
    is_enabled: bool = True

    @property
    def is_on(self) -> bool:
        """Whether a git with config-based hooks runs it."""
        return self.is_named and self.is_enabled

    @property
    def shim(self) -> Shim | None:
        """The shim that it starts, None where that file is missing or is no shim."""
        return read_shim(self.place)


def command_for(place: str) -> str:
    """Give the command that starts a shim if the file exists."""
    from shlex import quote

    # git puts the arguments of the hook behind it.
    return f"test ! -x {quote(place)} || {quote(place)}"


def runs_configured_hooks(git: Git) -> bool:
    """Say whether this git runs the hooks that its configuration names."""
    return git.ask_cached("hook", "list", "post-commit").code in _LISTED


def own_hooks(git: Git, *scope: str) -> dict[str, OwnHook]:
    """Give the hooks of hookkit in the configuration by event, whether this git runs them or not.

    ``scope`` is an option such as ``--global``, none for all scopes.
    """
    is_any = scope or any(each.key.startswith(f"hook.{PREFIX}") for each in read_config(git))
    if not is_any:
        return {}
    words = ("config", *scope, "-z", "--show-scope", "--get-regexp", _KEYS)
    parts = os.fsdecode(git.ask_cached(*words).out).split("\0")
    hooks: dict[str, OwnHook] = {}
    for entry_scope, entry in zip(parts[0::2], parts[1::2], strict=False):
        key, _, value = entry.partition("\n")
        name, _, variable = key.removeprefix("hook.").rpartition(".")
        event = name.removeprefix(PREFIX)
        hook = hooks.get(event, OwnHook(event))
        hooks[event] = _with_entry(hook, entry_scope, variable, value)
    return {event: each for event, each in hooks.items() if each.place}


def _with_entry(hook: OwnHook, scope: str, variable: str, value: str) -> OwnHook:
    """Give the hook with one more entry of the configuration; the last one counts."""
    if variable == "command":
        return hook._replace(scope=scope, place=place_in(value))
    if variable == "event":  # an empty one clears those before it
        return hook._replace(is_named=bool(value) and (hook.is_named or value == hook.event))
    try:
        return hook._replace(is_enabled=parse_bool(value))
    except ValueError:
        return hook


def place_in(command: str) -> str:
    """Give the shim that a command of ``command_for`` starts, "" for any other command."""
    if re.match("test ! -x .* [|][|] ", command, re.DOTALL) is None:
        return ""
    from shlex import split

    try:
        place = split(command)[-1]
    except ValueError:
        return ""
    return place if command == command_for(place) else ""


def hooks_in_force(git: Git) -> dict[str, OwnHook]:
    """Give the hooks of hookkit in the configuration that this git runs here, by event."""
    found = {event: each for event, each in own_hooks(git).items() if each.is_on and each.shim}
    return found if found and runs_configured_hooks(git) else {}


def runs_by_configuration(git: Git, event: str) -> bool:
    """Say whether a hook of the configuration does the work of an event here."""
    hook = hooks_in_force(git).get(event)
    shim = None if hook is None else hook.shim
    # A hook for all clones does nothing where nothing is configured for hookkit.
    return shim is not None and (not shim.kind.all_clones or is_configured(git))
