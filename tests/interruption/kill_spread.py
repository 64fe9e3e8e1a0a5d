"""Run a spread as a program that kills itself at one of its steps: see ``kill_placement``."""

from __future__ import annotations

import sys

from hookkit.corrections.correction import Correction
from tests.interruption import kill_placement
from tests.interruption.spread_scenario import spread_kept
from tests.repository import Repository


def place(repo: Repository, action: str, correction: Correction) -> None:
    """Spread the correction."""
    spread_kept(repo, correction)


if __name__ == "__main__":
    kill_placement.WRITERS.add("rebase")
    setattr(kill_placement, "place", place)  # noqa: B010
    kill_placement.main(*sys.argv[1:])
