"""The notes of commits that were made again."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.git.runner import Git


def copy_notes(git: Git, rewritten: Mapping[str, str]) -> bool:
    """Copy the notes of old commits to the new ones, as ``notes.rewriteRef`` says.

    Gives whether that was possible; without the setting git copies none.
    """
    lines = "".join(f"{old} {new}\n" for old, new in rewritten.items()).encode()
    return git.ask("notes", "copy", "--for-rewrite=rebase", "--stdin", data=lines).code == 0
