"""What is new to the person who made a commit: the rest of an old file was told before."""

from __future__ import annotations

from dataclasses import replace

from hookkit.craft.workers import not_reached
from hookkit.doors.git import Git
from hookkit.story.correct.jobs import with_before
from hookkit.story.correct.runner import Result, touched_lines
from hookkit.text.ranges import meets
from hookkit.values.change import Change
from hookkit.values.outcome import FileOutcome


def only_new(git: Git, result: Result) -> Result:
    """Leave out what is withheld on lines that the commit did not touch."""
    changes = {each.path: each for each in result.job.changes}
    old = [changes[each.path] for each in result.outcomes if each.withheld]
    if not old:
        return result
    job = with_before(git, result.job, old)

    def told(change: Change, outcome: FileOutcome) -> FileOutcome:
        touched = touched_lines(change, job)
        withheld = [each for each in outcome.withheld if meets((each.first, each.last), touched)]
        return replace(outcome, withheld=tuple(withheld))

    outcomes = (
        told(changes[each.path], each) if each.withheld else each for each in result.outcomes
    )
    return result._replace(outcomes=tuple(outcomes))


def left_over(result: Result, seconds: float) -> tuple[str, ...]:
    """Give a note on the files that a hook had no time for, if there are any."""
    count = sum(each.skipped == not_reached(seconds) for each in result.outcomes)
    if not count or result.job.commit is None:
        return ()
    files = "1 file" if count == 1 else f"{count:,} files"
    return (f"{files} not looked at yet: hookkit run {result.job.commit.id[:7]}",)
