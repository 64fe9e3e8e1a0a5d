"""What the rebase needs that a person is told, to squash a ``fixup!`` commit."""

from __future__ import annotations

from hookkit.git.autostash import has_autostash
from hookkit.git.commit_range import has_merges
from hookkit.git.runner import Git


def squash_options(git: Git, corrected: str, tip: str) -> tuple[str, ...]:
    """Give the options of ``git rebase`` beside ``--autosquash``.

    Without ``--rebase-merges`` it would lay the merges between the two commits flat.
    """
    merges = ("--rebase-merges",) if has_merges(git, corrected, tip) else ()
    return (*merges, *(("--no-autostash",) if has_autostash(git) else ()))
