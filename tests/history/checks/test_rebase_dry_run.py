"""What a rebase would do, tried in a scratch repository."""

from __future__ import annotations

import pytest

from hookkit.history.checks.rebase_dry_run import RebaseDryRun, try_rebase
from tests.history.checks.scenarios import edit_on_main, topic_beside_main
from tests.repository import Repository
from tests.repository_with_hooks import repository_content


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A repository on a topic that is on main as well, except for its last commit."""
    return topic_beside_main(repo)


def tried(repo: Repository, *options: str, tree: str = "") -> RebaseDryRun:
    """Try the rebase of topic on main, which moves nothing."""
    before = repository_content(repo)
    found = try_rebase(repo.runner, ["topic"], "main", *options, tree=tree)
    assert repository_content(repo) == before
    return found


def test_a_rebase_that_ends_in_the_merge_is_exact(topic: Repository) -> None:
    assert tried(topic) == RebaseDryRun(True, is_mergeable=True)


def test_a_conflict_is_named(topic: Repository) -> None:
    topic.commit("mine", {"a": "2\n", "t1": "again\n"})
    edit_on_main(topic, "3\n")
    assert tried(topic) == RebaseDryRun(False, (b"a",))


def test_where_git_can_merge_instead_it_is_said(topic: Repository) -> None:
    topic.commit("there", {"a": "2\n"})
    topic.commit("and back", {"a": "1\n"})
    edit_on_main(topic, "3\n")
    assert tried(topic) == RebaseDryRun(False, (b"a",), is_mergeable=True)


def test_files_that_are_not_as_wanted_are_named(topic: Repository) -> None:
    tree = topic.git("rev-parse", "topic^{tree}")
    assert tried(topic, tree=tree) == RebaseDryRun(False, (), (b"m1",), is_mergeable=True)


def test_what_is_not_here_is_not_exact(topic: Repository) -> None:
    assert try_rebase(topic.runner, ["topic"], "1" * 40) == RebaseDryRun(False)
