"""The walk through a review, hunk by hunk: keys in, and at the end one correction."""

from __future__ import annotations

import logging

from hookkit.corrections.report.review_finish import changed_nothing_rows, settled_rows
from hookkit.corrections.report.walk import PLACES, Conversation, end_keys
from hookkit.corrections.review.choice import Chosen, choose
from hookkit.corrections.review.finish import (
    PlacementMode,
    check_place,
    finish_review,
    finish_without_taking,
    start_review,
    to_take_back,
)
from hookkit.corrections.review.review import Review
from hookkit.corrections.review.walk import Walk, ask_all, step
from hookkit.git.runner import Git
from hookkit.pep8.review_hunks import Suggestion, split_hunk
from hookkit.terminal.keys import reading
from hookkit.terminal.output import say


def walk(git: Git, review: Review, how: PlacementMode | None) -> int:
    """Ask about each hunk, and put what was taken where ``how`` or the person says.

    Raises Refused where it cannot be put anywhere, before anybody is asked, or where HEAD or the
    correction has moved meanwhile. Gives 1 where something found no place.
    """
    began = start_review(git, review)
    places = check_place(git, review, began, how)
    try:
        chosen, end = _asked(git, review, how, places)
    except KeyboardInterrupt:
        say(changed_nothing_rows())
        raise
    if end == "q":
        say(changed_nothing_rows())
        return 0
    put = PLACES[end] if chosen.taken else None
    if put is None:
        settled = finish_without_taking(git, review, began, chosen, takes_back=end == "t")
    else:
        settled = finish_review(git, review, began, chosen, put)
    logging.getLogger(__name__).info(
        "%s: reviewed: %d hunks taken, %d left out, %d refused, put: %s",
        *(began.commit.id, len(chosen.hunks), chosen.left, len(chosen.refused), put),
    )
    say(settled_rows(settled, chosen, put))
    is_dropped = settled.placed is not None and any(settled.placed.dropped.values())
    return 1 if is_dropped or settled.taken_back.dropped else 0


def _asked(
    git: Git, review: Review, how: PlacementMode | None, places: tuple[PlacementMode, ...]
) -> tuple[Chosen, str]:
    """Ask about each hunk and, at the end, where it goes; nothing has been written then.

    Gives what was chosen and the key of its end.
    """
    files = {file.path: file for file in review.files}

    def split(hunk: Suggestion) -> tuple[Suggestion, ...]:
        return tuple(split_hunk(hunk, files[hunk.path].base, files[hunk.path].fixed))

    answers = Walk(review.hunks)
    with reading() as keys:
        talk = Conversation(review, keys)
        while True:
            answers = ask_all(answers, talk.ask, split)
            chosen = choose(review, answers)
            if how is not None:
                return chosen, _beforehand(chosen, how)
            is_held = not chosen.taken and bool(to_take_back(git, chosen.back))
            end = talk.ask_end(chosen, end_keys(chosen, places, is_held, answers))
            if end != "u":
                return chosen, end
            answers = step(answers, end, split)


def _beforehand(chosen: Chosen, how: PlacementMode) -> str:
    """Give the key that ``--as`` stands for; it says nothing of what is in the files already."""
    if chosen.taken:
        return next(key for key, place in PLACES.items() if place == how)
    return "y" if chosen.refused else "q"
