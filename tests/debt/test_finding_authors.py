"""Who wrote what is new in a range."""

from __future__ import annotations

from hookkit.debt.check import check_debt
from hookkit.debt.finding_authors import Author, authors_of_new_findings
from hookkit.debt.lint_worktree_index_or_range import lint_range, lint_worktree
from tests.repository import Repository
from tests.repository_with_hooks import run_here


def test_a_line_has_its_author_and_one_that_is_older_than_the_range_none(repo: Repository) -> None:
    old = "import os\nprint(os)\n"
    repo.commit("Begin", {"a.py": old, ".hookkit-debt.json": '[["hookkit debt",1],\n[]]\n'})
    repo.write("a.py", "import os\nx=1\n")
    repo.git("commit", "-qam", "Mine", "--author", "Zoë Doe <z@example.org>")
    commit = repo.head
    repo.commit("Another", {"b.py": "y = 1\n"})
    checked = check_debt(lint_range(repo.runner, "HEAD~2", "HEAD"))
    assert sorted(each.code for each in checked.comparison.new_findings) == ["E225", "F401"]
    assert authors_of_new_findings(repo.runner, checked) == {("a.py", 2): Author("Zoë Doe", commit)}
    ended = run_here(repo, "debt", "check", "HEAD~2..HEAD")
    line = f"  a.py:2:2  E225  missing whitespace around operator  Zoë Doe in {commit[:7]}"
    assert line in ended.out.splitlines()
    assert "  a.py:1:1  F401  'os' imported but unused" in ended.out.splitlines()
    worktree = check_debt(lint_worktree(repo.runner, with_local_plugins=False))
    assert authors_of_new_findings(repo.runner, worktree) == {}
