"""The parameters of exhaustive tests: some are in the normal run, the others run at night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pytest


def case(*values: object, stays: bool) -> Any:
    """Give a parameter, which only stays in the normal run if it says so."""
    return pytest.param(*values, marks=[] if stays else [pytest.mark.long])


def some(values: Iterable[object], staying: Sequence[object]) -> list[Any]:
    """Give parameters of which some stay in the normal run."""
    return [case(value, stays=value in staying) for value in values]


SAMPLED: Mapping[str, int] = MappingProxyType(
    {
        "tests/commands/test_graph_terminal.py::test_no_line_is_wider_than_the_terminal": 3,
        "tests/commands/test_review_places.py::test_what_is_taken_is_placed_and_undo_is_exact": 3,
        "tests/commands/test_review_places.py::"
        "test_without_an_answer_to_the_last_question_nothing_is_changed": 4,
        "tests/commands/test_review_random.py::test_random_bytes_in_a_terminal_lose_nothing": 3,
        "tests/commands/test_review_random.py::test_random_lines_lose_nothing": 4,
        "tests/commands/test_spread.py::test_any_history_squashes_to_the_whole_correction": 3,
        "tests/commands/test_sync_random.py::"
        "test_any_branch_comes_out_as_git_makes_it_or_stays": 3,
        "tests/commands/test_tidy.py::test_any_branch_comes_out_as_git_makes_it_or_stays": 3,
        "tests/commands/test_why_not.py::test_each_verdict": 3,
        "tests/hooks/test_many_refs.py::"
        "test_a_server_starts_git_as_often_for_many_refs_as_for_some": 2,
        "tests/hooks/test_repairs.py::test_a_repair_works_as_it_is_told": 2,
        "tests/hooks/test_walk_rounds.py::test_a_later_event_sees_it": 3,
        "tests/hostile/test_output.py::test_no_output_acts_on_a_terminal_or_a_ci_server": 3,
        "tests/interruption/test_uncommitted_edits.py::"
        "test_a_placement_changes_the_faulty_lines_alone_and_undo_brings_all_back": 3,
        "tests/pep8/test_fix_text_passes.py::test_real_files": 3,
        "tests/server/test_verdicts.py::"
        "test_each_history_gets_its_verdict_on_a_protected_branch_alone": 3,
        "tests/test_scope.py::test_a_touched_line_grows_to_its_logical_line": 2,
        "tests/test_stillness.py::test_a_rebase_ends_as_without_hooks_and_proposes_once": 4,
        "tests/test_stillness.py::test_other_operations_end_as_without_hooks": 3,
        "tests/walk/test_walk.py::test_a_short_walk_loses_nothing": 3,
    }
)
"""Tests that try one thing in many places: every so many of their parameters stay."""


def leave_the_rest_to_the_night(items: Iterable[pytest.Item]) -> None:
    """Mark those parameters of the tests in ``SAMPLED`` that do not stay in the normal run."""
    seen: Counter[str] = Counter()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if name in SAMPLED and item.get_closest_marker("long") is None:
            if seen[name] % SAMPLED[name]:
                item.add_marker(pytest.mark.long)
            seen[name] += 1
