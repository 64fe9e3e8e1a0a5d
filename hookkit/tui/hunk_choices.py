"""The hunks of a review: the answers to them, and the earlier answers for undo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from hookkit.corrections.review.hunk_answers import Answer, HunkAnswers
from hookkit.pep8.review_hunks import ReviewHunk


@dataclass(frozen=True, slots=True)
class HunkChoices:
    """The hunks in their order, and the answer to each; at first all hunks are left.

    ``previous`` are the hunks and answers before the last change, None if there was no change.
    """

    hunks: tuple[ReviewHunk, ...]
    answers: tuple[Answer, ...]
    previous: HunkChoices | None = field(default=None, compare=False, repr=False)

    @property
    def is_all_left(self) -> bool:
        """Whether no hunk is taken and no hunk is refused."""
        return all(each == "leave" for each in self.answers)

    @property
    def hunk_answers(self) -> HunkAnswers:
        """The hunks and answers as those of a finished review."""
        return HunkAnswers(self.hunks, self.answers, is_ended_by_person=True)

    def count(self, answer: Answer, numbers: Collection[int] | None = None) -> int:
        """Count the hunks with an answer; ``numbers`` are the hunks to count, None for all."""
        if numbers is None:
            return self.answers.count(answer)
        return sum(self.answers[number] == answer for number in numbers)


def leave_all_hunks(hunks: Sequence[ReviewHunk]) -> HunkChoices:
    """Give the hunks before anything was chosen: each is left."""
    answers: list[Answer] = ["leave" for _ in hunks]
    return HunkChoices(tuple(hunks), tuple(answers))


def toggle_hunks(hunk_choices: HunkChoices, numbers: Collection[int]) -> HunkChoices:
    """Take some hunks, by their numbers; if all of them are taken already, leave them.

    If there are several hunks, refused ones stay refused.
    """
    changed = [
        number
        for number in numbers
        if len(numbers) == 1 or hunk_choices.answers[number] != "refuse"
    ]
    is_taken = all(hunk_choices.answers[number] == "take" for number in changed)
    return _set_answer(hunk_choices, changed, "leave" if is_taken else "take")


def refuse_hunks(hunk_choices: HunkChoices, numbers: Collection[int]) -> HunkChoices:
    """Refuse some hunks, by their numbers; if all of them are refused already, leave them."""
    is_refused = all(hunk_choices.answers[number] == "refuse" for number in numbers)
    return _set_answer(hunk_choices, numbers, "leave" if is_refused else "refuse")


def _set_answer(
    hunk_choices: HunkChoices, numbers: Collection[int], answer: Answer
) -> HunkChoices:
    if not numbers:
        return hunk_choices
    chosen = set(numbers)
    answers = [
        answer if number in chosen else each for number, each in enumerate(hunk_choices.answers)
    ]
    return replace(hunk_choices, answers=tuple(answers), previous=hunk_choices)


def replace_hunk_by_parts(
    hunk_choices: HunkChoices, number: int, part_hunks: Sequence[ReviewHunk]
) -> HunkChoices:
    """Replace a hunk by its parts, ``part_hunks``; each gets the answer of the hunk."""
    hunks = (*hunk_choices.hunks[:number], *part_hunks, *hunk_choices.hunks[number + 1 :])
    part_answers = (hunk_choices.answers[number],) * len(part_hunks)
    return HunkChoices(
        hunks,
        (*hunk_choices.answers[:number], *part_answers, *hunk_choices.answers[number + 1 :]),
        hunk_choices,
    )
