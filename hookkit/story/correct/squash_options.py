"""What the rebase needs that a person is told, to squash a ``fixup!`` commit."""

from __future__ import annotations

from hookkit.doors.git import Git
from hookkit.facts.autostash import has_autostash
from hookkit.facts.commits.history import has_merges


def squash_options(git: Git, corrected: str, tip: str) -> tuple[str, ...]:
    """Give the options of ``git rebase`` beside ``--autosquash``.

    Without ``--rebase-merges`` it would lay the merges between the two commits flat.
    """
    merges = ("--rebase-merges",) if has_merges(git, corrected, tip) else ()
    return (*merges, *(("--no-autostash",) if has_autostash(git) else ()))
