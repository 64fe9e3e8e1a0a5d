"""What install, uninstall and doctor say of lefthook and husky: their events, notes, diagnoses."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from hookkit.install.diagnosis import INSTALL_COMMAND, Diagnosis
from hookkit.install.install_and_uninstall_outcomes import EventInstallation
from hookkit.shims.hooks_folder import HookFiles
from hookkit.shims.lefthook_and_husky import LefthookOrHusky, lefthook_lines
from hookkit.shims.other_hook_scripts import add_to_husky_command, is_lefthook_script
from hookkit.shims.shim_file import events_with_shim, read_shim

_LEFTHOOK_COMMAND = "lefthook install"


def husky_installations(husky: LefthookOrHusky) -> tuple[EventInstallation, ...]:
    """Give the events at which husky's own hooks start hookkit."""
    return tuple(
        EventInstallation(each, husky.path / each, "unchanged", owner="husky")
        for each in sorted(husky.hookkit_events)
    )


def husky_notes(husky: LefthookOrHusky) -> Iterator[str]:
    """Say at which events husky does not run hookkit, and the command that adds the lines."""
    missing = [each for each in events_with_shim() if each not in husky.hookkit_events]
    if missing:
        command = add_to_husky_command(husky.path / "_")
        yield f"husky does not run hookkit at {', '.join(missing)}; to have it: {command}"


def still_running_notes(framework: LefthookOrHusky) -> Iterator[str]:
    """Say at which events a framework still runs hookkit after an uninstall."""
    if framework.hookkit_events:
        event_list = ", ".join(sorted(framework.hookkit_events))
        yield f"{framework.name} still runs hookkit for {event_list}: see {framework.path}"


def lefthook_notes(lefthook: LefthookOrHusky, files: Sequence[HookFiles]) -> Iterator[str]:
    """Say how to have lefthook and hookkit run at the same events."""
    idle_events = [
        each.event
        for each in files
        if each.event in lefthook.hookkit_events
        and not is_lefthook_script(each.hook)
        and not is_lefthook_script(each.previous_hook)
    ]
    if idle_events:
        event_list = ", ".join(idle_events)
        yield f"lefthook runs nothing at {event_list} before it is installed: {_LEFTHOOK_COMMAND}"
    other_events = lefthook.events - lefthook.hookkit_events
    shared = [each.event for each in files if each.event in other_events]
    if shared:
        yield (
            f"lefthook has {', '.join(shared)} too. When {lefthook.path.name} changes it moves"
            " hookkit's hook away, and runs it no more. Have it run hookkit: add to"
            f" {lefthook.path.name}, or for you alone to {lefthook.local_config.name}:"
        )
        yield from (f"    {line}" for line in lefthook_lines(lefthook.path.name, shared))


def diagnose_husky(husky: LefthookOrHusky) -> Iterator[Diagnosis]:
    """Diagnose husky's own hooks, some of which start hookkit."""
    yield Diagnosis("hooks folder", "ok", f"husky's, which runs the hooks in {husky.path}")
    for event in sorted(husky.hookkit_events):
        yield Diagnosis(event, "ok", f"husky runs hookkit: {husky.path / event}")
    missing = [each for each in events_with_shim() if each not in husky.hookkit_events]
    if missing:
        sentence = f"husky does not run hookkit there: {', '.join(missing)}"
        yield Diagnosis("husky", "warn", sentence, add_to_husky_command(husky.path / "_"))


def diagnose_event_run_by_lefthook(lefthook: LefthookOrHusky, files: HookFiles) -> Diagnosis:
    """Diagnose an event at which lefthook's configuration runs hookkit."""
    reason = f"lefthook runs hookkit by {lefthook.path.name}"
    if files.shim is not None:
        sentence = f"{reason}, and {files.shim} does the work as well: one of them is enough"
        return Diagnosis(files.event, "warn", sentence, INSTALL_COMMAND)
    if not is_lefthook_script(files.hook):
        sentence = f"{lefthook.path.name} runs hookkit, but lefthook is not installed"
        return Diagnosis(files.event, "bad", sentence, _LEFTHOOK_COMMAND)
    return Diagnosis(files.event, "ok", f"{reason}: {files.hook}")


def diagnose_shim_moved_by_lefthook(
    lefthook: LefthookOrHusky, files: HookFiles
) -> Diagnosis | None:
    """Diagnose an event at which lefthook runs other hooks; None if hookkit is not affected."""
    if files.event not in lefthook.events:
        return None
    if files.shim is not None:
        sentence = f"lefthook will move {files.shim} away when {lefthook.path.name} changes"
        return Diagnosis(files.event, "warn", sentence, INSTALL_COMMAND)
    if os.path.lexists(files.lefthook_old_hook) and read_shim(files.lefthook_old_hook) is not None:
        sentence = (
            f"lefthook has moved hookkit's hook to {files.lefthook_old_hook}, and does not run it"
        )
        return Diagnosis(files.event, "bad", sentence, INSTALL_COMMAND)
    return None
