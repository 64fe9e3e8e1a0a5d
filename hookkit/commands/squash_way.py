"""How what was taken of a correction is squashed, as ``accept`` and ``review`` say it alike."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.branches.tidy import can_squash
from hookkit.corrections.correction import Correction
from hookkit.corrections.report.accept import all_taken_rows
from hookkit.corrections.spread import Spread
from hookkit.corrections.surroundings import squash_options
from hookkit.git.autostash import has_autostash
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.settings.schema import Settings
from hookkit.terminal.rows import Row


class SquashWay(NamedTuple):
    """The options of the rebase that squashes it, and whether ``hookkit tidy`` does."""

    options: tuple[str, ...] = ()
    can_tidy: bool = False


def squash_way(git: Git, settings: Settings, correction: Correction, tip: str) -> SquashWay:
    """Find how what ``tip`` (an id) has of a correction is squashed into the corrected commit."""
    corrected = correction.corrected.id
    return SquashWay(squash_options(git, corrected, tip), can_squash(git, settings, corrected))


def spread_way(git: Git, settings: Settings, spread: Spread) -> SquashWay:
    """Find how the ``fixup!`` commits of a correction that was spread are squashed.

    No merge lies between them and what they are squashed into.
    """
    targets = [each.target.id for each in spread.fixups if each.target is not None]
    options = ("--no-autostash",) if has_autostash(git) else ()
    return SquashWay(options, all(can_squash(git, settings, each) for each in targets))


def nothing_left_rows(git: Git, settings: Settings, correction: Correction) -> list[Row]:
    """Say that nothing is left of a correction, and what comes next."""
    head = read_commit(git, "HEAD")
    way = squash_way(git, settings, correction, head.id)
    return all_taken_rows(correction, head, way.options, way.can_tidy)
