"""What can be done with a correction, as commands to copy."""

from __future__ import annotations

import shlex

from hookkit.corrections.report.squash_command import squash_command
from hookkit.corrections.review.review import Review
from hookkit.pep8.outcome import Outcome
from hookkit.phrases import short
from hookkit.terminal.next_commands import Next


def steps_of(review: Review) -> list[Next]:
    """Give the commands that come next, with what plain git would do where it can."""
    outcome = review.outcome
    if not review.hunks:
        return []
    if review.span is not None:
        return _of_range(shlex.quote(review.span))
    if outcome.commit is None:
        return []
    of, correction = short(outcome.commit), short(outcome.correction or "")
    show = f"git show {correction}" if correction else ""
    look = Next("Look", f"hookkit review -i {of}", "hunk by hunk", show)
    if not correction:
        return [look, Next("Correct", f"hookkit run {of}")]
    return [look, *_take(outcome, of, correction), *_leave(outcome)]


def _of_range(of: str) -> list[Next]:
    return [
        Next("Look", f"hookkit review {of}"),
        Next("Correct", f"hookkit run {of} --mode fixup", "as a fixup! for each commit"),
        Next("", f"hookkit run {of} --mode propose", "kept, to be chosen from hunk by hunk"),
    ]


def _take(outcome: Outcome, of: str, correction: str) -> list[Next]:
    """Give the commands that accept: a commit cannot take in files that it did not change."""
    # git would not pick over the same edits in the files.
    pick = f"git cherry-pick {correction}" if outcome.done == "propose" else ""
    alone = Next("", f"hookkit accept {of} --as commit", "as a commit of its own")
    if not outcome.is_own or outcome.commit is None:
        return [Next("Take", f"hookkit accept {of} --spread", "as a fixup! for each commit"), alone]
    is_fixup = outcome.done == "fixup"
    squash = squash_command(outcome.commit, outcome.parents, outcome.squash) if is_fixup else ""
    return [
        Next("Take", f"hookkit accept {of}", "as a fixup! commit", pick),
        Next("", f"hookkit accept {of} --as amend", "into the commit itself", squash),
        alone,
    ]


def _leave(outcome: Outcome) -> list[Next]:
    back = [Next("Take back", "hookkit undo", "what was placed last")]
    return [
        *(back if outcome.done in ("worktree", "fixup", "commit") else []),
        Next("Throw away", f"git update-ref -d refs/hookkit/corrections/{outcome.commit}"),
    ]
