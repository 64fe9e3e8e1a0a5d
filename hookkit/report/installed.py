"""What installing and uninstalling did, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hookkit.story.install import Installed, InstallOutcome, Removed, UninstallOutcome
from hookkit.text.phrases import counted
from hookkit.values.rows import Piece, Row, row

FORGET = "git for-each-ref --format='delete %(refname)' refs/hookkit | git update-ref --stdin"


def _path(path: Path) -> Piece:
    return ("path", str(path))


def install_rows(outcome: InstallOutcome, hookkit: str) -> list[Row]:
    """Give the rows for an installation: each event, what it chains, and what to do next.

    ``hookkit`` is what starts hookkit in a shell.
    """
    is_old = outcome.is_unchanged
    rows = [row(("good", "hookkit was installed already" if is_old else "hookkit is installed"))]
    for each in outcome.events:
        rows += _installed(each)
    if outcome.python is not None:
        rows.append(row("runs with ", _path(outcome.python), indent=1))
    rows += [row(("warn", note), indent=1) for note in outcome.notes]
    rows.append(row("next: make a commit, or try ", ("command", f"{hookkit} demo")))
    rows.append(row("to take it away again: ", ("command", f"{hookkit} uninstall")))
    return rows


def _installed(each: Installed) -> Iterator[Row]:
    whose = "" if each.owner == "hookkit" else " by pre-commit, which runs hookkit there"
    yield row(("title", each.event), f": {each.done}{whose}: ", _path(each.path), indent=1)
    if each.chained is not None and each.is_asleep:
        yield row("kept, but not executable, so not run: ", _path(each.chained), indent=2)
    elif each.chained is not None:
        yield row("runs first: ", _path(each.chained), indent=2)
    if each.edited is not None:
        yield row("the shim had been edited and was put aside: ", _path(each.edited), indent=2)
    yield from (row(("dim", f"pre-commit: {line}"), indent=2) for line in each.said.splitlines())


def uninstall_rows(outcome: UninstallOutcome) -> list[Row]:
    """Give the rows for taking the shims away: what is restored, what stays and how it goes."""
    rows = [
        row("hookkit was not installed here: nothing was changed")
        if outcome.is_nothing
        else row(("good", "hookkit is uninstalled"))
    ]
    for each in outcome.events:
        rows += _removed(each)
    for event in outcome.pre_commit:
        command = f"pre-commit uninstall --hook-type {event}"
        rows.append(row(f"pre-commit still runs hookkit for {event}: ", ("command", command)))
    if outcome.corrections:
        kept = counted(outcome.corrections, "ref")
        rows.append(row(f"the corrections stay: {kept} in refs/hookkit; to delete them:"))
        rows.append(row(("command", FORGET), indent=1))
    return rows


def _removed(each: Removed) -> Iterator[Row]:
    if each.edited is not None:
        yield row(("title", each.event), ": edited, so put aside: ", _path(each.edited), indent=1)
    elif each.removed is not None:
        yield row(("title", each.event), ": removed ", _path(each.removed), indent=1)
    if each.restored is not None:
        yield row(("title", each.event), ": restored ", _path(each.restored), indent=1)
    if each.left is not None:
        kept = _path(each.left)
        yield row(("title", each.event), ": another hook is in its place, left: ", kept, indent=1)
