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
"""In front of the event in a hook's name. A name that is an event is an error for git."""

_ASKED = rf"^hook\.{PREFIX}.*\.(command|event|enabled)$"
_LISTED = (0, 1)
"""How `git hook list` ends: there are hooks or none. An older git knows no such command."""


class OwnHook(NamedTuple):
    """A hook of ours in the configuration: the event, whose entry counts, and the shim.

    ``scope`` is where the command is from: ``local``, ``global``, … ``is_named`` says that its
    event is named, too, without which git does not run it.
    """

    event: str
    scope: str = ""
    place: str = ""
    is_named: bool = False
    is_enabled: bool = True

    @property
    def is_on(self) -> bool:
        """Whether a git that knows such hooks runs it."""
        return self.is_named and self.is_enabled

    @property
    def shim(self) -> Shim | None:
        """The shim that it starts, None where that file is gone or not ours."""
        return read_shim(self.place)


def command_for(place: str) -> str:
    """Give the command that starts a shim, and does nothing where that is gone."""
    from shlex import quote

    # git puts the arguments of the hook behind it.
    return f"test ! -x {quote(place)} || {quote(place)}"


def runs_configured_hooks(git: Git) -> bool:
    """Say whether this git runs the hooks that its configuration names."""
    return git.ask_once("hook", "list", "post-commit").code in _LISTED


def own_hooks(git: Git, *scope: str) -> dict[str, OwnHook]:
    """Give our hooks in the configuration by their events, whether this git runs them or not.

    ``scope`` is an option such as ``--global``, none for all that is in force here.
    """
    is_any = scope or any(each.key.startswith(f"hook.{PREFIX}") for each in read_config(git))
    if not is_any:
        return {}
    asked = ("config", *scope, "-z", "--show-scope", "--get-regexp", _ASKED)
    parts = os.fsdecode(git.ask_once(*asked).out).split("\0")
    found: dict[str, OwnHook] = {}
    for written, entry in zip(parts[0::2], parts[1::2], strict=False):
        key, _, value = entry.partition("\n")
        name, _, variable = key.removeprefix("hook.").rpartition(".")
        event = name.removeprefix(PREFIX)
        hook = found.get(event, OwnHook(event))
        found[event] = _with(hook, written, variable, value)
    return {event: each for event, each in found.items() if each.place}


def _with(hook: OwnHook, scope: str, variable: str, value: str) -> OwnHook:
    """Give what a further entry makes of a hook; the last one counts."""
    if variable == "command":
        return hook._replace(scope=scope, place=place_in(value))
    if variable == "event":  # an empty one takes back those before it
        return hook._replace(is_named=bool(value) and (hook.is_named or value == hook.event))
    try:
        return hook._replace(is_enabled=parse_bool(value))
    except ValueError:
        return hook


def place_in(command: str) -> str:
    """Give the file that a command of ours starts, "" where it is another's command."""
    if re.match("test ! -x .* [|][|] ", command, re.DOTALL) is None:
        return ""
    from shlex import split

    try:
        place = split(command)[-1]
    except ValueError:
        return ""
    return place if command == command_for(place) else ""


def hooks_in_force(git: Git) -> dict[str, OwnHook]:
    """Give our hooks in the configuration that this git runs here, by their events."""
    found = {event: each for event, each in own_hooks(git).items() if each.is_on and each.shim}
    return found if found and runs_configured_hooks(git) else {}


def runs_by_configuration(git: Git, event: str) -> bool:
    """Say whether one of them does the work of an event here."""
    hook = hooks_in_force(git).get(event)
    shim = None if hook is None else hook.shim
    # One for all clones does nothing where nothing is configured.
    return shim is not None and (not shim.kind.all_clones or is_configured(git))
