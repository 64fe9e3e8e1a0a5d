"""Templates and regular expressions for names."""

from __future__ import annotations

import re

import pytest

from hookkit.settings.branch_and_ticket_patterns import (
    BRANCH_TYPES,
    PLACEHOLDERS,
    compile_branch_pattern,
    compile_expression,
    compile_ticket_pattern,
    placeholder_list,
    placeholders_in,
)


def test_a_template_names_its_parts_and_a_quantifier_is_none() -> None:
    assert placeholders_in("{type}/{ticket}-{slug}") == ["type", "ticket", "slug"]
    assert placeholders_in(r"[A-Z]{2}-\d{1,5}") == []
    assert placeholder_list() == "{type}, {ticket}, {slug}, {user}"


@pytest.mark.parametrize("kind", BRANCH_TYPES)
def test_each_type_is_one(kind: str) -> None:
    found = compile_branch_pattern("{type}/{slug}").fullmatch(f"{kind}/words")
    assert found is not None
    assert found.groupdict() == {"type": kind, "slug": "words"}


@pytest.mark.parametrize(
    ("part", "good", "bad"),
    [
        ("type", ("feature", "chore"), ("features", "Feature", "")),
        ("ticket", ("ABC-12", "A1_B-3", "27"), ("abc-12", "ABC-", "#27", "ABC12")),
        ("slug", ("a", "keep-line-ends", "v1.2", "a_b"), ("Keep", "a--b", "-a", "a-", "a/b", "")),
        ("user", ("alice", "Alice.B", "a-b"), ("a/b", "-a", "")),
    ],
)
def test_what_a_part_stands_for(part: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    whole = compile_branch_pattern(f"{{{part}}}")
    assert set(good) == {each for each in (*good, *bad) if whole.fullmatch(each)}
    assert part in PLACEHOLDERS


def test_the_pattern_of_tickets_is_what_ticket_stands_for() -> None:
    whole = compile_branch_pattern("{ticket}-{slug}", "(?i)abc-[0-9]+|x")
    found = whole.fullmatch("Abc-1-words")
    assert found is not None and found["ticket"] == "Abc-1"
    # The flag in front is that of the ticket alone.
    assert whole.fullmatch("abc-1-WORDS") is None
    assert whole.fullmatch("x-words")


def test_a_part_can_be_there_twice() -> None:
    found = compile_branch_pattern("{slug}/{slug}").fullmatch("one/two")
    assert found is not None and found.groupdict() == {"slug": "one"}


@pytest.mark.parametrize(
    ("text", "ticket"),
    [
        ("ABC-12", "ABC-12"),
        ("(ABC-12)", "ABC-12"),
        ("x/ABC-12_words", "ABC-12"),
        ("ABC-12x", None),
        ("xABC-12", None),
    ],
)
def test_a_ticket_is_not_found_within_a_word(text: str, ticket: str | None) -> None:
    found = compile_ticket_pattern("[A-Z]+-[0-9]+").search(text)
    assert (found["ticket"] if found else None) == ticket


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{types}/x", "there is no placeholder {types}; known: {type}, {ticket}, {slug}, {user}"),
        ("(x", "not a regular expression: missing ), unterminated subpattern at position 0"),
        ("x{3,2}", "not a regular expression: min repeat greater than max repeat at position 2"),
    ],
)
def test_what_is_no_pattern_is_said(pattern: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        compile_branch_pattern(pattern)


def test_a_pattern_that_python_warns_of_is_compiled_in_silence() -> None:
    assert compile_expression("[[a]").fullmatch("[")
