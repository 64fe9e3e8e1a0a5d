"""How many commits of the last year changed a tracked file."""

from __future__ import annotations

from hookkit.debt.file_costs import count_commits_of_last_year
from tests.debt.test_debt_comments import at
from tests.repository import Repository


def test_changes_count_in_the_year_up_to_the_newest_commit(repo: Repository) -> None:
    assert count_commits_of_last_year(repo.runner) == {}
    at(repo, 2019, {"a.py": "1\n", "ü b.py": "1\n"})
    at(repo, 2021, {"a.py": "2\n", "c.txt": "1\n"})
    at(repo, 2021, {"a.py": "3\n", "ü b.py": "2\n"})
    assert count_commits_of_last_year(repo.runner) == {"a.py": 2, "ü b.py": 1}
