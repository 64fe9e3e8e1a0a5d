"""The commits of a branch that its target lacks."""

from __future__ import annotations

from pathlib import Path

from hookkit.git.unmerged_commits import unmerged_commits
from tests.history.checks.scenarios import branch, grow, merge
from tests.repository import Repository


def line(repo: Repository) -> tuple[list[str], list[str], list[str], bool]:
    """Subjects of the line, of what merges brought in, of its merges; whether it is cut."""
    own = unmerged_commits(repo.runner, "main", "topic")
    from_merges = [repo.git("log", "-1", "--format=%s", each) for each in own.from_merges]
    commits, merges = ([each.shown_subject for each in some] for some in (own.commits, own.merges))
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
