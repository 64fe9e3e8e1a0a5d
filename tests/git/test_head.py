"""What HEAD stands for, read from its file where it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.git.head import head_ref
from tests.repository import Repository


def asked(repo: Repository) -> str | None:
    """What git itself says."""
    ended = repo.attempt("symbolic-ref", "--quiet", "HEAD")
    return ended.stdout.decode().rstrip("\n") if ended.returncode == 0 else None


@pytest.mark.parametrize("name", ["main", "topic/ü", "a/b/c"])
def test_a_branch_with_a_commit_or_without_one(repo: Repository, name: str) -> None:
    repo.git("symbolic-ref", "HEAD", f"refs/heads/{name}")
    assert head_ref(repo.runner) == asked(repo) == f"refs/heads/{name}"
    repo.commit("Begin")
    assert head_ref(repo.runner) == f"refs/heads/{name}"
    repo.git("pack-refs", "--all")
    assert head_ref(repo.runner) == f"refs/heads/{name}"


def test_a_detached_head_stands_for_none(repo: Repository) -> None:
    repo.commit("Begin")
    repo.git("checkout", "-q", "--detach")
    assert head_ref(repo.runner) is asked(repo) is None


def test_a_branch_that_stands_for_another_one(repo: Repository) -> None:
    repo.commit("Begin")
    repo.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    repo.git("symbolic-ref", "HEAD", "refs/heads/alias")
    assert head_ref(repo.runner) == asked(repo) == "refs/heads/main"


def test_the_head_of_a_linked_worktree(repo: Repository, tmp_path: Path) -> None:
    repo.commit("Begin")
    repo.git("worktree", "add", "-q", "-b", "there", str(tmp_path / "linked"))
    assert head_ref(Repository(tmp_path / "linked").runner) == "refs/heads/there"


def test_a_head_that_is_a_link(repo: Repository) -> None:
    if repo.has_reftable:
        pytest.skip("HEAD is no file there")
    repo.commit("Begin")
    head = repo.path / ".git" / "HEAD"
    head.unlink()
    head.symlink_to("refs/heads/main")
    assert head_ref(repo.runner) == asked(repo) == "refs/heads/main"
