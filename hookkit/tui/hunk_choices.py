"""The hunks of a review: the answers to them, the earlier answers for undo, and their groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from hookkit.corrections.review.hunk_answers import Answer, HunkAnswers
from hookkit.pep8.fix_task_and_outcome import NO_CODE
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.phrases import path_text


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


GroupKind = Literal["all", "file", "rule"]


class HunkGroup(NamedTuple):
    """Hunks that are shown and chosen together: their numbers in the review, from 0 on.

    ``name`` is a path, a code or "all hunks". ``description`` is for a rule, "" for others.
    """

    kind: GroupKind
    name: str
    hunk_numbers: tuple[int, ...]
    description: str = ""


def group_hunks(hunks: Sequence[ReviewHunk]) -> tuple[HunkGroup, ...]:
    """Give the group of all hunks, then a group for each file, then a group for each rule.

    Files keep their order; rules are sorted by their codes.
    """
    files: dict[bytes, list[int]] = {}
    rules: dict[str, list[int]] = {}
    names: dict[str, str] = {NO_CODE: "line ends and the like"}
    for number, hunk in enumerate(hunks):
        files.setdefault(hunk.path, []).append(number)
        names |= {fault.code: fault.name for fault in hunk.faults}
        for code in hunk.codes or (NO_CODE,):
            rules.setdefault(code, []).append(number)
    all_hunks = HunkGroup("all", "all hunks", tuple(range(len(hunks))))
    by_file = [
        HunkGroup("file", path_text(path), tuple(numbers)) for path, numbers in files.items()
    ]
    by_rule = [HunkGroup("rule", code, tuple(rules[code]), names[code]) for code in sorted(rules)]
    return (all_hunks, *by_file, *by_rule)
