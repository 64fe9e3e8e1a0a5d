"""The corrections and notes of commits, copied to the rewritten ones."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.corrections.rewritten_commits import keep_for_rewritten
from hookkit.git.runner import Git

LOST_NOTES = "the notes of the old commits could not be copied"
"""The sentence of a report if ``copy_to_rewritten`` gives False."""


def copy_to_rewritten(git: Git, rewritten: Mapping[str, str]) -> bool:
    """Keep corrections and notes for the new commits too.

    ``rewritten`` maps the ids of the old commits to the ids of the new ones. Gives False if git's
    configuration asks for the notes to be copied and that failed, else True.
    """
    if not rewritten:
        return True
    keep_for_rewritten(git, rewritten)
    return _copy_notes(git, rewritten)


def _copy_notes(git: Git, rewritten: Mapping[str, str]) -> bool:
    """Copy the notes as ``notes.rewriteRef`` says, and give whether git could.

    Without that setting git copies none.
    """
    lines = "".join(f"{old} {new}\n" for old, new in rewritten.items()).encode()
    return git.ask("notes", "copy", "--for-rewrite=rebase", "--stdin", data=lines).code == 0
