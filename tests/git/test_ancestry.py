"""A stretch of history, and what is asked about it in memory, against what git says itself."""

from __future__ import annotations

from itertools import product

import pytest

from hookkit.git.ancestry import CommitRange
from hookkit.git.log import read_log
from tests.git.random_commits import drawn
from tests.random_examples import seeds
from tests.repository import Repository


@pytest.mark.parametrize("seed", seeds(6))
def test_descent_is_what_git_says(repo: Repository, seed: int) -> None:
    commits = drawn(repo, seed)
    base, tip = commits[2], commits[-1]
    stretch = CommitRange.read(repo.runner, base, tip)
    assert stretch is not None
    assert sorted(stretch.commits_by_id) == sorted(repo.git("rev-list", tip, f"^{base}").split())
    from_base = set(repo.git("rev-list", "--ancestry-path", tip, f"^{base}").split()) | {base}
    assert stretch.descendants(base) == from_base
    asked = [(new, old) for new, old in product(stretch.commits_by_id, from_base) if new != old]
    for new, old in asked:
        ancestor = repo.attempt("merge-base", "--is-ancestor", old, new).returncode == 0
        assert stretch.is_descendant(new, old) is ancestor, (new, old)
        if ancestor:
            merges = repo.git("rev-list", "--merges", f"{old}..{new}").split()
            found = stretch.newest_merge(old, new)
            assert (found.id if found else None) in (merges if merges else [None])
    more = read_log(repo.runner, tip, commits[-2], commits[-3], f"^{base}")
    assert more is not None
    assert set(CommitRange.from_commits(repo.runner, more, base, tip).commits_by_id) == set(
        stretch.commits_by_id
    )
    below = {parent for each in stretch.commits_by_id.values() for parent in each.parents}
    assert stretch.is_complete(base) == (below - stretch.commits_by_id.keys() <= {base})
    line = repo.git("rev-list", "--reverse", "--first-parent", tip, f"^{base}").split()
    assert [entry.id for entry in stretch.first_parent_line(tip)] == line


def test_of_a_range_whose_base_is_not_here_nothing_is_read(repo: Repository) -> None:
    head = repo.commit("one")
    assert CommitRange.read(repo.runner, "1" * 40, head) is None
