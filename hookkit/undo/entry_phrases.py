"""The phrases for what an entry of the operation log did."""

from __future__ import annotations

from hookkit.operation_log.entry import Entry
from hookkit.phrases import short_id

PHRASES_BY_KIND = {
    "worktree": "the uncommitted edits",
    "fixup": "the fixup! commit",
    "spread": "the commits up to",
    "pay": "the commits of paid debt up to",
    "commit": "the commit of the correction",
    "amend": "the amended commit",
    "review": "what a review had changed",
    "choice": "the choice of hunks",
    "drop": "the dropped correction",
    "tidy": "the squash that made",
    "ticket": "the commits with a ticket up to",
    "start": "the start of a branch",
    "sync": "the sync",
    "merge": "the merge",
    "push": "the push",
}
"""The phrase for what is taken back, by the kind of the entry."""


def entry_phrase(entry: Entry) -> str:
    """Name what an entry did, as the subject of a sentence."""
    if entry.kind == "worktree":
        return f"the correction of {short_id(entry.commit)}" if entry.commit else "the correction"
    description = (
        PHRASES_BY_KIND.get(entry.kind, entry.kind)
        .removesuffix(" up to")
        .removesuffix(" that made")
    )
    is_of_commit = entry.kind in ("choice", "review", "drop")
    return f"{description} of {short_id(entry.commit)}" if is_of_commit else description
