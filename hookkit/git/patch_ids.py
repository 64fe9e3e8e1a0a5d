"""Patch ids, by which equal changes of different commits are found (git-patch-id(1))."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hookkit.git.runner import Git

_PATCH_COMMAND = (
    *("diff-tree", "--stdin", "-r", "-p", "--no-renames", "--no-ext-diff", "--no-textconv"),
    *("--no-color", "--full-index", "--binary"),
)


def patch_ids(git: Git, commits: Collection[str], *git_options: str) -> dict[str, str]:
    """Give the patch id of each commit (git-patch-id(1)); a commit without changes is left out.

    ``git_options`` are options of git itself (``-c``).
    """
    listed = "".join(f"{commit}\n" for commit in commits).encode()
    patches = git.run(*git_options, *_PATCH_COMMAND, data=listed)
    listing = git.line("patch-id", "--stable", data=patches).splitlines()
    return {commit: patch_id for patch_id, commit in (each.split(" ") for each in listing)}


def patch_ids_from_bases(git: Git, bases: Mapping[str, str]) -> dict[str, str]:
    """Give the patch id of each commit's change since a base; an empty change is left out.

    ``bases`` maps the id of each commit to the id of its base. Rename detection and the person's
    settings are off, so that two changes with the same hunks have the same id.
    """
    # For diff-tree, the second commit of a line replaces the parents of the first.
    return patch_ids(git, [f"{commit} {base}" for commit, base in bases.items()])
