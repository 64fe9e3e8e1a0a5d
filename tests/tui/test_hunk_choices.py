"""The answers to the hunks, and undo of each answer."""

from __future__ import annotations

from hookkit.tui.hunk_choices import (
    leave_all_hunks,
    refuse_hunks,
    replace_hunk_by_parts,
    toggle_hunks,
)
from tests.tui.example_reviews import SMALL


def test_a_hunk_is_taken_and_left() -> None:
    hunk_choices = leave_all_hunks(SMALL.hunks)
    assert hunk_choices.is_all_left and hunk_choices.count("leave") == 4
    taken = toggle_hunks(hunk_choices, [1])
    assert taken.answers == ("leave", "take", "leave", "leave")
    assert not taken.is_all_left and taken.count("take") == 1 == taken.count("take", [0, 1])
    assert toggle_hunks(taken, [1]).answers == hunk_choices.answers
    assert taken.previous == hunk_choices


def test_of_several_all_are_taken_before_all_are_left() -> None:
    hunk_choices = toggle_hunks(leave_all_hunks(SMALL.hunks), [1])
    assert toggle_hunks(hunk_choices, range(3)).answers == ("take", "take", "take", "leave")
    assert toggle_hunks(toggle_hunks(hunk_choices, range(3)), range(3)).answers == ("leave",) * 4
    assert toggle_hunks(hunk_choices, []) is hunk_choices


def test_what_is_refused_is_not_taken_with_others() -> None:
    hunk_choices = refuse_hunks(leave_all_hunks(SMALL.hunks), [0])
    assert toggle_hunks(hunk_choices, range(4)).answers == ("refuse", "take", "take", "take")
    assert toggle_hunks(hunk_choices, [0]).answers == ("take", "leave", "leave", "leave")
    assert refuse_hunks(hunk_choices, [0]).answers == ("leave",) * 4
    assert refuse_hunks(hunk_choices, range(2)).answers == ("refuse", "refuse", "leave", "leave")


def test_the_marks_are_answers_of_a_review() -> None:
    hunk_choices = refuse_hunks(toggle_hunks(leave_all_hunks(SMALL.hunks), [0, 3]), [1])
    answers = hunk_choices.hunk_answers
    assert answers.is_done
    assert answers.hunks_answered("take") == (SMALL.hunks[0], SMALL.hunks[3])
    assert answers.hunks_answered("refuse") == (SMALL.hunks[1],)


def test_the_parts_of_a_hunk_have_its_answer() -> None:
    hunk_choices = toggle_hunks(leave_all_hunks(SMALL.hunks), [0])
    parts = [SMALL.hunks[0]._replace(id="one"), SMALL.hunks[0]._replace(id="two")]
    after = replace_hunk_by_parts(hunk_choices, 0, parts)
    assert [hunk.id for hunk in after.hunks[:2]] == ["one", "two"]
    assert after.answers == ("take", "take", "leave", "leave", "leave")
    assert after.previous == hunk_choices
