"""Hooks installed, renewed or removed in one repository: all of them or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.errors import Refused
from hookkit.fleet.entry import Entry
from hookkit.fleet.guarded_git import open_repository
from hookkit.fleet.inspection import Facts
from hookkit.fleet.install_plan import (
    Step,
    plan_install,
    plan_uninstall,
    require_own_folder,
    wanted_events,
)
from hookkit.git.runner import Git
from hookkit.install.install import install, uninstall
from hookkit.install.newer_shims import check_not_newer, places_in
from hookkit.install.outcome import InstallOutcome
from hookkit.shims.own_configured import own_hooks

DO = "do "
"""In front of what is done; without it that is only told."""


class HookChanges(NamedTuple):
    """What is done, or would be: how many events of each step, and notes on hooks of others."""

    installed: int = 0
    renewed: int = 0
    unchanged: int = 0
    removed: int = 0
    notes: tuple[str, ...] = ()
    skipped: str = ""


def change_hooks(entry: Entry, words: str) -> tuple[Facts, list[str]]:
    """Install, upgrade or uninstall, as ``words`` say; behind DO it is done, else planned.

    What an installation meets takes all of it back (``install``). Bare repositories are installed
    in with ``--server`` alone, what has no hooks of hookkit is not upgraded, and hooks of a newer
    hookkit are replaced with ``--downgrade`` alone.
    """
    is_done = words.startswith(DO)
    what, *options = words.removeprefix(DO).split(" ")
    git = open_repository(entry.path)
    skipped = _why_skipped(git, what, "--server" in options)
    if skipped:
        return HookChanges(skipped=skipped)._asdict(), []
    if what != "uninstall" and "--downgrade" not in options:
        check_not_newer(places_in(git))
    steps = plan_uninstall(git) if what == "uninstall" else plan_install(git)
    if is_done and any(each.done != "unchanged" for each in steps):
        steps = _uninstalled(git, steps) if what == "uninstall" else _installed(git, steps)
    return _counted(steps)._asdict(), []


def _why_skipped(git: Git, what: str, with_servers: bool) -> str:
    if what == "install" and git.top is None and not with_servers:
        return "it is bare: with --server its pushes are checked"
    if what != "uninstall" and own_hooks(git, "--local"):
        return "git's configuration runs hookkit there (hookkit install --config-hooks)"
    if what == "upgrade" and not plan_uninstall(git):
        return "it has no hooks of hookkit"
    return ""


def _installed(git: Git, planned: Sequence[Step]) -> list[Step]:
    require_own_folder(git)
    outcome = install(git, None if git.top is not None else wanted_events(git))
    return [_step_of(each.event, outcome, planned) for each in outcome.events]


def _step_of(event: str, outcome: InstallOutcome, planned: Sequence[Step]) -> Step:
    note = next((each.note for each in planned if each.event == event), "")
    return Step(event, next(each.done for each in outcome.events if each.event == event), note)


def _uninstalled(git: Git, planned: Sequence[Step]) -> list[Step]:
    if any(not each.is_nothing for each in uninstall(git).events):
        return list(planned)
    raise Refused("nothing was removed: another process has changed its hooks meanwhile")


def _counted(steps: Sequence[Step]) -> HookChanges:
    counts = Counter(each.done for each in steps)
    notes = dict.fromkeys(f"{each.event}: {each.note}" for each in steps if each.note)
    return HookChanges(
        installed=counts["installed"],
        renewed=counts["renewed"],
        unchanged=counts["unchanged"],
        removed=counts["removed"],
        notes=tuple(notes),
    )
