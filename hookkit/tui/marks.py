"""The answers to the hunks of a review, with the history of their changes for undo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from hookkit.corrections.review.hunk_answers import Answer, HunkAnswers
from hookkit.pep8.review_hunks import ReviewHunk


@dataclass(frozen=True, slots=True)
class Marks:
    """The hunks in their order, and the answer to each: at first all are left.

    ``before`` are the marks before the last change.
    """

    hunks: tuple[ReviewHunk, ...]
    answers: tuple[Answer, ...]
    before: Marks | None = field(default=None, compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is taken and nothing refused."""
        return all(each == "leave" for each in self.answers)

    @property
    def given(self) -> HunkAnswers:
        """The marks as the answers of a finished review."""
        return HunkAnswers(self.hunks, self.answers, is_over=True)

    def count(self, answer: Answer, numbers: Collection[int] | None = None) -> int:
        """Count the hunks with an answer: all of them, or some, by their numbers."""
        if numbers is None:
            return self.answers.count(answer)
        return sum(self.answers[number] == answer for number in numbers)


def initial_marks(hunks: Sequence[ReviewHunk]) -> Marks:
    """Give the marks before anything was chosen."""
    answers: list[Answer] = ["leave" for _ in hunks]
    return Marks(tuple(hunks), tuple(answers))


def toggled(marks: Marks, numbers: Collection[int]) -> Marks:
    """Take some hunks, by their numbers, or leave them where all of them are taken.

    Of several hunks, refused ones stay refused.
    """
    changed = [
        number for number in numbers if len(numbers) == 1 or marks.answers[number] != "refuse"
    ]
    is_taken = all(marks.answers[number] == "take" for number in changed)
    return _answered(marks, changed, "leave" if is_taken else "take")


def refused(marks: Marks, numbers: Collection[int]) -> Marks:
    """Refuse some hunks, or leave them where all of them are refused."""
    is_refused = all(marks.answers[number] == "refuse" for number in numbers)
    return _answered(marks, numbers, "leave" if is_refused else "refuse")


def _answered(marks: Marks, numbers: Collection[int], answer: Answer) -> Marks:
    if not numbers:
        return marks
    chosen = set(numbers)
    answers = [answer if number in chosen else each for number, each in enumerate(marks.answers)]
    return replace(marks, answers=tuple(answers), before=marks)


def split_hunk(marks: Marks, number: int, parts: Sequence[ReviewHunk]) -> Marks:
    """Put the parts of a hunk in its place, each with its answer."""
    hunks = (*marks.hunks[:number], *parts, *marks.hunks[number + 1 :])
    part_answers = (marks.answers[number],) * len(parts)
    return Marks(
        hunks, (*marks.answers[:number], *part_answers, *marks.answers[number + 1 :]), marks
    )
