"""A protected branch that would lose commits."""

from __future__ import annotations

from hookkit.history.checks.lost_commits import lost_commits_finding
from tests.history.checks.scenarios import grow, lines_of, run_repair
from tests.repository import Repository


def test_a_rewritten_branch_is_rebased_or_its_commits_get_another_one(repo: Repository) -> None:
    base, old = grow(repo, "base"), grow(repo, "old")
    repo.git("reset", "-q", "--hard", base)
    new = grow(repo, "new")
    found = lost_commits_finding(repo.runner, "main", old, new, "refuse")
    sentence = "HK501 no refuse main: main is protected: <new> does not descend from <old>"
    assert lines_of(repo, [found]) == [f"{sentence} | git rebase <old> main"]
    new = repo.commit("again", {"old": "another\n"})
    found = lost_commits_finding(repo.runner, "main", old, new, "refuse")
    sentence = sentence.replace("<new>", "<again>")
    assert lines_of(repo, [found]) == [
        f"{sentence}; a rebase would stop at a conflict in old"
        " | git switch main && git branch NEW-BRANCH && git reset --keep <old>"
    ]
    run_repair(repo, str(found.repair))
    assert repo.git("rev-parse", "main", "NEW-BRANCH").split() == [old, new]
