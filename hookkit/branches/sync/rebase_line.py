"""A branch rebased on its target, without the commits that the target has in another form."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hookkit.branches.sync.landed_commits import find_landed
from hookkit.branches.sync.refusals import Topic
from hookkit.dry_run.rebase import Rebased, RebaseStop, Replayed, rebase
from hookkit.git.runner import Git


class RebasedLine(NamedTuple):
    """A branch, of which ``topic`` has what was rebased, and the outcome (``dry_run.rebase``)."""

    topic: Topic
    outcome: Rebased | RebaseStop | None

    @property
    def oldest(self) -> str:
        """The id of the first commit that is rewritten, or would be."""
        if isinstance(self.outcome, Rebased) and self.outcome.picked:
            return self.outcome.picked[0].old.id
        return self.topic.line.commits[0].id


def rebase_line(git: Git, topic: Topic, check: Callable[[Git, str], None]) -> RebasedLine:
    """Rebase a branch in a scratch repository; nothing in the repository moves.

    Where that stops or may lose something, and the target has the first commits as one, as after a
    squash merge, what is above them is rebased alone. ``check`` is that of ``dry_run.rebase``.
    """
    commits = topic.line.commits
    outcome = rebase(git, topic.onto, commits, check)
    if outcome is None or (isinstance(outcome, Rebased) and not outcome.unlike):
        return RebasedLine(topic, outcome)
    landed = find_landed(git, topic.onto, commits)
    if landed is None:
        return RebasedLine(topic, outcome)
    rest = commits[landed.number :]
    if not rest:
        return RebasedLine(topic, None)
    above = topic._replace(line=topic.line._replace(commits=rest), landed=landed)
    outcome = rebase(git, topic.onto, rest, check, landed.last)
    if isinstance(outcome, Rebased):
        without_new = tuple(Replayed(each, None) for each in commits[: landed.number])
        outcome = outcome._replace(steps=(*without_new, *outcome.steps))
    return RebasedLine(above, outcome)
