"""The hooks that git's configuration names beside hookkit's: what runs, and in which order."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Sequence

from hookkit.git.runner import Git
from hookkit.install.examined import Examined
from hookkit.shims.configured import ConfiguredHook, configured_hooks


def examine_configured(
    git: Git, wanted: Sequence[str], installed: Collection[str]
) -> Iterator[Examined]:
    """Name each configured hook of the events ``wanted``; ``installed`` are those with our shim."""
    for hook in configured_hooks(git, wanted):
        if hook.is_run and hook.runs_hookkit and hook.event in installed:
            sentence = f"hookkit runs twice: by its shim, and by {told(hook)}"
            yield Examined(hook.event, "bad", sentence, switch_off(hook))
        elif hook.is_run is None:
            sentence = f"{told(hook)} is configured, and this git does not run it (2.54 does)"
            yield Examined(hook.event, "warn", sentence, "git --version")
        elif hook.is_run:
            yield Examined(hook.event, "ok", f"{place_of(hook)}: {told(hook)}")
        else:
            yield Examined(hook.event, "ok", f"switched off: {told(hook)}")


def notes_of(git: Git, wanted: Sequence[str]) -> Iterator[str]:
    """Say after an installation what else git runs at its events."""
    for hook in configured_hooks(git, wanted):
        if hook.is_run and hook.runs_hookkit:
            run = switch_off(hook)
            yield f"{hook.event}: hookkit runs twice, also by {told(hook)}; to end that: {run}"
        elif hook.is_run:
            yield f"{hook.event}: {place_of(hook)}: {told(hook)}"


def still_running(git: Git, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the events at which the configuration still runs hookkit, and the command to end it."""
    for hook in configured_hooks(git, wanted):
        if hook.is_run and hook.runs_hookkit:
            yield hook.event, switch_off(hook)


def told(hook: ConfiguredHook) -> str:
    """Name a hook with its command."""
    return f'hook.{hook.name} ("{hook.command}")'


def place_of(hook: ConfiguredHook) -> str:
    """Say when a hook runs."""
    return "git runs first" if hook.is_before else "git runs afterwards"


def switch_off(hook: ConfiguredHook) -> str:
    """Give the command that switches a hook off."""
    return shlex.join(["git", "config", f"hook.{hook.name}.enabled", "false"])
