"""The comments that are debt, and when their lines were committed."""

from __future__ import annotations

from hookkit.debt.comments_and_todo_dates import comment_times, read_dated_comments
from hookkit.debt.debt_comments import DebtComment
from tests.repository import Repository


def at(repo: Repository, year: int, files: dict[str, str]) -> None:
    """Commit files in a year."""
    when = f"{year}-06-01T12:00:00Z"
    for name, text in files.items():
        repo.write(name, text)
        repo.git("add", name)
    repo.git("commit", "-qm", "x", GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)


def test_a_line_is_as_old_as_its_commit_and_none_that_is_not_committed(repo: Repository) -> None:
    repo.write("a.py", "# TODO\n")
    repo.git("add", "a.py")
    assert read_dated_comments(repo.runner).todo_times == {}
    at(repo, 2019, {"a.py": "# TODO one\n"})
    at(repo, 2021, {"a.py": "# more\n# TODO one\n# TODO two\n"})
    repo.write("a.py", "# more\n# TODO one\n# TODO two\n# TODO three\n")
    found = read_dated_comments(repo.runner)
    assert [each.line for each in found.comments] == [2, 3, 4]
    years = {each.line: 1970 + when // 31_556_952 for each, when in found.todo_times.items()}
    assert years == {2: 2019, 3: 2021}


def test_a_file_that_git_does_not_know_has_no_times(repo: Repository) -> None:
    at(repo, 2019, {"a.py": "1\n"})
    assert comment_times(repo.runner, [DebtComment(b"b.py", 1, "to do", "TODO")]) == {}
