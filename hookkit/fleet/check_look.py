"""The history of one repository checked, as facts that a store can hold."""

from __future__ import annotations

from hookkit.fleet.check_facts import read_check_facts
from hookkit.fleet.configuration_files import configuration_files
from hookkit.fleet.entry import Entry
from hookkit.fleet.guarded_git import open_repository
from hookkit.fleet.looking import Facts
from hookkit.settings.reader import OWN


def look_at_history(entry: Entry, since: str) -> tuple[Facts, list[str]]:
    """Check a history from ``since`` on, seconds since 1970 or "" for its last year."""
    git = open_repository(entry.path)
    facts = read_check_facts(git, entry.branch, int(since) if since else None)
    return facts._asdict(), configuration_files(git, OWN)
