"""Where the line of a commit begins: what tells the history of another project apart."""

from __future__ import annotations

from hookkit.git.runner import Git


def first_parent_root(git: Git, commit: str) -> str:
    """Give the id of the first commit of all on the way down by first parents.

    A topic has that of its project. What `git subtree` brings in, or a merge with
    ``--allow-unrelated-histories``, has another one.
    """
    return git.line("rev-list", "--first-parent", "--max-parents=0", commit, "--")
