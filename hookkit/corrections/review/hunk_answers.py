"""The answers to the hunks of a review, and what each key adds to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal

from hookkit.pep8.review_hunks import Suggestion

Answer = Literal["take", "leave", "refuse"]
"""Taken, left out this time, or left out and not to be proposed again."""

Split = Callable[[Suggestion], Sequence[Suggestion]]
"""Gives the parts of a hunk as hunks of their own."""

ONE: dict[str, Answer] = {"y": "take", "n": "leave", "r": "refuse"}
REST: dict[str, Answer] = {"a": "take", "d": "leave"}


@dataclass(frozen=True, slots=True)
class HunkAnswers:
    """How far a person has come: the hunks in their order, and the answers to the first of them.

    ``is_over`` says that no more is to be asked; ``before`` are the answers before the last one.
    """

    hunks: tuple[Suggestion, ...]
    given: tuple[Answer, ...] = ()
    is_over: bool = False
    before: HunkAnswers | None = field(default=None, compare=False, repr=False)

    @property
    def current(self) -> Suggestion | None:
        """The hunk that is asked about; None at the end."""
        return None if self.is_done else self.hunks[len(self.given)]

    @property
    def is_done(self) -> bool:
        """Whether there is nothing more to ask."""
        return self.is_over or len(self.given) == len(self.hunks)

    def answered(self, answer: Answer) -> tuple[Suggestion, ...]:
        """Give the hunks with one answer, in order; what nobody was asked about is left out."""
        open_ones = len(self.hunks) - len(self.given)
        rest: list[Answer] = ["leave"] * open_ones
        pairs = zip(self.hunks, (*self.given, *rest), strict=True)
        return tuple(hunk for hunk, one in pairs if one == answer)


def open_keys(answers: HunkAnswers) -> str:
    """Give the keys that are an answer now."""
    hunk = answers.current
    asked = "" if hunk is None else "ynadq" + "s" * (len(hunk.parts) > 1) + "r"
    return asked + "u" * (answers.before is not None)


def step(answers: HunkAnswers, key: str, split: Split) -> HunkAnswers:
    """Give the answers after a key; one that is no answer now leaves them as they are."""
    if len(key) != 1 or key not in open_keys(answers):
        return answers
    if key == "u" and answers.before is not None:
        return answers.before
    return replace(_answered(answers, key, split), before=answers)


def _answered(answers: HunkAnswers, key: str, split: Split) -> HunkAnswers:
    at = len(answers.given)
    hunk = answers.hunks[at]
    if key == "q":
        return replace(answers, is_over=True)
    if key == "s":
        return replace(answers, hunks=(*answers.hunks[:at], *split(hunk), *answers.hunks[at + 1 :]))
    if key in ONE:
        return replace(answers, given=(*answers.given, ONE[key]))
    same_file = list(takewhile(lambda each: each.path == hunk.path, answers.hunks[at:]))
    return replace(answers, given=(*answers.given, *[REST[key]] * len(same_file)))


def ask_all(answers: HunkAnswers, ask: Callable[[HunkAnswers], str], split: Split) -> HunkAnswers:
    """Ask to the end; ``ask`` shows the hunk that is asked about and gives a key."""
    while not answers.is_done:
        answers = step(answers, ask(answers), split)
    return answers
