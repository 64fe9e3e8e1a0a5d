"""Before git makes the commit of a merge: what is merged was rebased, and is squashed."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.git.merge_heads import merge_heads
from hookkit.history.events.event import Moment
from hookkit.history.events.merge import judge_merge
from hookkit.history.finding import Finding


def judge(moment: Moment) -> Iterator[Finding]:
    """Judge the merge; nothing on a detached HEAD."""
    name = moment.branch()
    if name is not None:
        yield from judge_merge(moment, name, merge_heads(moment.git, moment.variables))
