"""What commits change, apart from where in the files."""

from __future__ import annotations

from collections.abc import Collection

from hookkit.git.runner import Git

_PATCH = (
    *("diff-tree", "--stdin", "-r", "-p", "--no-renames", "--no-ext-diff", "--no-textconv"),
    *("--no-color", "--full-index", "--binary"),
)


def patch_ids(git: Git, commits: Collection[str], *settings: str) -> dict[str, str]:
    """Give for each commit the id of its change (git-patch-id(1)); none for an empty one.

    ``settings`` are options of git itself (``-c``).
    """
    listed = "".join(f"{commit}\n" for commit in commits).encode()
    patches = git.run(*settings, *_PATCH, data=listed)
    told = git.line("patch-id", "--stable", data=patches).splitlines()
    return {commit: change for change, commit in (each.split(" ") for each in told)}
