"""What is chosen of the hunks of a review: an answer for each, and each step taken back."""

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
        """The marks as the answers of a review that is over."""
        return HunkAnswers(self.hunks, self.answers, is_over=True)

    def count(self, answer: Answer, among: Collection[int] | None = None) -> int:
        """Count the hunks with an answer: all of them, or some, by their numbers."""
        if among is None:
            return self.answers.count(answer)
        return sum(self.answers[at] == answer for at in among)


def initial_marks(hunks: Sequence[ReviewHunk]) -> Marks:
    """Give the marks before anything was chosen."""
    answers: list[Answer] = ["leave" for _ in hunks]
    return Marks(tuple(hunks), tuple(answers))


def toggled(marks: Marks, some: Collection[int]) -> Marks:
    """Take some hunks, by their numbers, or leave them where all of them are taken.

    Of several those that are refused stay so.
    """
    wanted = [at for at in some if len(some) == 1 or marks.answers[at] != "refuse"]
    is_taken = all(marks.answers[at] == "take" for at in wanted)
    return _answered(marks, wanted, "leave" if is_taken else "take")


def refused(marks: Marks, some: Collection[int]) -> Marks:
    """Refuse some hunks, or leave them where all of them are refused."""
    is_refused = all(marks.answers[at] == "refuse" for at in some)
    return _answered(marks, some, "leave" if is_refused else "refuse")


def _answered(marks: Marks, some: Collection[int], answer: Answer) -> Marks:
    if not some:
        return marks
    chosen = set(some)
    given = [answer if at in chosen else each for at, each in enumerate(marks.answers)]
    return replace(marks, answers=tuple(given), before=marks)


def split_hunk(marks: Marks, at: int, parts: Sequence[ReviewHunk]) -> Marks:
    """Put the parts of a hunk in its place, each with its answer."""
    hunks = (*marks.hunks[:at], *parts, *marks.hunks[at + 1 :])
    own = (marks.answers[at],) * len(parts)
    return Marks(hunks, (*marks.answers[:at], *own, *marks.answers[at + 1 :]), marks)
