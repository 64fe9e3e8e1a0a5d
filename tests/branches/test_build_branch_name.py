"""The name of a branch for a ticket."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookkit.branches.build_branch_name import (
    MAX_SLUG_LENGTH,
    BranchRequest,
    build_branch_name,
    slugify,
)
from hookkit.errors import WrongUsage
from hookkit.history.refs.naming_patterns import NamingPatterns
from hookkit.settings.branch_and_ticket_patterns import PLACEHOLDERS

TEMPLATE = "{type}/{ticket}-{slug}"
PROTECTED = ("main", "release/*")


def named(*words: str, pattern: str = "", ticket: str = "", kind: str = "") -> str:
    """The name for a ticket and some words."""
    rule = NamingPatterns(pattern, ticket, PROTECTED)
    return build_branch_name(BranchRequest(words[0], words[1:], kind), rule, "ada.l@example.com")


@pytest.mark.parametrize(
    ("words", "pattern", "ticket", "kind", "expected"),
    [
        (("ABC-1", "Short", "words"), "", "", "", "ABC-1-short-words"),
        (("ABC-1", "Short words"), "", "", "fix", "fix/ABC-1-short-words"),
        (("27",), "", "", "", "27"),
        (("27",), "", "", "fix", "fix/27"),
        (("abc-1", "x"), "", r"[A-Z]+-\d+", "", "ABC-1-x"),
        (("#27", "x"), "", r"\d+", "", "27-x"),
        (("#27", "x"), "", r"#\d+", "", "#27-x"),
        (("ABC-1", "x"), TEMPLATE, "", "", "feature/ABC-1-x"),
        (("ABC-1", "x"), TEMPLATE, "", "bugfix", "bugfix/ABC-1-x"),
        (("abc-1", "x"), TEMPLATE, "", "", "feature/ABC-1-x"),
        (("12",), "{user}/{ticket}", "", "", "ada-l/12"),
        (("ABC-1", "x"), r"{type}/{ticket}(?:-{slug})?", "", "", "feature/ABC-1-x"),
        (("ABC-1",), r"{type}/{ticket}(?:-{slug})?", "", "", "feature/ABC-1"),
        (("27", "x"), r"[0-9]+-[a-z]+", "", "", "27-x"),
    ],
)
def test_a_name_is_as_agreed(
    words: tuple[str, ...], pattern: str, ticket: str, kind: str, expected: str
) -> None:
    assert named(*words, pattern=pattern, ticket=ticket, kind=kind) == expected


@pytest.mark.parametrize(
    ("words", "pattern", "ticket", "kind", "sentence", "repair"),
    [
        (
            ("ABC", "x"),
            TEMPLATE,
            r"[A-Z]+-\d+",
            "",
            r"'ABC' is not a ticket as agreed: [A-Z]+-\d+, such as feature/ABC-12-short-words",
            "hookkit start ABC-12 short words",
        ),
        (
            ("x", "y"),
            "",
            r"\d+",
            "",
            r"'x' is not a ticket as agreed: \d+",
            "hookkit start 12 short words",
        ),
        (
            ("ABC-1",),
            TEMPLATE,
            "",
            "",
            f"the name needs words: {TEMPLATE}, such as feature/ABC-12-short-words",
            "hookkit start ABC-12 short words",
        ),
        (
            ("ABC-1", "語"),
            TEMPLATE,
            "",
            "",
            "nothing of '語' can stand in the name of a branch, such as feature/ABC-12-short-words",
            "hookkit start ABC-12 short words",
        ),
        (
            ("ABC-1", "x"),
            TEMPLATE,
            "",
            "release",
            "release/ABC-1-x would be a protected branch, such as feature/ABC-12-short-words",
            "hookkit start ABC-12 short words",
        ),
        (
            ("ABC-1", "x"),
            "[a-z]+",
            "",
            "",
            "no name of 'ABC-1' is as agreed: [a-z]+",
            "hookkit start ABC-12 short words",
        ),
        (
            ("SHOP-9",),
            "feature/SHOP-[0-9]+-.*",
            "SHOP-[0-9]+",
            "",
            "no name of 'SHOP-9' is as agreed: feature/SHOP-[0-9]+-.*",
            "hookkit start SHOP-9 short words",
        ),
    ],
)
def test_a_wish_that_gives_no_such_name_is_wrong_usage(
    words: tuple[str, ...], pattern: str, ticket: str, kind: str, sentence: str, repair: str
) -> None:
    with pytest.raises(WrongUsage) as refused:
        named(*words, pattern=pattern, ticket=ticket, kind=kind)
    assert (refused.value.message, refused.value.repair) == (sentence, repair)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Keep line ends", "keep-line-ends"),
        ("  it's -- done!  ", "its-done"),
        ("Größere Wörter, Ærø, Łódź, ﬁt", "grossere-worter-aero-lodz-fit"),
        ("don’t", "dont"),
        ("v2.0_final", "v2-0-final"),
        ("feature/x", "feature-x"),
        ("日本語 ok", "ok"),
        ("日本語", ""),
        ("", ""),
        ("a" * 60, "a" * MAX_SLUG_LENGTH),
        (" ".join(["seven77"] * 9), "-".join(["seven77"] * 6)),
    ],
)
def test_words_become_a_slug(words: str, expected: str) -> None:
    assert slugify(words) == expected


@given(st.text())
def test_any_text_gives_a_slug_that_a_template_takes_or_none(words: str) -> None:
    made = slugify(words)
    assert made == "" or re.fullmatch(PLACEHOLDERS["slug"], made)
    assert len(made) <= MAX_SLUG_LENGTH
    assert slugify(made) == made
