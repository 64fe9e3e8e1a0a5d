"""Which branches of the remotes count as checked, and where the new commits begin."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hookkit.history.refs.checked_commits import (
    base_of_new_commits,
    base_of_update,
    protected_remote_tips,
)
from tests.history.checks.scenarios import branch, grow, merge, tick
from tests.repository import Repository

PROTECTED = ("main", "release/*")


def add_remote_branches(repo: Repository, **commits: str) -> None:
    """Make remote-tracking branches; two underscores stand for a slash."""
    for name, commit in commits.items():
        repo.git("update-ref", f"refs/remotes/{name.replace('__', '/')}", commit)


def subjects(repo: Repository, commits: Sequence[str]) -> list[str]:
    return [repo.git("log", "-1", "--format=%s", each) for each in commits]


@pytest.fixture
def main(repo: Repository) -> Repository:
    """A main of three commits."""
    grow(repo, "m1", "m2", "m3")
    return repo


def test_the_protected_branches_of_every_remote_count_and_no_other(main: Repository) -> None:
    for remote in ("origin", "upstream", "company/team"):
        main.git("remote", "add", remote, "https://hookkit.invalid/x.git")
    assert protected_remote_tips(main.runner, PROTECTED) == []
    add_remote_branches(
        main, origin__topic="main", origin__feature__main="main", upstream__mainframe="main"
    )
    add_remote_branches(main, company__main="main")  # of no remote that is called so
    assert subjects(main, protected_remote_tips(main.runner, PROTECTED)) == ["m3"]
    add_remote_branches(main, company__main="main~2", origin__main="main~2")
    add_remote_branches(main, company__team__release__1__2="main~1")
    main.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    assert subjects(main, protected_remote_tips(main.runner, PROTECTED)) == ["m1", "m2"]
    assert protected_remote_tips(main.runner, ()) == []


def test_new_commits_begin_above_the_known_ones(main: Repository) -> None:
    branch(main, "topic", "main~1", "t1", "t2")
    assert base_of_new_commits(main.runner, "topic", ["main"]) == main.git("rev-parse", "main~1")
    merge(main, "topic")
    assert base_of_new_commits(main.runner, "main", ["topic"]) == main.git("rev-parse", "topic~2")
    assert base_of_new_commits(main.runner, "topic", ["main"]) == ""
    assert base_of_new_commits(main.runner, "topic", []) is None
    main.git("checkout", "-q", "--orphan", "far")
    grow(main, "f1")
    assert base_of_new_commits(main.runner, "far", ["main"]) is None
    assert base_of_new_commits(main.runner, "far", ["1" * len(main.head)]) is None


def test_commits_that_a_branch_was_updated_to_are_not_new(main: Repository) -> None:
    old, upstream = (main.git("rev-parse", each) for each in ("main~2", "main"))
    branch(main, "mine", "main", "x1", "x2")

    def above(old: str, new: str, *checked: str) -> str:
        return subjects(main, [base_of_update(main.runner, old, new, checked)])[0]

    assert above(old, main.head, upstream) == "m3"
    assert above(old, upstream, upstream) == "m3"
    assert above(old, main.head) == "m1"
    assert above(upstream, main.head, old) == "m3"


def test_a_tip_that_does_not_descend_from_the_old_one_is_compared_with_it(main: Repository) -> None:
    old, gone = main.head, "1" * len(main.head)
    branch(main, "published", "main~1", "p1")
    tick(main)
    branch(main, "mine", "published", "x1")
    published, mine = main.git("rev-parse", "published"), main.git("rev-parse", "mine")
    for new in (mine, published):
        assert base_of_update(main.runner, old, new, [published]) == old
        assert base_of_update(main.runner, gone, new, [published]) == gone
    # Nor where the old is merged as if it were the topic.
    merge(main, "main", into="mine")
    assert base_of_update(main.runner, old, main.head, []) == old


def test_a_branch_that_leaves_its_own_line_is_checked_from_where_it_was(main: Repository) -> None:
    branch(main, "develop", "main", "d1")
    main.git("checkout", "-q", "main")
    old = grow(main, "m4")
    new = merge(main, "main", into="develop")
    # All of it is checked, but main would become the second parent.
    assert base_of_update(main.runner, old, new, [new]) == old
    on_line = merge(main, "develop", into="main")
    assert base_of_update(main.runner, old, on_line, [on_line]) == on_line
