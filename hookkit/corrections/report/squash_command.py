"""The command of plain git that puts a ``fixup!`` commit into its commit."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.phrases import short


def squash_command(commit: str, parents: int, options: Sequence[str] = ()) -> str:
    """Give the rebase from just below ``commit``, which has that many parents.

    ``options`` are those that the repository asks for (``corrections.surroundings``).
    """
    below = f"{short(commit)}^" if parents else "--root"
    # Without it the rebase would lay the merged branch flat.
    merges = ["--rebase-merges"] if parents > 1 else []
    every = dict.fromkeys([*merges, *options])
    return " ".join(["git rebase -i --autosquash", *every, below])
