"""The hint how an accepted correction can be squashed into its commit.

Where nothing is left of a correction to accept, the hint is all that is reported.
"""

from __future__ import annotations

from typing import NamedTuple

from hookkit.branches.tidy import can_squash
from hookkit.corrections.correction import Correction
from hookkit.corrections.report.accept import nothing_to_take_rows
from hookkit.corrections.spread_placement import Spread
from hookkit.git.commits import read_commit
from hookkit.git.compare_histories import has_merges
from hookkit.git.config import has_autostash
from hookkit.git.runner import Git
from hookkit.settings.definitions import Settings
from hookkit.terminal.rows import Row


class SquashHint(NamedTuple):
    """The options to add to ``git rebase --autosquash``, and whether ``hookkit tidy`` can do it."""

    autosquash_options: tuple[str, ...] = ()
    can_tidy: bool = False


def find_squash_hint(git: Git, settings: Settings, correction: Correction, tip: str) -> SquashHint:
    """Find how to squash the commit ``tip`` (an id), which has a correction or hunks of it."""
    corrected = correction.corrected.id
    # Without --rebase-merges the rebase would flatten the merges between the two commits.
    merges = ("--rebase-merges",) if has_merges(git, corrected, tip) else ()
    options = (*merges, *_without_autostash(git))
    return SquashHint(options, can_squash(git, settings, corrected))


def _without_autostash(git: Git) -> tuple[str, ...]:
    return ("--no-autostash",) if has_autostash(git) else ()


def find_spread_squash_hint(git: Git, settings: Settings, spread: Spread) -> SquashHint:
    """Find how to squash the ``fixup!`` commits of a correction that was spread.

    No merge lies between these commits and the commits that they are squashed into.
    """
    targets = [each.corrected.id for each in spread.fixups if each.corrected is not None]
    can_tidy = all(can_squash(git, settings, each) for each in targets)
    return SquashHint(_without_autostash(git), can_tidy)


def nothing_left_rows(git: Git, settings: Settings, correction: Correction) -> list[Row]:
    """Say that nothing is left of a correction, and give the next command."""
    head = read_commit(git, "HEAD")
    squash = find_squash_hint(git, settings, correction, head.id)
    return nothing_to_take_rows(correction, head, squash.autosquash_options, squash.can_tidy)
