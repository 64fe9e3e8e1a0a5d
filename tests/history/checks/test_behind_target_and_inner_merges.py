"""A branch against its target before it is merged: rebased, behind, above merges, or unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.history.checks.behind_target_and_inner_merges import (
    check_behind_target,
    rebase_topic_command,
)
from hookkit.history.finding import Finding, Level
from hookkit.history.refs.target_branch import Target, find_target
from tests.history.checks.scenarios import branch, clone, found_team, grow, lines_of, merge
from tests.repository import Repository


@pytest.fixture
def alice(tmp_path: Path) -> Repository:
    """A clone with a branch "topic" of two commits; origin/main is where it began."""
    made = found_team(tmp_path).alice
    branch(made, "topic", "main", "t1", "t2")
    return made


def target_of(repo: Repository) -> Target:
    """The target of every branch."""
    found = find_target(repo.runner, None)
    assert found is not None
    return found


def judge(
    repo: Repository,
    *,
    name: str = "topic",
    level: Level = "refuse",
    named_branch: str = "",
    is_sync_target: bool = True,
) -> list[Finding]:
    """Check the current commit as that of a branch."""
    target = target_of(repo)
    return check_behind_target(
        repo.runner, name, repo.head, target, level, named_branch, is_sync_target
    )


def main_goes_on(repo: Repository, **files: str) -> None:
    """Let origin/main have a commit more."""
    tip = repo.git("symbolic-ref", "--short", "HEAD")
    repo.git("checkout", "-q", "main")
    if files:
        repo.commit("m1", files)
    else:
        grow(repo, "m1")
    repo.git("push", "-q")
    repo.git("checkout", "-q", tip)


BEHIND = "HK301 no refuse topic: it is not rebased on origin/main: it lacks 1 commit"


def test_a_rebased_branch_is_no_finding(alice: Repository) -> None:
    assert judge(alice) == []


def test_merges_of_the_target_are_none_of_the_branch(alice: Repository) -> None:
    branch(alice, "other", "main", "o1")
    merge(alice, "other")
    alice.git("push", "-q")
    branch(alice, "mine", "main", "n1")
    assert judge(alice, name="mine") == []


def test_one_that_is_behind_is_synced(alice: Repository) -> None:
    main_goes_on(alice)
    found = judge(alice)
    assert lines_of(alice, found) == [f"{BEHIND} | hookkit sync"]
    assert found[0].repair_method == "sync"
    (found_there,) = judge(alice, named_branch="topic")
    assert found_there.repair == "git switch topic && hookkit sync"


def test_a_target_of_a_ci_server_is_rebased_on_by_git(alice: Repository) -> None:
    main_goes_on(alice)
    for topic, end in (("", ""), ("topic", " topic")):
        (found,) = judge(alice, named_branch=topic, is_sync_target=False)
        assert (found.repair, found.repair_method) == (f"git rebase origin/main{end}", "")
    main_goes_on(alice, t1="another\n")
    (found,) = judge(alice, is_sync_target=False)
    assert found.repair is None
    assert found.sentence.endswith(": it lacks 2 commits")


def test_who_is_not_checked(alice: Repository) -> None:
    main_goes_on(alice)
    assert judge(alice, level="off") == []
    assert [each.level for each in judge(alice, level="warn")] == ["warn"]
    for name in ("develop", "gh-readonly-queue/main/pr-1-0123456"):
        assert judge(alice, name=name) == []


def test_what_was_squashed_into_the_target_is_no_finding(alice: Repository) -> None:
    main_goes_on(alice, t1="t1\n", t2="t2\n")
    assert judge(alice) == []


def test_a_merge_inside_is_told(alice: Repository) -> None:
    branch(alice, "inner", "topic", "i1")
    merge(alice, "inner", into="topic")
    found = judge(alice)
    assert lines_of(alice, found) == [
        'HK304 no refuse topic: it has a merge in it: <Merge inner> "Merge inner"'
        " | git rebase origin/main"
    ]
    main_goes_on(alice)
    assert [each.rule for each in judge(alice, named_branch="topic")] == ["HK301", "HK304"]
    assert judge(alice, named_branch="topic")[1].repair == "git rebase origin/main topic"


def test_a_merge_with_changes_of_its_own_is_kept_by_one_more(alice: Repository) -> None:
    branch(alice, "inner", "topic", "i1")
    alice.git("checkout", "-q", "topic")
    alice.git("merge", "-q", "--no-ff", "--no-commit", "inner")
    alice.commit("Merge inner", {"glue": "glue\n"})
    main_goes_on(alice)
    behind, inside = judge(alice, named_branch="topic")
    assert (behind.repair, behind.repair_method) == (
        "git switch topic && git merge --no-edit origin/main",
        "",
    )
    assert (inside.repair, inside.level) == (None, "warn")
    assert inside.sentence.endswith("; a rebase would lose or change glue: keep it")


def test_what_a_clone_lacks_is_unknown(alice: Repository, tmp_path: Path) -> None:
    main_goes_on(alice)
    alice.git("push", "-q", "origin", "topic")
    url = alice.git("config", "remote.origin.url")
    depth = ("--depth=1", "--no-single-branch")
    shallow = clone(Repository(Path(url)), tmp_path / "shallow", "carol", *depth)
    shallow.git("checkout", "-q", "topic")
    sentence = "whether it is rebased on origin/main is unknown: this clone lacks commits"
    place = "HK301 unknown refuse topic"
    assert lines_of(shallow, judge(shallow)) == [f"{place}: {sentence} | git fetch --unshallow"]
    gone = target_of(alice)._replace(ref="refs/remotes/origin/gone")
    (found,) = check_behind_target(alice.runner, "topic", alice.head, gone, "refuse")
    assert (found.answer, found.repair) == ("unknown", "git fetch")


def test_a_rebase_names_the_branch_that_is_not_the_current_one() -> None:
    assert rebase_topic_command("origin/main", "") == "git rebase origin/main"
    assert rebase_topic_command("ma in", "it's") == "git rebase 'ma in' 'it'\"'\"'s'"
