"""Commits made directly on a protected branch."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.history.checks.direct_commits import check_direct_commits
from hookkit.history.finding import Finding, Level
from tests.history.checks.scenarios import (
    branch,
    found_team,
    grow,
    lines_of,
    pushed,
    run_repair,
    watched,
)
from tests.repository import Repository

PROTECTED = ["main", "release/*"]


def judge(repo: Repository, name: str | None, level: Level = "refuse") -> list[Finding]:
    return check_direct_commits(
        repo.runner, name, protected=PROTECTED, level=level, topic_name="12-topic"
    )


@pytest.mark.parametrize("name", ["main", "release/1", "release/1/2"])
def test_a_commit_on_a_protected_branch_goes_to_a_topic_instead(
    repo: Repository, name: str
) -> None:
    grow(repo, "m1")
    repo.git("checkout", "-q", "-B", name)
    repo.write("new", "new\n")
    repo.git("add", "new")
    found = judge(repo, name)
    assert lines_of(repo, found) == [
        f"HK201 no refuse {name}: {name} is protected: a commit would go to it directly"
        " | git switch -c 12-topic"
    ]
    run_repair(repo, str(found[0].repair))
    assert repo.git("symbolic-ref", "HEAD") == "refs/heads/12-topic"
    assert repo.status == "A  new"
    assert judge(repo, "12-topic") == []


@pytest.mark.parametrize("name", ["topic", "mainframe", "my/main", "releases/1", None])
def test_any_other_branch_is_free(repo: Repository, name: str | None) -> None:
    grow(repo, "m1")
    assert judge(repo, name) == []


@pytest.mark.parametrize("pick", [("cherry-pick", "topic"), ("revert", "HEAD~1")])
def test_what_is_picked_with_a_conflict_goes_to_a_topic_too(
    repo: Repository, pick: tuple[str, ...]
) -> None:
    repo.commit("one", {"a": "one\n"})
    repo.commit("two", {"a": "two\n"})
    branch(repo, "topic", "main~1")
    repo.commit("other", {"a": "other\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("three", {"a": "three\n"})
    assert repo.attempt(*pick).returncode == 1
    repo.write("a", "solved\n")
    repo.git("add", "a")
    (found,) = judge(repo, "main")
    assert found.repair == "git branch 12-topic && git symbolic-ref HEAD refs/heads/12-topic"
    run_repair(repo, found.repair)
    repo.git("commit", "-q", "--no-edit")
    title = "other" if pick[0] == "cherry-pick" else 'Revert "two"'
    assert repo.git("log", "--format=%s", "main..12-topic") == title
    assert repo.git("log", "-1", "--format=%s", "main") == "three"


def test_the_commit_that_concludes_a_merge_is_how_work_comes_there(repo: Repository) -> None:
    grow(repo, "m1")
    branch(repo, "topic", "main", "t1")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "--no-ff", "--no-commit", "topic")
    assert judge(repo, "main") == []


def test_the_first_commit_is_free(repo: Repository) -> None:
    assert judge(repo, "main") == []


def test_the_level_is_the_callers(repo: Repository) -> None:
    grow(repo, "m1")
    assert judge(repo, "main", "off") == []
    assert [each.level for each in judge(repo, "main", "warn")] == ["warn"]


def test_a_push_to_a_protected_branch_goes_to_a_topic_instead(tmp_path: Path) -> None:
    alice = found_team(tmp_path).alice
    grow(alice, "m1")
    alice.git("branch", "topic")
    alice.git("tag", "main")
    refs = pushed(alice, "origin", "topic", "refs/heads/main", "topic:release/1", "refs/tags/main")
    found = [
        each
        for ref in refs
        for each in check_direct_commits(
            alice.runner, ref, protected=PROTECTED, level="refuse", topic_name="12-topic"
        )
    ]
    assert lines_of(alice, found) == [
        "HK201 no refuse main: main on origin is protected: a push would go to it directly"
        " | git push origin refs/heads/main:refs/heads/12-topic",
        "HK201 no refuse release/1: release/1 on origin is protected: a push would go to it"
        " directly | git push origin refs/heads/topic:refs/heads/12-topic",
    ]
    run_repair(alice, str(found[0].repair))
    assert alice.git("ls-remote", "origin", "12-topic").split()[0] == alice.head


def test_a_deletion_is_another_rule(tmp_path: Path) -> None:
    alice = found_team(tmp_path).alice
    (ref,) = pushed(alice, "origin", ":main")
    assert check_direct_commits(alice.runner, ref, protected=PROTECTED, level="refuse") == []


def test_a_repair_makes_a_branch_that_is_not_there_yet(repo: Repository) -> None:
    grow(repo, "m1")
    repo.git("branch", "12-topic")
    repo.git("branch", "12-topic-2")
    (found,) = judge(repo, "main")
    assert found.repair == "git switch -c 12-topic-3"
    run_repair(repo, found.repair)


def test_it_takes_two_git_processes_at_most(repo: Repository, tmp_path: Path) -> None:
    grow(repo, "m1")
    runner = watched(repo, tmp_path)
    assert check_direct_commits(runner.runner, "topic", protected=PROTECTED, level="refuse") == []
    assert runner.started == []
    assert (
        len(check_direct_commits(runner.runner, "main", protected=PROTECTED, level="refuse")) == 1
    )
    # Where refs are no files git is asked whether a pick is under way.
    assert len(runner.started) == 2 + repo.has_reftable


def test_without_another_name_the_branch_is_called_topic(repo: Repository) -> None:
    grow(repo, "m1")
    (found,) = check_direct_commits(repo.runner, "main", protected=PROTECTED, level="warn")
    assert found.repair == "git switch -c topic"
