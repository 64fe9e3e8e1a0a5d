"""Merges that took in exactly what the other side changed, as git's own merge tells them."""

from __future__ import annotations

from hookkit.git.ancestry import CommitRange
from hookkit.history.checks.find_trivial_merges import find_trivial_merges
from tests.repository import Repository


def found(repo: Repository, base: str) -> frozenset[str]:
    """Ask about all merges on the line from ``base`` to HEAD."""
    commits = CommitRange.read(repo.runner, base, repo.head)
    assert commits is not None
    line = commits.first_parent_line(repo.head)
    merges = [each for each in line if len(each.parents) == 2]
    return find_trivial_merges(repo.runner, commits, line, merges)


def topic(repo: Repository, name: str, base: str, **files: str) -> None:
    """Make a branch with a commit of its own, and go back to main."""
    repo.git("switch", "-q", "-c", name, base)
    repo.commit(name, {f"{path}.txt": text for path, text in files.items()})
    repo.git("switch", "-q", "main")


def test_a_merge_of_other_files_is_plain(repo: Repository) -> None:
    base = repo.commit("begin", {"a.txt": "a\n", "b.txt": "b\n"})
    topic(repo, "one", base, b="B\n")
    repo.commit("main", {"a.txt": "A\n"})
    repo.git("merge", "-q", "--no-ff", "-m", "Merge one", "one")
    assert found(repo, base) == {repo.head}


def test_a_merge_of_several_commits_is_plain(repo: Repository) -> None:
    base = repo.commit("begin", {"a.txt": "a\n", "b.txt": "b\n"})
    topic(repo, "one", base, b="B\n")
    topic(repo, "two", "one", c="C\n")
    repo.commit("main", {"a.txt": "A\n"})
    repo.git("merge", "-q", "--no-ff", "-m", "Merge two", "two")
    assert found(repo, base) == {repo.head}


def test_a_merge_that_somebody_edited_is_not(repo: Repository) -> None:
    base = repo.commit("begin", {"a.txt": "a\n", "b.txt": "b\n"})
    topic(repo, "one", base, b="B\n")
    repo.commit("main", {"a.txt": "A\n"})
    repo.git("merge", "-q", "--no-ff", "--no-commit", "one")
    repo.commit("Merge one", {"c.txt": "nobody's\n"})
    assert found(repo, base) == frozenset()


def test_a_merge_that_threw_one_side_away_is_not(repo: Repository) -> None:
    base = repo.commit("begin", {"a.txt": "a\n", "b.txt": "b\n"})
    topic(repo, "one", base, b="B\n")
    topic(repo, "two", base, b="C\n")
    repo.commit("main", {"a.txt": "A\n"})
    repo.git("merge", "-q", "-s", "ours", "-m", "Merge one", "one")
    repo.git("merge", "-q", "-X", "theirs", "-m", "Merge two", "two")
    two = repo.head
    assert found(repo, base) == {two}, "of one nothing came, and of two all"


def test_what_lies_below_the_last_merge_of_a_branch_is_its_base(repo: Repository) -> None:
    base = repo.commit("begin", {"a.txt": "a\n", "b.txt": "b\n"})
    topic(repo, "one", base, b="B\n")
    repo.commit("main", {"a.txt": "A\n"})
    repo.git("merge", "-q", "--no-ff", "-m", "Merge one", "one")
    first = repo.head
    repo.git("switch", "-q", "one")
    repo.commit("more", {"c.txt": "c\n"})
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge one again", "one")
    assert found(repo, base) == {first, repo.head}


def test_both_sides_in_one_file_is_for_git_to_tell(repo: Repository) -> None:
    base = repo.commit("begin", {"a.txt": "".join(f"{n}\n" for n in range(30))})
    topic(repo, "one", base, a="".join(f"{n}\n" for n in range(29)) + "end\n")
    repo.commit("main", {"a.txt": "begin\n" + "".join(f"{n}\n" for n in range(1, 30))})
    repo.git("merge", "-q", "--no-ff", "-m", "Merge one", "one")
    assert found(repo, base) == frozenset()
