"""The config hooks (``hook.NAME.command``) of other tools: which run, and in which order."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from hookkit.git.runner import Git
from hookkit.install.diagnosis import Diagnosis
from hookkit.shims.other_hook_scripts import starts_hookkit
from hookkit.shims.read_config_hook_shims import CONFIG_HOOK_NAME_PREFIX, shim_path_in

_FOLDER_ENTRY = "hook from hookdir"
_DISABLED_PREFIX = "disabled\t"


def diagnose_other_config_hooks(
    git: Git, event_names: Sequence[str], events_with_shim: Collection[str]
) -> Iterator[Diagnosis]:
    """Diagnose each config hook of some events; ``events_with_shim`` have our shim."""
    for hook in read_other_config_hooks(git, event_names):
        if hook.runs_hookkit and hook.event in events_with_shim:
            yield Diagnosis(
                hook.event, "bad", _runs_twice_sentence(hook), _switch_off_command(hook)
            )
        elif hook.is_run is None:
            sentence = (
                f"{_describe_hook(hook)} is configured, and this git does not run it (2.54 does)"
            )
            yield Diagnosis(hook.event, "warn", sentence, "git --version")
        elif hook.is_run:
            yield Diagnosis(hook.event, "ok", f"{_order_text(hook)}: {_describe_hook(hook)}")
        else:
            yield Diagnosis(hook.event, "ok", f"switched off: {_describe_hook(hook)}")


def config_hook_notes(git: Git, event_names: Sequence[str]) -> Iterator[str]:
    """Name the other hooks that git runs at the events of an installation."""
    for hook in read_other_config_hooks(git, event_names):
        if hook.runs_hookkit:
            command = _switch_off_command(hook)
            yield f"{hook.event}: {_runs_twice_sentence(hook)}; to end that: {command}"
        elif hook.is_run:
            yield f"{hook.event}: {_order_text(hook)}: {_describe_hook(hook)}"


def _runs_twice_sentence(hook: ConfigHook) -> str:
    return f"hookkit runs twice: by its shim, and by {_describe_hook(hook)}"


def config_hooks_running_hookkit(git: Git, event_names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the events at which the configuration still runs hookkit, and the command to end it."""
    for hook in read_other_config_hooks(git, event_names):
        if hook.runs_hookkit:
            yield hook.event, _switch_off_command(hook)


def _describe_hook(hook: ConfigHook) -> str:
    """Name a hook with its command."""
    return f'hook.{hook.name} ("{hook.command}")'


def _order_text(hook: ConfigHook) -> str:
    """Say when a hook runs."""
    return "git runs first" if hook.is_before else "git runs afterwards"


def _switch_off_command(hook: ConfigHook) -> str:
    """Give the command that switches a hook off."""
    return shlex.join(["git", "config", f"hook.{hook.name}.enabled", "false"])


class ConfigHook(NamedTuple):
    """A hook that the configuration names for ``event``.

    ``is_run`` says whether this git runs the hook, None if this git has no config hooks.
    ``is_before`` says whether the hook runs before the file in the hooks folder.
    """

    event: str
    name: str
    command: str
    is_run: bool | None
    is_before: bool = True

    @property
    def runs_hookkit(self) -> bool:
        """Whether git runs it and its command starts hookkit for this event."""
        return self.is_run is True and starts_hookkit(self.command, self.event)


def read_other_config_hooks(git: Git, event_names: Iterable[str]) -> list[ConfigHook]:
    """Give the config hooks of some events, in the order in which git runs them.

    Hooks that hookkit has configured are left out. Starts one git process if nothing is configured.
    """
    command = ("config", "-z", "--get-regexp", r"^hook\..*\.(command|event)$")
    output = os.fsdecode(git.try_run(*command).out)
    commands: dict[str, str] = {}
    events_by_name: dict[str, list[str]] = {}
    for entry in output.split("\0")[:-1]:
        key, _, value = entry.partition("\n")
        name, _, variable = key.removeprefix("hook.").rpartition(".")
        if variable == "command":
            commands[name] = value
        else:
            # An empty event removes the events before it.
            events_by_name[name] = [*events_by_name.get(name, []), value] if value else []
    return [
        hook
        for event in event_names
        if any(event in each for each in events_by_name.values())
        for hook in _hooks_of_event(git, event, commands, events_by_name)
        if not _is_hookkit_shim(hook)
    ]


def _hooks_of_event(
    git: Git, event: str, commands: dict[str, str], events_by_name: dict[str, list[str]]
) -> list[ConfigHook]:
    result = git.try_run("hook", "list", "-z", "--show-scope", event)
    if result.code not in (0, 1):  # 129: this git has no such command
        names = [name for name, named_events in events_by_name.items() if event in named_events]
        return [ConfigHook(event, name, commands.get(name, ""), None) for name in names]
    entries = os.fsdecode(result.out).split("\0")[:-1]
    folder_index = entries.index(_FOLDER_ENTRY) if _FOLDER_ENTRY in entries else len(entries)
    hooks = []
    for index, entry in enumerate(entries):
        if entry == _FOLDER_ENTRY:
            continue
        _, _, state_and_name = entry.partition("\t")  # the scope
        is_run = not state_and_name.startswith(_DISABLED_PREFIX)
        name = state_and_name.removeprefix(_DISABLED_PREFIX)
        command, is_before = commands.get(name, ""), index < folder_index
        hooks.append(ConfigHook(event, name, command, is_run, is_before))
    return hooks


def _is_hookkit_shim(hook: ConfigHook) -> bool:
    """Whether hookkit itself has named the hook, with one of its shims."""
    return hook.name == CONFIG_HOOK_NAME_PREFIX + hook.event and bool(shim_path_in(hook.command))
