"""The start of a review: HEAD and the correction then, which must be the same at the end."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.review.review import Review
from hookkit.errors import Refused
from hookkit.git.commits import Commit, read_commit
from hookkit.git.runner import Git
from hookkit.phrases import short_id


class ReviewStart(NamedTuple):
    """HEAD and the correction when the review began: both must be the same at its end.

    ``commit`` is the corrected commit, ``correction`` the id of its correction, None if none is
    kept. ``is_partial`` says that the review is about a part of the correction: the rest stays as
    it is. ``restart_command`` is the command that takes and refuses the same hunks again, ""
    without one.
    """

    commit: Commit
    head: str | None
    correction: str | None
    is_partial: bool = False
    restart_command: str = ""

    @property
    def is_partial_of_kept(self) -> bool:
        """Whether the review is about only a part of a kept correction."""
        return self.is_partial and self.correction is not None


def read_review_start(git: Git, review: Review) -> ReviewStart:
    """Read HEAD and the corrected commit of a review that starts."""
    assert review.outcome.commit is not None
    commit = read_commit(git, review.outcome.commit)
    return ReviewStart(commit, git.resolve("HEAD"), review.outcome.correction)


def require_unchanged(git: Git, start: ReviewStart) -> None:
    """Refuse to go on if HEAD or the correction has moved since the review began."""
    name = short_id(start.commit.id)
    if git.resolve("HEAD") != start.head:
        sentence = "HEAD has moved"
    elif git.resolve(CORRECTION_REFS + start.commit.id) != start.correction:
        sentence = f"the correction of {name} has changed"
    else:
        return
    repair = start.restart_command or f"hookkit review -i {name}"
    raise Refused(f"{sentence} during the review: nothing was changed", repair)
