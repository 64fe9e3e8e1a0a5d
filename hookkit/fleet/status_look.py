"""The status of one repository, as facts that a store can hold."""

from __future__ import annotations

import os

from hookkit.fleet.entry import Entry
from hookkit.fleet.guarded_git import open_repository
from hookkit.fleet.looking import Facts
from hookkit.fleet.status_facts import read_status_facts


def look_at_status(entry: Entry, _: str) -> tuple[Facts, list[str]]:
    """Read the status of a repository, and what it depends on beside its refs."""
    # Of the person who asks, and not of the repository.
    os.environ.pop("HOOKKIT", None)
    facts, watched = read_status_facts(open_repository(entry.path), entry.branch)
    return facts._asdict(), watched
