"""A branch moved to other commits with the same files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hookkit.branches.backup import BACKUP_REFS, forget_backups, keep_backup
from hookkit.branches.move_to_rewritten_commits import move_to_rewritten_commits
from hookkit.errors import EnvironmentFailed, GitFailed, Refused
from tests.repository import Repository
from tests.repository_with_hooks import repository_content


@pytest.fixture
def twins(repo: Repository) -> tuple[Repository, str, str]:
    """A branch, its tip, and another commit with the same files."""
    repo.commit("Begin", {"a.txt": "a\n"})
    old = repo.commit("Old", {"a.txt": "b\n"})
    return repo, old, repo.git("commit-tree", "-p", "HEAD^", "-m", "New", "HEAD^{tree}")


def backups(repo: Repository) -> list[str]:
    """The refs of the backups, each with its commit."""
    return repo.git("for-each-ref", "--format=%(refname) %(objectname)", BACKUP_REFS).splitlines()


def test_the_old_tip_is_kept_at_a_ref(twins: tuple[Repository, str, str]) -> None:
    repo, old, new = twins
    ref = move_to_rewritten_commits(repo.runner, "main", old, new)
    assert (repo.head, repo.status) == (new, "")
    assert backups(repo) == [f"{ref} {old}"]


@pytest.mark.parametrize("has_moved", [True, False])
def test_a_branch_that_was_left_or_has_moved_stays(
    twins: tuple[Repository, str, str], has_moved: bool
) -> None:
    repo, old, new = twins
    if has_moved:
        repo.git("update-ref", "HEAD", "HEAD^")
    else:
        repo.git("switch", "-q", "-c", "other")
    before = repository_content(repo)
    with pytest.raises(GitFailed if has_moved else Refused):
        move_to_rewritten_commits(repo.runner, "main", old, new)
    after = repository_content(repo)
    assert after.objects >= before.objects
    assert replace(after, objects=before.objects) == before


def test_a_file_in_the_way_of_the_record_leaves_no_backup(
    twins: tuple[Repository, str, str],
) -> None:
    repo, old, new = twins
    in_the_way(repo.path / ".git" / "hookkit" / "undo")
    with pytest.raises(EnvironmentFailed):
        move_to_rewritten_commits(repo.runner, "main", old, new)
    assert (repo.head, backups(repo)) == (old, [])


def in_the_way(path: Path) -> None:
    """Put a file where git wants a folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")


def test_backups_of_one_commit_are_forgotten_and_those_of_others_stay(
    twins: tuple[Repository, str, str],
) -> None:
    repo, old, new = twins
    git = repo.runner
    first, second = keep_backup(git, "a/b", old), keep_backup(git, "a/b", old)
    other = keep_backup(git, "a", new)
    assert first < second
    forget_backups(git, old)
    assert backups(repo) == [f"{other} {new}"]
