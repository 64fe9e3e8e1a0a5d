"""The reports of install, uninstall, init and doctor, as rows."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from hookkit.install.outcome import (
    Diagnosis,
    DiagnosisState,
    Installed,
    InstallOutcome,
    Removed,
    UninstallOutcome,
)
from hookkit.phrases import counted
from hookkit.settings.events import SERVER_EVENTS
from hookkit.terminal.rows import NextStep, Piece, Row, next_rows, row

if TYPE_CHECKING:
    from hookkit.install.init import InitialSettings

DELETE_REFS = "git for-each-ref --format='delete %(refname)' refs/hookkit | git update-ref --stdin"

BY_CONFIGURATION = " by git's configuration, beside the hooks folder,"

_LIST_WIDTH = 72

SIGNS: dict[DiagnosisState, Piece] = {
    "ok": ("good", "ok  "),
    "warn": ("warn", "warn"),
    "bad": ("bad", "bad "),
}


def path_piece(path: Path) -> Piece:
    """Give a path as it is shown."""
    return ("path", str(path))


def install_rows(outcome: InstallOutcome, hookkit: str) -> list[Row]:
    """Give the rows of an installation: the events, the chained hooks, and the next command.

    ``hookkit`` is the command that starts hookkit in a shell.
    """
    is_old = outcome.is_unchanged
    rows = [row(("good", "hookkit was installed already" if is_old else "hookkit is installed"))]
    kinds = dict.fromkeys((each.done, each.owner, each.path.parent) for each in outcome.events)
    for kind in kinds:
        same = [e for e in outcome.events if (e.done, e.owner, e.path.parent) == kind]
        done, owner, folder = kind
        whose = "" if owner == "hookkit" else f" by {owner}, which runs hookkit there"
        whose = BY_CONFIGURATION if owner == "configuration" else whose
        title = (f"{done}{whose} in ", path_piece(folder))
        rows += listed_rows(title, [each.event for each in same])
    for each in outcome.events:
        rows += _remarks(each)
    if outcome.python is not None:
        rows.append(row("runs with ", path_piece(outcome.python), indent=1))
    rows += [row(("warn", note), indent=1) for note in outcome.notes]
    if any(each.event in SERVER_EVENTS for each in outcome.events):
        sentence = "every push is checked from now on; to see that: "
        rows.append(row(sentence, ("command", f"{hookkit} doctor")))
    else:
        rows.append(row("next: make a commit, or try ", ("command", f"{hookkit} demo")))
    return [*rows, row("to uninstall it: ", ("command", f"{hookkit} uninstall"))]


def listed_rows(title: Sequence[str | Piece], events: Sequence[str]) -> Iterator[Row]:
    """Give a title, and below it the names of events."""
    yield row(*title, ":", indent=1)
    lines = wrap(", ".join(events), _LIST_WIDTH, break_on_hyphens=False)
    yield from (row(("title", line), indent=2) for line in lines)


def _remarks(each: Installed) -> Iterator[Row]:
    event: Piece = ("title", each.event)
    if each.caller is not None:
        called = f": called by the hook of {each.caller}: "
        yield row(event, called, path_piece(each.path), indent=1)
    if each.chained is not None and each.is_not_executable:
        kept = ": kept, but not executable, so not run: "
        yield row(event, kept, path_piece(each.chained), indent=1)
    elif each.chained is not None:
        yield row(event, ": runs first: ", path_piece(each.chained), indent=1)
    if each.edited is not None:
        edited = path_piece(each.edited)
        yield row(event, ": the shim had been edited and was put aside: ", edited, indent=1)
    lines = each.printed.splitlines()
    yield from (row(("dim", f"{each.owner}: {line}"), indent=2) for line in lines)


def uninstall_rows(outcome: UninstallOutcome) -> list[Row]:
    """Give the rows of an uninstall: restored files, what stays, and the commands to delete it."""
    rows = [
        (
            row("hookkit was not installed here: nothing was changed")
            if outcome.is_nothing
            else row(("good", "hookkit is uninstalled"))
        )
    ]
    rows += removed_rows(outcome.events)
    for program in dict.fromkeys(each for _, each in outcome.frameworks):
        theirs = [event for event, each in outcome.frameworks if each == program]
        types = " ".join(f"--hook-type {event}" for event in theirs)
        rows.append(row(f"{program} still runs hookkit for {', '.join(theirs)}:"))
        rows.append(row(("command", f"{program} uninstall {types}"), indent=1))
    for event, command in outcome.configured:
        sentence = f"git's configuration still runs hookkit for {event}: "
        rows.append(row(sentence, ("command", command)))
    rows += [row(("warn", note)) for note in outcome.notes]
    return [*rows, *_kept_rows(outcome)]


def removed_rows(events: Sequence[Removed]) -> Iterator[Row]:
    """Give the rows of the files that are gone, restored, or put aside."""
    paths = [each.removed for each in events if each.removed and not each.edited]
    for folder in dict.fromkeys(path.parent for path in paths):
        names = [path.name for path in paths if path.parent == folder]
        yield from listed_rows(("removed from ", path_piece(folder)), names)
    for each in events:
        yield from _removal_remarks(each)


def _kept_rows(outcome: UninstallOutcome) -> Iterator[Row]:
    if outcome.corrections:
        kept = counted(outcome.corrections, "ref")
        sentence = f"corrections and commits that were kept stay: {kept} in refs/hookkit"
        yield row(f"{sentence}; to delete them:")
        yield row(("command", DELETE_REFS), indent=1)
    if outcome.logs:
        yield row("the operation log stays, with uncommitted contents; to delete it:")
        command = shlex.join(["rm", "-r", "--", *map(str, outcome.logs)])
        yield row(("command", command), indent=1)


def _removal_remarks(each: Removed) -> Iterator[Row]:
    if each.edited is not None:
        edited = path_piece(each.edited)
        yield row(("title", each.event), ": edited, so put aside: ", edited, indent=1)
    if each.restored is not None:
        restored = path_piece(each.restored)
        yield row(("title", each.event), ": restored ", restored, indent=1)
    if each.left is not None:
        kept = path_piece(each.left)
        yield row(("title", each.event), ": another hook is in its place, left: ", kept, indent=1)


def doctor_rows(findings: Sequence[Diagnosis]) -> list[Row]:
    """Give a row for each finding, the command that repairs it under it, and a summary.

    Findings with the same sentence and repair share a row; shims of one folder that have no fault
    share a row, too.
    """
    groups: dict[tuple[object, ...], list[Diagnosis]] = {}
    for number, each in enumerate(findings):
        groups.setdefault(_group_key(each) or (number,), []).append(each)
    rows = []
    for each, *others in groups.values():
        names = ", ".join(finding.name for finding in (each, *others))
        is_shims = others and each.repair is None
        sentence = f"in {os.path.dirname(each.sentence)}" if is_shims else each.sentence
        rows.append(row(SIGNS[each.state], "  ", ("title", names), f": {sentence}"))
        if each.repair is not None:
            rows.append(row("run: ", ("command", each.repair), indent=3))
    return [*rows, _summary([group[0] for group in groups.values()])]


def _group_key(each: Diagnosis) -> tuple[object, ...] | None:
    """Give the key that all findings of a row share; None for a finding with its own row."""
    if each.repair is not None:
        return each.state, each.sentence, each.repair
    folder, name = os.path.split(each.sentence)
    return (each.state, folder) if folder and name == each.name else None


def cleaned_rows(removed: Sequence[Path]) -> list[Row]:
    """Give a row for each leftover that was removed."""
    return [row(("good", "removed"), f"  {path}") for path in removed]


def _summary(findings: Sequence[Diagnosis]) -> Row:
    bad = sum(each.state == "bad" for each in findings)
    if bad:
        return row(("bad", f"{counted(bad, 'thing')} to repair before hookkit can work"))
    warned = sum(each.state == "warn" for each in findings)
    if warned:
        return row(("warn", f"hookkit works, with {counted(warned, 'warning')}"))
    return row(("good", "everything is in order"))


def initial_rows(done: InitialSettings, is_dry: bool) -> list[Row]:
    """Give the lines that were written, or in a dry run would be."""
    verb = "would write" if is_dry else "wrote"
    is_linked, file = done.path.is_symlink(), done.path.resolve()
    linked = f", which leads to {file}" if is_linked else ""
    title = row(("title", f"hookkit {verb}"), f" settings to {done.path.name}{linked}")
    lines = [row(each, indent=1) if each else row("") for each in done.text.splitlines()]
    steps = [NextStep("do it", "hookkit init")] if is_dry else []
    if not is_dry:
        look = f"git diff {done.path.name}" if done.is_tracked else "git status"
        look = shlex.join(["cat", str(file)]) if is_linked else look
        steps = [NextStep("look", look), NextStep("in force", "hookkit config")]
        steps.append(NextStep("change", "hookkit config set --help"))
    return [title, *lines, *next_rows(steps)]
