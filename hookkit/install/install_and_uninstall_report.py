"""The rows of the report after an install or an uninstall."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.install_and_uninstall_outcomes import (
    EventInstallation,
    EventRemoval,
    InstallOutcome,
    UninstallOutcome,
)
from hookkit.phrases import plural
from hookkit.terminal.rows import Row, StyledText, row

_DELETE_REFS_COMMAND = (
    "git for-each-ref --format='delete %(refname)' refs/hookkit | git update-ref --stdin"
)

_INSTALLED_AS_CONFIG_HOOK_TEXT = " by git's configuration, beside the hooks folder,"

_LIST_WIDTH = 72


def styled_path(path: Path) -> StyledText:
    """Give a path as it is shown."""
    return ("path", str(path))


def install_rows(outcome: InstallOutcome, hookkit: str) -> list[Row]:
    """Give the rows of an installation: the events, the previous hooks, and the next command.

    ``hookkit`` is the command that starts hookkit in a shell.
    """
    is_unchanged = outcome.is_unchanged
    rows = [
        row(("good", "hookkit was installed already" if is_unchanged else "hookkit is installed"))
    ]
    groups = dict.fromkeys((each.action, each.owner, each.path.parent) for each in outcome.events)
    for group in groups:
        installations = [e for e in outcome.events if (e.action, e.owner, e.path.parent) == group]
        action, owner, folder = group
        owner_text = "" if owner == "hookkit" else f" by {owner}, which runs hookkit there"
        owner_text = _INSTALLED_AS_CONFIG_HOOK_TEXT if owner == "configuration" else owner_text
        title = (f"{action}{owner_text} in ", styled_path(folder))
        rows += event_list_rows(title, [each.event for each in installations])
    for each in outcome.events:
        rows += _event_remarks(each)
    if outcome.python is not None:
        rows.append(row("runs with ", styled_path(outcome.python), indent=1))
    rows += [row(("warn", note), indent=1) for note in outcome.notes]
    if any(each.event in SERVER_EVENTS for each in outcome.events):
        sentence = "every push is checked from now on; to see that: "
        rows.append(row(sentence, ("command", f"{hookkit} doctor")))
    else:
        rows.append(row("next: make a commit, or try ", ("command", f"{hookkit} demo")))
    return [*rows, row("to uninstall it: ", ("command", f"{hookkit} uninstall"))]


def event_list_rows(title: Sequence[str | StyledText], events: Sequence[str]) -> Iterator[Row]:
    """Give a title, and below it the names of events."""
    yield row(*title, ":", indent=1)
    lines = wrap(", ".join(events), _LIST_WIDTH, break_on_hyphens=False)
    yield from (row(("title", line), indent=2) for line in lines)


def _event_remarks(installation: EventInstallation) -> Iterator[Row]:
    event: StyledText = ("title", installation.event)
    if installation.calling_framework is not None:
        called = f": called by the hook of {installation.calling_framework}: "
        yield row(event, called, styled_path(installation.path), indent=1)
    if installation.previous_hook is not None and installation.is_previous_not_executable:
        kept = ": kept, but not executable, so not run: "
        yield row(event, kept, styled_path(installation.previous_hook), indent=1)
    elif installation.previous_hook is not None:
        yield row(event, ": runs first: ", styled_path(installation.previous_hook), indent=1)
    if installation.edited_copy is not None:
        edited = styled_path(installation.edited_copy)
        yield row(event, ": the shim had been edited and was put aside: ", edited, indent=1)
    lines = installation.output.splitlines()
    yield from (row(("dim", f"{installation.owner}: {line}"), indent=2) for line in lines)


def uninstall_rows(outcome: UninstallOutcome) -> list[Row]:
    """Give the rows of an uninstall: restored files, what stays, and the commands to delete it."""
    rows = [
        (
            row("hookkit was not installed here: nothing was changed")
            if outcome.is_unchanged
            else row(("good", "hookkit is uninstalled"))
        )
    ]
    rows += removal_rows(outcome.events)
    for framework in dict.fromkeys(each for _, each in outcome.pre_commit_or_prek_events):
        events = [event for event, each in outcome.pre_commit_or_prek_events if each == framework]
        types = " ".join(f"--hook-type {event}" for event in events)
        rows.append(row(f"{framework} still runs hookkit for {', '.join(events)}:"))
        rows.append(row(("command", f"{framework} uninstall {types}"), indent=1))
    for event, command in outcome.config_hooks_running_hookkit:
        sentence = f"git's configuration still runs hookkit for {event}: "
        rows.append(row(sentence, ("command", command)))
    rows += [row(("warn", note)) for note in outcome.notes]
    return [*rows, *_remaining_rows(outcome)]


def removal_rows(events: Sequence[EventRemoval]) -> Iterator[Row]:
    """Give the rows of the files that are gone, restored, or put aside."""
    paths = [each.shim for each in events if each.shim and not each.edited_copy]
    for folder in dict.fromkeys(path.parent for path in paths):
        names = [path.name for path in paths if path.parent == folder]
        yield from event_list_rows(("removed from ", styled_path(folder)), names)
    for each in events:
        yield from _removal_remarks(each)


def _remaining_rows(outcome: UninstallOutcome) -> Iterator[Row]:
    if outcome.ref_count:
        kept = plural(outcome.ref_count, "ref")
        sentence = f"corrections and commits that were kept stay: {kept} in refs/hookkit"
        yield row(f"{sentence}; to delete them:")
        yield row(("command", _DELETE_REFS_COMMAND), indent=1)
    if outcome.log_folders:
        yield row("the operation log stays, with uncommitted contents; to delete it:")
        command = shlex.join(["rm", "-r", "--", *map(str, outcome.log_folders)])
        yield row(("command", command), indent=1)


def _removal_remarks(removal: EventRemoval) -> Iterator[Row]:
    if removal.edited_copy is not None:
        edited = styled_path(removal.edited_copy)
        yield row(("title", removal.event), ": edited, so put aside: ", edited, indent=1)
    if removal.restored_hook is not None:
        restored_hook = styled_path(removal.restored_hook)
        yield row(("title", removal.event), ": restored ", restored_hook, indent=1)
    if removal.unrestored_hook is not None:
        kept = styled_path(removal.unrestored_hook)
        yield row(
            ("title", removal.event), ": another hook is in its place, left: ", kept, indent=1
        )
