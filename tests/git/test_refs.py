"""Refs moved and deleted only from the values that they must have."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from hookkit.errors import GitFailed
from hookkit.git.refs import branches_containing, delete_refs, head_ref, loose_refs, update_ref
from tests.repository import Repository


def test_a_ref_moves_only_from_where_it_was(repo: Repository) -> None:
    one, two = repo.commit("One"), repo.commit("Two")
    git = repo.runner
    update_ref(git, "refs/hookkit/x", one, git.null_id, "make")
    with pytest.raises(GitFailed):
        update_ref(git, "refs/hookkit/x", two, git.null_id, "make")
    with pytest.raises(GitFailed):
        update_ref(git, "refs/hookkit/x", one, two, "move")
    update_ref(git, "refs/hookkit/x", two, one, "move")
    assert repo.git("log", "-g", "--format=%gs", "refs/hookkit/x") == (
        "hookkit: move\nhookkit: make"
    )


def test_refs_are_deleted_all_or_none(repo: Repository) -> None:
    one, two = repo.commit("One"), repo.commit("Two")
    git = repo.runner
    for name in "ab":
        update_ref(git, f"refs/hookkit/{name}", one, git.null_id, "make")
    with pytest.raises(GitFailed):
        delete_refs(git, {"refs/hookkit/a": one, "refs/hookkit/b": two})
    assert repo.git("for-each-ref", "--format=%(refname)", "refs/hookkit").count("\n") == 1
    delete_refs(git, {"refs/hookkit/a": one, "refs/hookkit/b": one})
    assert repo.git("for-each-ref", "refs/hookkit") == ""
    delete_refs(git, {})


def test_loose_refs_are_listed_without_a_process(repo: Repository) -> None:
    one = repo.commit("One")
    git = repo.runner
    assert loose_refs(git, "refs/hookkit/a/", "refs/none/") == (None if repo.has_reftable else {})
    for name in ("a/x", "a/b/y", "c"):
        update_ref(git, f"refs/hookkit/{name}", one, git.null_id, "make")
    found = loose_refs(git, "refs/hookkit/a/")
    if repo.has_reftable:
        assert found is None
        return
    assert found is not None and sorted(found) == ["refs/hookkit/a/b/y", "refs/hookkit/a/x"]
    assert all(abs(time.time() - when) < 1000 for when in found.values())
    repo.git("pack-refs", "--all")
    assert loose_refs(git, "refs/hookkit/a/") is None
    assert loose_refs(git, "refs/hookkit/z/") == {}
    assert loose_refs(git.with_variables({"GIT_REFERENCE_BACKEND": "x"}), "refs/z/") is None


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


def test_the_branches_that_have_a_commit(repo: Repository) -> None:
    repo.commit("begin")
    repo.git("switch", "-q", "-c", "a")
    commit = repo.commit("a1")
    repo.git("switch", "-q", "-c", "b")
    repo.commit("b1")
    repo.git("update-ref", "refs/remotes/origin/a", "a")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/a")
    repo.git("tag", "v1", "a")
    repo.git("branch", "b\u2028c", "a")
    assert branches_containing(repo.runner, commit) == [
        "refs/heads/a",
        "refs/heads/b",
        "refs/heads/b\u2028c",
        "refs/remotes/origin/a",
    ]
