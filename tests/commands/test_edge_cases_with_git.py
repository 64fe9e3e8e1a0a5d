"""Edge cases in which git and hookkit could differ, as docs/history.md decides them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.sync_scenario import LINES, Team, begin, edited
from tests.history.checks.scenarios import branch, grow, merge, tick
from tests.interruption.spread_scenario import subjects
from tests.repository import Repository
from tests.repository_with_hooks import run_here, short_ids


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A topic of two commits, which fixups may name."""
    grow(repo, "base")
    branch(repo, "topic", "main", "one", "two")
    return repo


def rules(repo: Repository, *args: str) -> list[str]:
    """The rules that a check names."""
    ended = run_here(repo, "check", *args, "--format", "json")
    return [each["rule"] for each in json.loads(ended.out)["findings"]]


@pytest.mark.parametrize(
    "named", ["v1", "HEAD~2", "@~2", "HEAD^^", "refs/tags/v1", "started", "HEAD~2^0"]
)
def test_a_fixup_may_name_a_revision_as_for_git(topic: Repository, named: str) -> None:
    topic.git("tag", "v1", "topic~1")
    topic.git("branch", "started", "topic~1")
    grow(topic, f"fixup! {named}")
    tree = topic.git("rev-parse", "HEAD^{tree}")
    assert rules(topic, "fixups") == ["HK601"]
    ended = run_here(topic, "tidy")
    assert (ended.status, ended.err) == (0, "")
    assert subjects(topic, "main..topic") == ["one", "two"]
    assert topic.git("rev-parse", "HEAD^{tree}") == tree
    assert topic.git("show", "--format=", "--name-only", "HEAD~1").split("\n") != ["one"]


@pytest.mark.parametrize("named", ["v9", "HEAD~3", "main", "HEAD"])
def test_what_no_commit_of_the_branch_is_meant_by_stays(topic: Repository, named: str) -> None:
    grow(topic, f"fixup! {named}")
    assert rules(topic, "fixups") == ["HK602"]
    assert "stays: the commit it fixes is not on this branch" in run_here(topic, "tidy").out


def test_tidy_names_the_merge_below_which_it_does_not_look(topic: Repository) -> None:
    branch(topic, "side", "main", "side")
    merge(topic, "side", into="topic")
    grow(topic, "fixup! one")
    ended = run_here(topic, "tidy")
    assert short_ids(topic, ended.out) == (
        "hookkit found nothing to squash in 1 commit of topic above main\n"
        '  <fixup! one>  "fixup! one"  stays: the commit it fixes is not above the merge'
        ' <Merge side> "Merge side"\n'
        "look  hookkit check fixups\n"
    )


def test_a_branch_of_a_merge_queue_has_merges(topic: Repository) -> None:
    topic.git("switch", "-q", "-c", "gh-readonly-queue/main/pr-7-0a1b2c3d", "main")
    merge(topic, "topic", into="gh-readonly-queue/main/pr-7-0a1b2c3d")
    topic.git("switch", "-q", "main")
    grow(topic, "later")
    topic.git("switch", "-q", "gh-readonly-queue/main/pr-7-0a1b2c3d")
    assert (run_here(topic, "check").status, rules(topic)) == (0, [])
    assert rules(topic, "main~1..HEAD") == []


def test_a_topic_that_was_squashed_is_merged_for_the_check_too(tmp_path: Path) -> None:
    team: Team = begin(tmp_path)
    alice, bob = team.alice, team.bob
    alice.commit("One again", {"a.txt": edited(LINES, _2="one again")})
    bob.git("fetch", "-q", str(alice.path), "7-topic")
    bob.git("merge", "-q", "--squash", "FETCH_HEAD")
    bob.git("commit", "-q", "-m", "Topic (#7)")
    bob.git("push", "-q")
    alice.git("fetch", "-q")
    assert run_here(alice, "sync", "--dry-run").out.startswith("hookkit found 7-topic merged: ")
    assert rules(alice, "rebase") == []
    tick(alice)
    alice.commit("More", {"more.txt": "more\n"})
    assert rules(alice, "rebase") == ["HK301"]


@pytest.mark.parametrize(
    ("title", "titles"),
    [
        ("Merge branches 'a' and 'b'", ["Merge branch 'a'", "Merge branch 'b'"]),
        ("Both", ["Both (1 of 2)", "Both (2 of 2)"]),
    ],
)
def test_the_merges_that_replace_an_octopus_have_titles_of_their_own(
    repo: Repository, title: str, titles: list[str]
) -> None:
    grow(repo, "base")
    branch(repo, "a", "main", "a1")
    branch(repo, "b", "main", "b1")
    repo.git("checkout", "-q", "main")
    old = grow(repo, "m1")
    merge(repo, "a", "b", title=title)
    (finding,) = json.loads(run_here(repo, "check", f"{old}..main", "--format", "json").out)[
        "findings"
    ]
    assert finding["rule"] == "HK405"
    repo.git("config", "alias.play", f"!{finding['repair']}")
    repo.git("play")
    assert repo.git("log", "--first-parent", "--format=%s", f"{old}..main").splitlines() == (
        titles[::-1]
    )
