"""What one commit has that another lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import GitFailed
from hookkit.git.compare_histories import (
    commits_never_in_reflog,
    count_ahead_behind,
    unmerged_commits,
)
from tests.history.checks.scenarios import branch, grow, merge
from tests.repository import Repository


def test_of_a_commit_that_is_not_here_nothing_is_counted(repo: Repository) -> None:
    head = repo.commit("one")
    assert count_ahead_behind(repo.runner, head, "1" * 40) is None
    assert count_ahead_behind(repo.runner, "refs/heads/nowhere", head) is None


def test_another_failure_of_git_is_an_error(repo: Repository) -> None:
    head = repo.commit("one")
    (repo.path / ".git" / "objects" / head[:2] / head[2:]).chmod(0o600)
    (repo.path / ".git" / "objects" / head[:2] / head[2:]).write_bytes(b"broken")
    with pytest.raises(GitFailed):
        count_ahead_behind(repo.runner, "refs/heads/main", "refs/heads/main")


def test_both_sides_are_counted(repo: Repository) -> None:
    repo.commit("base")
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("one")
    repo.commit("two")
    repo.git("checkout", "-q", "main")
    repo.commit("three")
    assert count_ahead_behind(repo.runner, "refs/heads/main", "refs/heads/topic") == (1, 2)


def test_what_a_branch_never_had_is_asked_of_its_own_reflog(repo: Repository) -> None:
    base = repo.commit("base")
    repo.git("checkout", "-q", "-b", "topic")
    one, two = repo.commit("one"), repo.commit("two")
    repo.git("reset", "-q", "--hard", base)
    repo.git("checkout", "-q", "-b", "other")
    three = repo.commit("three")
    repo.git("update-ref", "refs/remotes/origin/topic", three)
    runner = repo.runner
    assert commits_never_in_reflog(runner, "refs/heads/topic", two) == frozenset()
    assert commits_never_in_reflog(runner, "refs/heads/topic", three) == frozenset({three})
    assert commits_never_in_reflog(runner, "refs/heads/other", two) == frozenset({one, two})
    assert commits_never_in_reflog(runner, "refs/heads/nowhere", two) is None
    repo.git("reflog", "expire", "--expire=all", "refs/heads/topic")
    assert commits_never_in_reflog(runner, "refs/heads/topic", two) is None


def test_a_reflog_whose_commits_were_pruned_still_answers(repo: Repository) -> None:
    base = repo.commit("base")
    gone = repo.commit("gone")
    repo.git("reset", "-q", "--hard", base)
    (repo.path / ".git" / "objects" / gone[:2] / gone[2:]).unlink()
    other = repo.commit("other", None, "--author=x <x@hookkit.invalid>")
    assert commits_never_in_reflog(repo.runner, "refs/heads/main", other) == frozenset()


def line(repo: Repository) -> tuple[list[str], list[str], list[str], bool]:
    """Subjects of the line, of what merges brought in, of its merges; whether it is cut."""
    own = unmerged_commits(repo.runner, "main", "topic")
    from_merges = [repo.git("log", "-1", "--format=%s", each) for each in own.from_merges]
    commits, merges = (
        [each.decoded_subject for each in some] for some in (own.commits, own.merges)
    )
    return commits, from_merges, merges, own.is_cut_by_shallow_clone


def test_the_commits_of_the_branch_come_oldest_first(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main", "one", "two")
    assert line(repo) == (["one", "two"], [], [], False)


def test_a_merge_of_the_target_brings_nothing(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main", "one")
    repo.git("checkout", "-q", "main")
    grow(repo, "new")
    merge(repo, "main", into="topic", title="Merge main")
    assert line(repo) == (["one", "Merge main"], [], ["Merge main"], False)


def test_a_merge_of_another_branch_brings_its_commits(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main", "one")
    branch(repo, "other", "main", "side")
    merge(repo, "other", into="topic", title="Merge other")
    assert line(repo) == (["one", "Merge other"], ["side"], ["Merge other"], False)


def test_a_shallow_clone_may_end_within(repo: Repository, tmp_path: Path) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main", "one", "two", "three")
    shallow = Repository(tmp_path / "shallow")
    source = f"file://{repo.path}"
    options = ("--depth=2", "--no-single-branch")
    repo.git("clone", "-q", *options, source, str(shallow.path))
    shallow.git("branch", "-q", "main", "origin/main")
    assert line(shallow) == (["two", "three"], [], [], True)
