"""Notes of install and uninstall on lefthook and husky, and the events that husky runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.install.install_and_uninstall_outcomes import EventInstallation
from hookkit.shims.hooks_folder import HookFiles
from hookkit.shims.husky_hooks import add_to_husky_command
from hookkit.shims.lefthook_and_husky import LefthookOrHusky, is_lefthook_script, lefthook_lines
from hookkit.shims.shim_file import events_with_shim

LEFTHOOK_COMMAND = "lefthook install"


def husky_installations(husky: LefthookOrHusky) -> tuple[EventInstallation, ...]:
    """Give the events at which husky's own hooks start hookkit."""
    hookkit_events = sorted(husky.hookkit_events)
    return tuple(
        EventInstallation(each, husky.path / each, "unchanged", owner="husky")
        for each in hookkit_events
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
    events_without_lefthook = [
        each.event
        for each in files
        if each.event in lefthook.hookkit_events and not _runs_lefthook(each)
    ]
    if events_without_lefthook:
        idle_events = ", ".join(events_without_lefthook)
        yield f"lefthook runs nothing at {idle_events} before it is installed: {LEFTHOOK_COMMAND}"
    shared = events_without_hookkit(lefthook, files)
    if shared:
        yield (
            f"lefthook has {', '.join(shared)} too. When {lefthook.path.name} changes it moves"
            " hookkit's hook away, and runs it no more. Have it run hookkit: add to"
            f" {lefthook.path.name}, or for you alone to {lefthook.local_config.name}:"
        )
        yield from (f"    {line}" for line in lefthook_lines(lefthook.path.name, shared))


def events_without_hookkit(lefthook: LefthookOrHusky, files: Sequence[HookFiles]) -> list[str]:
    """Give the events at which lefthook runs other hooks, but not hookkit."""
    return [each.event for each in files if each.event in lefthook.events - lefthook.hookkit_events]


def _runs_lefthook(files: HookFiles) -> bool:
    return is_lefthook_script(files.hook) or is_lefthook_script(files.previous_hook)
