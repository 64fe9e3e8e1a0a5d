"""What others have put on a branch at a remote, and is not here."""

from __future__ import annotations

from hookkit.git.reflog import never_in_reflog
from hookkit.git.runner import Git


def new_at_remote(git: Git, branch: str, remote: str, target: str) -> list[str]:
    """Give the commits of the branch ``remote`` that the local ``branch`` never had.

    All three are full names or ids. Commits of the target do not count, nor do those whose change
    the branch has: a person's own, before they were made anew.
    """
    equal = ("--cherry-pick", "--right-only", "--no-merges", f"{branch}...{remote}", f"^{target}")
    there = git.line("rev-list", *equal, "--").split()
    new = never_in_reflog(git, branch, remote) if there else frozenset()
    return [each for each in there if new is None or each in new]
