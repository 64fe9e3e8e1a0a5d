"""The answers to the hunks of a review, and the effect of each key on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from hookkit.pep8.review_hunks import ReviewHunk

Answer = Literal["take", "leave", "refuse"]
"""Taken, left out this time, or left out and not to be proposed again."""

SplitHunk = Callable[[ReviewHunk], Sequence[ReviewHunk]]
"""Gives the parts of a hunk as separate hunks."""

EditHunk = Callable[[ReviewHunk], "ReviewHunk | None"]
"""Gives a hunk as a person has edited it, None if it stays as it is."""

ONE_HUNK_KEYS: dict[str, Answer] = {"y": "take", "n": "leave", "r": "refuse"}
FILE_KEYS: dict[str, Answer] = {"a": "take", "d": "leave"}
RULE_KEYS: dict[str, Answer] = {"c": "take", "x": "leave"}
EDIT_KEY = "e"
"""The key with which a hunk is edited and taken."""

SEARCH_KEY = "/"
"""The key of a search; the text to find follows it."""


@dataclass(frozen=True, slots=True)
class HunkAnswers:
    """The hunks in order, and the answers that are given: one for each of the first hunks.

    ``is_ended_by_person`` says that the person has quit; ``previous`` are the answers before the
    last key that was no search, None at the start.
    """

    hunks: tuple[ReviewHunk, ...]
    given_answers: tuple[Answer, ...] = ()
    is_ended_by_person: bool = False
    previous: HunkAnswers | None = field(default=None, compare=False, repr=False)

    @property
    def current_hunk(self) -> ReviewHunk | None:
        """The hunk of the current question; None at the end."""
        return None if self.is_done else self.hunks[len(self.given_answers)]

    @property
    def is_done(self) -> bool:
        """Whether there is nothing more to ask."""
        return self.is_ended_by_person or len(self.given_answers) == len(self.hunks)

    def hunks_answered(self, answer: Answer) -> tuple[ReviewHunk, ...]:
        """Give the hunks with an answer, in order; hunks without one count as left out."""
        open_count = len(self.hunks) - len(self.given_answers)
        unanswered: list[Answer] = ["leave"] * open_count
        pairs = zip(self.hunks, (*self.given_answers, *unanswered), strict=True)
        return tuple(hunk for hunk, given_answer in pairs if given_answer == answer)


def available_keys(answers: HunkAnswers) -> str:
    """Give the keys that are an answer now."""
    hunk = answers.current_hunk
    undo = "u" * (answers.previous is not None)
    if hunk is None:
        return undo
    later = answers.hunks[len(answers.given_answers) + 1 :]
    rules = "cx" * any(_has_same_rules(hunk, each) for each in later)
    split = "s" * (len(hunk.parts) > 1)
    return "ynad" + rules + "q" + split + "r" + EDIT_KEY + SEARCH_KEY * bool(later) + undo


def press_key(answers: HunkAnswers, key: str, split: SplitHunk) -> HunkAnswers:
    """Give the answers after a key; a key that is no answer now changes nothing."""
    if key.startswith(SEARCH_KEY) and answers.current_hunk is not None:
        return _move_match_first(answers, key.removeprefix(SEARCH_KEY))
    if len(key) != 1 or key == EDIT_KEY or key not in available_keys(answers):
        return answers
    if key == "u" and answers.previous is not None:
        return answers.previous
    return replace(_apply_key(answers, key, split), previous=answers)


def _apply_key(answers: HunkAnswers, key: str, split: SplitHunk) -> HunkAnswers:
    position = len(answers.given_answers)
    hunk = answers.hunks[position]
    if key == "q":
        return replace(answers, is_ended_by_person=True)
    if key == "s":
        return replace(
            answers, hunks=(*answers.hunks[:position], *split(hunk), *answers.hunks[position + 1 :])
        )
    if key in ONE_HUNK_KEYS:
        return replace(answers, given_answers=(*answers.given_answers, ONE_HUNK_KEYS[key]))
    later = answers.hunks[position + 1 :]
    if key in FILE_KEYS:
        return _answer_group(answers, FILE_KEYS[key], [each.path == hunk.path for each in later])
    is_in_group = [_has_same_rules(hunk, each) for each in later]
    return _answer_group(answers, RULE_KEYS[key], is_in_group)


def _has_same_rules(hunk: ReviewHunk, other: ReviewHunk) -> bool:
    """Whether ``other`` fixes faults only of codes that ``hunk`` fixes too."""
    return bool(other.codes) and set(other.codes) <= set(hunk.codes)


def _answer_group(answers: HunkAnswers, answer: Answer, is_in_group: Sequence[bool]) -> HunkAnswers:
    """Answer the current hunk and the later hunks of its group, which are moved next to it."""
    position = len(answers.given_answers) + 1
    later = list(zip(answers.hunks[position:], is_in_group, strict=True))
    same, others = ([hunk for hunk, is_same in later if is_same is each] for each in (True, False))
    given_answers = (*answers.given_answers, *[answer] * (1 + len(same)))
    return replace(
        answers, hunks=(*answers.hunks[:position], *same, *others), given_answers=given_answers
    )


def _move_match_first(answers: HunkAnswers, text: str) -> HunkAnswers:
    """Move the next hunk with a text to the current place, if there is one."""
    position = len(answers.given_answers)
    later = range(position + 1, len(answers.hunks))
    match = next((each for each in later if text and is_text_in(text, answers.hunks[each])), None)
    if match is None:
        return answers
    before, between = answers.hunks[:position], answers.hunks[position:match]
    return replace(
        answers, hunks=(*before, answers.hunks[match], *between, *answers.hunks[match + 1 :])
    )


def is_text_in(text: str, hunk: ReviewHunk) -> bool:
    """Whether a hunk has a text in its path, its rules or its lines, ignoring case."""
    texts = [hunk.path.decode(errors="replace")]
    texts += [f"{fault.code} {fault.name}" for fault in hunk.faults]
    texts += [line.decode(errors="replace") for line in (*hunk.before, *hunk.after)]
    return any(text.lower() in each.lower() for each in texts)


def take_edited(answers: HunkAnswers, hunk: ReviewHunk) -> HunkAnswers:
    """Take the current hunk as a person has edited it."""
    position = len(answers.given_answers)
    hunks = (*answers.hunks[:position], hunk, *answers.hunks[position + 1 :])
    return replace(
        answers, hunks=hunks, given_answers=(*answers.given_answers, "take"), previous=answers
    )


def ask_about_hunks(
    answers: HunkAnswers, ask: Callable[[HunkAnswers], str], split: SplitHunk, edit: EditHunk
) -> HunkAnswers:
    """Ask about all hunks; ``ask`` shows the current hunk and gives a key."""
    while not answers.is_done:
        key = ask(answers)
        if key == EDIT_KEY and answers.current_hunk is not None:
            edited = edit(answers.current_hunk)
            answers = answers if edited is None else take_edited(answers, edited)
        else:
            answers = press_key(answers, key, split)
    return answers
