"""The groups of the hunks of a review."""

from __future__ import annotations

from hookkit.tui.hunk_groups import group_hunks
from tests.tui.example_reviews import SMALL, review


def test_groups_are_all_then_files_then_rules() -> None:
    groups = group_hunks(SMALL.hunks)
    assert [(each.kind, each.name, each.hunk_numbers) for each in groups] == [
        ("all", "all hunks", (0, 1, 2, 3)),
        ("file", "a.py", (0, 1, 2)),
        ("file", "pkg/b.py", (3,)),
        ("rule", "E225", (0, 1, 3)),
        ("rule", "E231", (2,)),
    ]


def test_a_hunk_without_a_code_is_in_a_group_too() -> None:
    [hunk] = review(("a.py", "a=1\n", "a = 1\n")).hunks
    groups = group_hunks([hunk._replace(faults=())])
    assert (groups[-1].kind, groups[-1].name, groups[-1].hunk_numbers) == ("rule", "layout", (0,))
