"""The answers to the hunks: what each key does, and that undo is the inverse of each."""

from __future__ import annotations

from itertools import product

import pytest

from hookkit.corrections.review.hunk_answers import (
    HunkAnswers,
    ask_about_hunks,
    available_keys,
    press_key,
)
from hookkit.pep8.correction_parts import Part
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.review_hunks import ReviewHunk


def hunk(name: str, path: bytes, *lines: int) -> ReviewHunk:
    """A hunk of some parts, each a line."""
    parts = tuple(Part(line, line + 1, line, line + 1, ((line + 1, line + 1),)) for line in lines)
    return ReviewHunk(name, path, parts, (), (), ())


def split(whole: ReviewHunk) -> list[ReviewHunk]:
    """Each part of a hunk as a hunk of its own."""
    lines = enumerate((part.start for part in whole.parts), start=1)
    return [hunk(f"{whole.id}{number}", whole.path, line) for number, line in lines]


START = HunkAnswers(
    (hunk("a", b"1", 0, 1), hunk("b", b"1", 5), hunk("c", b"2", 0, 1), hunk("d", b"2", 9))
)


def answered(keys: str, answers: HunkAnswers = START) -> HunkAnswers:
    """The answers after some keys."""
    for key in keys:
        answers = press_key(answers, key, split)
    return answers


def names(answers: HunkAnswers) -> tuple[str, str, str]:
    """What is taken, left out and refused, by name."""
    some = (
        answers.hunks_answered("take"),
        answers.hunks_answered("leave"),
        answers.hunks_answered("refuse"),
    )
    taken, left, refused = (" ".join(each.id for each in hunks) for hunks in some)
    return taken, left, refused


@pytest.mark.parametrize(
    ("keys", "taken", "left", "refused"),
    [
        ("", "", "a b c d", ""),
        ("yyyy", "a b c d", "", ""),
        ("ynyn", "a c", "b d", ""),
        ("ryrn", "b", "d", "a c"),
        ("a", "a b", "c d", ""),
        ("na", "b", "a c d", ""),
        ("aa", "a b c d", "", ""),
        ("da", "c d", "a b", ""),
        ("yd", "a", "b c d", ""),
        ("yq", "a", "b c d", ""),
        ("syn", "a1", "a2 b c d", ""),
        ("syra", "a1 b", "c d", "a2"),
        ("nsaa", "b c d", "a", ""),
        ("yuny", "b", "a c d", ""),
        ("aunn", "", "a b c d", ""),
        ("yyysuyn", "a b c", "d", ""),
        ("qua", "a b", "c d", ""),
        ("y?xY\x1by", "a b", "c d", ""),
    ],
)
def test_what_keys_choose(keys: str, taken: str, left: str, refused: str) -> None:
    assert names(answered(keys)) == (taken, left, refused)


KEYS = "ynadcxqsru?"


@pytest.mark.parametrize("first", KEYS)
def test_every_short_walk_holds(first: str) -> None:
    for rest in product(KEYS, repeat=4):
        answers = START
        for key in (first, *rest):
            before = answers
            answers = press_key(before, key, split)
            check(before, key, answers)


def check(before: HunkAnswers, key: str, after: HunkAnswers) -> None:
    """No hunk is lost, and undo goes back to exactly what was there before."""
    assert sorted((each.path, part) for each in after.hunks for part in each.parts) == [
        (each.path, part) for each in START.hunks for part in each.parts
    ]
    assert sum(len(after.hunks_answered(each)) for each in ("take", "leave", "refuse")) == len(
        after.hunks
    )
    assert (after.current_hunk is None) == after.is_done
    if key not in available_keys(before):
        assert after is before
    elif key == "u":
        assert after is before.previous
    else:
        assert after.previous is before
        assert press_key(after, "u", split) is before


def test_only_what_can_be_answered_is_open() -> None:
    assert available_keys(START) == "ynadqsre/"
    assert available_keys(answered("y")) == "ynadqre/u"
    assert available_keys(answered("q")) == "u"
    assert available_keys(HunkAnswers(())) == ""


def test_all_is_asked_in_order() -> None:
    asked: list[str] = []
    keys = iter("y?uyynrs")

    def ask(answers: HunkAnswers) -> str:
        assert answers.current_hunk is not None
        asked.append(answers.current_hunk.id)
        return next(keys)

    end = ask_about_hunks(START, ask, split, lambda hunk: None)
    assert asked == ["a", "b", "b", "a", "b", "c", "d"]
    assert names(end) == ("a b", "c", "d")


def ruled(name: str, path: bytes, line: int, *codes: str) -> ReviewHunk:
    """A hunk of one line that mends some rules."""
    faults = tuple(Fault(code, line + 1, f"name of {code}") for code in codes)
    return hunk(name, path, line)._replace(faults=faults, before=(f"{name}=1\n".encode(),))


RULED = HunkAnswers(
    (
        ruled("a", b"1", 0, "E225", "E231"),
        ruled("b", b"1", 5, "E225"),
        ruled("c", b"2", 0, "E225", "W291"),
        ruled("d", b"2", 9, "E231"),
    )
)


@pytest.mark.parametrize(
    ("keys", "taken", "left", "refused"),
    [
        ("c", "a b d", "c", ""),
        ("x", "", "a b d c", ""),
        ("cy", "a b d c", "", ""),
        ("cu", "", "a b c d", ""),
    ],
)
def test_a_rule_is_answered_at_once(keys: str, taken: str, left: str, refused: str) -> None:
    assert names(answered(keys, RULED)) == (taken, left, refused)
    assert "c" not in available_keys(answered("nnn", RULED))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("w291", "c"), ("name of E231", "d"), ("d=", "d"), ("2", "b"), ("zzz", "a"), ("", "a")],
)
def test_a_search_asks_about_what_it_finds(text: str, expected: str) -> None:
    found = press_key(RULED, f"/{text}", split)
    assert found.current_hunk is not None and found.current_hunk.id == expected
    assert sorted(each.id for each in found.hunks) == ["a", "b", "c", "d"]
    assert names(press_key(found, "y", split))[0] == expected


def test_all_of_a_file_are_answered_wherever_they_come() -> None:
    with_other_fixes = HunkAnswers((RULED.hunks[0], RULED.hunks[2], RULED.hunks[1], RULED.hunks[3]))
    assert names(answered("a", with_other_fixes)) == ("a b", "c d", "")
