"""What was chosen of a review: the files with it, and what does not stand alone."""

from __future__ import annotations

import pytest

from hookkit.corrections.review.chosen_hunks import choose_hunks
from hookkit.corrections.review.hunk_answers import HunkAnswers
from hookkit.corrections.review.review import Review, ReviewedFile
from hookkit.corrections.run_outcome import Outcome
from hookkit.pep8.correction_parts import Part
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from hookkit.pep8.review_hunks import ReviewHunk, find_review_hunks, split_hunk


def review(*pairs: tuple[bytes, bytes]) -> Review:
    """A review of some files, each with its fixed version."""
    files = []
    for number, (base, fixed) in enumerate(pairs):
        path = b"%d.py" % number
        hunks = tuple(find_review_hunks(path, base, fixed, ()))
        files.append(ReviewedFile(path, "100644", base, fixed, FileOutcome(path), hunks, ()))
    return Review(Outcome(None, "", "propose"), tuple(files))


TWO = (b"a=1\n\nb=2\n", b"a = 1\n\nb = 2\n")


def test_files_with_what_was_taken_and_the_way_back_to_it() -> None:
    some = review(TWO, TWO)
    chosen = choose_hunks(some, HunkAnswers(some.hunks, ("take", "leave", "refuse", "leave")))
    assert [file[2:4] for file in chosen.taken_files] == [(b"a=1\n\nb=2\n", b"a = 1\n\nb=2\n")]
    assert [file[2:4] for file in chosen.untaken_hunk_removals] == [
        (b"a = 1\n\nb = 2\n", b"a = 1\n\nb=2\n"),
        (b"a = 1\n\nb = 2\n", b"a=1\n\nb=2\n"),
    ]
    assert (chosen.taken_hunks, chosen.inseparable_hunks, chosen.left_out_count) == (
        some.hunks[:1],
        (),
        2,
    )
    assert [(each.path, each.before) for each in chosen.refused_hunks] == [(b"1.py", "a=1\n")]


def test_all_that_was_taken_is_the_fixed_file_byte_for_byte() -> None:
    base, fixed = b"a=1\r\n\r\nb=2\n", b"a = 1\n\nb = 2\n"
    some = review((base, fixed))
    assert (
        choose_hunks(some, HunkAnswers(some.hunks, ("take", "take"))).taken_files[0].fixed == fixed
    )
    assert (
        choose_hunks(some, HunkAnswers(some.hunks, ("take",))).taken_files[0].fixed
        == b"a = 1\n\r\nb=2\n"
    )


@pytest.mark.parametrize(("answers", "count"), [(("take", "take"), 2), (("take",), 1)])
def test_other_line_ends_alone_belong_to_the_whole(answers: tuple[str, ...], count: int) -> None:
    some = review(TWO, (b"a = 1\r\n", b"a = 1\n"))
    given = HunkAnswers(some.hunks, answers)  # type: ignore[arg-type]
    assert len(choose_hunks(some, given).taken_files) == count


def test_what_would_change_the_program_without_the_others_is_left_out_and_told() -> None:
    base, fixed = b"if a:\n  b=1\n  c=2\nd=3\n", b"if a:\n    b = 1\n    c = 2\nd = 3\n"
    some = review((base, fixed))
    [file] = some.files
    lines = ((1, 2), (2, 3), (3, 4))
    # Such parts are never made: a block that is indented anew is one.
    torn = tuple(
        ReviewHunk(
            *(f"{start}", file.path, (Part(start, end, start, end, ((end, end),)),)),
            *((), (), (Fault("E111", end, ""),)),
        )
        for start, end in lines
    )
    chosen = choose_hunks(some, HunkAnswers(torn, ("take", "leave", "take")))
    assert chosen.taken_files[0].fixed == b"if a:\n  b=1\n  c=2\nd = 3\n"
    assert (chosen.taken_hunks, chosen.inseparable_hunks) == (torn[2:], torn[:1])


def test_each_piece_of_a_hunk_has_its_own_faults() -> None:
    base, fixed = b"a = 1\ndef f( b ):\n    return b\n", b"a = 1\n\n\ndef f(b):\n    return b\n"
    faults = [Fault("E201", 2, ""), Fault("E302", 2, ""), Fault("E202", 2, "")]
    [whole] = find_review_hunks(b"a.py", base, fixed, faults)
    blank, code = split_hunk(whole, base, fixed)
    assert (blank.codes, code.codes) == (("E302",), ("E201", "E202"))
    assert (*blank.parts, *code.parts) == whole.parts
