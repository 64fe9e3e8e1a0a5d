"""The top of the page: what is reviewed, how much there is, and where it has been put."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.corrections.review.review import Review
from hookkit.phrases import short


class Heading(NamedTuple):
    """What a review is of.

    ``of`` is what is corrected, in a word or two, ``id`` its name; ``placed`` tells where the
    correction is. ``counts`` are numbers, each with its noun.
    """

    of: str
    id: str
    title: str
    placed: str
    because: str
    notes: tuple[str, ...]
    counts: tuple[tuple[str, str], ...]

    @property
    def document(self) -> str:
        """The title of the document."""
        return " ".join(filter(None, ("Review of", self.id, self.title)))


def heading_of(review: Review) -> Heading:
    """Tell what a review is of."""
    outcome = review.outcome
    if review.span is not None:
        of, id, title = "a range", "", review.span
    elif outcome.commit is not None:
        of, id, title = "commit", short(outcome.commit), outcome.subject
    else:
        of, id, title = "", "", outcome.subject
    return Heading(
        *(of, id, title or "no subject", _placed(review)),
        because=outcome.because or "",
        notes=outcome.notes,
        counts=tuple(_counts(review)),
    )


def _placed(review: Review) -> str:
    outcome = review.outcome
    if outcome.done in ("fixup", "commit") and outcome.placed is not None:
        kind = "fixup! commit" if outcome.done == "fixup" else "commit of its own"
        return f"The correction is on the branch as the {kind} {short(outcome.placed)}."
    if outcome.done == "worktree":
        return "The correction is in the files, as uncommitted edits."
    if outcome.correction is not None and review.span is None:
        kept = short(outcome.correction)
        return f"The correction is kept as the commit {kept}. Nothing else was touched."
    return "Nothing was changed: this is what a correction would do."


def _counts(review: Review) -> list[tuple[str, str]]:
    files = review.outcome.files
    corrected = sum(1 for each in files if each.corrected)
    counts = [
        (review.outcome.corrected, "fault"),
        (len(review.hunks), "hunk"),
        (corrected, "file"),
    ]
    less = [
        (sum(len(each.withheld) for each in files), "withheld"),
        (sum(len(each.dropped) for each in files), "dropped"),
        (sum(each.refused for each in files), "refused"),
        (sum(1 for each in files if each.skipped), "left alone"),
    ]
    return [
        *((f"{number:,}", noun if number == 1 else f"{noun}s") for number, noun in counts),
        *((f"{number:,}", word) for number, word in less if number),
    ]
