"""The command of plain git that puts a ``fixup!`` commit into its commit."""

from __future__ import annotations

from hookkit.text.phrases import short


def squash_command(commit: str, parents: int) -> str:
    """Give the rebase from just below ``commit``, which has that many parents."""
    below = f"{short(commit)}^" if parents else "--root"
    # Without it the rebase would lay the merged branch flat.
    merges = " --rebase-merges" if parents > 1 else ""
    return f"git rebase -i --autosquash{merges} {below}"
