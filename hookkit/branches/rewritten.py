"""What is kept of commits, carried over to the rewritten ones."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.corrections.rewritten_commits import keep_for_rewritten
from hookkit.git.notes import copy_notes
from hookkit.git.runner import Git

LOST_NOTES = "the notes of the old commits could not be copied"
"""What a report says where ``carry_over`` gives False."""


def carry_over(git: Git, rewritten: Mapping[str, str]) -> bool:
    """Keep corrections and notes for the new commits too.

    ``rewritten`` maps the ids of the old commits to those of the new ones. Gives whether the notes
    could be copied, if the configuration asks for that.
    """
    if not rewritten:
        return True
    keep_for_rewritten(git, rewritten)
    return copy_notes(git, rewritten)
