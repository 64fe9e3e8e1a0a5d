"""HK101: what a branch is called, and what is suggested instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import WrongUsage
from hookkit.history.checks.branch_name import (
    NamingPatterns,
    check_branch_name,
    example_name,
    suggest_name,
    why_not_checked,
)
from hookkit.history.finding import Finding
from tests.repository import Repository

PROTECTED = ("main", "master", "release/*")
TYPED = NamingPatterns("{type}/{ticket}-{slug}", "[A-Z]+-[0-9]+", PROTECTED)
NUMBERED = NamingPatterns("{ticket}-{slug}", "[0-9]+", PROTECTED)
PERSONAL = NamingPatterns("{user}/{slug}", "", PROTECTED)
EXPRESSION = NamingPatterns(r"(feature|fix)/.+|main", "", PROTECTED)
MIXED = NamingPatterns(r"(?:feature|fix)/{ticket}(?:-{slug})?", "", PROTECTED)


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


@pytest.mark.parametrize(
    ("rule", "name", "new"),
    [
        (TYPED, "feature/abc-12-keep-line-ends", "feature/ABC-12-keep-line-ends"),
        (TYPED, "ABC-12/feature/Keep_Line__Ends", "feature/ABC-12-keep-line-ends"),
        (TYPED, "bug/ABC-12 keep", "bugfix/ABC-12-keep"),
        (TYPED, "chore/", None),
        (TYPED, "mainframe", None),
        (TYPED, "feature/keep-line-ends", None),
        (TYPED, "feature/ABC-12", None),
        (TYPED, "feature/ABC-12-", None),
        (TYPED, "x/feature/ABC-12-keep", None),
        (TYPED, "feature/ABC-12-keep\n", "feature/ABC-12-keep"),
        (NUMBERED, "keep-line-ends-27", "27-keep-line-ends"),
        (NUMBERED, "27_keep line ends", "27-keep-line-ends"),
        (NUMBERED, "keep-line-ends", None),
        (PERSONAL, "alice/Try It", "alice/try-it"),
        (PERSONAL, "try", None),
        (EXPRESSION, "mainframe", None),
        (EXPRESSION, "features/x", None),
        (EXPRESSION, "a-main", None),
        (MIXED, "feature/keep-27", None),
    ],
)
def test_another_name_gets_a_suggestion_where_it_says_enough(
    repo: Repository, rule: NamingPatterns, name: str, new: str | None
) -> None:
    (finding,) = judged(repo, name, rule)
    assert suggest_name(name, rule) == new
    assert (finding.rule, finding.answer, finding.level, finding.place) == (
        *("HK101", "no", "warn"),
        name,
    )
    assert finding.repair is not None
    assert finding.repair.endswith(f" {new or 'NEW-NAME'}")


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


def test_an_example_is_a_name_as_agreed() -> None:
    rules = (TYPED, NUMBERED, PERSONAL, NamingPatterns("{ticket}", "#[0-9]+", ()))
    assert [example_name(rule) for rule in rules] == [
        *("feature/ABC-12-short-words", "12-short-words", "me/short-words", "#12"),
    ]
    assert example_name(NamingPatterns("{ticket}", "XY-[0-9]{9}", ())) is None
    assert example_name(NamingPatterns("{ticket}", "(?i)abc-[0-9]+", ())) == "ABC-12"


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
