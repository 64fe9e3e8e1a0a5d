"""Copy the notes and the corrections of commits to the rewritten commits."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.corrections.keep_for_rewritten_commits import keep_for_rewritten_commits
from hookkit.git.runner import Git

GIT_NOTES_NOT_COPIED = "the notes of the old commits could not be copied"
"""The sentence of a report if ``copy_notes_and_corrections`` gives False."""


def copy_notes_and_corrections(git: Git, new_ids: Mapping[str, str]) -> bool:
    """Keep corrections and notes for the new commits too.

    ``new_ids`` maps the ids of the old commits to the ids of the new ones. Gives False if git's
    configuration asks for the notes to be copied and that failed, else True.
    """
    if not new_ids:
        return True
    keep_for_rewritten_commits(git, new_ids)
    return _copy_notes(git, new_ids)


def _copy_notes(git: Git, new_ids: Mapping[str, str]) -> bool:
    """Copy the notes as ``notes.rewriteRef`` says, and give whether git could.

    Without that setting git copies none.
    """
    lines = "".join(f"{old} {new}\n" for old, new in new_ids.items()).encode()
    return git.try_run("notes", "copy", "--for-rewrite=rebase", "--stdin", data=lines).code == 0
