"""What a merge or a cherry-pick would do, tried in a scratch repository."""

from __future__ import annotations

import pytest

from hookkit.history.checks.merge_dry_run import conflict_files_phrase, would_merge_change_nothing
from tests.history.checks.scenarios import edit_on_main, grow, topic_beside_main
from tests.repository import Repository


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A repository on a topic that is on main as well, except for its last commit."""
    return topic_beside_main(repo)


def test_a_squash_has_all_changes(topic: Repository) -> None:
    assert not would_merge_change_nothing(topic.runner, "main", "topic")
    topic.git("checkout", "-q", "main")
    topic.git("merge", "-q", "--squash", "topic")
    topic.commit("Squash")
    grow(topic, "m2")
    assert would_merge_change_nothing(topic.runner, "main", "topic")
    assert not would_merge_change_nothing(
        topic.runner, "main", "main"
    )  # of which nothing is to be merged
    assert not would_merge_change_nothing(topic.runner, "main", "1" * 40)


def test_where_a_pick_or_a_merge_stops(topic: Repository) -> None:
    mine = topic.commit("mine", {"a": "2\n"})
    edit_on_main(topic, "3\n")
    main, before = topic.git("rev-parse", "main", "topic^").split()
    for command in (("cherry-pick", mine), ("merge", "--no-edit", mine)):
        assert conflict_files_phrase(topic.runner, main, *command) == "a"
        assert conflict_files_phrase(topic.runner, before, *command) == ""
    assert conflict_files_phrase(topic.runner, "1" * 40, "cherry-pick", mine) == ""
