"""The copies of a commit in a branch."""

from __future__ import annotations

from hookkit.git.copies_of_commit import find_copy
from hookkit.git.log import read_detailed_commits
from tests.repository import Repository


def test_a_copy_has_the_subject_the_author_and_the_second(repo: Repository) -> None:
    repo.commit("begin")
    when = ("--date", "2026-03-04T10:00:00Z")
    repo.git("switch", "-q", "-c", "a")
    ids = [repo.commit("one"), repo.commit("two", None, *when)]
    repo.git("switch", "-q", "main")
    repo.commit("theirs", None, *when)
    repo.commit("two", None, "--date", "2026-03-04T10:00:01Z")
    copies = [repo.commit("two", None, *when) for _ in range(2)]
    repo.commit("two", None, *when, "--author=Ann <ann@hookkit.invalid>")
    git = repo.runner
    read = read_detailed_commits(git, ids)
    assert [find_copy(git, read[each], repo.head) for each in ids] == [None, copies[0]]
