"""A spread killed at each of its steps: `tests.interruption.killed` with another placement."""

from __future__ import annotations

import sys

from hookkit.corrections.correction import Correction
from tests.interruption import killed
from tests.interruption.spreading import spread_kept
from tests.repository import Repository


def place(repo: Repository, action: str, correction: Correction) -> None:
    """Spread the correction."""
    spread_kept(repo, correction)


if __name__ == "__main__":
    killed.WRITERS.add("rebase")
    setattr(killed, "place", place)  # noqa: B010
    killed.main(*sys.argv[1:])
