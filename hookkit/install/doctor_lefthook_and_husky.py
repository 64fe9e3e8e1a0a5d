"""Diagnose lefthook and husky in a repository with hookkit."""

from __future__ import annotations

import os
from collections.abc import Iterator

from hookkit.install.diagnosis import INSTALL_COMMAND, Diagnosis
from hookkit.install.lefthook_and_husky_notes import LEFTHOOK_COMMAND
from hookkit.shims.hooks_folder import HookFiles
from hookkit.shims.husky_hooks import add_to_husky_command
from hookkit.shims.lefthook_and_husky import LefthookOrHusky, is_lefthook_script
from hookkit.shims.shim_file import events_with_shim, read_shim


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
        return Diagnosis(files.event, "bad", sentence, LEFTHOOK_COMMAND)
    return Diagnosis(files.event, "ok", f"{reason}: {files.hook}")


def diagnose_shared_event(lefthook: LefthookOrHusky, files: HookFiles) -> Diagnosis | None:
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
