"""Refs for the tests of branches and targets."""

from __future__ import annotations

from tests.repository import Repository


def refs(repo: Repository, *names: str, head: str = "") -> None:
    """Make refs at a commit, and the remote's HEAD."""
    commit = repo.commit("one")
    repo.git("checkout", "-q", "--detach")
    repo.git("branch", "-q", "-D", "main")
    for name in names:
        repo.git("update-ref", f"refs/{name}", commit)
    if head:
        remote = head.split("/")[0]
        repo.git("symbolic-ref", f"refs/remotes/{remote}/HEAD", f"refs/remotes/{head}")
