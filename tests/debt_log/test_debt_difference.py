"""What the difference of two trees adds and removes."""

from __future__ import annotations

from collections import Counter

import pytest

from hookkit.debt_log.content_findings import ContentFindings, decode_findings, encode_findings
from hookkit.debt_log.debt_difference import (
    DebtDifference,
    FileDifference,
    debt_difference_of,
    decode_debt_difference,
    encode_debt_difference,
)


def found(*findings: str, lines: int = 10) -> ContentFindings:
    """Findings as ``CODE line``."""
    counts = Counter((code, line) for code, _, line in (each.partition(" ") for each in findings))
    return ContentFindings(lines, "", counts)


BROKEN = ContentFindings(7, "syntax", Counter())


def amounts(*files: FileDifference) -> tuple[dict[str, int], dict[str, int]]:
    """What is added and what is removed."""
    step = debt_difference_of(files)
    return step.added, step.removed


def test_what_comes_is_added_and_what_goes_is_removed() -> None:
    files = [
        FileDifference("a/x.py", None, found("E1 a", "E1 b", "F1 c")),
        FileDifference("b.py", found("E1 q", "W1 r", lines=4), None),
        FileDifference("c.py", found("E1 s"), found("E1 s", lines=12)),
    ]
    assert debt_difference_of(files) == DebtDifference(
        file_count=0,
        line_count=8,
        unchecked_file_count=0,
        by_folder_and_rule={"": {"E1": -1, "W1": -1}, "a": {"E1": 2, "F1": 1}},
        added={"E1": 2, "F1": 1},
        removed={"E1": 1, "W1": 1},
    )


@pytest.mark.parametrize(
    ("files", "added", "removed"),
    [
        ([FileDifference("a.py", found("E1 a", "E2 b"), None),
          FileDifference("b.py", None, found("E1 a", "E2 b"))], {}, {}),
        ([FileDifference("a.py", found("E1 a"), found("E1 edited"))], {}, {}),
        ([FileDifference("a.py", found("E1 a"), found("E1 b", "E1 c"))], {"E1": 1}, {}),
        ([FileDifference("a.py", found("E1 a"), found("E2 a"))], {"E2": 1}, {"E1": 1}),
        ([FileDifference("a.py", found("E1 a"), None),
          FileDifference("b.py", None, found("E1 other"))], {"E1": 1}, {"E1": 1}),
        ([FileDifference("a.py", found("E1 a"), found("E1 a", "E1 a", "E1 a"))], {"E1": 2}, {}),
    ],
    ids=["renamed", "edited", "edited and one more", "other rule", "other line", "repeated"],
)  # fmt: skip
def test_what_moved_or_was_edited_is_neither(
    files: list[FileDifference], added: dict[str, int], removed: dict[str, int]
) -> None:
    assert amounts(*files) == (added, removed)


def test_of_what_cannot_be_read_nothing_is_removed() -> None:
    step = debt_difference_of([FileDifference("a.py", found("E1 a"), BROKEN)])
    assert (step.added, step.removed, step.unchecked_file_count, step.line_count) == ({}, {}, 1, -3)
    assert step.by_folder_and_rule == {"": {"E1": -1}}
    back = debt_difference_of([FileDifference("a.py", BROKEN, found("E1 a"))])
    assert (back.added, back.removed, back.unchecked_file_count) == ({}, {}, -1)


def test_both_are_read_as_they_were_kept() -> None:
    one = found("E501 0123456789", "E501 0123456789", "F401 abc")
    assert decode_findings(encode_findings(one)) == one
    assert decode_findings(encode_findings(BROKEN)) == BROKEN
    step = debt_difference_of([FileDifference("a\udcff/x.py", None, one)])
    assert decode_debt_difference(encode_debt_difference(step)) == step


@pytest.mark.parametrize(
    "damage", [b"", b"nonsense", encode_findings(BROKEN)[:-3]], ids=["empty", "other bytes", "cut"]
)
def test_what_is_damaged_is_an_error(damage: bytes) -> None:
    with pytest.raises(ValueError):
        decode_findings(damage)
    with pytest.raises(ValueError):
        decode_debt_difference(damage)
