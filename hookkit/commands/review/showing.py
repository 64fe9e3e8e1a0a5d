"""A review as a person reads it in the terminal."""

from __future__ import annotations

import shlex

from hookkit.corrections.correction import FixedFile
from hookkit.corrections.patch import patch_between, patch_of
from hookkit.corrections.report.nothing import nothing_rows
from hookkit.corrections.report.refusals import left_out_row
from hookkit.corrections.report.review import say_review
from hookkit.corrections.report.run import check_rows
from hookkit.corrections.review.review import Review, with_placement
from hookkit.git.runner import Git
from hookkit.terminal.output import say


def show(git: Git, review: Review) -> int:
    """Show the rules, the patch and what was withheld, or say that there is nothing to show."""
    if not review.files:
        return _say_nothing(review)
    outcome = with_placement(git, review).outcome
    assert outcome.commit is not None
    if outcome.correction is not None:
        say_review(outcome, patch_between(git, outcome.commit, outcome.correction))
        return 0
    files = [FixedFile(each.path, each.mode, each.base, each.fixed) for each in review.files]
    run = shlex.join(["hookkit", "run", review.span or outcome.commit[:10]])
    say_review(outcome, patch_of(git, files), run=run)
    return 0


def _say_nothing(review: Review) -> int:
    outcome = review.outcome
    say(nothing_rows(outcome) if outcome.is_silent else check_rows(outcome))
    refused = sum(each.refused for each in outcome.files)
    say([left_out_row(refused)] if refused else [])
    return 0
