"""HK101: what a branch is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import WrongUsage
from hookkit.history.checks.branch_name import check_branch_name, why_not_checked
from hookkit.history.finding import Finding
from hookkit.history.refs.naming_patterns import NamingPatterns
from tests.history.naming_patterns import (
    EXPRESSION,
    MIXED,
    NUMBERED,
    PERSONAL,
    PROTECTED,
    TYPED,
)
from tests.repository import Repository


def judged(
    repo: Repository, name: str, rule: NamingPatterns, include_pushed: bool = False
) -> list[Finding]:
    """The findings for a name, which warn."""
    return check_branch_name(repo.runner, name, rule, "warn", include_pushed)


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (TYPED, "feature/ABC-12-keep-line-ends"),
        (TYPED, "chore/ABC-1-x"),
        (TYPED, "fix/A-1-python-3.13"),
        (NUMBERED, "27-keep-line-ends"),
        (PERSONAL, "alice.b/try-2"),
        (EXPRESSION, "feature/what ever"),
        (MIXED, "fix/ABC-1"),
        (MIXED, "fix/27-keep"),
    ],
)
def test_a_name_as_agreed_is_no_finding(repo: Repository, rule: NamingPatterns, name: str) -> None:
    assert judged(repo, name, rule) == []


def test_the_finding_says_the_pattern_and_the_command(repo: Repository) -> None:
    assert judged(repo, "feature/abc-12-keep it", TYPED) == [
        Finding(
            "HK101",
            "no",
            "warn",
            "feature/abc-12-keep it",
            "the name is not as agreed: {type}/{ticket}-{slug}",
            "git branch -m 'feature/abc-12-keep it' feature/ABC-12-keep-it",
        )
    ]
    assert judged(repo, "topic", NUMBERED)[0][4:6] == (
        "the name is not as agreed: {ticket}-{slug}, such as 12-short-words",
        "git branch -m topic NEW-NAME",
    )
    assert judged(repo, "topic", EXPRESSION)[0].sentence == (
        "the name is not as agreed: (feature|fix)/.+|main"
    )


def test_the_suggested_command_renames_the_branch(repo: Repository) -> None:
    repo.commit("begin")
    repo.git("switch", "-q", "-c", "feature/abc-12-keep")
    (finding,) = judged(repo, "feature/abc-12-keep", TYPED)
    assert finding.repair is not None
    repo.git(*finding.repair.split()[1:])
    assert repo.git("branch", "--show-current") == "feature/ABC-12-keep"
    assert judged(repo, "feature/ABC-12-keep", TYPED) == []


@pytest.mark.parametrize("name", ["main", "release/1/2", "dependabot/pip/x", "alice-patch-1"])
def test_protected_branches_and_bots_are_not_judged(repo: Repository, name: str) -> None:
    assert judged(repo, name, TYPED, include_pushed=True) == []


def test_a_branch_that_a_remote_has_is_not_judged(repo: Repository, tmp_path: Path) -> None:
    bare = Repository.init(tmp_path / "bare", "--bare")
    repo.commit("begin")
    repo.git("remote", "add", "origin", str(bare.path))
    repo.git("push", "-q", "origin", "HEAD:topic", "HEAD:deep/topic")
    assert judged(repo, "topic", TYPED) == []
    assert judged(repo, "deep/topic", TYPED) == []
    assert len(judged(repo, "deep", TYPED)) == 1
    assert len(judged(repo, "other", TYPED)) == 1
    assert len(judged(repo, "topic", TYPED, include_pushed=True)) == 1


def test_the_check_sleeps_without_a_pattern_and_when_it_is_off(repo: Repository) -> None:
    assert judged(repo, "what ever", NamingPatterns("", "[0-9]+", PROTECTED)) == []
    assert check_branch_name(repo.runner, "what ever", TYPED, "off") == []
    assert check_branch_name(repo.runner, "what ever", TYPED, "refuse")[0].level == "refuse"


def test_patterns_that_do_not_go_together_are_named(repo: Repository) -> None:
    rule = NamingPatterns(r"(?P<kind>x)/{ticket}", r"(?P<kind>[0-9]+)", PROTECTED)
    with pytest.raises(WrongUsage) as caught:
        judged(repo, "topic", rule)
    assert caught.value.message.startswith(
        "branch_pattern and ticket_pattern do not go together: not a regular expression: "
    )
    assert caught.value.repair == "hookkit config"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("feature/ABC-12-keep", None),
        ("release/1", "release/1 is protected: its name is not checked"),
        ("alice-patch-1", "alice-patch-1 is a name that GitHub's editor has: it is not checked"),
        ("topic", "a remote has topic already: its name is not checked"),
    ],
)
def test_why_a_name_is_not_checked(name: str, why: str | None) -> None:
    assert why_not_checked(name, TYPED) == why
