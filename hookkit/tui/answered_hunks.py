"""The answers to the hunks of a review, with earlier answers for undo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from hookkit.corrections.review.hunk_answers import Answer, HunkAnswers
from hookkit.pep8.review_hunks import ReviewHunk


@dataclass(frozen=True, slots=True)
class Marks:
    """The hunks in their order, and the answer to each; at first all hunks are left.

    ``previous`` are the marks before the last change, None if there was no change.
    """

    hunks: tuple[ReviewHunk, ...]
    answers: tuple[Answer, ...]
    previous: Marks | None = field(default=None, compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether no hunk is taken and no hunk is refused."""
        return all(each == "leave" for each in self.answers)

    @property
    def hunk_answers(self) -> HunkAnswers:
        """The marks as the answers of a finished review."""
        return HunkAnswers(self.hunks, self.answers, is_over=True)

    def count(self, answer: Answer, numbers: Collection[int] | None = None) -> int:
        """Count the hunks with an answer; ``numbers`` are the hunks to count, None for all."""
        if numbers is None:
            return self.answers.count(answer)
        return sum(self.answers[number] == answer for number in numbers)


def initial_marks(hunks: Sequence[ReviewHunk]) -> Marks:
    """Give the marks before anything was chosen."""
    answers: list[Answer] = ["leave" for _ in hunks]
    return Marks(tuple(hunks), tuple(answers))


def toggle_hunks(marks: Marks, numbers: Collection[int]) -> Marks:
    """Take some hunks, by their numbers; if all of them are taken already, leave them.

    If there are several hunks, refused ones stay refused.
    """
    changed = [
        number for number in numbers if len(numbers) == 1 or marks.answers[number] != "refuse"
    ]
    is_taken = all(marks.answers[number] == "take" for number in changed)
    return _set_answer(marks, changed, "leave" if is_taken else "take")


def refuse_hunks(marks: Marks, numbers: Collection[int]) -> Marks:
    """Refuse some hunks, by their numbers; if all of them are refused already, leave them."""
    is_refused = all(marks.answers[number] == "refuse" for number in numbers)
    return _set_answer(marks, numbers, "leave" if is_refused else "refuse")


def _set_answer(marks: Marks, numbers: Collection[int], answer: Answer) -> Marks:
    if not numbers:
        return marks
    chosen = set(numbers)
    answers = [answer if number in chosen else each for number, each in enumerate(marks.answers)]
    return replace(marks, answers=tuple(answers), previous=marks)


def split_hunk(marks: Marks, number: int, parts: Sequence[ReviewHunk]) -> Marks:
    """Replace a hunk by its parts; each part gets the answer of the hunk."""
    hunks = (*marks.hunks[:number], *parts, *marks.hunks[number + 1 :])
    part_answers = (marks.answers[number],) * len(parts)
    return Marks(
        hunks, (*marks.answers[:number], *part_answers, *marks.answers[number + 1 :]), marks
    )
