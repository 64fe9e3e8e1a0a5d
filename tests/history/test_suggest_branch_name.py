"""Names that are suggested for a branch."""

from __future__ import annotations

import pytest

from hookkit.history.checks.branch_name import check_branch_name
from hookkit.history.refs.naming_patterns import NamingPatterns
from hookkit.history.suggest_branch_name import example_name, suggest_name, suggest_topic_name
from tests.history.naming_patterns import EXPRESSION, MIXED, NUMBERED, PERSONAL, TYPED
from tests.repository import Repository


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
    (finding,) = check_branch_name(repo.runner, name, rule, "warn")
    assert suggest_name(name, rule) == new
    assert (finding.rule, finding.answer, finding.level, finding.place) == (
        *("HK101", "no", "warn"),
        name,
    )
    assert finding.repair is not None
    assert finding.repair.endswith(f" {new or 'NEW-NAME'}")


def test_an_example_is_a_name_as_agreed() -> None:
    rules = (TYPED, NUMBERED, PERSONAL, NamingPatterns("{ticket}", "#[0-9]+", ()))
    assert [example_name(rule) for rule in rules] == [
        *("feature/ABC-12-short-words", "12-short-words", "me/short-words", "#12"),
    ]
    assert example_name(NamingPatterns("{ticket}", "XY-[0-9]{9}", ())) is None
    assert example_name(NamingPatterns("{ticket}", "(?i)abc-[0-9]+", ())) == "ABC-12"


@pytest.mark.parametrize(
    ("message", "pattern", "name"),
    [
        ("SHOP-27 Add the tax", "{type}/{ticket}-{slug}", "feature/SHOP-27-add-the-tax"),
        ("Add the tax\n\nTicket: SHOP-27", "{ticket}-{slug}", "SHOP-27-add-the-tax"),
        ("fix: the tax (SHOP-27)", "{type}/{ticket}-{slug}", "fix/SHOP-27-the-tax"),
        ("Add the tax", "{type}/{ticket}-{slug}", "feature/SHOP-12-short-words"),
        ("SHOP-27 Add the tax", "", "topic"),
    ],
)
def test_the_name_that_is_proposed_is_as_agreed_and_keeps_the_ticket(
    repo: Repository, message: str, pattern: str, name: str
) -> None:
    repo.commit(message, {"tax.py": "tax = 1\n"})
    ticket = "SHOP-[0-9]+"
    rule = NamingPatterns(pattern, ticket, ["main", "release/*"])
    found = suggest_topic_name(repo.runner, repo.head, rule)
    assert found == name
    assert not pattern or check_branch_name(repo.runner, found, rule, "refuse") == []
