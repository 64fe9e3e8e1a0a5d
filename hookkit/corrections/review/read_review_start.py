"""Read the state in which a review starts: HEAD and the correction."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.corrections.review.build_review import Review
from hookkit.git.commits import Commit, read_commit
from hookkit.git.runner import Git


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
