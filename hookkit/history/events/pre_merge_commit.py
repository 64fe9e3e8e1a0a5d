"""Before git makes the commit of a merge: what is merged was rebased, and is squashed."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.git.merge_heads import merge_heads
from hookkit.history.events.event_context import EventContext
from hookkit.history.events.merge import judge_merge
from hookkit.history.finding import Finding


def judge(context: EventContext) -> Iterator[Finding]:
    """Judge the merge; nothing on a detached HEAD."""
    name = context.branch()
    if name is not None:
        yield from judge_merge(context, name, merge_heads(context.git, context.variables))
