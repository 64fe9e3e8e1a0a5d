"""The walk through the hunks of a review: a state, and what each key makes of it."""

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
class Walk:
    """How far a person has come: the hunks in their order, and the answers to the first of them.

    ``is_over`` says that no more is to be asked; ``before`` is the walk before the last answer.
    """

    hunks: tuple[Suggestion, ...]
    answers: tuple[Answer, ...] = ()
    is_over: bool = False
    before: Walk | None = field(default=None, compare=False, repr=False)

    @property
    def current(self) -> Suggestion | None:
        """The hunk that is asked about; None at the end."""
        return None if self.is_done else self.hunks[len(self.answers)]

    @property
    def is_done(self) -> bool:
        """Whether there is nothing more to ask."""
        return self.is_over or len(self.answers) == len(self.hunks)

    def answered(self, answer: Answer) -> tuple[Suggestion, ...]:
        """Give the hunks with one answer, in order; what nobody was asked about is left out."""
        open_ones = len(self.hunks) - len(self.answers)
        rest: list[Answer] = ["leave"] * open_ones
        pairs = zip(self.hunks, (*self.answers, *rest), strict=True)
        return tuple(hunk for hunk, given in pairs if given == answer)


def open_keys(walk: Walk) -> str:
    """Give the keys that are an answer now."""
    hunk = walk.current
    asked = "" if hunk is None else "ynadq" + "s" * (len(hunk.parts) > 1) + "r"
    return asked + "u" * (walk.before is not None)


def step(walk: Walk, key: str, split: Split) -> Walk:
    """Give the walk after a key; one that is no answer now leaves it as it is."""
    if len(key) != 1 or key not in open_keys(walk):
        return walk
    if key == "u" and walk.before is not None:
        return walk.before
    return replace(_answered(walk, key, split), before=walk)


def _answered(walk: Walk, key: str, split: Split) -> Walk:
    at = len(walk.answers)
    hunk = walk.hunks[at]
    if key == "q":
        return replace(walk, is_over=True)
    if key == "s":
        return replace(walk, hunks=(*walk.hunks[:at], *split(hunk), *walk.hunks[at + 1 :]))
    if key in ONE:
        return replace(walk, answers=(*walk.answers, ONE[key]))
    same_file = list(takewhile(lambda each: each.path == hunk.path, walk.hunks[at:]))
    return replace(walk, answers=(*walk.answers, *[REST[key]] * len(same_file)))


def ask_all(walk: Walk, ask: Callable[[Walk], str], split: Split) -> Walk:
    """Walk to the end; ``ask`` shows the hunk that is asked about and gives a key."""
    while not walk.is_done:
        walk = step(walk, ask(walk), split)
    return walk
